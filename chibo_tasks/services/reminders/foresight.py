"""Who would get what in the days ahead, if nothing changed: shown before a rule is saved, and when somebody asks why."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

import frappe
from pypika import Criterion

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access, extension, review, staffing
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.reminders import rules as kinds
from chibo_tasks.domain.reminders.foresight import Foreseen, Outlook, Subject, foresee
from chibo_tasks.domain.reminders.hours import Hours, hour
from chibo_tasks.domain.reminders.rules import Rule
from chibo_tasks.services import calendars, people, settings, wording
from chibo_tasks.services.plans import require_decider
from chibo_tasks.services.reminders import crew, rules
from chibo_tasks.services.reminders.crew import Crew

DAYS = 60
MOST = 2000
SEATS = {access.REVIEWER: kinds.REVIEWER, access.COLLABORATOR: kinds.COLLABORATORS}


def preview(
	actor: Actor, organization: str, changed: Sequence[Mapping[str, Any]], hours: Mapping[str, Any]
) -> dict[str, Any]:
	"""Who would get what on each of the next 60 days by rules and hours that are not saved yet.

	Args:
		changed: rules to be changed or added, as `Rule.from_dict` reads them; empty for those that stand.
		hours: settings to be changed: working_days_only, quiet_from, quiet_to, digest_hour.

	Returns:
		{first_day, last_day, deadlines, complete, days: [{day, members: [{member, name, at, lines: [{deadline, rule, label,
		step, text, instead_of}]}]}]}; `complete` is false where there are more deadlines than can be shown.

	Raises:
		NotFound; frappe.PermissionError; BadRule, BadHour.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	known = rules.candidates(organization, changed)
	when = _hours(organization, hours)
	today = clock.today(people.zone(organization))
	deadline = frappe.qb.DocType("Chibo Deadline")
	rows = _open(organization, today, permissions.scope(actor, "Chibo Deadline", deadline))
	ahead = outlook(organization, today, when.working_days_only)
	found = foresee(map(_subject, rows[:MOST]), known, ahead)
	return {
		"first_day": str(today),
		"last_day": str(ahead.end),
		"deadlines": len(rows[:MOST]),
		"complete": len(rows) <= MOST,
		"days": _by_day(organization, found, {row.name: row for row in rows}, known, when),
	}


def of_deadline(organization: str, deadline: str, known: Sequence[Rule]) -> list[Foreseen]:
	"""What is ahead for one deadline, whoever it is for; the caller has checked who asks."""
	today = clock.today(people.zone(organization))
	table = frappe.qb.DocType("Chibo Deadline")
	hours = settings.of(organization).hours
	rows = _open(organization, today, table.name == deadline)
	return foresee(map(_subject, rows), known, outlook(organization, today, hours.working_days_only))


def receivers(organization: str, deadline: str) -> dict[str, Sequence[str]]:
	"""Kind of receiver → members, for one deadline; empty where nothing is open."""
	today = clock.today(people.zone(organization))
	table = frappe.qb.DocType("Chibo Deadline")
	return next((row.receivers for row in _open(organization, today, table.name == deadline)), {})


def outlook(organization: str, today: date, working_days_only: bool) -> Outlook:
	"""The days ahead of an organization, and who is there."""
	calendar = calendars.of(organization, [today.year, today.year + 1])
	away, persons = people.absences([organization]), {one.name: one for one in people.persons(organization)}

	@cache
	def acting(member: str, day: date) -> str | None:
		if member not in persons or not persons[member].is_active(day):
			return None
		return staffing.acting_for(away, member, day)

	return Outlook(
		today=today,
		days=DAYS,
		since=frappe.db.get_value("Chibo Sweep", {"organization": organization}, "swept_on"),
		is_open=calendar.is_working if working_days_only else lambda _day: True,
		acting=acting,
	)


def _hours(organization: str, values: Mapping[str, Any]) -> Hours:
	own = settings.of(organization)
	return Hours(
		bool(frappe.utils.cint(values.get("working_days_only", own.working_days_only))),
		*(hour(values.get(name, getattr(own, name))) for name in ("quiet_from", "quiet_to", "digest_hour")),
	)


def _open(organization: str, today: date, condition: Criterion) -> list[Any]:
	"""Deadlines of which something may still be said, the next due first, one more than `MOST` at most, with receivers."""
	deadline, task, member, request = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Deadline", "Task", "Member", "Extension")
	)
	rows = (
		frappe.qb.from_(deadline)
		.join(task)
		.on(task.name == deadline.task)
		.join(member)
		.on(member.name == deadline.member)
		.left_join(request)
		.on(
			(request.deadline == deadline.name)
			& (request.state == extension.WAITING)
			& deadline.state.isin(list(review.OPEN_STATES))
		)
		.select(
			deadline.name,
			deadline.task,
			deadline.member,
			deadline.state,
			deadline.attempt,
			deadline.due_date,
			deadline.opened_on,
			deadline.submitted_at,
			deadline.told_step,
			deadline.restricted,
			request.asked_at,
			task.title,
			member.full_name,
			member.unit,
		)
		.where(
			(deadline.organization == organization)
			& deadline.state.isin([*review.OPEN_STATES, review.SUBMITTED])
			& condition
		)
		.orderby(deadline.due_date)
		.orderby(deadline.name)
		.limit(MOST + 1)
		.run(as_dict=True)
	)
	present, seats = crew.of(organization, today), _seats([row.task for row in rows])
	sent = _with_evidence([row.name for row in rows])
	for row in rows:
		row.receivers = _receivers(row, seats.get(row.task, {}), present)
		row.has_evidence = (row.name, row.attempt) in sent
	return rows


def _subject(row: Any) -> Subject:
	anchors: dict[str, Any] = {}
	if row.state in review.OPEN_STATES:
		anchors[kinds.DUE] = row.due_date
	if row.state == review.ASSIGNED:
		anchors[kinds.GIVEN] = row.opened_on
	if row.state == review.SUBMITTED:
		anchors[kinds.SUBMISSION] = row.submitted_at
	anchors[kinds.REQUEST] = row.asked_at
	return Subject(
		row.name,
		{name: _day(value) for name, value in anchors.items() if value is not None},
		row.receivers,
		told=row.told_step,
		has_evidence=row.has_evidence,
		restricted=bool(row.restricted),
	)


def _day(value: date) -> date:
	return value.date() if isinstance(value, datetime) else value


def _receivers(row: Any, seats: Mapping[str, set[str]], present: Crew) -> dict[str, list[str]]:
	named = set(seats)
	found = {
		kind: sorted(member for member, roles in seats.items() if role in roles and member != row.member)
		for role, kind in SEATS.items()
	}

	def by_office(members: Sequence[str | None]) -> list[str]:
		return [one for one in members if one and one != row.member and (not row.restricted or one in named)]

	secretaries = by_office(present.secretaries)
	return {
		**found,
		kinds.LEAD: [row.member],
		kinds.REVIEWER: found[kinds.REVIEWER]
		or ([] if any(access.REVIEWER in one for one in seats.values()) else secretaries),
		kinds.IN_CHARGE: by_office([present.in_charge.get(row.unit, present.deputy)]),
		kinds.SECRETARY: secretaries,
	}


def _seats(tasks: Sequence[str]) -> dict[str, dict[str, set[str]]]:
	"""Task → member → roles."""
	found: dict[str, dict[str, set[str]]] = {}
	seat = frappe.qb.DocType("Chibo Task Member")
	for task, member, role in (
		frappe.qb.from_(seat)
		.select(seat.task, seat.member, seat.role)
		.where(seat.task.isin(sorted(set(tasks)) or [""]) & seat.until.isnull())
		.orderby(seat.name)
		.run()
	):
		found.setdefault(task, {}).setdefault(member, set()).add(role)
	return found


def _with_evidence(deadlines: Sequence[str]) -> set[tuple[str, int]]:
	evidence = frappe.qb.DocType("Chibo Evidence")
	return set(
		frappe.qb.from_(evidence)
		.select(evidence.deadline, evidence.attempt)
		.where(evidence.deadline.isin(list(deadlines) or [""]) & (evidence.state != "Withdrawn"))
		.distinct()
		.run()
	)


def _by_day(
	organization: str,
	found: Sequence[Foreseen],
	rows: Mapping[str, Any],
	known: Sequence[Rule],
	hours: Hours,
) -> list[dict[str, Any]]:
	names = {one.name: one.full_name for one in people.persons(organization)}
	at = _leaving(organization, hours)
	by_key = {rule.key: rule for rule in known}
	days: dict[date, dict[str, list[Foreseen]]] = {}
	for one in found:
		days.setdefault(one.day, {}).setdefault(one.member, []).append(one)
	return [
		{
			"day": str(day),
			"members": [
				{
					"member": member,
					"name": names.get(member, ""),
					"at": at(member, any(by_key[one.rule].is_urgent for one in lines)),
					"lines": [_line(one, by_key[one.rule], rows[one.deadline], names) for one in lines],
				}
				for member, lines in sorted(by_member.items(), key=lambda pair: names.get(pair[0], ""))
			],
		}
		for day, by_member in sorted(days.items())
	]


def _line(one: Foreseen, rule: Rule, row: Any, names: Mapping[str, str]) -> dict[str, Any]:
	return {
		"deadline": one.deadline,
		"rule": one.rule,
		"label": rules.label(one.rule),
		"step": one.step,
		"text": wording.sentence(rule.kind, row.title, row.due_date, one.day, member=row.full_name),
		"instead_of": names.get(one.instead_of, ""),
	}


def _leaving(organization: str, hours: Hours) -> Callable[[str, bool], str]:
	"""The hour at which a member's message leaves: "07:00"."""
	own = {
		row.name: row
		for row in frappe.get_all(
			"Chibo Member",
			filters={"organization": organization},
			fields=["name", "digest_hour", "mail_events"],
			order_by="name",
		)
	}

	def at(member: str, urgent: bool) -> str:
		row = own.get(member)
		at_hour = hours.digest_hour if row is None or row.digest_hour < 0 else row.digest_hour
		if urgent and row is not None and row.mail_events:
			at_hour = 0
		return f"{hours.next_open(datetime.combine(date.min, time(at_hour))):%H:%M}"

	return at
