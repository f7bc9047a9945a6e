"""A committee, cell, group or union; organizations form a tree."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe import _

from chibo_tasks import gate
from chibo_tasks.document import AuditedDocument
from chibo_tasks.exceptions import refuse

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


class ChiboOrganization(AuditedDocument):
	def autoname(self) -> None:
		self.name = self.code

	def audited_in(self) -> str:
		return str(self.name)

	def check(self) -> None:
		if not CODE.fullmatch(self.code or ""):
			refuse(
				_("The code “{code}” may hold small letters, digits and hyphens only.").format(code=self.code)
			)
		self._check_zone()
		self._check_tree()

	def _check_zone(self) -> None:
		try:
			ZoneInfo(self.time_zone)
		except (ZoneInfoNotFoundError, ValueError):
			refuse(_("“{zone}” is not a time zone. Example: Asia/Ho_Chi_Minh").format(zone=self.time_zone))

	def _check_tree(self) -> None:
		seen, above = {self.name}, self.parent_organization
		while above:
			if above in seen:
				refuse(_("“{name}” cannot be placed under itself.").format(name=self.organization_name))
			seen.add(above)
			above = frappe.db.get_value("Chibo Organization", above, "parent_organization")

	def after_insert(self) -> None:
		with gate.opened("Chibo Audit Head"):
			frappe.get_doc({"doctype": "Chibo Audit Head", "organization": self.name}).insert(
				ignore_permissions=True
			)
		with gate.opened("Chibo Sweep"):
			frappe.get_doc({"doctype": "Chibo Sweep", "organization": self.name}).insert(
				ignore_permissions=True
			)
