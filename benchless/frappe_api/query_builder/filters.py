"""Filters of the contract as conditions: {field: value} or {field: [operator, value]}."""

from typing import Any

from pypika import Criterion, Table

OPERATORS = {
	"=": lambda column, value: column == value,
	"!=": lambda column, value: column != value,
	">": lambda column, value: column > value,
	">=": lambda column, value: column >= value,
	"<": lambda column, value: column < value,
	"<=": lambda column, value: column <= value,
	"like": lambda column, value: column.like(value),
	"in": lambda column, value: column.isin(list(value) or [""]),
	"not in": lambda column, value: column.notin(list(value) or [""]),
}


def condition(table: Table, filters: dict[str, Any]) -> Criterion:
	"""All of `filters`; a NULL matches no comparison, as on Frappe's `frappe.db` path.

	Raises:
		ValueError: an operator that the contract does not have.
	"""
	return Criterion.all([_one(table[name], wanted) for name, wanted in filters.items()])


def _one(column: Any, wanted: Any) -> Criterion:
	if not isinstance(wanted, list | tuple):
		return column.isnull() if wanted is None else column == wanted
	operator, value = wanted
	if operator == "is":
		unset = column.isnull() | (column == "")
		return unset if value == "not set" else unset.negate()
	if operator not in OPERATORS:
		raise ValueError(f"unknown operator {operator!r}")
	return OPERATORS[operator](column, value)
