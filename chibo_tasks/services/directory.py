"""Members with their absences and their load; organizations' settings, calendar and audit trail, for those in charge."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access, review, staffing
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import calendars, figures, people, settings

MOST = 1000


@dataclass(frozen=True)
class Wanted:
	"""Which audit entries are wanted; empty means any.

	Attributes:
		action: what was done.
		subject: record it was done to; task: task it belongs to.
		member: member who did it.
		since, until: first and last day.
	"""

	action: str = ""
	subject: str = ""
	task: str = ""
	member: str = ""
	since: date | None = None
	until: date | None = None


def members(actor: Actor, organization: str) -> list[dict[str, Any]]:
	"""Members of `organization` by name, with unit, absence and open work as far as `actor` may know."""
	member, unit = frappe.qb.DocType("Chibo Member"), frappe.qb.DocType("Chibo Organization")
	rows = (
		frappe.qb.from_(member)
		.left_join(unit)
		.on(unit.name == member.unit)
		.select(
			member.name,
			member.full_name,
			member.user,
			member.position,
			member.party_status,
			member.unit,
			unit.organization_name.as_("unit_name"),
			member.joined_on,
			member.left_on,
		)
		.where((member.organization == organization) & permissions.scope(actor, "Chibo Member", member))
		.orderby(member.full_name)
		.orderby(member.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	today = clock.today(people.zone(organization))
	load, away = _load(actor, organization, today), _absences(actor, organization, today)
	return [
		{
			**{key: value for key, value in row.items() if key != "user"},
			"has_account": bool(row.user),
			"joined_on": _text(row.joined_on),
			"left_on": _text(row.left_on),
			"absences": away.get(row.name, []),
			**load.get(row.name, {"open": 0, "overdue": 0}),
		}
		for row in rows
	]


def member(actor: Actor, name: str, start: date, end: date) -> dict[str, Any]:
	"""One member: every absence, for whom she stands in today, and the figures of her work due in a span.

	`email` and `login` are for those who keep the members; for others they are empty.

	Raises:
		NotFound: no such member for this user.
	"""
	doc = permissions.load(actor, "Chibo Member", name)
	today = clock.today(people.zone(doc.organization))
	away = people.absences([doc.organization], today)
	names = {one.name: one.full_name for one in people.persons(doc.organization)}
	unit = frappe.db.get_value("Chibo Organization", doc.unit, "organization_name") if doc.unit else None
	keeps = access.may_decide(actor, doc.organization)
	login = frappe.db.get_value("User", doc.user, "email") or "" if keeps and doc.user else ""
	return {
		"name": doc.name,
		"organization": doc.organization,
		"full_name": doc.full_name,
		"position": doc.position,
		"party_status": doc.party_status,
		"unit": doc.unit,
		"unit_name": unit,
		"joined_on": _text(doc.joined_on),
		"left_on": _text(doc.left_on),
		"has_account": bool(doc.user),
		"email": (doc.email or login) if keeps else "",
		"login": (doc.user or "") if keeps else "",
		"absences": _absences(actor, doc.organization, None, name).get(name, []),
		"stands_in_for": sorted(names[one] for one in staffing.stood_in_for(away, [name], today)),
		"figures": figures.of_member(actor, doc.organization, name, start, end),
	}


def units(organization: str) -> list[dict[str, str]]:
	"""Units under `organization` that are not disabled, by name."""
	return frappe.get_all(
		"Chibo Organization",
		filters={"parent_organization": organization, "kind": ["!=", "Party Cell"], "disabled": 0},
		fields=["name", "organization_name", "kind"],
		order_by="organization_name, name",
	)


def holidays(organization: str, year: int) -> list[dict[str, Any]]:
	"""Free days and swapped working days of a year, in order, each with the cell's own correction where there is one."""
	calendar = calendars.of(organization, [year])
	own = {
		row.day: row
		for row in frappe.get_all(
			"Chibo Calendar Day",
			filters={"organization": organization},
			fields=["name", "day", "kind", "title", "source"],
			order_by="day",
		)
	}
	days = {day: name for day, name in calendar.free.items() if day.year == year}
	days |= {day: "" for day in calendar.worked if day.year == year}
	return [
		{
			"day": str(day),
			"title": own[day].title if day in own else days[day],
			"working": calendar.is_working(day),
			"correction": own[day].name if day in own else None,
			"source": (own[day].source or "") if day in own else "",
		}
		for day in sorted(days | {day: "" for day in own if day.year == year})
	]


def settings_of(organization: str) -> dict[str, Any]:
	"""The settings of `organization`."""
	return vars(settings.of(organization))


def audit_page(actor: Actor, organization: str, wanted: Wanted, *, limit: int, start: int) -> dict[str, Any]:
	"""Audit entries that `actor` may know of, newest first; without their numbers, whose gaps would tell of others.

	Returns:
		{rows: [{at, actor, who_name, action, subject_type, subject, task, title, before, after, why, hash}], total}.
	"""
	entry, member, task = (frappe.qb.DocType(f"Chibo {name}") for name in ("Audit Entry", "Member", "Task"))
	condition = (entry.organization == organization) & permissions.scope(actor, "Chibo Audit Entry", entry)
	equal = {
		entry.action: wanted.action,
		entry.subject: wanted.subject,
		entry.task: wanted.task,
		entry.member: wanted.member,
	}
	for column, value in equal.items():
		if value:
			condition &= column == value
	# `at` is ISO text with the offset of the organization: it sorts by its day
	if wanted.since:
		condition &= entry.at >= str(wanted.since)
	if wanted.until:
		condition &= entry.at < str(wanted.until + timedelta(days=1))
	total = frappe.qb.from_(entry).select(Count(entry.name)).where(condition).run()
	rows = (
		frappe.qb.from_(entry)
		.left_join(member)
		.on(member.name == entry.member)
		.left_join(task)
		.on(task.name == entry.task)
		.select(
			entry.at,
			entry.actor,
			member.full_name.as_("who_name"),
			entry.action,
			entry.subject_type,
			entry.subject,
			entry.task,
			task.title,
			entry.before,
			entry.after,
			entry.why,
			entry.hash,
		)
		.where(condition)
		.orderby(entry.seq, order=frappe.qb.desc)
		.limit(min(limit, 200))
		.offset(start)
		.run(as_dict=True)
	)
	return {
		"total": total[0][0],
		"rows": [
			{**row, "before": json.loads(row.before or "{}"), "after": json.loads(row.after or "{}")}
			for row in rows
		],
	}


def _load(actor: Actor, organization: str, today: date) -> dict[str, dict[str, int]]:
	"""Member → open and overdue deadlines, of those that `actor` may know."""
	deadline = frappe.qb.DocType("Chibo Deadline")
	rows = (
		frappe.qb.from_(deadline)
		.select(deadline.member, deadline.due_date)
		.where(
			(deadline.organization == organization)
			& deadline.state.isin(list(review.OPEN_STATES))
			& permissions.scope(actor, "Chibo Deadline", deadline)
		)
		.run(as_dict=True)
	)
	load: dict[str, dict[str, int]] = {}
	for row in rows:
		one = load.setdefault(row.member, {"open": 0, "overdue": 0})
		one["open"] += 1
		one["overdue"] += row.due_date < today
	return load


def _absences(
	actor: Actor, organization: str, today: date | None, member: str = ""
) -> dict[str, list[dict[str, Any]]]:
	"""Member → absences, of those that `actor` may know.

	Args:
		today: only those that are not over.
		member: only hers.
	"""
	row, stand_in = frappe.qb.DocType("Chibo Absence"), frappe.qb.DocType("Chibo Member")
	condition = (row.organization == organization) & permissions.scope(actor, "Chibo Absence", row)
	if today is not None:
		condition &= row.to_date.isnull() | (row.to_date >= today)
	if member:
		condition &= row.member == member
	found = (
		frappe.qb.from_(row)
		.left_join(stand_in)
		.on(stand_in.name == row.stand_in)
		.select(
			row.name,
			row.member,
			row.kind,
			row.from_date,
			row.to_date,
			row.reason,
			row.stand_in,
			stand_in.full_name.as_("stand_in_name"),
		)
		.where(condition)
		.orderby(row.from_date)
		.orderby(row.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	absences: dict[str, list[dict[str, Any]]] = {}
	for one in found:
		absences.setdefault(one.member, []).append(
			{**one, "from_date": _text(one.from_date), "to_date": _text(one.to_date)}
		)
	return absences


def _text(value: Any) -> str | None:
	return None if value is None else str(value)


def open_work(organization: str) -> dict[str, int]:
	"""Member → number of her open deadlines; restricted ones, which not everybody may know of, are not counted."""
	deadline = frappe.qb.DocType("Chibo Deadline")
	found = (
		frappe.qb.from_(deadline)
		.select(deadline.member, Count("*"))
		.where((deadline.organization == organization) & deadline.state.isin(sorted(review.OPEN_STATES)))
		.where(deadline.restricted == 0)
		.groupby(deadline.member)
		.orderby(deadline.member)
		.run()
	)
	return dict(found)


def lineage(organization: str) -> tuple[str, ...]:
	"""Names of `organization` and of those above it."""
	names, seen = [], set()
	at: str | None = organization
	while at and at not in seen:
		seen.add(at)
		row = frappe.db.get_value(
			"Chibo Organization", at, ["organization_name", "parent_organization"], as_dict=True
		)
		if row is None:
			break
		names.append(row.organization_name)
		at = row.parent_organization
	return tuple(names)
