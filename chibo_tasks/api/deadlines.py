"""Deadlines: lists, one in full, and the actions of its life."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.domain import review
from chibo_tasks.services import changes, detail, extensions, figures, reviews, worklist


@endpoint("GET")
def mine() -> dict[str, list[dict[str, Any]]]:
	"""The user's own work: `responsible` (in person or standing in), `collaborating`, and `given` to others."""
	return worklist.mine(current_actor())


@endpoint("GET")
def counts() -> dict[str, int]:
	"""What waits for the user: {review, unread}."""
	return figures.counts(current_actor())


@endpoint("GET")
def listing(
	organization: str,
	states: str | list | None = None,
	outcomes: str | list | None = None,
	standing: str | None = None,
	member: str | None = None,
	reviewer: str | None = None,
	assigned_by: str | None = None,
	unit: str | None = None,
	task: str | None = None,
	section: str | None = None,
	plan: str | None = None,
	item: str | None = None,
	due_from: str | None = None,
	due_to: str | None = None,
	submitted_to: str | None = None,
	query: str | None = None,
	sort: str | None = None,
	limit: str | int = worklist.PAGE,
	start: str | int = 0,
) -> list[dict[str, Any]]:
	"""Deadlines of one organization that the user may know of.

	Args:
		organization: name of the organization.
		states, outcomes: review states, outcomes (list or its JSON).
		standing: "overdue", "today" or "soon".
		member, reviewer, assigned_by: members.
		unit: unit of the responsible member; "-" for those without one.
		task: one task, all its deadlines.
		section: section of the plan, including those below it; "-" for work in none.
		plan: plan that the tasks come from; "-" for work from none.
		item: plan item that the tasks come from.
		due_from, due_to: span of due dates, yyyy-mm-dd.
		submitted_to: last day of submission, yyyy-mm-dd.
		query: words, typed with or without accents.
		sort: "due", "submitted", "member" or "section".
		limit, start: page, at most 500 rows.
	"""
	given = locals()
	return worklist.listing(
		current_actor(),
		organization,
		_filters(given),
		limit=arguments.count(limit, "limit"),
		start=arguments.count(start, "start"),
	)


@endpoint("GET")
def listing_count(
	organization: str,
	states: str | list | None = None,
	outcomes: str | list | None = None,
	standing: str | None = None,
	member: str | None = None,
	reviewer: str | None = None,
	assigned_by: str | None = None,
	unit: str | None = None,
	task: str | None = None,
	section: str | None = None,
	plan: str | None = None,
	item: str | None = None,
	due_from: str | None = None,
	due_to: str | None = None,
	submitted_to: str | None = None,
	query: str | None = None,
) -> int:
	"""How many deadlines `listing` has in all.

	Args:
		organization: name of the organization; the other arguments as for `listing`.
	"""
	given = locals()
	return worklist.count(current_actor(), organization, _filters(given))


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
	return detail.detail(current_actor(), deadline)


@endpoint("GET")
def history(deadline: str) -> list[dict[str, Any]]:
	"""What happened to one deadline, oldest first: {at, who_name, action, before, after, why}.

	Args:
		deadline: name of the deadline.
	"""
	return detail.history(current_actor(), deadline)


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
def approve_many(deadlines: str | list, note: str = "") -> list[dict[str, Any]]:
	"""Accept the submitted evidence of several deadlines; for each {deadline, ok, message}.

	Args:
		deadlines: names (list or its JSON).
		note: remark, optional.
	"""
	return changes.approve_many(current_actor(), arguments.names(deadlines, "deadlines"), note)


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


@endpoint("POST")
def undo(deadline: str) -> dict[str, Any]:
	"""Take back one's own last decision, within 15 minutes.

	Args:
		deadline: name of the deadline.
	"""
	return _act(deadline, review.UNDO)


@endpoint("POST")
def reopen(deadline: str, reason: str) -> dict[str, Any]:
	"""Open decided work again, by decision of the committee.

	Args:
		deadline: name of the deadline.
		reason: why.
	"""
	return _act(deadline, review.REOPEN, reason)


@endpoint("POST")
def reassign(deadlines: str | list, lead: str, reason: str, dry_run: bool = False) -> list[dict[str, Any]]:
	"""Hand open work over to another member; for each deadline {deadline, ok, message}.

	Args:
		deadlines: names (list or its JSON).
		lead: member who takes over.
		reason: why.
		dry_run: write nothing, only tell.
	"""
	return changes.reassign(
		current_actor(), arguments.names(deadlines, "deadlines"), lead, reason, dry_run=dry_run
	)


@endpoint("POST")
def reschedule_many(
	deadlines: str | list, due_date: str, reason: str, dry_run: bool = False
) -> list[dict[str, Any]]:
	"""Move several deadlines to one day, as `reschedule` does; for each {deadline, ok, message}.

	Args:
		deadlines: names (list or its JSON).
		due_date: new date, yyyy-mm-dd.
		reason: why.
		dry_run: write nothing, only tell.
	"""
	return changes.reschedule_many(
		current_actor(),
		arguments.names(deadlines, "deadlines"),
		arguments.required_day(due_date, "due_date"),
		reason,
		dry_run=dry_run,
	)


@endpoint("POST")
def reschedule(deadline: str, due_date: str, reason: str) -> dict[str, Any]:
	"""Move a deadline by decision of the committee; the original date stays on record.

	Args:
		deadline: name of the deadline.
		due_date: new date, yyyy-mm-dd.
		reason: why.
	"""
	actor = current_actor()
	extensions.reschedule(actor, deadline, arguments.required_day(due_date, "due_date"), reason)
	return detail.detail(actor, deadline)


def _act(deadline: str, action: str, reason: str = "", *, exceeded: bool = False) -> dict[str, Any]:
	actor = current_actor()
	reviews.act(actor, deadline, action, reason=reason, exceeded=exceeded)
	return detail.detail(actor, deadline)


def _filters(given: dict[str, Any]) -> worklist.Filters:
	plain = (
		"standing",
		"member",
		"reviewer",
		"assigned_by",
		"unit",
		"task",
		"section",
		"plan",
		"item",
		"query",
		"sort",
	)
	return worklist.Filters(
		states=tuple(arguments.names(given["states"], "states")),
		outcomes=tuple(arguments.names(given["outcomes"], "outcomes")),
		due_from=arguments.day(given["due_from"], "due_from"),
		due_to=arguments.day(given["due_to"], "due_to"),
		submitted_to=arguments.day(given["submitted_to"], "submitted_to"),
		**{name: given[name] for name in plain if given.get(name)},
	)
