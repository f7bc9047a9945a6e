"""One deadline in full: its task, where it comes from, its people, its evidence, its history, what the user may do now."""

import json
from datetime import date
from typing import Any

import frappe
from frappe import _
from pypika import Order

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access, deadlines, review, staffing
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import extensions, people, reviews, settings
from chibo_tasks.services.worklist import text

MOST = 500


def detail(actor: Actor, name: str) -> dict[str, Any]:
	"""Everything about one deadline that `actor` may know.

	Raises:
		NotFound: no such deadline for this user.
	"""
	doc = permissions.load(actor, "Chibo Deadline", name)
	task = frappe.get_doc("Chibo Task", doc.task)
	where = reviews.stance(actor, doc)
	now = clock.now(people.zone(doc.organization))
	evidence = _evidence(actor, doc.name)
	return {
		**_task(task),
		"name": doc.name,
		"organization": doc.organization,
		"restricted": bool(doc.restricted),
		"occurrence": doc.occurrence,
		"period_start": text(doc.period_start),
		"period_end": text(doc.period_end),
		"state": doc.state,
		"outcome": doc.outcome or None,
		"exceeded": bool(doc.exceeded),
		"standing": deadlines.standing(
			doc.state, doc.due_date, now.date(), settings.of(doc.organization).soon_days
		),
		"starts_on": text(doc.starts_on),
		"due_date": text(doc.due_date),
		"original_due_date": text(doc.original_due_date),
		"named_on": text(doc.named_on),
		"moved_because": _(doc.moved_because) if doc.moved_because else "",
		"due_inferred": bool(doc.due_inferred),
		"days_left": (doc.due_date - now.date()).days,
		"extensions": extensions.of_deadline(doc.name) if evidence is not None else [],
		"extensions_granted": doc.extensions,
		"on_time_rule": _(
			"On time is what was submitted by the end of the due date in force; a granted extension counts and stays visible."
		),
		"attempt": doc.attempt,
		"accepted_at": text(doc.accepted_at),
		"submitted_at": text(doc.submitted_at),
		"decided_at": text(doc.decided_at),
		"reason": doc.reason or "",
		"people": _people(task.name, doc.member),
		"stand_in": _stand_in(doc, now.date()),
		"evidence": evidence or [],
		"roll_up": _roll_up(actor, doc, task) if task.audience else None,
		"actions": _actions(doc, where, now),
		"undo_until": text(reviews.undo_until(doc, where.member)),
		"may_send": doc.state in review.OPEN_STATES
		and bool(where.relations & {review.RESPONSIBLE, review.COLLABORATOR}),
		"may_ask_extension": doc.state in review.OPEN_STATES and review.RESPONSIBLE in where.relations,
		"may_manage": review.DECIDER in where.relations and not where.own_work,
		"own_work": where.own_work,
	}


def history(actor: Actor, name: str) -> list[dict[str, Any]]:
	"""What happened to one deadline and its task, oldest first.

	Raises:
		NotFound: no such deadline for this user.
	"""
	doc = permissions.load(actor, "Chibo Deadline", name)
	task = frappe.get_doc("Chibo Task", doc.task)
	entry, member = frappe.qb.DocType("Chibo Audit Entry"), frappe.qb.DocType("Chibo Member")
	evidence = frappe.qb.DocType("Chibo Evidence")
	request = frappe.qb.DocType("Chibo Extension")
	# one of a group learns of her own deadline, not of what was given to the others
	own = doc.member in actor.members | actor.stood_in_for
	everybody = access.may_read(actor, "Chibo Task", _as_group(doc, task))
	about = entry.subject.isin([doc.name, doc.task] if everybody else [doc.name])
	if own or access.may_read(actor, "Chibo Evidence", permissions.describe("Chibo Deadline", doc)):
		about |= entry.subject.isin(
			frappe.qb.from_(evidence).select(evidence.name).where(evidence.deadline == doc.name)
		) | entry.subject.isin(
			frappe.qb.from_(request).select(request.name).where(request.deadline == doc.name)
		)
	found = (
		frappe.qb.from_(entry)
		.left_join(member)
		.on(member.name == entry.member)
		.select(
			entry.at, entry.action, entry.before, entry.after, entry.why, member.full_name.as_("who_name")
		)
		.where((entry.organization == doc.organization) & (entry.task == doc.task) & about)
		.orderby(entry.seq)
		.limit(MOST)
		.run(as_dict=True)
	)
	return [
		{
			**row,
			"before": json.loads(row.before or "{}"),
			"after": json.loads(row.after or "{}"),
			"why": row.why or "",
		}
		for row in found
	]


def _task(task: Any) -> dict[str, Any]:
	return {
		"task": task.name,
		"title": task.title,
		"content": task.content,
		"section_path": task.section_path,
		"plan": task.plan,
		"source": _sentences(task.name),
		"audience": task.audience or "",
		"recurrence": json.loads(task.recurrence) if task.recurrence else None,
		"evidence_needed": task.evidence_needed,
		"evidence_expected": json.loads(task.evidence_expected or "[]"),
	}


def _actions(doc: Any, where: reviews.Stance, now: Any) -> list[str]:
	offered = review.possible(doc.state, where.relations, own_work=where.own_work)
	until = reviews.undo_until(doc, where.member)
	return [action for action in offered if action != review.UNDO or (until is not None and now <= until)]


def _sentences(task: str) -> list[dict[str, Any]]:
	link, item = frappe.qb.DocType("Chibo Task Source"), frappe.qb.DocType("Chibo Plan Item")
	found = (
		frappe.qb.from_(link)
		.join(item)
		.on(item.name == link.plan_item)
		.select(item.name, item.plan, item.section_path, item.position, item.text, item.retired)
		.where(link.task == task)
		.orderby(item.position)
		.limit(MOST)
		.run(as_dict=True)
	)
	return [{**row, "retired": bool(row.retired)} for row in found]


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
		for member in sorted(roles, key=lambda one: (names[one], one))
		if role in roles[member]
	]


def _stand_in(doc: Any, today: date) -> dict[str, str] | None:
	"""Who acts for the responsible member today, where she is away."""
	away = people.absences([doc.organization], today)
	acting = staffing.acting_for(away, doc.member, today)
	if acting == doc.member:
		return None
	name = frappe.db.get_value("Chibo Member", acting, "full_name") if acting else ""
	return {"member": acting or "", "name": name or ""}


def _roll_up(actor: Actor, doc: Any, task: Any) -> dict[str, Any]:
	"""How far all who got this duty have come; names only for those who may see each other's work."""
	deadline, member = frappe.qb.DocType("Chibo Deadline"), frappe.qb.DocType("Chibo Member")
	rows = (
		frappe.qb.from_(deadline)
		.join(member)
		.on(member.name == deadline.member)
		.select(deadline.name, deadline.member, member.full_name, deadline.state, deadline.due_date)
		.where((deadline.task == task.name) & (deadline.occurrence == doc.occurrence))
		.orderby(member.full_name)
		.orderby(deadline.name)
		.run(as_dict=True)
	)
	found = staffing.roll_up(
		[(row.member, row.state, row.due_date) for row in rows],
		people.absences([doc.organization]),
		approved=review.APPROVED,
		waived=review.WAIVED,
	)
	names = {row.member: row.full_name for row in rows}
	everybody = access.may_read(actor, "Chibo Task", _as_group(doc, task))
	return {
		"done": found.done,
		"expected": found.expected,
		"excused": [
			{"name": names[one], "why": _(reason, context=reason.context or None)}
			for one, reason in found.excused.items()
		]
		if everybody
		else [],
		"members": [{"deadline": row.name, "name": row.full_name, "state": row.state} for row in rows]
		if everybody
		else [],
	}


def _as_group(doc: Any, task: Any) -> access.Record:
	"""The task as somebody sees it who is not merely one of the group."""
	return access.Record(
		organization=doc.organization, restricted=bool(task.restricted), people=people.of_task(task.name)
	)


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
			evidence.requirement,
			evidence.file_name,
			evidence.file_size,
			evidence.media_type,
			evidence.sha256,
			evidence.link,
			evidence.note,
			evidence.proves_on,
			evidence.sent_at,
			evidence.reason,
			evidence.copied_from,
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
	return [{**row, "proves_on": text(row.proves_on), "sent_at": text(row.sent_at)} for row in found]
