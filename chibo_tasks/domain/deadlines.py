"""When work is due, whether it is late, and how it ended: functions of dates that are passed in.

"Due soon" and "overdue" are never stored: a stored state that a date decides is wrong from the next midnight on.
"""

from dataclasses import dataclass
from datetime import date, datetime

from chibo_tasks.domain import review
from chibo_tasks.domain.errors import N_, DomainError

OVERDUE = "overdue"
DUE_TODAY = "today"
DUE_SOON = "soon"
LATER = "later"
WAITING = "waiting"
DONE = "done"

EXCEEDED = "Exceeded"
ON_TIME = "On Time"
LATE = "Late"
OUTCOME_NOT_DONE = "Not Done"
OUTCOME_WAIVED = "Waived"

OUTCOMES = (EXCEEDED, ON_TIME, LATE, OUTCOME_NOT_DONE, OUTCOME_WAIVED)


class BadDates(DomainError):
	"""Start and due dates contradict each other or the plan's period."""


@dataclass(frozen=True)
class Period:
	"""A closed span of days, first and last included."""

	start: date
	end: date

	def __post_init__(self) -> None:
		if self.end < self.start:
			raise BadDates(
				N_("The period ends ({end}) before it starts ({start})."),
				start=show(self.start),
				end=show(self.end),
			)


def check_dates(start: date | None, due: date) -> None:
	"""Refuse a due date before the start.

	Raises:
		BadDates: `due` lies before `start`.
	"""
	if start is not None and due < start:
		raise BadDates(
			N_("The deadline {due} lies before the start {start}. Choose a later deadline."),
			due=show(due),
			start=show(start),
		)


def default_due(period: Period) -> date:
	"""Work without a date of its own runs to the end of the plan's period, so nothing is late on the first day."""
	return period.end


def standing(state: str, due: date, today: date, soon_days: int) -> str:
	"""How urgent a deadline is on `today`.

	Args:
		state: review state.
		due: current due date; the day belongs to the member until midnight.
		today: date in the organisation's time zone.
		soon_days: how many days ahead count as soon.

	Returns:
		`OVERDUE`, `DUE_TODAY`, `DUE_SOON` or `LATER` for work still owed, `WAITING` while a reviewer has it, `DONE`
		after a final decision.
	"""
	if state in review.FINAL_STATES:
		return DONE
	if state == review.SUBMITTED:
		return WAITING
	days = (due - today).days
	if days < 0:
		return OVERDUE
	if days == 0:
		return DUE_TODAY
	return DUE_SOON if days <= soon_days else LATER


def outcome(state: str, due: date, submitted_at: datetime | None, *, exceeded: bool = False) -> str | None:
	"""How a deadline ended, or None while it is open.

	On time is judged by the day on which the accepted attempt was submitted, against the due date in force (an
	approved extension counts and stays visible as such); the reviewer's own delay never makes a member late.

	Args:
		state: review state.
		due: due date in force.
		submitted_at: when the accepted attempt was submitted, local time of the organisation.
		exceeded: the reviewer confirmed more than was asked for.
	"""
	if state == review.WAIVED:
		return OUTCOME_WAIVED
	if state == review.NOT_DONE:
		return OUTCOME_NOT_DONE
	if state != review.APPROVED or submitted_at is None:
		return None
	if submitted_at.date() > due:
		return LATE
	return EXCEEDED if exceeded else ON_TIME


def show(day: date) -> str:
	"""dd/MM/yyyy, the way dates are written in Vietnam."""
	return f"{day:%d/%m/%Y}"
