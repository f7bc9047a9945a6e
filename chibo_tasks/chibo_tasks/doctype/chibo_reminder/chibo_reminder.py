"""The ledger of reminders: what was due for whom, and what became of it."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboReminder(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Index by which the sweep sees what it has done."""
	frappe.db.add_index("Chibo Reminder", ["deadline", "rule", "step", "member"])
