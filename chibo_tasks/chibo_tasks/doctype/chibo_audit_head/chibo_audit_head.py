"""The end of an organization's audit chain."""

from chibo_tasks.document import LockedDocument


class ChiboAuditHead(LockedDocument):
	def autoname(self) -> None:
		self.name = self.organization
