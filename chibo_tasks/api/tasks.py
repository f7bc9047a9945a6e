"""Giving work to people."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.domain.assignment import Order
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.services import assignments, changes


@endpoint("POST")
def assign(organization: str, orders: str | list) -> list[str]:
	"""Create one task for each order, all or none, and return their names.

	Args:
		organization: the cell in which the work is given.
		orders: list of {lead, audience, plan_items, title, content, collaborators, followers, reviewer, due_date,
			starts_on, ends_on, recurrence, restricted, evidence_needed, evidence_expected, source, again}. Needed are
			`lead` or `audience` ("members", "official", "committee" or a unit), and `plan_items` or `title`. Dates are
			yyyy-mm-dd; a recurrence is {unit, month, day, weekday, nth, working, on_free_day}.
	"""
	return assignments.assign(current_actor(), organization, read_orders(orders))


@endpoint("POST")
def assign_possible(organization: str, orders: str | list, dry_run: bool = False) -> list[dict[str, Any]]:
	"""Carry out the orders that can be, and tell of each what became of it: {ok, message, task, title, deadlines,
	first_due, left_out}.

	Args:
		organization: the cell in which the work is given.
		orders: as for `assign`.
		dry_run: write nothing, only tell.
	"""
	return assignments.assign_possible(current_actor(), organization, read_orders(orders), dry_run=dry_run)


@endpoint("POST")
def change(task: str, values: str | dict, reason: str) -> None:
	"""Change a task; what changed, and why, stays on record.

	Args:
		task: name of the task.
		values: any of title, content, collaborators, followers, reviewer, evidence_needed, evidence_expected,
			restricted, ends_on.
		reason: why.
	"""
	given = arguments.mapping(values, "values")
	read: dict[str, Any] = {key: str(given[key]) for key in ("title", "content", "reviewer") if key in given}
	for key in ("collaborators", "followers", "evidence_expected"):
		if key in given:
			read[key] = arguments.names(given[key], key)
	if "evidence_needed" in given:
		read["evidence_needed"] = arguments.count(given["evidence_needed"], "evidence_needed")
	if "restricted" in given:
		read["restricted"] = bool(given["restricted"])
	if "ends_on" in given:
		read["ends_on"] = arguments.required_day(given["ends_on"], "ends_on")
	changes.change(current_actor(), task, read, reason)


@endpoint("POST")
def add_people(
	tasks: str | list,
	reason: str,
	collaborators: str | list | None = None,
	followers: str | list | None = None,
	dry_run: bool = False,
) -> list[dict[str, Any]]:
	"""Add people to several tasks; nobody who is on one leaves it. For each {task, ok, message, added}.

	Args:
		tasks: names (list or its JSON).
		reason: why.
		collaborators, followers: members to add.
		dry_run: write nothing, only tell.
	"""
	return changes.add_people(
		current_actor(),
		arguments.names(tasks, "tasks"),
		arguments.names(collaborators, "collaborators"),
		arguments.names(followers, "followers"),
		reason,
		dry_run=dry_run,
	)


def read_orders(orders: str | list) -> list[Order]:
	"""Orders as they are sent: a list of objects, or its JSON text."""
	return [_order(order) for order in arguments.mappings(orders, "orders")]


def _order(order: dict[str, Any]) -> Order:
	recurrence = order.get("recurrence")
	return Order(
		lead=str(order.get("lead") or ""),
		audience=str(order.get("audience") or ""),
		plan_items=tuple(arguments.names(order.get("plan_items"), "plan_items")),
		title=str(order.get("title") or ""),
		content=str(order.get("content") or ""),
		collaborators=tuple(arguments.names(order.get("collaborators"), "collaborators")),
		followers=tuple(arguments.names(order.get("followers"), "followers")),
		reviewer=str(order.get("reviewer") or ""),
		due_date=arguments.day(order.get("due_date"), "due_date"),
		starts_on=arguments.day(order.get("starts_on"), "starts_on"),
		ends_on=arguments.day(order.get("ends_on"), "ends_on"),
		recurrence=Recurrence.from_dict(arguments.mapping(recurrence, "recurrence")) if recurrence else None,
		restricted=bool(order.get("restricted")),
		evidence_needed=arguments.count(order.get("evidence_needed", 1), "evidence_needed"),
		evidence_expected=tuple(arguments.names(order.get("evidence_expected"), "evidence_expected")),
		source=str(order.get("source") or ("Plan" if order.get("plan_items") else "Other")),
		again=bool(order.get("again")),
	)
