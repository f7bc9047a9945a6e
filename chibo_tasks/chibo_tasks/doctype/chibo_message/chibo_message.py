"""An entry of a member's bell."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboMessage(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Index for the bell."""
	frappe.db.add_index("Chibo Message", ["member", "sent_at"])
