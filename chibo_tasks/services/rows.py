"""Writing many rows at once, as complete as if each had been inserted as a document."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import frappe
from frappe.utils import now
from pypika import Order, Parameter

CHUNK = 1000
PLACEHOLDERS = 32_000
"""Values in one statement: SQLite takes 32,766."""


def insert(
	doctype: str,
	fields: Sequence[str],
	values: Iterable[Mapping[str, Any]],
	*,
	ignore_duplicates: bool = False,
) -> None:
	"""Insert rows in batches of 1,000, one statement each.

	Rules and permissions are the caller's business: nothing of a document's life runs here.

	Args:
		fields: columns to write, `name` among them.
		values: one mapping per row; missing keys are stored as NULL.
		ignore_duplicates: keep the row that is already there.
	"""
	stamp, user = now(), frappe.session.user
	columns = [*fields, "creation", "modified", "owner", "modified_by"]
	first = _statement(doctype, columns, ignore_duplicates=ignore_duplicates)
	another = f",({','.join(['%s'] * len(columns))})"
	left = iter(values)
	while chunk := list(islice(left, min(CHUNK, PLACEHOLDERS // len(columns)))):
		frappe.db.sql(
			first + another * (len(chunk) - 1),
			[
				value
				for row in chunk
				for value in (*(row.get(field) for field in fields), stamp, stamp, user, user)
			],
		)


def _statement(doctype: str, columns: Sequence[str], *, ignore_duplicates: bool) -> str:
	"""INSERT of one row with a placeholder for each value: the builder of queries takes 10 µs to write out each one."""
	query = frappe.qb.into(frappe.qb.DocType(doctype)).columns(*columns)
	if ignore_duplicates:
		query = query.ignore()
	return query.insert(*(Parameter("%s") for _ in columns)).get_sql()


def last(doctype: str, fields: Sequence[str], **equal: Any) -> Any:
	"""The row with the highest `sequence` among those whose columns have the values of `equal`, or None."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(*(table[field] for field in fields))
	for column, value in equal.items():
		query = query.where(table[column] == value)
	found = query.orderby(table.sequence, order=Order.desc).limit(1).run(as_dict=True)
	return found[0] if found else None


def next_in(doctype: str, **equal: Any) -> int:
	"""The number after the highest `sequence` among those rows."""
	row = last(doctype, ["sequence"], **equal)
	return (row.sequence if row else 0) + 1
