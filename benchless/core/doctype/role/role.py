"""A role that permissions are given to."""

from benchless.frappe_api.model.document import Document


class Role(Document):
	pass
