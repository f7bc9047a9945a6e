"""A person in an organization, with or without a user."""

import frappe
from frappe import _
from frappe.model.document import Document

from chibo_tasks import clock
from chibo_tasks.document import AuditedDocument
from chibo_tasks.domain import access, staffing
from chibo_tasks.exceptions import BadInput, refuse
from chibo_tasks.services import accounts, directory, people


class ChiboMember(AuditedDocument):
	def check(self) -> None:
		self.full_name = " ".join((self.full_name or "").split())
		self._check_dates()
		self._check_user()
		self._check_unit()
		self._keep_a_secretary()
		self._keep_feed()
		if not -1 <= frappe.utils.cint(self.digest_hour) <= 23:
			refuse(_("“{hour}” is not an hour of the day. Give 0 to 23.").format(hour=self.digest_hour))

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

	def _check_unit(self) -> None:
		before = self.get_doc_before_save()
		if not self.unit or (before and before.unit == self.unit):
			return
		if self.unit not in {one["name"] for one in directory.units(self.organization)}:
			refuse(_("There is no unit “{unit}” in this organization.").format(unit=self.unit))

	def _keep_a_secretary(self) -> None:
		"""A cell without a secretary who can sign in could not be run by anybody: somebody else comes first."""
		before = self.get_doc_before_save()
		if not before or not _runs_the_cell(before) or _runs_the_cell(self):
			return
		member = frappe.qb.DocType("Chibo Member")
		others = (
			frappe.qb.from_(member)
			.select(member.joined_on, member.left_on)
			.where(
				(member.organization == self.organization)
				& (member.position == access.SECRETARY)
				& (member.user != "")
				& member.left_on.isnull()
				& (member.name != self.name)
			)
			.orderby(member.name)
			.for_update()  # of two who step down at once the second sees the first
			.run()
		)
		today = clock.today(people.zone(self.organization))
		if not any(staffing.is_active(*one, today) for one in others):
			refuse(
				_(
					"{member} is the only secretary with an account. Make somebody else secretary first, then change this."
				).format(member=before.full_name)
			)

	def _keep_feed(self) -> None:
		"""The calendar's token changes by its own action only: with a known one its owner's deadlines could be read."""
		before = self.get_doc_before_save()
		self.feed_token = before.feed_token if before else None

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		super().on_update()
		accounts.sync_roles({self.user, before.user if before else None} - {None, ""})


def _runs_the_cell(member: Document) -> bool:
	"""True for a secretary who can sign in and stays."""
	return member.position == access.SECRETARY and bool(member.user) and not member.left_on
