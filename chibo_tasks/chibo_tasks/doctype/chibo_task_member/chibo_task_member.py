"""What a member is to a task, from when until when."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboTaskMember(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Indexes for the access scope."""
	frappe.db.add_index("Chibo Task Member", ["member", "role", "until"])
