"""What the controllers of the app have in common."""

import secrets

import frappe
from frappe import _
from frappe.model.document import Document

from chibo_tasks import gate
from chibo_tasks.exceptions import LockedRecord, translated


def new_name() -> str:
	"""A record name of 128 random bits: it can be neither guessed nor counted."""
	return secrets.token_hex(16)


class ChiboDocument(Document):
	"""A record with an unguessable name that is never deleted."""

	def autoname(self) -> None:
		self.name = self.name or new_name()

	def validate(self) -> None:
		with translated():
			self.check()

	def check(self) -> None:
		"""The invariants of one record; a subclass lists its rules here."""

	def on_trash(self) -> None:
		if not gate.is_open(self.doctype):
			frappe.throw(
				_("{0} records are kept for ever and cannot be deleted.").format(_(self.doctype)),
				LockedRecord,
			)


class LockedDocument(ChiboDocument):
	"""A record that changes only through the services of the app (see `chibo_tasks.gate`)."""

	def validate(self) -> None:
		if not gate.is_open(self.doctype):
			frappe.throw(
				_("{0} records change only through their own actions, not by direct editing.").format(
					_(self.doctype)
				),
				LockedRecord,
			)
		super().validate()
