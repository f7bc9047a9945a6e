"""Changing what has been given: who leads, what is asked, who else is on it. Nothing is overwritten without a trace."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import access, assignment, reminders, review, search
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.handover import check_handover
from chibo_tasks.domain.identity import new_name
from chibo_tasks.domain.recurrence import Recurrence, occurrences
from chibo_tasks.exceptions import NotFound, refuse, say_any
from chibo_tasks.services import (
	audit,
	calendars,
	extension_requests,
	extensions,
	notify,
	people,
	reviews,
	rows,
)
from chibo_tasks.services.plans import require_decider

OTHER_ROLES = {
	"collaborators": access.COLLABORATOR,
	"followers": access.FOLLOWER,
	"reviewer": access.REVIEWER,
}
SEAT = ("name", "organization", "task", "member", "role", "since")
MOST = 500
"""Records that one request changes at most."""


def reassign(
	actor: Actor, names: Sequence[str], lead: str, reason: str, *, dry_run: bool = False
) -> list[dict[str, Any]]:
	"""Hand open deadlines over to another member; each succeeds or fails on its own.

	Args:
		names: deadlines.
		lead: member who takes over.
		reason: why.
		dry_run: write nothing, only tell.

	Returns:
		For each deadline {deadline, ok, message}.
	"""
	if not reason.strip():
		refuse(_("Write why the work is handed over."))

	def one(name: str) -> None:
		deadline, task = _check_reassign(actor, name, lead)
		if not dry_run:
			_reassign_one(actor, deadline, task, lead, reason.strip())

	return _each("deadline", names, one)


def reschedule_many(
	actor: Actor, names: Sequence[str], due: date, reason: str, *, dry_run: bool = False
) -> list[dict[str, Any]]:
	"""Move open deadlines to one day; each succeeds or fails on its own.

	Args:
		names: deadlines.
		due: new due date.
		reason: why.
		dry_run: write nothing, only tell.

	Returns:
		For each deadline {deadline, ok, message}.
	"""
	move = extensions.check_reschedule if dry_run else extensions.reschedule
	return _each("deadline", names, lambda name: move(actor, name, due, reason))


def add_people(
	actor: Actor,
	names: Sequence[str],
	collaborators: Sequence[str],
	followers: Sequence[str],
	reason: str,
	*,
	dry_run: bool = False,
) -> list[dict[str, Any]]:
	"""Add people to tasks; nobody who is on one leaves it, and each task succeeds or fails on its own.

	Args:
		names: tasks.
		collaborators, followers: members to add.
		dry_run: write nothing, only tell.

	Returns:
		For each task {task, ok, message, added}: how many people come to it.
	"""
	if not reason.strip():
		refuse(_("Write the reason for the change."))
	added: dict[str, int] = {}

	def one(name: str) -> None:
		task = permissions.load(actor, "Chibo Task", name, for_update=True)
		require_decider(actor, task.organization)
		present = people.of_task(task.name, for_update=True)
		values = {}
		for key, wanted in (("collaborators", collaborators), ("followers", followers)):
			new = [member for member in dict.fromkeys(wanted) if member not in present]
			had = [member for member, roles in present.items() if OTHER_ROLES[key] in roles]
			added[name] = added.get(name, 0) + len(new)
			if new:
				values[key] = sorted({*had, *new})
		_check_people(task, values)
		if values and not dry_run:
			change(actor, name, values, reason)

	return [
		{**row, "added": added.get(row["task"], 0) if row["ok"] else 0} for row in _each("task", names, one)
	]


def _each(kind: str, names: Sequence[str], act: Callable[[str], Any]) -> list[dict[str, Any]]:
	"""Do one thing to each of `names`, at most `MOST`, and tell of each what became of it."""
	if len(names) > MOST:
		refuse(_("At most {n} at once.").format(n=MOST))
	results = []
	for name in dict.fromkeys(names):
		try:
			act(name)
			results.append({kind: name, "ok": True, "message": ""})
		except (DomainError, NotFound) as error:
			results.append({kind: name, "ok": False, "message": say_any(error)})
	return results


def _check_reassign(actor: Actor, name: str, lead: str) -> tuple[Any, Any]:
	"""Deadline and task, locked, where `lead` can take it over."""
	deadline = permissions.load(actor, "Chibo Deadline", name, for_update=True)
	task = permissions.load(actor, "Chibo Task", deadline.task, for_update=True)
	require_decider(actor, deadline.organization)
	today = clock.today(people.zone(deadline.organization))
	successor = next((one for one in people.persons(deadline.organization) if one.name == lead), None)
	check_handover(
		state=deadline.state,
		audience=task.audience or "",
		holder=deadline.member,
		successor=lead,
		name=successor.full_name if successor else lead,
		active=successor is not None and successor.is_active(today),
		roles=people.of_task(task.name, for_update=True).get(lead, ()),
	)
	return deadline, task


def _reassign_one(actor: Actor, deadline: Any, task: Any, lead: str, reason: str) -> None:
	today = clock.today(people.zone(deadline.organization))
	by = people.acting_member(actor, deadline.organization)
	before = {"member": deadline.member, "state": deadline.state}
	reviews.hand_over(deadline, lead)
	deadline.opened_on = today
	deadline.told_step = reminders.told_step(today, deadline.due_date)
	with gate.opened("Chibo Deadline"):
		deadline.save()
	# one lead at a time, whoever it was: of a duty that comes back, each occurrence may be in other hands
	_end_seats(task.name, today, role=access.LEAD)
	_end_seats(task.name, today, member=lead)
	_add_seats(task, [(lead, access.LEAD)], today)
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action="reassign",
				subject_type="Chibo Deadline",
				subject=deadline.name,
				task=task.name,
				before={key: value for key, value in before.items() if value != deadline.get(key)},
				after={key: deadline.get(key) for key in before if before[key] != deadline.get(key)},
				why=reason,
				member=by,
			)
		],
	)
	extension_requests.overtake(deadline, by)
	told = notify.Notice(deadline.name, task.name, lead, reminders.REASSIGNED, step=_handovers(deadline.name))
	notify.withdraw(deadline.organization, [deadline.name])
	if lead != by:
		notify.tell(deadline.organization, [told])


def change(actor: Actor, name: str, values: Mapping[str, Any], reason: str) -> None:
	"""Change a task: title, content, people other than the lead, what is asked for, who may know of it.

	Args:
		values: any of title, content, collaborators, followers, reviewer, evidence_needed, evidence_expected,
			restricted, ends_on.
		reason: why.

	Raises:
		NotFound, BadOrder, UnknownMember; BadInput: no reason.
	"""
	task = permissions.load(actor, "Chibo Task", name, for_update=True)
	require_decider(actor, task.organization)
	if not reason.strip():
		refuse(_("Write the reason for the change."))
	today = clock.today(people.zone(task.organization))
	by = people.acting_member(actor, task.organization)
	before = _facts(task)
	_change_people(task, values, today)
	_change_fields(task, values)
	if values.get("restricted") and not before["restricted"]:
		_keep_in_the_know(task, by, today)
		given = frappe.get_all(
			"Chibo Deadline", filters={"task": task.name}, fields=["name", "member"], order_by="name"
		)
		spared = {*people.of_task(task.name, for_update=True), *(one.member for one in given)}
		notify.withdraw(task.organization, [one.name for one in given], spared=spared)
	after = _facts(task)
	changed = sorted(key for key in after if after[key] != before[key])
	if not changed:
		return
	audit.record(
		task.organization,
		[
			audit.Event(
				action="change task",
				subject_type="Chibo Task",
				subject=task.name,
				task=task.name,
				before={key: before[key] for key in changed},
				after={key: after[key] for key in changed},
				why=reason.strip(),
				member=by,
			)
		],
	)


def approve_many(actor: Actor, names: Sequence[str], note: str) -> list[dict[str, Any]]:
	"""Approve several submitted deadlines; each succeeds or fails on its own.

	Returns:
		For each deadline {deadline, ok, message}.
	"""
	return _each("deadline", names, lambda name: reviews.act(actor, name, review.APPROVE, reason=note))


def _check_people(task: Any, values: Mapping[str, Any]) -> None:
	"""Refuse people who are not there, and a reviewer who does the work.

	Raises:
		UnknownMember, BadOrder.
	"""
	known, today = (
		{one.name: one for one in people.persons(task.organization)},
		clock.today(people.zone(task.organization)),
	)
	wanted = {key: _named(key, values[key]) for key in OTHER_ROLES if key in values}
	for member in sorted({member for members in wanted.values() for member in members}):
		if member not in known or not known[member].is_active(today):
			raise assignment.UnknownMember(
				N_("There is no member “{member}” in this organization."), member=member
			)
	leads = {
		member for member, roles in people.of_task(task.name, for_update=True).items() if access.LEAD in roles
	}
	if wanted.get("reviewer", set()) & (leads | wanted.get("collaborators", set())):
		raise assignment.BadOrder(
			N_("On “{task}” the reviewer also does the work. Choose another reviewer."), task=task.title
		)


def _named(key: str, value: Any) -> set[str]:
	return {value} if key == "reviewer" else set(value)


def _change_people(task: Any, values: Mapping[str, Any], today: Any) -> None:
	_check_people(task, values)
	present = people.of_task(task.name, for_update=True)
	leads = {member for member, roles in present.items() if access.LEAD in roles}
	for key, role in OTHER_ROLES.items():
		if key not in values:
			continue
		wanted = _named(key, values[key])
		had = {member for member, roles in present.items() if role in roles}
		for member in sorted(had - wanted):
			_end_seats(task.name, today, member=member, role=role)
		_add_seats(task, [(member, role) for member in sorted(wanted - had - leads)], today)


def _change_fields(task: Any, values: Mapping[str, Any]) -> None:
	if "title" in values:
		task.title = assignment.title(str(values["title"]))
		if not task.title:
			refuse(_("A task needs a title."))
	if "content" in values:
		task.content = str(values["content"]).strip()
	if "evidence_expected" in values or "evidence_needed" in values:
		expected = list(values.get("evidence_expected", json.loads(task.evidence_expected or "[]")))
		count = int(values.get("evidence_needed", task.evidence_needed))
		task.evidence_needed = assignment.evidence_needed(task.title, count, expected)
		task.evidence_expected = json.dumps(expected, ensure_ascii=False)
	if "ends_on" in values:
		task.ends_on = _last_day(task, values["ends_on"])
	if "restricted" in values:
		task.restricted = int(bool(values["restricted"]))
	task.search_text = search.index(task.title, task.content)
	with gate.opened("Chibo Task"):
		task.save()
	deadline = frappe.qb.DocType("Chibo Deadline")
	frappe.qb.update(deadline).set(deadline.restricted, task.restricted).where(
		deadline.task == task.name
	).run()


def _last_day(task: Any, day: date | None) -> date | None:
	"""`day`, after the checks that an order's last day has to pass.

	Raises:
		BadOrder, BadDates, BadRecurrence.
	"""
	if not task.recurrence:
		return day
	span = assignment.returning_span(task.starts_on or task.assigned_on, day, task.title)
	occurrences(
		Recurrence.from_dict(json.loads(task.recurrence)), span, terms=calendars.terms(task.organization)
	)
	return span.end


def _keep_in_the_know(task: Any, by: str, today: Any) -> None:
	"""Whoever restricts a task goes on knowing of it."""
	if by not in people.of_task(task.name, for_update=True):
		_add_seats(task, [(by, access.FOLLOWER)], today)


def _facts(task: Any) -> dict[str, Any]:
	seats = people.of_task(task.name, for_update=True)
	return {
		"title": task.title,
		"content": task.content,
		"restricted": int(task.restricted),
		"evidence_needed": int(task.evidence_needed),
		"evidence_expected": json.loads(task.evidence_expected or "[]"),
		"ends_on": str(task.ends_on or ""),
		"people": sorted(f"{role}: {member}" for member, roles in seats.items() for role in roles),
	}


def _add_seats(task: Any, seats: Sequence[tuple[str, str]], today: Any) -> None:
	rows.insert(
		"Chibo Task Member",
		SEAT,
		[
			{
				"name": new_name(),
				"organization": task.organization,
				"task": task.name,
				"member": member,
				"role": role,
				"since": today,
			}
			for member, role in seats
		],
	)


def _end_seats(task: str, today: Any, **match: str) -> None:
	seat = frappe.qb.DocType("Chibo Task Member")
	query = frappe.qb.update(seat).set(seat.until, today).where((seat.task == task) & seat.until.isnull())
	for column, value in match.items():
		query = query.where(seat[column] == value)
	query.run()


def _handovers(deadline: str) -> int:
	entries = frappe.get_all(
		"Chibo Audit Entry", filters={"subject": deadline, "action": "reassign"}, pluck="name", order_by="seq"
	)
	return len(entries)
