"""One recipient and channel of a message, on its way out."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboOutbox(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""Index for the delivery run."""
	frappe.db.add_index("Chibo Outbox", ["state", "next_try_at"])
