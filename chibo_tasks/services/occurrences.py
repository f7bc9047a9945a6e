"""Opening the occurrences of duties that come back, when their period begins; missed runs are caught up."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.domain import access, assignment, reminders, staffing
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.services import audit, calendars, notify, people, rounds, rows


def run() -> None:
	"""Job: open what is due in every organization."""
	rounds.each("opening the occurrences", _organizations(), _open_one, _remember)


def _open_one(row: Any) -> None:
	_open_in(row.name, clock.today(row.time_zone))
	if row.error:
		_remember(row.name, "")


def open_due(organization: str | None = None) -> int:
	"""Open every occurrence whose period has begun and that is not there yet, in the caller's transaction.

	Running it again opens none. A fresh occurrence goes to whoever leads the task by now, or to everybody who belongs to its
	group by now; where the lead has left, none is opened (`leaderless` tells of it).

	Args:
		organization: this one only; default: all that are not disabled.

	Returns:
		Number of deadlines opened.
	"""
	return sum(_open_in(row.name, clock.today(row.time_zone)) for row in _organizations(organization))


def leaderless(organization: str) -> list[Any]:
	"""Duties that go on coming back while their lead has left, so that nothing is opened: rows as of Chibo Task, by name.

	Every one, restricted or not: the caller leaves out what its reader may not know of.
	"""
	today = clock.today(people.zone(organization))
	known = {one.name: one for one in people.persons(organization)}
	return [
		task
		for task in _returning_tasks(organization)
		if not task.audience and task.ends_on >= today and not _is_there(task.lead, known, today)
	]


def _organizations(only: str | None = None) -> list[Any]:
	row, state = frappe.qb.DocType("Chibo Organization"), frappe.qb.DocType("Chibo Sweep")
	return (
		frappe.qb.from_(row)
		.left_join(state)
		.on(state.organization == row.name)
		.select(row.name, row.time_zone, state.opening_error.as_("error"))
		.where(row.name == only if only else row.disabled == 0)
		.orderby(row.name)
		.run(as_dict=True)
	)


def _remember(organization: str, error: str) -> None:
	frappe.db.set_value(
		"Chibo Sweep",
		{"organization": organization},
		{"opening_error": error},
		update_modified=False,
	)


def _open_in(organization: str, today: date) -> int:
	tasks = _returning_tasks(organization)
	if not tasks:
		return 0
	calendar = calendars.of(organization, range(today.year - 1, max(task.ends_on.year for task in tasks) + 2))
	terms = calendars.terms(organization)
	persons, absences = people.persons(organization), people.absences([organization])
	known = {one.name: one for one in persons}
	wanted: dict[tuple[str, ...], assignment.Row] = {}
	for task in tasks:
		span = Period(task.starts_on or task.assigned_on, task.ends_on)
		rule = Recurrence.from_dict(json.loads(task.recurrence))
		for when in assignment.dates(rule, span, today, calendar, terms):
			if task.audience:
				members = _group(task.audience, persons, absences, max(when.period.start, span.start))
			else:
				members = [task.lead] if _is_there(task.lead, known, today) else []
			for member in members:
				row = assignment.deadline_row(task, member, when, today)
				wanted[_identity(task, row)] = row
	missing = _missing(tasks, wanted)
	if not missing:
		return 0
	_alone(organization)
	missing = _missing(tasks, missing, for_update=True)
	_write(organization, list(missing.values()))
	return len(missing)


def _alone(organization: str) -> None:
	"""The second of two runs waits here, and then sees what the first one wrote.

	Not on the audit trail: whoever decides about a deadline holds the deadline first and the trail then, and so does this,
	or the two could wait for each other.
	"""
	frappe.db.get_value("Chibo Sweep", {"organization": organization}, "name", for_update=True)


def _returning_tasks(organization: str) -> list[Any]:
	"""Duties that come back, by name, each with the one who was made its lead last."""
	task, seat = frappe.qb.DocType("Chibo Task"), frappe.qb.DocType("Chibo Task Member")
	found = (
		frappe.qb.from_(task)
		.left_join(seat)
		.on((seat.task == task.name) & (seat.role == access.LEAD) & seat.until.isnull())
		.select(
			task.name,
			task.title,
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
		.orderby(seat.since)
		.orderby(seat.name)
		.run(as_dict=True)
	)
	return list({row.name: row for row in found}.values())


def _is_there(lead: str | None, known: Mapping[str, staffing.Person], today: date) -> bool:
	return lead in known and known[lead].is_active(today)


def _group(
	audience: str, persons: list[staffing.Person], absences: list[staffing.Absence], day: date
) -> list[str]:
	try:
		return [one.name for one in staffing.audience(audience, persons, absences, day).members]
	except staffing.NobodyThere:
		return []


def _identity(task: Any, row: Mapping[str, Any]) -> tuple[str, ...]:
	"""What exists once: of a group each member's occurrence; else the occurrence, which may since be in other hands."""
	return (task.name, row["occurrence"], row["member"] if task.audience else "")


def _missing(
	tasks: Sequence[Any], wanted: Mapping[tuple[str, ...], assignment.Row], *, for_update: bool = False
) -> dict[tuple[str, ...], assignment.Row]:
	"""Those of `wanted` that are not there.

	Args:
		for_update: read the newest committed deadlines and lock them.
	"""
	deadline, of = frappe.qb.DocType("Chibo Deadline"), {task.name: task for task in tasks}
	query = (
		frappe.qb.from_(deadline)
		.select(deadline.task, deadline.occurrence, deadline.member)
		.where(deadline.task.isin(sorted({task for task, *_ in wanted}) or [""]))
		.orderby(deadline.name)
	)
	found = (query.for_update() if for_update else query).run(as_dict=True)
	present = {_identity(of[row.task], row) for row in found}
	return {key: row for key, row in wanted.items() if key not in present}


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
