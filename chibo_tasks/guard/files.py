"""File rows: none may reach into the evidence store, and none hangs on our records.

A class and not an event, because the platform reads and copies the bytes that a row names before any event of the row
(P18, P20), and because some of its own code inserts rows with permissions ignored.
"""

from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.file.file import File

from chibo_tasks import guard
from chibo_tasks.services import evidence_store


class GuardedFile(File):
	"""The platform's File, kept away from evidence; for all other files it is what it was."""

	def get_full_path(self) -> str:
		"""Path on disk, through which every read, write and deletion of the platform goes."""
		path = super().get_full_path()
		if evidence_store.holds(Path(path)):
			frappe.throw(_("Cannot access file path {0}").format(self.file_url), frappe.PermissionError)
		return path

	def before_insert(self) -> Any:
		self.check_attachment()
		return super().before_insert()

	def validate(self) -> Any:
		self.check_attachment()
		return super().validate()

	def check_attachment(self) -> None:
		"""Evidence is sent through the app, where it is checked, hashed and kept (P22, P23, P25)."""
		if self.attached_to_doctype in guard.OURS:
			frappe.throw(
				_("Files cannot be attached to {doctype}. Send them as evidence.").format(
					doctype=_(self.attached_to_doctype)
				),
				frappe.PermissionError,
			)
