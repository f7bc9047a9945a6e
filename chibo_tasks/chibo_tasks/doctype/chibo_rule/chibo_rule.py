"""A reminder rule of one organization."""

import frappe

from chibo_tasks.document import AuditedDocument
from chibo_tasks.services.reminders.rules import read


class ChiboRule(AuditedDocument):
	def check(self) -> None:
		read(self)


def on_doctype_update() -> None:
	"""One rule of a name in an organization."""
	frappe.db.add_unique("Chibo Rule", ["organization", "rule_key"])
