"""Carrying a deadline from state to state: the one place that writes a review state."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import access, checklist, deadlines, reminders, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.errors import N_
from chibo_tasks.domain.reminders.rules import GIVEN
from chibo_tasks.services import audit, extension_requests, notify, people
from chibo_tasks.services.reminders import rules

EVIDENCE_AFTER = {review.SUBMITTED: "Submitted", review.APPROVED: "Accepted", review.RETURNED: "Returned"}
"""What a transition makes of the evidence of the present attempt."""

TOLD_OF = {
	review.APPROVE: reminders.APPROVED,
	review.RETURN: reminders.RETURNED,
	review.WAIVE: reminders.WAIVED,
	review.FAIL: reminders.NOT_DONE,
	review.UNDO: reminders.REOPENED,
	review.REOPEN: reminders.REOPENED,
}
"""Decisions that the responsible member is told of at once."""

DECISIONS = frozenset(TOLD_OF) - {review.UNDO}


@dataclass(frozen=True)
class Stance:
	"""What a user is to a deadline.

	Attributes:
		member: member record with which the user acts.
		relations: relations of `chibo_tasks.domain.review`.
		own_work: the user did part of the work.
	"""

	member: str | None
	relations: frozenset[str]
	own_work: bool


def act(actor: Actor, name: str, action: str, *, reason: str = "", exceeded: bool = False) -> Any:
	"""Take `action` on the deadline `name` and return its document.

	The row is locked first: of two people who act at once one wins, and the other is told where the deadline stands.

	Args:
		action: one of `review.ACTIONS`.
		reason: why; mandatory where the table says so.
		exceeded: on approval, the reviewer confirms more than was asked for.

	Raises:
		NotFound: no such deadline for this user.
		StateSkipped, NotAllowed, OwnWork, ReasonMissing, EvidenceMissing, TooLate: the table says no.
	"""
	deadline = permissions.load(actor, "Chibo Deadline", name, for_update=True)
	where = stance(actor, deadline)
	evidence = _evidence(deadline)
	needed, expected = _wanted(deadline.task)
	row = review.transition(
		action,
		deadline.state,
		where.relations,
		own_work=where.own_work,
		reason=reason,
		evidence=len(evidence),
		evidence_needed=needed,
		missing=checklist.missing(expected, [one.requirement for one in evidence]),
		to=deadline.previous_state or "" if action == review.UNDO else "",
	)
	if action == review.UNDO:
		review.check_undo_time(deadline.decided_at, clock.now(people.zone(deadline.organization)))
		evidence = _undone_evidence(deadline)
	before = {"state": deadline.state, "outcome": deadline.outcome, "attempt": deadline.attempt}
	_apply(deadline, row, where.member, reason.strip(), exceeded)
	with gate.opened("Chibo Deadline"):
		deadline.save()
	if row.after in EVIDENCE_AFTER:
		_mark_evidence([one.name for one in evidence], EVIDENCE_AFTER[row.after], reason.strip())
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action=action,
				subject_type="Chibo Deadline",
				subject=deadline.name,
				task=deadline.task,
				before=before,
				after={
					"state": deadline.state,
					"outcome": deadline.outcome,
					"attempt": deadline.attempt,
					"evidence": sorted(one.name for one in evidence),
				},
				why=reason.strip(),
				member=where.member,
			)
		],
	)
	if row.before in review.OPEN_STATES and row.after not in review.OPEN_STATES:
		extension_requests.overtake(deadline, where.member)
	_withdraw(deadline, row.action)
	_tell(deadline, row, where.member)
	return deadline


def stance(actor: Actor, deadline: Any) -> Stance:
	"""What `actor` is to `deadline`, in person or as the stand-in of somebody who is away.

	For restricted work only those who are named count; a stand-in is not.
	"""
	seat = actor.seat(deadline.organization)
	if seat is None:
		return Stance(None, frozenset(), own_work=False)
	acting = {seat.member} if deadline.restricted else {seat.member, *actor.stood_in_for}
	named = people.of_task(deadline.task)
	roles = {role for member in acting for role in named.get(member, ())}
	relations = set()
	if deadline.member in acting:
		relations.add(review.RESPONSIBLE)
	if access.COLLABORATOR in roles:
		relations.add(review.COLLABORATOR)
	if access.REVIEWER in roles:
		relations.add(review.REVIEWER)
	if seat.position in access.DECIDERS:
		relations.add(review.DECIDER)
	if deadline.decided_by == seat.member:
		relations.add(review.AUTHOR)
	own = bool(relations & {review.RESPONSIBLE, review.COLLABORATOR}) or deadline.submitted_by == seat.member
	return Stance(seat.member, frozenset(relations), own_work=own)


def hand_over(deadline: Any, member: str) -> None:
	"""Make `member` responsible on the document, unsaved; she has confirmed nothing yet."""
	deadline.member = member
	deadline.accepted_at = None
	deadline.state = review.after_handover(deadline.state)


def undo_until(deadline: Any, member: str | None) -> datetime | None:
	"""Until when `member` can take back the decision that stands; None where there is none of hers."""
	if deadline.decided_by != member or not deadline.previous_state or not deadline.decided_at:
		return None
	return deadline.decided_at + review.UNDO_TIME


def _apply(deadline: Any, row: review.Transition, member: str | None, reason: str, exceeded: bool) -> None:
	now = clock.now(people.zone(deadline.organization))
	before, deadline.state = deadline.state, row.after
	if row.action in TOLD_OF:
		deadline.told_step = reminders.told_step(now.date(), deadline.due_date)
	deadline.reason = reason
	deadline.previous_state = before if row.action in DECISIONS else None
	if row.action == review.ACCEPT:
		deadline.accepted_at = now
	elif row.action == review.SUBMIT:
		deadline.submitted_at, deadline.submitted_by = now, member
	elif row.action == review.UNDO:
		deadline.decided_at = deadline.decided_by = None
	else:
		deadline.decided_at, deadline.decided_by = now, member
	if row.after == review.RETURNED and row.action in DECISIONS:
		deadline.attempt += 1
	if row.action == review.UNDO and before == review.RETURNED:
		deadline.attempt -= 1
	deadline.exceeded = int(exceeded and row.action == review.APPROVE)
	deadline.outcome = (
		deadlines.outcome(
			row.after, deadline.due_date, deadline.submitted_at, exceeded=bool(deadline.exceeded)
		)
		or ""
	)


def _evidence(deadline: Any, attempt: int | None = None) -> list[Any]:
	"""Evidence of the present (or the given) attempt that has not been withdrawn; it stays locked.

	The deadline is locked already. A locking read sees what arrived, or was withdrawn, while this waited for the lock.
	"""
	evidence = frappe.qb.DocType("Chibo Evidence")
	return list(
		frappe.qb.from_(evidence)
		.select(evidence.name, evidence.requirement)
		.where(
			(evidence.deadline == deadline.name)
			& (evidence.attempt == (attempt or deadline.attempt))
			& (evidence.state != "Withdrawn")
		)
		.orderby(evidence.creation)
		.orderby(evidence.name)
		.for_update()
		.run(as_dict=True)
	)


def _undone_evidence(deadline: Any) -> list[Any]:
	"""Evidence that the decision to be undone was about.

	Raises:
		TooLate: a new attempt has begun since.
	"""
	if deadline.state != review.RETURNED:
		return _evidence(deadline)
	if _evidence(deadline):
		raise review.TooLate(N_("New evidence has been sent since. The return stands."))
	return _evidence(deadline, deadline.attempt - 1)


def _wanted(task: str) -> tuple[int, list[str]]:
	row = frappe.db.get_value("Chibo Task", task, ["evidence_needed", "evidence_expected"], as_dict=True)
	return row.evidence_needed, json.loads(row.evidence_expected or "[]")


def _mark_evidence(names: list[str], state: str, reason: str) -> None:
	if not names:
		return
	evidence = frappe.qb.DocType("Chibo Evidence")
	frappe.qb.update(evidence).set(evidence.state, state).set(evidence.reason, reason).where(
		evidence.name.isin(names)
	).run()


def _withdraw(deadline: Any, action: str) -> None:
	"""What has not been told yet has lost its ground; whoever confirms receipt is only not asked for that any more."""
	if action == review.ACCEPT:
		receipts = [rule.key for rule in rules.of(deadline.organization) if rule.anchor == GIVEN]
		notify.withdraw(deadline.organization, [deadline.name], rules=receipts)
	else:
		notify.withdraw(deadline.organization, [deadline.name])


def _tell(deadline: Any, row: review.Transition, by: str | None) -> None:
	if row.action == review.SUBMIT:
		told, rule = _reviewers(deadline), reminders.SUBMITTED
	elif row.action in TOLD_OF:
		told, rule = [deadline.member], TOLD_OF[row.action]
	else:
		return
	attempt = deadline.attempt - 1 if row.action == review.RETURN else deadline.attempt
	notify.tell(
		deadline.organization,
		[
			notify.Notice(
				deadline.name, deadline.task, member, rule, step=attempt, reason=deadline.reason or ""
			)
			for member in sorted(told)
			if member != by
		],
	)


def _reviewers(deadline: Any) -> list[str]:
	return [member for member, roles in people.of_task(deadline.task).items() if access.REVIEWER in roles]
