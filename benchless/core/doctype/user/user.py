"""A user: a login, a password, roles."""

import unicodedata

from benchless import auth
from benchless import frappe_api as frappe
from benchless.frappe_api.model.document import Document


class User(Document):
	email: str
	first_name: str
	full_name: str | None
	enabled: int
	new_password: str | None

	def autoname(self) -> None:
		self.name = self.email = unicodedata.normalize("NFC", self.email).strip().lower()

	def validate(self) -> None:
		self.full_name = self.full_name or self.first_name

	def on_update(self) -> None:
		if password := self.get("new_password"):
			auth.set_password(self.name, password)
			self.new_password = None
		if not frappe.utils.cint(self.enabled):
			auth.end_sessions(self.name)

	def add_roles(self, *roles: str) -> None:
		"""Give roles that the user does not have yet."""
		present = set(frappe.get_roles(self.name))
		for role in roles:
			if role not in present:
				frappe.get_doc(
					{
						"doctype": "Has Role",
						"parent": self.name,
						"parenttype": "User",
						"parentfield": "roles",
						"role": role,
					}
				).insert(ignore_permissions=True)

	def remove_roles(self, *roles: str) -> None:
		"""Take roles away."""
		frappe.db.delete("Has Role", {"parent": self.name, "role": ["in", roles]})
