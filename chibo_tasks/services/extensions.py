"""A later due date: asked for with a reason, decided with a reason; the original date stays what it was."""

from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import extension, reminders, review
from chibo_tasks.domain.access import DECIDERS, Actor
from chibo_tasks.domain.deadlines import check_dates
from chibo_tasks.domain.extension import GRANTED, REFUSED, WAITING
from chibo_tasks.domain.reminders.rules import REQUEST
from chibo_tasks.services import audit, extension_requests, notify, people, reviews
from chibo_tasks.services.reminders import rules


def ask(actor: Actor, deadline_name: str, due: date, reason: str) -> str:
	"""Ask for a later due date and return the request's name.

	Raises:
		NotFound, frappe.PermissionError: not the responsible member's deadline.
		BadExtension: the deadline is finished, the date is not later, no reason, or a request is waiting already.
	"""
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name, for_update=True)
	where = reviews.stance(actor, deadline)
	if review.RESPONSIBLE not in where.relations:
		frappe.throw(_("Only the responsible member can ask for more time."), frappe.PermissionError)
	waits = bool(extension_requests.waiting(deadline.name))
	extension.check_request(deadline.state, deadline.due_date, due, reason, waiting=waits)
	now = clock.now(people.zone(deadline.organization))
	with gate.opened("Chibo Extension"):
		request = frappe.get_doc(
			{
				"doctype": "Chibo Extension",
				"organization": deadline.organization,
				"task": deadline.task,
				"deadline": deadline.name,
				"asked_by": where.member,
				"asked_at": now,
				"previous_due_date": deadline.due_date,
				"requested_due_date": due,
				"reason": reason.strip(),
				"state": WAITING,
			}
		).insert()
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action="ask for extension",
				subject_type="Chibo Extension",
				subject=request.name,
				task=deadline.task,
				before={"due_date": deadline.due_date},
				after={"due_date": due},
				why=reason.strip(),
				member=where.member,
			)
		],
	)
	notify.tell(
		deadline.organization,
		[
			notify.Notice(
				deadline.name, deadline.task, member, reminders.EXTENSION_ASKED, step=_count(deadline.name)
			)
			for member in _deciders(deadline, except_for=where.member)
		],
	)
	return str(request.name)


def decide(actor: Actor, name: str, *, grant: bool, reason: str, due: date | None = None) -> Any:
	"""Grant or refuse a request and return its deadline.

	Args:
		due: date granted, where it is another than the one asked for.

	Raises:
		NotFound; BadExtension: decided already, no reason, or the date is not later.
		OwnWork: the deciding person does the work.
	"""
	request = permissions.load(actor, "Chibo Extension", name)
	# the deadline first, as everybody does who closes or makes a request, so that nobody waits for each other
	deadline = permissions.load(actor, "Chibo Deadline", request.deadline, for_update=True)
	request = permissions.load(actor, "Chibo Extension", name, for_update=True)
	where = reviews.stance(actor, deadline)
	granted = (due or request.requested_due_date) if grant else None
	extension.check_decision(
		request.state,
		deadline.state,
		deadline.due_date,
		granted,
		reason,
		decider=review.DECIDER in where.relations,
		own_work=where.own_work,
	)
	_settle(request, deadline, where.member, granted, reason.strip())
	return deadline


def reschedule(actor: Actor, deadline_name: str, due: date, reason: str) -> Any:
	"""Move a deadline by decision of the committee, in one step: recorded as an extension asked and granted at once.

	Raises:
		NotFound, OwnWork; BadExtension: as for a request, but the date may also be earlier.
	"""
	deadline, where = check_reschedule(actor, deadline_name, due, reason)
	request = frappe.get_doc(
		{
			"doctype": "Chibo Extension",
			"organization": deadline.organization,
			"task": deadline.task,
			"deadline": deadline.name,
			"asked_by": where.member,
			"asked_at": clock.now(people.zone(deadline.organization)),
			"previous_due_date": deadline.due_date,
			"requested_due_date": due,
			"reason": reason.strip(),
			"state": WAITING,
		}
	)
	with gate.opened("Chibo Extension"):
		request.insert()
	_settle(request, deadline, where.member, due, reason.strip())
	return deadline


def check_reschedule(actor: Actor, deadline_name: str, due: date, reason: str) -> tuple[Any, reviews.Stance]:
	"""Refuse what `reschedule` would refuse; return the deadline, locked, and what `actor` is to it."""
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name, for_update=True)
	where = reviews.stance(actor, deadline)
	extension.check_decision(
		WAITING,
		deadline.state,
		deadline.due_date,
		due,
		reason,
		decider=review.DECIDER in where.relations,
		own_work=where.own_work,
		earlier=True,
	)
	check_dates(deadline.starts_on, due)
	return deadline, where


def waiting(actor: Actor) -> list[dict[str, Any]]:
	"""Requests that `actor` may decide, oldest first."""
	row, deadline, task, member = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Extension", "Deadline", "Task", "Member")
	)
	found = (
		frappe.qb.from_(row)
		.join(deadline)
		.on(deadline.name == row.deadline)
		.join(task)
		.on(task.name == row.task)
		.join(member)
		.on(member.name == row.asked_by)
		.select(
			row.name,
			row.organization,
			row.deadline,
			row.asked_at,
			row.previous_due_date,
			row.requested_due_date,
			row.reason,
			deadline.original_due_date,
			deadline.extensions,
			task.title,
			member.full_name.as_("asked_by_name"),
		)
		.where(
			(row.state == WAITING)
			& deadline.state.isin(list(review.OPEN_STATES))
			& row.organization.isin(sorted(actor.organizations(DECIDERS)) or [""])
			& deadline.member.notin(sorted(actor.members) or [""])
			& permissions.scope(actor, "Chibo Extension", row)
		)
		.orderby(row.asked_at)
		.orderby(row.name)
		.limit(200)
		.run(as_dict=True)
	)
	return [
		{key: value if isinstance(value, int) else str(value) for key, value in one.items()} for one in found
	]


def of_deadline(deadline: str) -> list[dict[str, Any]]:
	"""Every request for `deadline`, oldest first; the caller has checked who asks."""
	row, member = frappe.qb.DocType("Chibo Extension"), frappe.qb.DocType("Chibo Member")
	decider = member.as_("decider")
	found = (
		frappe.qb.from_(row)
		.join(member)
		.on(member.name == row.asked_by)
		.left_join(decider)
		.on(decider.name == row.decided_by)
		.select(
			row.name,
			row.state,
			row.asked_at,
			row.previous_due_date,
			row.requested_due_date,
			row.granted_due_date,
			row.reason,
			row.decided_at,
			row.decision_reason,
			member.full_name.as_("asked_by_name"),
			decider.full_name.as_("decided_by_name"),
		)
		.where(row.deadline == deadline)
		.orderby(row.asked_at)
		.orderby(row.name)
		.limit(200)
		.run(as_dict=True)
	)
	return [{key: None if value is None else str(value) for key, value in one.items()} for one in found]


def _settle(request: Any, deadline: Any, member: str | None, granted: date | None, reason: str) -> None:
	now = clock.now(people.zone(deadline.organization))
	before = deadline.due_date
	request.update(
		{
			"state": GRANTED if granted else REFUSED,
			"granted_due_date": granted,
			"decided_by": member,
			"decided_at": now,
			"decision_reason": reason,
		}
	)
	with gate.opened("Chibo Extension", "Chibo Deadline"):
		request.save()
		if granted:
			deadline.due_date = granted
			deadline.due_inferred = 0
			deadline.extensions += 1
			deadline.told_step = reminders.told_step(now.date(), granted)
			deadline.save()
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action="grant extension" if granted else "refuse extension",
				subject_type="Chibo Deadline",
				subject=deadline.name,
				task=deadline.task,
				before={"due_date": before},
				after={"due_date": deadline.due_date, "original_due_date": deadline.original_due_date},
				why=reason,
				member=member,
			)
		],
	)
	asked = [rule.key for rule in rules.of(deadline.organization) if rule.anchor == REQUEST]
	notify.withdraw(deadline.organization, [deadline.name], rules=None if granted else asked)
	if deadline.member != member:
		rule = reminders.EXTENSION_GRANTED if granted else reminders.EXTENSION_REFUSED
		notify.tell(
			deadline.organization,
			[notify.Notice(deadline.name, deadline.task, deadline.member, rule, step=_count(deadline.name))],
		)


def _count(deadline: str) -> int:
	return len(
		frappe.get_all("Chibo Extension", filters={"deadline": deadline}, pluck="name", order_by="name")
	)


def _deciders(deadline: Any, except_for: str | None) -> list[str]:
	"""Secretary and deputy, of whom a restricted task is only told to those who are named on it."""
	today = clock.today(people.zone(deadline.organization))
	found = [
		one.name
		for one in people.persons(deadline.organization)
		if one.position in DECIDERS and one.is_active(today) and one.name != except_for
	]
	if deadline.restricted:
		named = people.of_task(deadline.task)
		found = [name for name in found if name in named]
	return found
