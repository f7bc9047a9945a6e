"""What the controllers of the app have in common."""

import frappe
from frappe import _
from frappe.model.document import Document

from chibo_tasks import gate
from chibo_tasks.domain.identity import new_name
from chibo_tasks.exceptions import LockedRecord, translated
from chibo_tasks.services import audit, people


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


class AuditedDocument(ChiboDocument):
	"""A record that is edited by hand, on the Desk or in the front end, and leaves a trace of every change.

	A service that knows the reason of a change says it in `flags.why`.
	"""

	def audited_in(self) -> str:
		"""The organization whose log holds the changes."""
		return str(self.organization)

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		old = (
			{field.fieldname: _text(before.get(field.fieldname)) for field in self.meta.fields}
			if before
			else {}
		)
		new = {field.fieldname: _text(self.get(field.fieldname)) for field in self.meta.fields}
		changed = sorted(name for name in new if new[name] != old.get(name, ""))
		if not changed:
			return
		organization = self.audited_in()
		seat = people.actor().seat(organization)
		audit.record(
			organization,
			[
				audit.Event(
					action=f"{'change' if before else 'add'} {self.doctype.removeprefix('Chibo ').lower()}",
					subject_type=self.doctype,
					subject=self.name,
					before={name: old.get(name, "") for name in changed} if before else None,
					after={name: new[name] for name in changed},
					why=self.flags.get("why") or "",
					member=seat.member if seat else None,
				)
			],
		)


def _text(value: object) -> str:
	return "" if value is None else str(value)
