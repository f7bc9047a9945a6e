"""Limits and thresholds of one organization."""

import re

from frappe import _

from chibo_tasks.document import AuditedDocument
from chibo_tasks.domain.access import COMMITTEE
from chibo_tasks.domain.reminders.hours import Hours, hour
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import people

MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

HOURS = ("quiet_from", "quiet_to", "digest_hour")


class ChiboSettings(AuditedDocument):
	def autoname(self) -> None:
		self.name = self.organization

	def check(self) -> None:
		Hours(bool(self.working_days_only), *(hour(self.get(name)) for name in HOURS))
		for name in ("school_year_start", "first_semester_end", "school_year_end"):
			if not MONTH_AND_DAY.fullmatch(self.get(name) or ""):
				refuse(_("“{value}” is not a month and day. Example: 09-01").format(value=self.get(name)))
		if self.default_reviewer:
			found = next(
				(one for one in people.persons(self.organization) if one.name == self.default_reviewer), None
			)
			if found is None or found.position not in COMMITTEE:
				refuse(_("The reviewer has to be a member of the committee."))
