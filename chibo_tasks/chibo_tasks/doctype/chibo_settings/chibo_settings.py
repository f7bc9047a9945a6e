"""Limits and thresholds of one organization."""

import re

from frappe import _

from chibo_tasks.document import AuditedDocument
from chibo_tasks.domain.reminders.hours import Hours, hour
from chibo_tasks.exceptions import refuse

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
