"""Ties a role to a user."""

from benchless.frappe_api.model.document import Document


class HasRole(Document):
	pass
