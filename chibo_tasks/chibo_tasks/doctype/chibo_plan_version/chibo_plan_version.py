"""One document that was read in for a plan; the newest applied one is what the plan shows."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboPlanVersion(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Versions of a plan are numbered."""
	frappe.db.add_unique("Chibo Plan Version", ["plan", "sequence"])
