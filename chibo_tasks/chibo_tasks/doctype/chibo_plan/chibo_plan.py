"""A plan as it was read from its source document."""

from frappe.utils import getdate

from chibo_tasks.document import LockedDocument
from chibo_tasks.domain.deadlines import Period


class ChiboPlan(LockedDocument):
	def check(self) -> None:
		Period(getdate(self.period_start), getdate(self.period_end))
