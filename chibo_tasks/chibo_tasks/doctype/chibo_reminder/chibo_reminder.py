"""The ledger of reminders: what was due for whom, and what became of it."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboReminder(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Index by which the sweep finds its lines of the day, and those that wait for one."""
	frappe.db.add_index("Chibo Reminder", ["organization", "state", "day"])
