"""Which reminder is due for whom on a given day, given what the ledger already holds.

A rule is a row of steps, counted in days from the due date. On any day at most one step of a rule is current for a
deadline: the last one passed. The ledger remembers steps, not days, so a sweep that runs twice finds nothing the second
time, and one that did not run for a week finds the step that is current now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DUE_SOON = "due-soon"
OVERDUE = "overdue"

# Events that are told at once; their ledger rows carry the attempt as the step.
ASSIGNED = "assigned"
SUBMITTED = "submitted"
RETURNED = "returned"
APPROVED = "approved"
WAIVED = "waived"
NOT_DONE = "not-done"
REOPENED = "reopened"
EXTENSION_ASKED = "extension-asked"
EXTENSION_GRANTED = "extension-granted"
EXTENSION_REFUSED = "extension-refused"
REASSIGNED = "reassigned"

EVENTS = (
	ASSIGNED,
	SUBMITTED,
	RETURNED,
	APPROVED,
	WAIVED,
	NOT_DONE,
	REOPENED,
	EXTENSION_ASKED,
	EXTENSION_GRANTED,
	EXTENSION_REFUSED,
	REASSIGNED,
)

SENT = "Sent"
SUPPRESSED = "Suppressed"

JUST_ASSIGNED = "just assigned"


@dataclass(frozen=True)
class Rule:
	"""A reminder rule.

	Attributes:
		key: name of the rule in the ledger.
		steps: days from the due date on which it speaks, ascending; negative before, positive after.
		until: last day, counted the same way, on which the last step still counts; None without end.
	"""

	key: str
	steps: tuple[int, ...]
	until: int | None = None


DEFAULT_RULES = (
	Rule(DUE_SOON, (-7, -3, -1, 0), until=0),
	Rule(OVERDUE, (1, 2, 3, 10, 17, 24)),
)


@dataclass(frozen=True)
class Window:
	"""Due dates for which `step` of `rule` is the current one on the day of the sweep.

	Attributes:
		due_from: earliest due date, None for any.
		due_to: latest due date.
	"""

	rule: str
	step: int
	due_from: date | None
	due_to: date


@dataclass(frozen=True)
class Intent:
	"""What becomes of one reminder: `SENT` or `SUPPRESSED` with a reason."""

	deadline: str
	task: str
	member: str
	rule: str
	step: int
	state: str
	reason: str = ""


@dataclass(frozen=True)
class Candidate:
	"""A deadline for which a step is current and not in the ledger.

	Attributes:
		opened_on: day on which the member was given the work.
	"""

	deadline: str
	task: str
	member: str
	due_date: date
	opened_on: date | None
	rule: str
	step: int


def windows(today: date, rules: Iterable[Rule] = DEFAULT_RULES) -> tuple[Window, ...]:
	"""Translate `rules` into ranges of due dates, so that one set-based query finds what is due."""
	found = []
	for rule in rules:
		for step, following in zip(rule.steps, (*rule.steps[1:], None), strict=True):
			last = following - 1 if following is not None else rule.until
			found.append(
				Window(
					rule=rule.key,
					step=step,
					due_from=None if last is None else today - timedelta(days=last),
					due_to=today - timedelta(days=step),
				)
			)
	return tuple(found)


def plan(candidates: Iterable[Candidate]) -> list[Intent]:
	"""Decide for each candidate whether it is sent.

	Work that was given after the step's day had passed is not reminded of that step: the assignment itself has just
	told the member, so the step is recorded as suppressed and the next one counts.
	"""
	intents = []
	for one in candidates:
		step_day = one.due_date + timedelta(days=one.step)
		late = one.opened_on is not None and one.rule == DUE_SOON and step_day <= one.opened_on
		intents.append(
			Intent(
				deadline=one.deadline,
				task=one.task,
				member=one.member,
				rule=one.rule,
				step=one.step,
				state=SUPPRESSED if late else SENT,
				reason=JUST_ASSIGNED if late else "",
			)
		)
	return intents
