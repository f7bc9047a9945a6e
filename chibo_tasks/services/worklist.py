"""Lists of deadlines: my work, the cell's work, the reviewer's queue.

Each list is the same number of statements, whatever its length, and passes through the scope of the asking user.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika import Criterion, Order

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access, deadlines, review, search
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.extension import WAITING
from chibo_tasks.services import people, settings

PAGE = 50
MOST = 500

NONE = "-"
"""Stands for "without a unit", "without a section", "without a plan"."""

SORTS = ("due", "submitted", "member", "section")


@dataclass(frozen=True)
class Filters:
	"""Which deadlines of an organization are wanted; empty means any, and `NONE` for unit, section and plan means
	those that have none.

	Attributes:
		states, outcomes: review states and outcomes.
		standing: "overdue", "today" or "soon".
		member: responsible member.
		reviewer: reviewer of the task.
		assigned_by: member who gave the work.
		unit: unit of the responsible member.
		task: one task, all its deadlines.
		section: section path of the plan, including what is below it.
		plan: plan that the tasks come from.
		item: plan item that the tasks come from.
		due_from, due_to: span of due dates, both included.
		submitted_to: last day of submission.
		query: words of title, content or member, typed as people type.
		sort: one of `SORTS`.
	"""

	states: tuple[str, ...] = ()
	outcomes: tuple[str, ...] = ()
	standing: str = ""
	member: str = ""
	reviewer: str = ""
	assigned_by: str = ""
	unit: str = ""
	task: str = ""
	section: str = ""
	plan: str = ""
	item: str = ""
	due_from: date | None = None
	due_to: date | None = None
	submitted_to: date | None = None
	query: str = ""
	sort: str = "due"


class Tables:
	"""The tables of a list, under the names that conditions use."""

	def __init__(self) -> None:
		self.deadline = frappe.qb.DocType("Chibo Deadline")
		self.task = frappe.qb.DocType("Chibo Task")
		self.member = frappe.qb.DocType("Chibo Member")
		self.organization = frappe.qb.DocType("Chibo Organization")

	def joined(self) -> Any:
		"""A query over all of them."""
		return (
			frappe.qb.from_(self.deadline)
			.join(self.task)
			.on(self.task.name == self.deadline.task)
			.join(self.member)
			.on(self.member.name == self.deadline.member)
			.join(self.organization)
			.on(self.organization.name == self.deadline.organization)
		)


def mine(actor: Actor) -> dict[str, list[dict[str, Any]]]:
	"""Deadlines of the user: `responsible` for (in person or standing in), `collaborating` on, `given` to others."""
	members = sorted(actor.members)
	if not members:
		return {"responsible": [], "collaborating": [], "given": []}
	tables = Tables()
	acting = sorted(actor.members | actor.stood_in_for)
	not_mine = tables.deadline.member.notin(acting)
	helping = tasks_of(members, (access.COLLABORATOR,))
	return {
		"responsible": _rows(actor, tables, tables.deadline.member.isin(acting), MOST),
		"collaborating": _rows(actor, tables, tables.deadline.task.isin(helping) & not_mine, MOST),
		"given": _rows(actor, tables, tables.task.assigned_by.isin(members) & not_mine, MOST),
	}


def listing(
	actor: Actor, organization: str, filters: Filters, *, limit: int = PAGE, start: int = 0
) -> list[dict[str, Any]]:
	"""Deadlines of `organization` that the user may know of.

	Args:
		limit: at most `MOST`.
		start: rows to pass over.
	"""
	tables = Tables()
	condition = _condition(tables, organization, filters)
	return _rows(actor, tables, condition, min(limit, MOST), start, filters.sort)


def count(actor: Actor, organization: str, filters: Filters) -> int:
	"""How many deadlines `listing` has in all."""
	tables = Tables()
	return _count(actor, tables, _condition(tables, organization, filters))


def review_queue(actor: Actor) -> list[dict[str, Any]]:
	"""Submitted deadlines that the user may decide on; work of the user's own is absent. Oldest promise first."""
	tables = Tables()
	condition = _reviewable(actor, tables)
	return _rows(actor, tables, condition, MOST) if condition is not None else []


def review_count(actor: Actor) -> int:
	"""How many deadlines `review_queue` has."""
	tables = Tables()
	condition = _reviewable(actor, tables)
	return _count(actor, tables, condition) if condition is not None else 0


def tasks_of(members: Iterable[str], roles: Iterable[str]) -> Any:
	"""Query of the tasks on which one of `members` holds one of `roles` now."""
	seat = frappe.qb.DocType("Chibo Task Member")
	return (
		frappe.qb.from_(seat)
		.select(seat.task)
		.where(seat.member.isin(sorted(members)) & seat.role.isin(sorted(roles)) & seat.until.isnull())
	)


def text(value: Any) -> str | None:
	"""A date or date-time as text, None as None."""
	return None if value is None else str(value)


def _reviewable(actor: Actor, tables: Tables) -> Criterion | None:
	members = sorted(actor.members)
	if not members:
		return None
	deadline = tables.deadline
	reviewing = tasks_of(actor.members | actor.stood_in_for, (access.REVIEWER,))
	working = tasks_of(actor.members | actor.stood_in_for, (access.LEAD, access.COLLABORATOR))
	decides = deadline.organization.isin(sorted(actor.organizations(access.DECIDERS)) or [""])
	grouped = tables.task.audience.isnull() | (tables.task.audience == "")
	return (
		(deadline.state == review.SUBMITTED)
		& (deadline.task.isin(reviewing) | decides)
		& (deadline.task.notin(working) | grouped.negate())
		& deadline.member.notin(sorted(actor.members | actor.stood_in_for))
		& deadline.submitted_by.notin(members)
	)


def _condition(tables: Tables, organization: str, filters: Filters) -> Criterion:
	deadline, task, member = tables.deadline, tables.task, tables.member
	today = clock.today(people.zone(organization))
	equal = {
		deadline.member: filters.member,
		deadline.task: filters.task,
		task.assigned_by: filters.assigned_by,
	}
	optional = {task.plan: filters.plan, member.unit: filters.unit}
	parts = [
		deadline.organization == organization,
		*(column == value for column, value in equal.items() if value),
		*(_equal_or_none(column, value) for column, value in optional.items() if value),
	]
	if filters.states:
		parts.append(deadline.state.isin(list(filters.states)))
	if filters.outcomes:
		parts.append(deadline.outcome.isin(list(filters.outcomes)))
	if filters.standing:
		parts.append(_standing(deadline, filters.standing, today, settings.of(organization).soon_days))
	if filters.reviewer:
		parts.append(deadline.task.isin(tasks_of([filters.reviewer], [access.REVIEWER])))
	parts += _place(tables, filters)
	if filters.due_from:
		parts.append(deadline.due_date >= filters.due_from)
	if filters.due_to:
		parts.append(deadline.due_date <= filters.due_to)
	if filters.submitted_to:
		parts.append(deadline.submitted_at < filters.submitted_to + timedelta(days=1))
	parts += [task.search_text.like(f"%{word}%") for word in search.words(filters.query)]
	return Criterion.all(parts)


def _place(tables: Tables, filters: Filters) -> list[Criterion]:
	"""Where in a plan the work comes from."""
	task, parts = tables.task, []
	if filters.item:
		source = frappe.qb.DocType("Chibo Task Source")
		named = frappe.qb.from_(source).select(source.task).where(source.plan_item == filters.item)
		parts.append(tables.deadline.task.isin(named))
	if filters.section == NONE:
		parts.append(_equal_or_none(task.section_path, NONE))
	elif filters.section:
		parts.append((task.section_path == filters.section) | task.section_path.like(f"{filters.section}.%"))
	return parts


def _equal_or_none(column: Any, value: str) -> Criterion:
	return column.isnull() | (column == "") if value == NONE else column == value


def _standing(deadline: Any, wanted: str, today: date, soon_days: int) -> Criterion:
	open_states = deadline.state.isin(list(review.OPEN_STATES))
	if wanted == deadlines.OVERDUE:
		return open_states & (deadline.due_date < today)
	if wanted == deadlines.DUE_TODAY:
		return open_states & (deadline.due_date == today)
	return (
		open_states & (deadline.due_date >= today) & (deadline.due_date <= today + timedelta(days=soon_days))
	)


def _count(actor: Actor, tables: Tables, condition: Criterion) -> int:
	found = (
		tables.joined()
		.select(Count(tables.deadline.name))
		.where(condition & permissions.scope(actor, "Chibo Deadline", tables.deadline))
		.run()
	)
	return int(found[0][0])


def _rows(
	actor: Actor, tables: Tables, condition: Criterion, limit: int, start: int = 0, sort: str = "due"
) -> list[dict[str, Any]]:
	deadline, task, member = tables.deadline, tables.task, tables.member
	order = {"submitted": deadline.submitted_at, "member": member.full_name, "section": task.position}.get(
		sort
	)
	found = (
		tables.joined()
		.select(
			deadline.name,
			deadline.organization,
			deadline.task,
			deadline.member,
			deadline.occurrence,
			deadline.state,
			deadline.outcome,
			deadline.starts_on,
			deadline.due_date,
			deadline.original_due_date,
			deadline.due_inferred,
			deadline.extensions,
			deadline.submitted_at,
			deadline.decided_at,
			deadline.reason,
			deadline.restricted,
			task.title,
			task.plan,
			task.section_path,
			task.position,
			task.audience,
			task.evidence_needed,
			member.full_name.as_("member_name"),
			tables.organization.time_zone,
			_evidence_sent(deadline).as_("evidence_sent"),
			_extension_waits(deadline).as_("extension_open"),
		)
		.where(condition & permissions.scope(actor, "Chibo Deadline", deadline))
		.orderby(*([] if order is None else [order]), deadline.due_date, deadline.name, order=Order.asc)
		.limit(limit)
		.offset(start)
		.run(as_dict=True)
	)
	seats = _seats([row.task for row in found])
	soon = settings.soon_days(row.organization for row in found) if found else {}
	return [_shown(row, seats.get(row.task, []), soon[row.organization]) for row in found]


def _evidence_sent(deadline: Any) -> Any:
	evidence = frappe.qb.DocType("Chibo Evidence")
	return (
		frappe.qb.from_(evidence)
		.select(Count(evidence.name))
		.where(
			(evidence.deadline == deadline.name)
			& (evidence.attempt == deadline.attempt)
			& (evidence.state != "Withdrawn")
		)
	)


def _extension_waits(deadline: Any) -> Any:
	extension = frappe.qb.DocType("Chibo Extension")
	return (
		frappe.qb.from_(extension)
		.select(Count(extension.name))
		.where(
			(extension.deadline == deadline.name)
			& (extension.state == WAITING)
			& deadline.state.isin(list(review.OPEN_STATES))
		)
	)


def _seats(tasks: list[str]) -> dict[str, list[Any]]:
	"""Task → its reviewer and collaborators, in one statement."""
	if not tasks:
		return {}
	seat, member = frappe.qb.DocType("Chibo Task Member"), frappe.qb.DocType("Chibo Member")
	found = (
		frappe.qb.from_(seat)
		.join(member)
		.on(member.name == seat.member)
		.select(seat.task, seat.member, seat.role, member.full_name)
		.where(
			seat.task.isin(sorted(set(tasks)))
			& seat.role.isin([access.REVIEWER, access.COLLABORATOR])
			& seat.until.isnull()
		)
		.orderby(seat.task)
		.orderby(member.full_name)
		.orderby(seat.name)
		.run(as_dict=True)
	)
	seats: dict[str, list[Any]] = {}
	for row in found:
		seats.setdefault(row.task, []).append(row)
	return seats


def _shown(row: Any, seats: list[Any], soon_days: int) -> dict[str, Any]:
	today = clock.today(row.time_zone)
	reviewer = next((one for one in seats if one.role == access.REVIEWER), None)
	return {
		"name": row.name,
		"organization": row.organization,
		"task": row.task,
		"title": row.title,
		"plan": row.plan,
		"section_path": row.section_path,
		"position": row.position,
		"audience": row.audience or "",
		"occurrence": row.occurrence,
		"member": row.member,
		"member_name": row.member_name,
		"reviewer": reviewer and reviewer.member,
		"reviewer_name": reviewer and reviewer.full_name,
		"collaborators": [
			{"member": one.member, "name": one.full_name} for one in seats if one.role == access.COLLABORATOR
		],
		"state": row.state,
		"outcome": row.outcome or None,
		"standing": deadlines.standing(row.state, row.due_date, today, soon_days),
		"starts_on": text(row.starts_on),
		"due_date": text(row.due_date),
		"original_due_date": text(row.original_due_date),
		"due_inferred": bool(row.due_inferred),
		"extensions": row.extensions,
		"extension_open": bool(row.extension_open),
		"days_left": (row.due_date - today).days,
		"submitted_at": text(row.submitted_at),
		"decided_at": text(row.decided_at),
		"reason": row.reason if row.state == review.RETURNED else "",
		"restricted": bool(row.restricted),
		"evidence_sent": row.evidence_sent,
		"evidence_needed": row.evidence_needed,
	}
