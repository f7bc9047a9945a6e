"""Reading deadlines: my work, the cell's work, the reviewer's queue, one deadline in full.

Each list is one statement, whatever its length, and passes through the scope of the asking user.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika import Criterion, Order

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access, deadlines, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import people, reviews, settings

PAGE = 50
MOST = 500


@dataclass(frozen=True)
class Filters:
	"""Which deadlines of an organization are wanted; empty means any.

	Attributes:
		states: review states.
		standing: "overdue", "today" or "soon".
		member: responsible member.
		section: section path of the plan, including what is below it.
		plan: plan that the tasks come from.
	"""

	states: tuple[str, ...] = ()
	standing: str = ""
	member: str = ""
	section: str = ""
	plan: str = ""


def mine(actor: Actor) -> dict[str, list[dict[str, Any]]]:
	"""Open and recently decided deadlines of the user: `responsible` for, `collaborating` on, `given` to others."""
	members = sorted(actor.members)
	if not members:
		return {"responsible": [], "collaborating": [], "given": []}
	deadline, task = _tables()
	helping = _tasks_of(members, (access.COLLABORATOR,))
	return {
		"responsible": _rows(actor, deadline.member.isin(members), MOST),
		"collaborating": _rows(actor, deadline.task.isin(helping) & deadline.member.notin(members), MOST),
		"given": _rows(actor, task.assigned_by.isin(members) & deadline.member.notin(members), MOST),
	}


def listing(
	actor: Actor, organization: str, filters: Filters, *, limit: int = PAGE, start: int = 0
) -> list[dict[str, Any]]:
	"""Deadlines of `organization` that the user may know of, by due date.

	Args:
		limit: at most `MOST`.
		start: rows to pass over.
	"""
	deadline, task = _tables()
	today = clock.today(people.zone(organization))
	condition = deadline.organization == organization
	if filters.states:
		condition &= deadline.state.isin(list(filters.states))
	if filters.standing:
		condition &= _standing(deadline, filters.standing, today, settings.of(organization).soon_days)
	if filters.member:
		condition &= deadline.member == filters.member
	if filters.plan:
		condition &= task.plan == filters.plan
	if filters.section:
		condition &= (task.section_path == filters.section) | task.section_path.like(f"{filters.section}.%")
	return _rows(actor, condition, min(limit, MOST), start)


def review_queue(actor: Actor) -> list[dict[str, Any]]:
	"""Submitted deadlines that the user may decide on; work of the user's own is absent. Oldest promise first."""
	deadline, _task = _tables()
	members = sorted(actor.members)
	if not members:
		return []
	reviewing = _tasks_of(members, (access.REVIEWER,))
	working = _tasks_of(members, (access.LEAD, access.COLLABORATOR))
	decides = deadline.organization.isin(sorted(actor.organizations(access.DECIDERS)) or [""])
	condition = (
		(deadline.state == review.SUBMITTED)
		& (deadline.task.isin(reviewing) | decides)
		& deadline.task.notin(working)
		& deadline.member.notin(members)
		& deadline.submitted_by.notin(members)
	)
	return _rows(actor, condition, MOST)


def detail(actor: Actor, name: str) -> dict[str, Any]:
	"""Everything about one deadline: task, source sentence, people, evidence by attempt, what the user may do now.

	Raises:
		NotFound: no such deadline for this user.
	"""
	doc = permissions.load(actor, "Chibo Deadline", name)
	task = frappe.get_doc("Chibo Task", doc.task)
	where = reviews.stance(actor, doc)
	today = clock.today(people.zone(doc.organization))
	return {
		"name": doc.name,
		"task": task.name,
		"title": task.title,
		"content": task.content,
		"section_path": task.section_path,
		"plan": task.plan,
		"source": _sentences(task.name),
		"restricted": bool(doc.restricted),
		"state": doc.state,
		"outcome": doc.outcome or None,
		"standing": deadlines.standing(doc.state, doc.due_date, today),
		"starts_on": _text(doc.starts_on),
		"due_date": _text(doc.due_date),
		"original_due_date": _text(doc.original_due_date),
		"due_inferred": bool(doc.due_inferred),
		"days_left": (doc.due_date - today).days,
		"attempt": doc.attempt,
		"accepted_at": _text(doc.accepted_at),
		"submitted_at": _text(doc.submitted_at),
		"decided_at": _text(doc.decided_at),
		"reason": doc.reason or "",
		"evidence_needed": task.evidence_needed,
		"people": _people(task.name, doc.member),
		"evidence": _evidence(actor, doc.name),
		"actions": list(review.possible(doc.state, where.relations, own_work=where.own_work)),
		"may_send": doc.state in review.OPEN_STATES
		and bool(where.relations & {review.RESPONSIBLE, review.COLLABORATOR}),
		"own_work": where.own_work,
	}


def _tables() -> tuple[Any, Any]:
	return frappe.qb.DocType("Chibo Deadline"), frappe.qb.DocType("Chibo Task")


def _tasks_of(members: list[str], roles: Iterable[str]) -> Any:
	seat = frappe.qb.DocType("Chibo Task Member")
	return (
		frappe.qb.from_(seat)
		.select(seat.task)
		.where(seat.member.isin(members) & seat.role.isin(list(roles)) & seat.until.isnull())
	)


def _standing(deadline: Any, wanted: str, today: date, soon_days: int) -> Criterion:
	open_states = deadline.state.isin(list(review.OPEN_STATES))
	if wanted == deadlines.OVERDUE:
		return open_states & (deadline.due_date < today)
	if wanted == deadlines.DUE_TODAY:
		return open_states & (deadline.due_date == today)
	return (
		open_states & (deadline.due_date >= today) & (deadline.due_date <= today + timedelta(days=soon_days))
	)


def _rows(actor: Actor, condition: Criterion, limit: int, start: int = 0) -> list[dict[str, Any]]:
	deadline, task = _tables()
	member = frappe.qb.DocType("Chibo Member")
	organization = frappe.qb.DocType("Chibo Organization")
	evidence = frappe.qb.DocType("Chibo Evidence")
	sent = (
		frappe.qb.from_(evidence)
		.select(Count(evidence.name))
		.where(
			(evidence.deadline == deadline.name)
			& (evidence.attempt == deadline.attempt)
			& (evidence.state != "Withdrawn")
		)
	)
	found = (
		frappe.qb.from_(deadline)
		.join(task)
		.on(task.name == deadline.task)
		.join(member)
		.on(member.name == deadline.member)
		.join(organization)
		.on(organization.name == deadline.organization)
		.select(
			deadline.name,
			deadline.organization,
			deadline.task,
			deadline.member,
			deadline.state,
			deadline.outcome,
			deadline.due_date,
			deadline.original_due_date,
			deadline.due_inferred,
			deadline.submitted_at,
			deadline.reason,
			deadline.restricted,
			task.title,
			task.section_path,
			task.evidence_needed,
			member.full_name.as_("member_name"),
			organization.time_zone,
			sent.as_("evidence_sent"),
		)
		.where(condition & permissions.scope(actor, "Chibo Deadline", deadline))
		.orderby(deadline.due_date, order=Order.asc)
		.orderby(deadline.name)
		.limit(limit)
		.offset(start)
		.run(as_dict=True)
	)
	return [_shown(row) for row in found]


def _shown(row: Any) -> dict[str, Any]:
	today = clock.today(row.time_zone)
	return {
		"name": row.name,
		"organization": row.organization,
		"task": row.task,
		"title": row.title,
		"section_path": row.section_path,
		"member": row.member,
		"member_name": row.member_name,
		"state": row.state,
		"outcome": row.outcome or None,
		"standing": deadlines.standing(row.state, row.due_date, today),
		"due_date": _text(row.due_date),
		"original_due_date": _text(row.original_due_date),
		"due_inferred": bool(row.due_inferred),
		"days_left": (row.due_date - today).days,
		"submitted_at": _text(row.submitted_at),
		"reason": row.reason if row.state == review.RETURNED else "",
		"restricted": bool(row.restricted),
		"evidence_sent": row.evidence_sent,
		"evidence_needed": row.evidence_needed,
	}


def _sentences(task: str) -> list[dict[str, Any]]:
	link, item = frappe.qb.DocType("Chibo Task Source"), frappe.qb.DocType("Chibo Plan Item")
	return (
		frappe.qb.from_(link)
		.join(item)
		.on(item.name == link.plan_item)
		.select(item.section_path, item.position, item.text)
		.where(link.task == task)
		.orderby(item.position)
		.limit(MOST)
		.run(as_dict=True)
	)


def _people(task: str, responsible: str) -> list[dict[str, str]]:
	roles = people.of_task(task)
	roles.setdefault(responsible, set()).add(access.LEAD)
	names = {
		row.name: row.full_name
		for row in frappe.get_all(
			"Chibo Member",
			filters={"name": ["in", sorted(roles)]},
			fields=["name", "full_name"],
			order_by="name",
		)
	}
	return [
		{"member": member, "name": names[member], "role": role}
		for role in access.TASK_ROLES
		for member in sorted(roles)
		if role in roles[member]
	]


def _evidence(actor: Actor, deadline: str) -> list[dict[str, Any]]:
	evidence, member = frappe.qb.DocType("Chibo Evidence"), frappe.qb.DocType("Chibo Member")
	found = (
		frappe.qb.from_(evidence)
		.join(member)
		.on(member.name == evidence.author)
		.select(
			evidence.name,
			evidence.kind,
			evidence.state,
			evidence.attempt,
			evidence.file_name,
			evidence.file_size,
			evidence.media_type,
			evidence.sha256,
			evidence.link,
			evidence.note,
			evidence.proves_on,
			evidence.sent_at,
			evidence.reason,
			evidence.author,
			member.full_name.as_("author_name"),
		)
		.where((evidence.deadline == deadline) & permissions.scope(actor, "Chibo Evidence", evidence))
		.orderby(evidence.attempt, order=Order.desc)
		.orderby(evidence.sent_at)
		.orderby(evidence.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	return [{**row, "proves_on": _text(row.proves_on), "sent_at": _text(row.sent_at)} for row in found]


def _text(value: Any) -> str | None:
	return None if value is None else str(value)
