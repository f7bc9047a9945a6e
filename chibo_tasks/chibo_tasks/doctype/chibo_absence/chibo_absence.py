"""Days on which a member is not there, and who acts for her."""

import frappe
from frappe import _
from frappe.utils import getdate

from chibo_tasks.document import AuditedDocument
from chibo_tasks.domain.staffing import Absence, check_absence
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import people


class ChiboAbsence(AuditedDocument):
	def check(self) -> None:
		names = {one.name: one.full_name for one in people.persons(self.organization)}
		for member in filter(None, (self.member, self.stand_in)):
			if member not in names:
				refuse(_("There is no member “{member}” in this organization.").format(member=member))
		new = Absence(
			self.member,
			self.kind,
			getdate(self.from_date),
			getdate(self.to_date) if self.to_date else None,
			self.stand_in or None,
		)
		check_absence(new, self._others(), names)

	def _others(self) -> list[Absence]:
		rows = frappe.get_all(
			"Chibo Absence",
			filters={"organization": self.organization, "name": ["!=", self.name or ""]},
			fields=["member", "kind", "from_date", "to_date", "stand_in"],
			order_by="from_date, name",
		)
		return [Absence(row.member, row.kind, row.from_date, row.to_date, row.stand_in) for row in rows]


def on_doctype_update() -> None:
	"""Index by which today's absences are found."""
	frappe.db.add_index("Chibo Absence", ["organization", "from_date"])
