"""A holiday or working day that differs from the public calendar."""

import frappe

from chibo_tasks.document import AuditedDocument


class ChiboCalendarDay(AuditedDocument):
	pass


def on_doctype_update() -> None:
	"""One statement about one day."""
	frappe.db.add_unique("Chibo Calendar Day", ["organization", "day"])
