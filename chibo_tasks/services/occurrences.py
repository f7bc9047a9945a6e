"""Opening the occurrences of duties that come back, when their period begins; missed runs are caught up."""

import json
from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.domain import access, assignment, reminders, staffing
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.services import audit, calendars, notify, people, rows


def open_due(organization: str | None = None) -> int:
	"""Open every occurrence whose period has begun and that is not there yet; running it again opens none.

	A fresh occurrence goes to whoever leads the task by now, or to everybody who belongs to its group by now.

	Args:
		organization: this one only; default: all that are not disabled.

	Returns:
		Number of deadlines opened.
	"""
	filters = {"name": organization} if organization else {"disabled": 0}
	opened = 0
	for row in frappe.get_all(
		"Chibo Organization", filters=filters, fields=["name", "time_zone"], order_by="name"
	):
		opened += _open_in(row.name, clock.today(row.time_zone))
	return opened


def _open_in(organization: str, today: Any) -> int:
	tasks = _returning_tasks(organization, today)
	if not tasks:
		return 0
	calendar = calendars.of(organization, range(today.year - 1, max(task.ends_on.year for task in tasks) + 2))
	terms = calendars.terms(organization)
	persons, absences = people.persons(organization), people.absences([organization])
	wanted: dict[str, assignment.Row] = {}
	for task in tasks:
		span = Period(task.starts_on or task.assigned_on, task.ends_on)
		rule = Recurrence.from_dict(json.loads(task.recurrence))
		for when in assignment.dates(rule, span, today, calendar, terms):
			for member in _members(task, persons, absences, max(when.period.start, span.start)):
				row = assignment.deadline_row(task, member, when, today)
				wanted[str(row["name"])] = row
	present = _present(organization, [task.name for task in tasks])
	missing = [row for name, row in wanted.items() if name not in present]
	_write(organization, missing)
	return len(missing)


def _returning_tasks(organization: str, today: Any) -> list[Any]:
	task, seat = frappe.qb.DocType("Chibo Task"), frappe.qb.DocType("Chibo Task Member")
	return (
		frappe.qb.from_(task)
		.left_join(seat)
		.on((seat.task == task.name) & (seat.role == access.LEAD) & seat.until.isnull())
		.select(
			task.name,
			task.organization,
			task.restricted,
			task.audience,
			task.recurrence,
			task.starts_on,
			task.ends_on,
			task.assigned_on,
			seat.member.as_("lead"),
		)
		.where(
			(task.organization == organization)
			& task.recurrence.isnotnull()
			& (task.ends_on >= task.assigned_on)
		)
		.orderby(task.name)
		.run(as_dict=True)
	)


def _members(
	task: Any, persons: list[staffing.Person], absences: list[staffing.Absence], day: Any
) -> list[str]:
	if not task.audience:
		return [task.lead] if task.lead else []
	try:
		return [one.name for one in staffing.audience(task.audience, persons, absences, day).members]
	except staffing.NobodyThere:
		return []


def _present(organization: str, tasks: list[str]) -> set[str]:
	deadline = frappe.qb.DocType("Chibo Deadline")
	return set(
		frappe.qb.from_(deadline)
		.select(deadline.name)
		.where((deadline.organization == organization) & deadline.task.isin(tasks))
		.run(pluck=True)
	)


def _write(organization: str, missing: list[assignment.Row]) -> None:
	if not missing:
		return
	rows.insert("Chibo Deadline", tuple(missing[0]), missing, ignore_duplicates=True)
	audit.record(
		organization,
		[
			audit.Event(
				action="open occurrence",
				subject_type="Chibo Deadline",
				subject=str(row["name"]),
				task=str(row["task"]),
				after={"occurrence": row["occurrence"], "member": row["member"], "due_date": row["due_date"]},
			)
			for row in missing
		],
	)
	notify.tell(
		organization,
		[
			notify.Notice(str(row["name"]), str(row["task"]), str(row["member"]), reminders.ASSIGNED)
			for row in missing
		],
		kind=notify.DIGEST,
	)
