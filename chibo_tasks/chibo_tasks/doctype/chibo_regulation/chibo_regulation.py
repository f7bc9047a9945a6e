"""A document of a higher level that plans lean on, or a quota that it sets."""

import frappe
from frappe import _
from frappe.utils import getdate

from chibo_tasks.document import AuditedDocument
from chibo_tasks.exceptions import refuse


class ChiboRegulation(AuditedDocument):
	def check(self) -> None:
		if self.replaced_by and not self.replaced_on:
			refuse(_("Say since when {number} is replaced.").format(number=self.number))
		if self.replaced_on and self.issued_on and getdate(self.replaced_on) < getdate(self.issued_on):
			refuse(_("{number} cannot be replaced before it was issued.").format(number=self.number))
		if self.quota and not 0 < (self.percent or 0) <= 100:
			refuse(_("A quota lies between 0 and 100 percent."))


def on_doctype_update() -> None:
	"""One statement about one document."""
	frappe.db.add_unique("Chibo Regulation", ["organization", "number"])
