"""Up to which day an organization's reminders have been planned."""

from chibo_tasks.document import LockedDocument


class ChiboSweep(LockedDocument):
	def autoname(self) -> None:
		self.name = self.organization
