"""A person in an organization, with or without a user."""

import frappe
from frappe import _

from chibo_tasks.document import ChiboDocument
from chibo_tasks.exceptions import BadInput, refuse
from chibo_tasks.services import accounts, audit, people

AUDITED = ("full_name", "user", "email", "position", "party_status", "unit", "joined_on", "left_on")


class ChiboMember(ChiboDocument):
	def check(self) -> None:
		self.full_name = " ".join((self.full_name or "").split())
		self._check_dates()
		self._check_user()

	def _check_dates(self) -> None:
		joined, left = (
			frappe.utils.getdate(value) if value else None for value in (self.joined_on, self.left_on)
		)
		if joined and left and left < joined:
			refuse(_("{member} cannot leave before joining.").format(member=self.full_name))

	def _check_user(self) -> None:
		if not self.user:
			return
		other = frappe.db.get_value(
			"Chibo Member",
			{"organization": self.organization, "user": self.user, "name": ["!=", self.name or ""]},
			"full_name",
		)
		if other:
			refuse(
				_("The user {user} already belongs to {member}.").format(user=self.user, member=other),
				BadInput,
			)

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		accounts.sync_roles({self.user, before.user if before else None} - {None, ""})
		self._audit(before)

	def _audit(self, before: "ChiboMember | None") -> None:
		old = {name: before.get(name) for name in AUDITED} if before else {}
		new = {name: self.get(name) for name in AUDITED}
		changed = {name for name in AUDITED if str(old.get(name) or "") != str(new.get(name) or "")}
		if not changed:
			return
		seat = people.actor().seat(self.organization)
		audit.record(
			self.organization,
			[
				audit.Event(
					action="change member" if before else "add member",
					subject_type="Chibo Member",
					subject=self.name,
					before={name: old.get(name) for name in changed} if before else None,
					after={name: new.get(name) for name in changed},
					member=seat.member if seat else None,
				)
			],
		)
