"""When more time can be asked for and given."""

from datetime import date

from chibo_tasks.domain import review
from chibo_tasks.domain.deadlines import show
from chibo_tasks.domain.errors import N_, DomainError

WAITING, GRANTED, REFUSED = "Waiting", "Granted", "Refused"
OVERTAKEN = "Overtaken"
"""Nothing was left to decide: the work had been handed in, concluded or handed over first."""


class BadExtension(DomainError):
	"""A request or a decision that makes no sense as things stand."""


def check_request(state: str, due: date, wanted: date, reason: str, *, waiting: bool) -> None:
	"""Refuse a request for finished work, for no later day, without a reason, or while another one waits.

	Args:
		state: review state of the deadline.
		due: due date in force.
		wanted: date asked for.
		waiting: a request for the same deadline has not been decided yet.

	Raises:
		BadExtension: says which.
	"""
	_check_open(state)
	if waiting:
		raise BadExtension(N_("A request for this work is waiting for a decision already."))
	if wanted <= due:
		raise BadExtension(
			N_("{wanted} is not later than the deadline {due}. Ask for a later day."),
			wanted=show(wanted),
			due=show(due),
		)
	if not reason.strip():
		raise BadExtension(N_("Write why you need more time."))


def check_decision(
	request: str,
	state: str,
	due: date,
	granted: date | None,
	reason: str,
	*,
	decider: bool,
	own_work: bool,
	earlier: bool = False,
) -> None:
	"""Refuse a decision by the wrong person, about finished work, a second one, or one without a reason.

	Args:
		request: state of the request.
		granted: date granted, None for a refusal.
		decider: the deciding person is secretary or deputy secretary.
		own_work: the deciding person does the work.
		earlier: the committee moves a date of its own accord, in which case it may also come nearer.

	Raises:
		NotAllowed, OwnWork, BadExtension.
	"""
	if not decider:
		raise review.NotAllowed(N_("This is for the secretary or the deputy secretary."))
	if own_work:
		raise review.OwnWork(N_("Nobody decides on their own work; another reviewer has to do it."))
	if request == OVERTAKEN:
		raise BadExtension(
			N_("Nothing is left to decide: the work has been handed in, concluded or handed over since.")
		)
	if request != WAITING:
		raise BadExtension(N_("This request has been decided already. Reload to see how."))
	_check_open(state)
	if not reason.strip():
		raise BadExtension(N_("Write the reason for the decision."))
	if granted is not None and granted == due:
		raise BadExtension(N_("{due} is the deadline already."), due=show(due))
	if granted is not None and granted < due and not earlier:
		raise BadExtension(
			N_("{wanted} is not later than the deadline {due}. Ask for a later day."),
			wanted=show(granted),
			due=show(due),
		)


def _check_open(state: str) -> None:
	if state not in review.OPEN_STATES:
		raise BadExtension(N_("The work is finished or under review; its deadline can no longer be moved."))
