"""The life of one deadline: which action leads from which state to which, who may take it, and what it needs.

The table below is the only statement of these rules. The Workflow fixture for the Desk is generated from it
(`chibo_tasks.setup.fixtures`), the controller of Chibo Deadline asks it on every save, and the services ask it
before they write.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chibo_tasks.domain.errors import N_, DomainError, Term

ASSIGNED = "Assigned"
ACCEPTED = "Accepted"
SUBMITTED = "Submitted"
RETURNED = "Returned"
APPROVED = "Approved"
WAIVED = "Waived"
NOT_DONE = "Not Done"

STATES = (ASSIGNED, ACCEPTED, SUBMITTED, RETURNED, APPROVED, WAIVED, NOT_DONE)
INITIAL = ASSIGNED
OPEN_STATES = (ASSIGNED, ACCEPTED, RETURNED)
"""States in which the responsible member still owes work; only these can be due soon or overdue."""
FINAL_STATES = (APPROVED, WAIVED, NOT_DONE)

# What the acting person is to the deadline. One person may be several things at once.
RESPONSIBLE = "responsible"
COLLABORATOR = "collaborator"
REVIEWER = "reviewer"
DECIDER = "decider"
"""The secretary or the deputy of the cell: decides in the committee's name."""
AUTHOR = "author"
"""Who made the decision that stands."""

ACCEPT = "accept"
SUBMIT = "submit"
APPROVE = "approve"
RETURN = "return"
WAIVE = "waive"
FAIL = "fail"
UNDO = "undo"
REOPEN = "reopen"
HAND_OVER = "hand over"
"""Giving open work to another member; only a receipt, which was her predecessor's, is taken back by it."""

UNDO_TIME = timedelta(minutes=15)
"""How long the author of a decision can take it back without a reason; afterwards a decider reopens with one."""


@dataclass(frozen=True)
class Transition:
	"""One row of the table.

	Attributes:
		action: verb of the API.
		before: state in which the action is possible.
		after: state to which it leads.
		by: relations, any one of which allows the action.
		reason: a written reason is mandatory.
		evidence: at least one piece of evidence must have been sent for this attempt.
		own_work: false where those who did the work may not take the action.
		offered: false where the action is part of a larger one that has a door of its own.
	"""

	action: str
	before: str
	after: str
	by: frozenset[str]
	reason: bool = False
	evidence: bool = False
	own_work: bool = True
	offered: bool = True


_WORKERS = frozenset({RESPONSIBLE})
_REVIEWERS = frozenset({REVIEWER, DECIDER})
_DECIDERS = frozenset({DECIDER})
_AUTHORS = frozenset({AUTHOR})

TRANSITIONS: tuple[Transition, ...] = (
	Transition(ACCEPT, ASSIGNED, ACCEPTED, _WORKERS),
	Transition(SUBMIT, ACCEPTED, SUBMITTED, _WORKERS, evidence=True),
	Transition(SUBMIT, RETURNED, SUBMITTED, _WORKERS, evidence=True),
	Transition(APPROVE, SUBMITTED, APPROVED, _REVIEWERS, own_work=False),
	Transition(RETURN, SUBMITTED, RETURNED, _REVIEWERS, reason=True, own_work=False),
	*(
		Transition(WAIVE, state, WAIVED, _DECIDERS, reason=True, own_work=False)
		for state in (ASSIGNED, ACCEPTED, SUBMITTED, RETURNED)
	),
	*(
		Transition(FAIL, state, NOT_DONE, _DECIDERS, reason=True, own_work=False)
		for state in (ASSIGNED, ACCEPTED, RETURNED)
	),
	Transition(UNDO, APPROVED, SUBMITTED, _AUTHORS),
	Transition(UNDO, RETURNED, SUBMITTED, _AUTHORS),
	*(Transition(UNDO, WAIVED, state, _AUTHORS) for state in (ASSIGNED, ACCEPTED, SUBMITTED, RETURNED)),
	*(Transition(UNDO, NOT_DONE, state, _AUTHORS) for state in (ASSIGNED, ACCEPTED, RETURNED)),
	Transition(REOPEN, APPROVED, RETURNED, _DECIDERS, reason=True, own_work=False),
	Transition(REOPEN, WAIVED, ACCEPTED, _DECIDERS, reason=True, own_work=False),
	Transition(REOPEN, NOT_DONE, ACCEPTED, _DECIDERS, reason=True, own_work=False),
	Transition(HAND_OVER, ACCEPTED, ASSIGNED, _DECIDERS, reason=True, offered=False),
)

ACTIONS = tuple(dict.fromkeys(transition.action for transition in TRANSITIONS))


class StateSkipped(DomainError):
	"""The action is not possible in the state the deadline is in."""


class NotAllowed(DomainError):
	"""The acting person is not among those who may take the action."""


class OwnWork(DomainError):
	"""Nobody decides on work of their own."""


class ReasonMissing(DomainError):
	"""The action needs a written reason."""


class EvidenceMissing(DomainError):
	"""The action needs evidence that has not been sent yet."""


class TooLate(DomainError):
	"""A decision can no longer be taken back."""

	http_status_code = 409


def transition(
	action: str,
	state: str,
	relations: Collection[str],
	*,
	own_work: bool = False,
	reason: str = "",
	evidence: int = 0,
	evidence_needed: int = 1,
	missing: Sequence[str] = (),
	to: str = "",
) -> Transition:
	"""Return the transition that `action` means now, or refuse it.

	Args:
		action: one of `ACTIONS`.
		state: present state of the deadline.
		relations: what the acting person is to the deadline (`RESPONSIBLE`, `REVIEWER`, …).
		own_work: the acting person did (part of) the work under decision.
		reason: the reason given, as typed.
		evidence: pieces of evidence sent for this attempt.
		evidence_needed: pieces expected before the work can be submitted.
		missing: entries of the checklist for which nothing was sent.
		to: where an undo leads back to; other actions lead to one state only.

	Raises:
		StateSkipped: no row has this action in this state, or it is part of a larger action.
		NotAllowed, OwnWork, ReasonMissing, EvidenceMissing: the row exists, its condition is not met.
	"""
	row = next(
		(
			row
			for row in TRANSITIONS
			if row.offered and row.action == action and row.before == state and to in ("", row.after)
		),
		None,
	)
	if row is None:
		raise StateSkipped(
			N_("“{action}” is not possible while the work is “{state}”. Reload to see where it stands."),
			action=action_label(action),
			state=Term(state, "Chibo Deadline"),
		)
	if not row.by & set(relations):
		raise NotAllowed(
			N_("“{action}” is for {people} only."), action=action_label(action), people=_people(row.by)
		)
	if own_work and not row.own_work:
		raise OwnWork(N_("Nobody decides on their own work; another reviewer has to do it."))
	if row.reason and not reason.strip():
		raise ReasonMissing(N_("Write the reason for “{action}”."), action=action_label(action))
	if row.evidence and evidence < max(evidence_needed, 1):
		raise EvidenceMissing(
			N_("Evidence is missing: {sent} of {needed} sent. Add a photo, a file, a link or a note first."),
			sent=evidence,
			needed=max(evidence_needed, 1),
		)
	if row.evidence and missing:
		raise EvidenceMissing(N_("Still to be shown: {missing}."), missing=", ".join(missing))
	return row


def check_undo_time(decided_at: datetime | None, now: datetime) -> None:
	"""Refuse to take back a decision after `UNDO_TIME`.

	Raises:
		TooLate: the time is over; the secretary can still reopen with a reason.
	"""
	if decided_at is None or now > decided_at + UNDO_TIME:
		raise TooLate(
			N_(
				"A decision can be taken back for {minutes} minutes. After that the secretary reopens it with a reason."
			),
			minutes=UNDO_TIME.seconds // 60,
		)


def is_transition(before: str, after: str) -> bool:
	"""True when some row leads from `before` to `after`."""
	return any(row.before == before and row.after == after for row in TRANSITIONS)


def after_handover(state: str) -> str:
	"""What becomes of `state` when the work goes to another member."""
	return next((row.after for row in TRANSITIONS if row.action == HAND_OVER and row.before == state), state)


def possible(state: str, relations: Collection[str], *, own_work: bool = False) -> tuple[str, ...]:
	"""Actions to offer a person: allowed by state and relation, whatever still has to be typed or sent."""
	found = (
		row.action
		for row in TRANSITIONS
		if row.offered and row.before == state and row.by & set(relations) and (row.own_work or not own_work)
	)
	return tuple(dict.fromkeys(found))


_ACTION_LABELS = {
	ACCEPT: Term("Accept", "Chibo Deadline"),
	SUBMIT: Term("Submit", "Chibo Deadline"),
	APPROVE: Term("Approve", "Chibo Deadline"),
	RETURN: Term("Return", "Chibo Deadline"),
	WAIVE: Term("Waive", "Chibo Deadline"),
	FAIL: Term("Conclude as not done", "Chibo Deadline"),
	UNDO: Term("Undo", "Chibo Deadline"),
	REOPEN: Term("Reopen", "Chibo Deadline"),
	HAND_OVER: Term("Hand over", "Chibo Deadline"),
}

_RELATION_LABELS = {
	RESPONSIBLE: Term("the responsible member"),
	COLLABORATOR: Term("collaborators"),
	REVIEWER: Term("the reviewer"),
	DECIDER: Term("the secretary or the deputy secretary"),
	AUTHOR: Term("the one who decided"),
}


def action_label(action: str) -> Term:
	"""English name of an action, a source string of the catalogue."""
	return _ACTION_LABELS.get(action) or Term(action)


def _people(relations: frozenset[str]) -> tuple[Term, ...]:
	return tuple(label for name, label in _RELATION_LABELS.items() if name in relations)
