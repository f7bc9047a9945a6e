"""One link of an organization's audit chain."""

import frappe
from frappe import _

from chibo_tasks.document import LockedDocument
from chibo_tasks.exceptions import LockedRecord, refuse


class ChiboAuditEntry(LockedDocument):
	def check(self) -> None:
		if self.get_doc_before_save() is not None:
			refuse(_("An audit entry is never changed."), LockedRecord)


def on_doctype_update() -> None:
	"""Order of the chain; two entries with one number cannot exist."""
	frappe.db.add_unique("Chibo Audit Entry", ["organization", "seq"])
