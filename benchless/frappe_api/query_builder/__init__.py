"""`frappe.qb`: PyPika, rendered for SQLite with bound values."""

from datetime import date, datetime
from typing import Any

import pypika.terms
from pypika import Order, Table
from pypika.dialects import SQLLiteQuery, SQLLiteQueryBuilder
from pypika.enums import Dialects
from pypika.queries import _SetOperation
from pypika.utils import builder


class _Values:
	"""Collects the values of a statement while it is rendered."""

	def __init__(self) -> None:
		self.bound: dict[str, Any] = {}

	def bind(self, value: Any) -> str:
		key = f"v{len(self.bound)}"
		self.bound[key] = value
		return f":{key}"


class _BoundValue(pypika.terms.ValueWrapper):
	"""A value that is bound where the statement is run, and written out where it is only rendered."""

	def get_sql(self, *, bound_values: _Values | None = None, **kwargs: Any) -> str:
		if bound_values is None or not isinstance(self.value, str | date):
			return super().get_sql(bound_values=bound_values, **kwargs)
		return pypika.utils.format_alias_sql(bound_values.bind(self.value), self.alias, **kwargs)

	def get_value_sql(self, **kwargs: Any) -> str:
		if isinstance(self.value, bool):
			return str(int(self.value))
		if isinstance(self.value, datetime):
			return self.get_formatted_value(self.value.isoformat(" ", "microseconds"), **kwargs)
		return super().get_value_sql(**kwargs)


pypika.terms.ValueWrapper = _BoundValue


class Builder(SQLLiteQueryBuilder):
	"""A statement that can run itself against the connection of this context."""

	QUERY_CLASS: type
	# SQLite takes a column that does not exist for a text where it stands in double quotes
	QUOTE_CHAR = "`"

	def __init__(self, **kwargs: Any) -> None:
		super(SQLLiteQueryBuilder, self).__init__(
			dialect=Dialects.SQLLITE, wrapper_cls=_BoundValue, wrap_set_operation_queries=False, **kwargs
		)
		self._locking = False
		self._ignoring = False

	@builder
	def ignore(self) -> None:
		"""Keep the row that is there where a name or a unique column is taken."""
		self._ignoring = True

	def _insert_sql(self, **kwargs: Any) -> str:
		sql = super()._insert_sql(**kwargs)
		return sql.replace("INSERT INTO", "INSERT OR IGNORE INTO", 1) if self._ignoring else sql

	@builder
	def for_update(self) -> None:
		"""Make this a locking read."""
		self._locking = True

	def run(self, *, as_dict: bool = False, pluck: bool = False) -> Any:
		"""Run it; rows as tuples, as attribute-dicts, or the first column alone."""
		return _run(self, as_dict=as_dict, pluck=pluck, lock=self._locking)


class Query(SQLLiteQuery):
	"""Entry points of the builder."""

	desc = Order.desc

	@classmethod
	def _builder(cls, **kwargs: Any) -> Builder:
		return Builder(**kwargs)

	@classmethod
	def DocType(cls, name: str) -> Table:
		"""The table of a doctype."""
		return Table(f"tab{name}")


Builder.QUERY_CLASS = Query


def _run(query: Any, *, as_dict: bool = False, pluck: bool = False, lock: bool = False) -> Any:
	from benchless import frappe_api as frappe

	values = _Values()
	cursor = frappe.db.run(query.get_sql(bound_values=values), values.bound, lock=lock)
	if cursor.description is None:
		return ()
	rows = cursor.fetchall()
	if pluck:
		return [row[0] for row in rows]
	if as_dict:
		names = [column[0] for column in cursor.description]
		return [frappe._dict(zip(names, row, strict=True)) for row in rows]
	return tuple(rows)


_SetOperation.run = _run
