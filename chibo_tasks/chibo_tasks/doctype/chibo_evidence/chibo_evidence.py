"""One piece of evidence; what was sent never changes."""

import frappe
from frappe import _

from chibo_tasks.document import LockedDocument
from chibo_tasks.exceptions import LockedRecord, refuse

CHANGING = ("state", "reason")


class ChiboEvidence(LockedDocument):
	def check(self) -> None:
		before = self.get_doc_before_save()
		if before is None:
			return
		for field in self.meta.fields:
			name = field.fieldname
			if name not in CHANGING and str(self.get(name) or "") != str(before.get(name) or ""):
				refuse(_("Evidence is never changed once it has been sent. Send a new piece."), LockedRecord)


def on_doctype_update() -> None:
	"""Index for the pieces of one attempt."""
	frappe.db.add_index("Chibo Evidence", ["deadline", "attempt"])
