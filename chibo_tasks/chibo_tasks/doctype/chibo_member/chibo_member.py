"""A person in an organization, with or without a user."""

import frappe
from frappe import _

from chibo_tasks.document import AuditedDocument
from chibo_tasks.exceptions import BadInput, refuse
from chibo_tasks.services import accounts


class ChiboMember(AuditedDocument):
	def check(self) -> None:
		self.full_name = " ".join((self.full_name or "").split())
		self._check_dates()
		self._check_user()
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

	def _keep_feed(self) -> None:
		"""The calendar's token changes by its own action only: with a known one its owner's deadlines could be read."""
		before = self.get_doc_before_save()
		self.feed_token = before.feed_token if before else None

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		super().on_update()
		accounts.sync_roles({self.user, before.user if before else None} - {None, ""})
