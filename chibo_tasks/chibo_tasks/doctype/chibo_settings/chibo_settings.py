"""Limits and thresholds of one organization."""

from chibo_tasks.document import ChiboDocument
from chibo_tasks.services import audit, people

AUDITED = ("soon_days", "evidence_max_mb", "plan_max_mb")


class ChiboSettings(ChiboDocument):
	def autoname(self) -> None:
		self.name = self.organization

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		seat = people.actor().seat(self.organization)
		audit.record(
			self.organization,
			[
				audit.Event(
					action="change settings",
					subject_type="Chibo Settings",
					subject=self.name,
					before={name: before.get(name) for name in AUDITED} if before else None,
					after={name: self.get(name) for name in AUDITED},
					member=seat.member if seat else None,
				)
			],
		)
