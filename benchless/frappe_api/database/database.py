"""`frappe.db`: rows by name or by filters, in bulk, and the end of a transaction."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchless.frappe_api.exceptions import DuplicateEntryError, LinkExistsError, UniqueValidationError
from benchless.frappe_api.query_builder.filters import condition
from benchless.storage.connection import Transactions


class Database:
	"""One connection to a site's database."""

	db_type = "sqlite"

	def __init__(self, path: Path) -> None:
		self._transactions = Transactions(path)
		self.trace = self._transactions.trace

	def run(
		self, sql: str, values: Sequence[Any] | dict[str, Any] = (), *, lock: bool = False
	) -> sqlite3.Cursor:
		"""Execute one statement; for the host itself, the app uses the query builder."""
		try:
			return self._transactions.execute(sql, values, lock=lock)
		except sqlite3.IntegrityError as error:
			raise _integrity(error) from error

	def get_value(
		self,
		doctype: str,
		filters: str | dict[str, Any] | None,
		fieldname: str | list[str] = "name",
		*,
		as_dict: bool = False,
		for_update: bool = False,
	) -> Any:
		"""One value, a tuple of values, or with `as_dict` an attribute-dict; None when no row matches.

		Args:
			filters: name of the row, or field → value or [operator, value].
			for_update: read the newest committed state and keep others from changing it.
		"""
		from benchless import frappe_api as frappe

		if filters is None:
			return None
		fields = [fieldname] if isinstance(fieldname, str) else fieldname
		table = frappe.qb.DocType(doctype)
		query = (
			frappe.qb.from_(table)
			.select(*(table[field] for field in fields))
			.where(condition(table, filters if isinstance(filters, dict) else {"name": filters}))
			.limit(1)
		)
		if for_update:
			query = query.for_update()
		rows = query.run(as_dict=as_dict)
		if not rows:
			return None
		return rows[0] if as_dict or len(fields) > 1 else rows[0][0]

	def exists(self, doctype: str, filters: str | dict[str, Any]) -> str | None:
		"""Name of a matching row, or None."""
		return self.get_value(doctype, filters)

	def set_value(
		self,
		doctype: str,
		filters: str | dict[str, Any],
		field: str | dict[str, Any],
		value: Any = None,
		*,
		update_modified: bool = True,
	) -> None:
		"""Change columns of matching rows; no rule of the document runs.

		Args:
			field: a column, or columns with their values; such a dict gains `modified` and `modified_by`, as on Frappe.
		"""
		from benchless import frappe_api as frappe

		values = field if isinstance(field, dict) else {field: value}
		if update_modified:
			values |= {"modified": frappe.utils.now(), "modified_by": frappe.session.user}
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.update(table)
		for name, one in values.items():
			query = query.set(table[name], one)
		query.where(condition(table, filters if isinstance(filters, dict) else {"name": filters})).run()

	def delete(self, doctype: str, filters: dict[str, Any]) -> None:
		"""Delete matching rows; no rule of the document runs."""
		from benchless import frappe_api as frappe

		table = frappe.qb.DocType(doctype)
		frappe.qb.from_(table).delete().where(condition(table, filters)).run()

	def sql(self, query: str, values: Sequence[Any]) -> None:
		"""Run a statement that returns nothing.

		Args:
			query: each value stands in it as `%s`, the way MariaDB's driver has it.
		"""
		self.run(query.replace("%s", "?"), values)

	def table_exists(self, doctype: str) -> bool:
		"""True when the doctype has a table."""
		found = self.run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (f"tab{doctype}",))
		return found.fetchone() is not None

	def add_index(self, doctype: str, fields: list[str]) -> None:
		"""Create an index where it is missing."""
		self._index(doctype, fields, "INDEX")

	def add_unique(self, doctype: str, fields: list[str]) -> None:
		"""Create a unique index where it is missing."""
		self._index(doctype, fields, "UNIQUE INDEX")

	def _index(self, doctype: str, fields: list[str], kind: str) -> None:
		name = "_".join([doctype.lower().replace(" ", "_"), *fields])
		columns = ", ".join(f'"{field}"' for field in fields)
		self.run(f'CREATE {kind} IF NOT EXISTS "{name}" ON "tab{doctype}" ({columns})')

	def commit(self) -> None:
		"""Make the transaction durable.

		Raises:
			LinkExistsError: a row that others refer to is gone, or one refers to nothing.
		"""
		try:
			self._transactions.commit()
		except sqlite3.IntegrityError as error:
			raise _integrity(error) from error

	def rollback(self) -> None:
		"""Undo the transaction."""
		self._transactions.rollback()

	def close(self) -> None:
		"""Roll back and release the connection."""
		self._transactions.close()


def _integrity(error: sqlite3.IntegrityError) -> Exception:
	text = str(error)
	if "FOREIGN KEY" in text:
		return LinkExistsError(text)
	if text.endswith(".name"):
		return DuplicateEntryError(text)
	return UniqueValidationError(text)
