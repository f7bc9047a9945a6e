"""The regulations that an organization's plans are judged by: those that came with the app, and its own above them."""

import json
from functools import cache
from pathlib import Path

import frappe

from chibo_tasks.domain import regulations
from chibo_tasks.domain.regulations import Regulation

SHIPPED = Path(__file__).parent.parent / "setup" / "regulations.json"
MOST = 1000
FIELDS = (
	"number",
	"kind",
	"title",
	"issued_on",
	"replaced_by",
	"replaced_on",
	"quota",
	"percent",
	"source",
	"note",
)


def of(organization: str) -> dict[str, Regulation]:
	"""Number → regulation, for the plans of `organization`."""
	table = frappe.qb.DocType("Chibo Regulation")
	rows = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in FIELDS))
		.where(table.organization == organization)
		.orderby(table.number)
		.orderby(table.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	own = [
		{field: row[field] if row[field] is not None else "" for field in FIELDS}
		| {"percent": row.percent or 0}
		for row in rows
	]
	return regulations.layered(_shipped(), regulations.from_rows(own))


@cache
def _shipped() -> tuple[Regulation, ...]:
	return tuple(regulations.from_rows(json.loads(SHIPPED.read_text(encoding="utf-8"))))
