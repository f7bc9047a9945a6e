"""The first records of a new cell."""

import frappe

from chibo_tasks.domain import access
from chibo_tasks.services import accounts


def create(code: str, name: str, secretary: str, email: str, password: str) -> None:
	"""Create an organization with its secretary and the secretary's account.

	Args:
		code: short name of the organization, for example cb-hoa-sen.
		name: full name of the organization.
		secretary: full name of the secretary.
		email: the secretary's address and login.
		password: the secretary's first password.
	"""
	frappe.get_doc(
		{"doctype": "Chibo Organization", "code": code, "organization_name": name, "kind": "Party Cell"}
	).insert()
	user = accounts.create(secretary, email, password)
	frappe.get_doc(
		{
			"doctype": "Chibo Member",
			"organization": code,
			"full_name": secretary,
			"user": user,
			"position": access.SECRETARY,
		}
	).insert()
