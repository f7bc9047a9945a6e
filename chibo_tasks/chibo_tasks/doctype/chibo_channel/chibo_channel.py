"""How one channel of an organization reaches the outside."""

import frappe

from chibo_tasks.document import LockedDocument


class ChiboChannel(LockedDocument):
	pass


def on_doctype_update() -> None:
	"""One record for each organization and channel."""
	frappe.db.add_unique("Chibo Channel", ["organization", "channel"])
