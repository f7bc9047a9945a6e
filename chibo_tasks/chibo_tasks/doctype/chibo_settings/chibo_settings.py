"""Limits and thresholds of one organization."""

from frappe import _
from frappe.utils import cint

from chibo_tasks.document import AuditedDocument
from chibo_tasks.domain.access import COMMITTEE
from chibo_tasks.domain.recurrence import Terms
from chibo_tasks.domain.reminders.hours import Hours, hour
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import people

HOURS = ("quiet_from", "quiet_to", "digest_hour")
TERMS = ("school_year_start", "first_semester_end", "school_year_end")
RANGES = {"soon_days": (1, 60), "evidence_max_mb": (1, 200), "plan_max_mb": (1, 100)}
"""Lowest and highest value; the screen has the same."""


class ChiboSettings(AuditedDocument):
	def autoname(self) -> None:
		self.name = self.organization

	def check(self) -> None:
		Hours(bool(self.working_days_only), *(hour(self.get(name)) for name in HOURS))
		for name, (lowest, highest) in RANGES.items():
			if not lowest <= cint(self.get(name)) <= highest:
				refuse(
					_("“{field}” has to be a number from {lowest} to {highest}.").format(
						field=self._label(name), lowest=lowest, highest=highest
					)
				)
		Terms.read(*(self.get(name) or "" for name in TERMS)).check()
		if self.default_reviewer:
			found = next(
				(one for one in people.persons(self.organization) if one.name == self.default_reviewer), None
			)
			if found is None or found.position not in COMMITTEE:
				refuse(_("The reviewer has to be a member of the committee."))

	def _label(self, name: str) -> str:
		label = next(field.label for field in self.meta.fields if field.fieldname == name)
		return _(label, context=self.doctype)
