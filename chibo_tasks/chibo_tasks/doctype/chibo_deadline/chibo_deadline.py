"""One tracked occurrence of a task. See README.md beside this file for its states."""

import frappe
from frappe import _
from frappe.utils import getdate

from chibo_tasks.document import LockedDocument
from chibo_tasks.domain import review
from chibo_tasks.domain.deadlines import check_dates
from chibo_tasks.exceptions import LockedRecord, refuse

IMMUTABLE = ("organization", "task", "occurrence", "original_due_date")


class ChiboDeadline(LockedDocument):
	def check(self) -> None:
		check_dates(getdate(self.starts_on) if self.starts_on else None, getdate(self.due_date))
		before = self.get_doc_before_save()
		if before:
			self._check_unchanged(before)
			self._check_state(before)

	def _check_unchanged(self, before: "ChiboDeadline") -> None:
		for name in IMMUTABLE:
			if str(self.get(name) or "") != str(before.get(name) or ""):
				refuse(_("“{field}” is fixed once the work has been given.").format(field=name), LockedRecord)

	def _check_state(self, before: "ChiboDeadline") -> None:
		if self.state != before.state and not review.is_transition(before.state, self.state):
			refuse(
				_("There is no way from “{before}” to “{after}”.").format(
					before=_(before.state, context="Chibo Deadline"),
					after=_(self.state, context="Chibo Deadline"),
				)
			)


def on_doctype_update() -> None:
	"""Indexes for the lists and the sweep."""
	frappe.db.add_index("Chibo Deadline", ["organization", "state", "due_date"])
	frappe.db.add_index("Chibo Deadline", ["organization", "due_date", "name"])
	frappe.db.add_index("Chibo Deadline", ["member", "state", "due_date"])
	frappe.db.add_index("Chibo Deadline", ["organization", "state", "opened_on"])
	frappe.db.add_index("Chibo Deadline", ["organization", "state", "submitted_at"])
