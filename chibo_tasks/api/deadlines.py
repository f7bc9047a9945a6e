"""Deadlines: lists, one in full, and the actions of its life."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.domain import review
from chibo_tasks.services import reviews, worklist


@endpoint("GET")
def mine() -> dict[str, list[dict[str, Any]]]:
	"""The user's own work: `responsible`, `collaborating`, and `given` to others."""
	return worklist.mine(current_actor())


@endpoint("GET")
def listing(
	organization: str,
	states: str | list | None = None,
	standing: str | None = None,
	member: str | None = None,
	section: str | None = None,
	plan: str | None = None,
	limit: str | int = worklist.PAGE,
	start: str | int = 0,
) -> list[dict[str, Any]]:
	"""Deadlines of one organization that the user may know of, by due date.

	Args:
		organization: name of the organization.
		states: review states (list or its JSON).
		standing: "overdue", "today" or "soon".
		member: responsible member.
		section: section of the plan, including those below it.
		plan: plan that the tasks come from.
		limit, start: page, at most 500 rows.
	"""
	filters = worklist.Filters(
		states=tuple(arguments.names(states, "states")),
		standing=standing or "",
		member=member or "",
		section=section or "",
		plan=plan or "",
	)
	return worklist.listing(
		current_actor(),
		organization,
		filters,
		limit=arguments.count(limit, "limit"),
		start=arguments.count(start, "start"),
	)


@endpoint("GET")
def review_queue() -> list[dict[str, Any]]:
	"""Submitted work on which the user may decide."""
	return worklist.review_queue(current_actor())


@endpoint("GET")
def get(deadline: str) -> dict[str, Any]:
	"""One deadline with its task, source sentence, people, evidence and the actions open to the user.

	Args:
		deadline: name of the deadline.
	"""
	return worklist.detail(current_actor(), deadline)


@endpoint("POST")
def accept(deadline: str) -> dict[str, Any]:
	"""Confirm receipt of one's own work.

	Args:
		deadline: name of the deadline.
	"""
	return _act(deadline, review.ACCEPT)


@endpoint("POST")
def submit(deadline: str) -> dict[str, Any]:
	"""Submit the evidence sent so far for review.

	Args:
		deadline: name of the deadline.
	"""
	return _act(deadline, review.SUBMIT)


@endpoint("POST")
def approve(deadline: str, note: str = "", exceeded: bool = False) -> dict[str, Any]:
	"""Accept the submitted evidence.

	Args:
		deadline: name of the deadline.
		note: remark, optional.
		exceeded: more was done than asked for.
	"""
	return _act(deadline, review.APPROVE, note, exceeded=exceeded)


@endpoint("POST")
def send_back(deadline: str, reason: str) -> dict[str, Any]:
	"""Return the submitted evidence; a new attempt begins.

	Args:
		deadline: name of the deadline.
		reason: what is missing.
	"""
	return _act(deadline, review.RETURN, reason)


@endpoint("POST")
def waive(deadline: str, reason: str) -> dict[str, Any]:
	"""Release the member from this work, by decision of the committee.

	Args:
		deadline: name of the deadline.
		reason: why.
	"""
	return _act(deadline, review.WAIVE, reason)


@endpoint("POST")
def conclude_not_done(deadline: str, reason: str) -> dict[str, Any]:
	"""Record that the work was not done, by decision of the committee.

	Args:
		deadline: name of the deadline.
		reason: why.
	"""
	return _act(deadline, review.FAIL, reason)


def _act(deadline: str, action: str, reason: str = "", *, exceeded: bool = False) -> dict[str, Any]:
	actor = current_actor()
	reviews.act(actor, deadline, action, reason=reason, exceeded=exceeded)
	return worklist.detail(actor, deadline)
