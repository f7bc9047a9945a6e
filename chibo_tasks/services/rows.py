"""Writing many rows at once, as complete as if each had been inserted as a document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import now

CHUNK = 1000


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
	frappe.db.bulk_insert(
		doctype,
		columns,
		([*(value.get(field) for field in fields), stamp, stamp, user, user] for value in values),
		ignore_duplicates=ignore_duplicates,
		chunk_size=CHUNK,
	)
