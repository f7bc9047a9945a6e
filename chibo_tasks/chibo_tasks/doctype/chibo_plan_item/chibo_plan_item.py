"""One paragraph of a plan, verbatim, in exactly one class."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboPlanItem(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Order of a plan's items."""
	frappe.db.add_unique("Chibo Plan Item", ["plan", "position"])
