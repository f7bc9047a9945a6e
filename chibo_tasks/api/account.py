"""The user's own account."""

import frappe
from frappe.rate_limiter import rate_limit

from chibo_tasks.api.endpoint import endpoint
from chibo_tasks.services import accounts


@endpoint("POST")
@rate_limit(limit=20, seconds=600)
def is_password(password: str) -> bool:
	"""Whether this is the user's own password.

	Asked before the host's own method sets a new one: that ends the session of whoever mistypes the old one.

	Args:
		password: what the user says it is.
	"""
	return accounts.is_password(frappe.session.user, password)
