"""Carrying a deadline from state to state: the one place that writes a review state."""

from dataclasses import dataclass
from typing import Any

import frappe

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import access, deadlines, reminders, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import audit, notify, people

EVIDENCE_AFTER = {review.SUBMITTED: "Submitted", review.APPROVED: "Accepted", review.RETURNED: "Returned"}
"""What a transition makes of the evidence of the present attempt."""

TOLD_OF = {
	review.APPROVED: reminders.APPROVED,
	review.RETURNED: reminders.RETURNED,
	review.WAIVED: reminders.WAIVED,
	review.NOT_DONE: reminders.NOT_DONE,
}


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
		StateSkipped, NotAllowed, OwnWork, ReasonMissing, EvidenceMissing: the table says no.
	"""
	deadline = permissions.load(actor, "Chibo Deadline", name, for_update=True)
	where = stance(actor, deadline)
	evidence = _evidence(deadline)
	row = review.transition(
		action,
		deadline.state,
		where.relations,
		own_work=where.own_work,
		reason=reason,
		evidence=len(evidence),
		evidence_needed=frappe.db.get_value("Chibo Task", deadline.task, "evidence_needed"),
	)
	before = {"state": deadline.state, "outcome": deadline.outcome, "attempt": deadline.attempt}
	_apply(deadline, row, where.member, reason.strip(), exceeded)
	with gate.opened("Chibo Deadline"):
		deadline.save()
	if row.after in EVIDENCE_AFTER:
		_mark_evidence(evidence, EVIDENCE_AFTER[row.after], reason.strip())
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action=action,
				subject_type="Chibo Deadline",
				subject=deadline.name,
				task=deadline.task,
				before=before,
				after={"state": deadline.state, "outcome": deadline.outcome, "evidence": sorted(evidence)},
				why=reason.strip(),
				member=where.member,
			)
		],
	)
	_tell(deadline, row.after, where.member)
	return deadline


def stance(actor: Actor, deadline: Any) -> Stance:
	"""What `actor` is to `deadline`."""
	seat = actor.seat(deadline.organization)
	if seat is None:
		return Stance(None, frozenset(), own_work=False)
	roles = people.of_task(deadline.task).get(seat.member, set())
	relations = set()
	if deadline.member == seat.member:
		relations.add(review.RESPONSIBLE)
	if access.COLLABORATOR in roles:
		relations.add(review.COLLABORATOR)
	if access.REVIEWER in roles:
		relations.add(review.REVIEWER)
	if seat.position in access.DECIDERS:
		relations.add(review.DECIDER)
	own = bool(relations & {review.RESPONSIBLE, review.COLLABORATOR}) or deadline.submitted_by == seat.member
	return Stance(seat.member, frozenset(relations), own_work=own)


def _apply(deadline: Any, row: review.Transition, member: str | None, reason: str, exceeded: bool) -> None:
	now = clock.now(people.zone(deadline.organization))
	deadline.state = row.after
	deadline.reason = reason
	if row.action == review.ACCEPT:
		deadline.accepted_at = now
	elif row.action == review.SUBMIT:
		deadline.submitted_at, deadline.submitted_by = now, member
	else:
		deadline.decided_at, deadline.decided_by = now, member
	if row.action == review.RETURN:
		deadline.attempt += 1
	if row.action == review.APPROVE:
		deadline.exceeded = int(exceeded)
	deadline.outcome = (
		deadlines.outcome(
			row.after, deadline.due_date, deadline.submitted_at, exceeded=bool(deadline.exceeded)
		)
		or ""
	)


def _evidence(deadline: Any) -> list[str]:
	"""Evidence of the present attempt that has not been withdrawn."""
	return frappe.get_all(
		"Chibo Evidence",
		filters={"deadline": deadline.name, "attempt": deadline.attempt, "state": ["!=", "Withdrawn"]},
		pluck="name",
		order_by="creation, name",
	)


def _mark_evidence(names: list[str], state: str, reason: str) -> None:
	if not names:
		return
	evidence = frappe.qb.DocType("Chibo Evidence")
	frappe.qb.update(evidence).set(evidence.state, state).set(evidence.reason, reason).where(
		evidence.name.isin(names)
	).run()


def _tell(deadline: Any, state: str, by: str | None) -> None:
	if state == review.SUBMITTED:
		told = [member for member, roles in people.of_task(deadline.task).items() if access.REVIEWER in roles]
		rule = reminders.SUBMITTED
	elif state in TOLD_OF:
		told, rule = [deadline.member], TOLD_OF[state]
	else:
		return
	attempt = deadline.attempt - 1 if state == review.RETURNED else deadline.attempt
	notify.tell(
		deadline.organization,
		[
			notify.Notice(deadline.name, deadline.task, member, rule, step=attempt)
			for member in sorted(told)
			if member != by
		],
	)
