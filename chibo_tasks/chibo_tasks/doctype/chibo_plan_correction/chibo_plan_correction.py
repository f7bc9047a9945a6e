"""One correction of a draft, with what it takes to undo it."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboPlanCorrection(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Corrections of a plan are numbered."""
	frappe.db.add_unique("Chibo Plan Correction", ["plan", "sequence"])
