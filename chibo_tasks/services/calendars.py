"""Free days and the school year of an organization."""

from collections.abc import Iterable

import frappe

from chibo_tasks.domain.recurrence import Terms
from chibo_tasks.domain.working_days import Correction, WorkCalendar, vietnam
from chibo_tasks.services import settings


def of(organization: str, years: Iterable[int]) -> WorkCalendar:
	"""The calendar of `organization` for `years`, with its own corrections."""
	rows = frappe.get_all(
		"Chibo Calendar Day",
		filters={"organization": organization},
		fields=["day", "kind", "title"],
		order_by="day, creation",
	)
	return vietnam(years, [Correction(row.day, row.kind, row.title) for row in rows])


def terms(organization: str) -> Terms:
	"""Turning points of the school year of `organization`."""
	values = settings.of(organization)
	return Terms.read(values.school_year_start, values.first_semester_end, values.school_year_end)
