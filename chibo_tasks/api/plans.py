"""Plans: upload, correct, publish, read."""

from typing import Any

import frappe

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.api.tasks import read_orders
from chibo_tasks.services import assignments, outline, plans


@endpoint("POST")
def upload(organization: str) -> dict[str, Any]:
	"""Read an uploaded document (multipart part `file`) into a draft plan and return its outline.

	Args:
		organization: the cell whose plan it is.
	"""
	actor = current_actor()
	plans.require_decider(actor, organization)
	stream, name = arguments.uploaded()
	return outline.outline(actor, plans.import_document(actor, organization, stream, name))


@endpoint("POST")
def correct(plan: str, items: str | list) -> None:
	"""Reclassify items of a draft.

	Args:
		plan: name of the plan.
		items: list of {position, kind}.
	"""
	wanted = arguments.mappings(items, "items")
	plans.correct(
		current_actor(),
		plan,
		{frappe.utils.cint(item.get("position")): str(item.get("kind")) for item in wanted},
	)


@endpoint("POST")
def publish(plan: str, orders: str | list | None = None) -> list[str]:
	"""Publish a draft: the whole cell sees it and its items can be assigned; return the tasks given with it.

	Args:
		plan: name of the plan.
		orders: work to give in the same step, as for `tasks.assign`; all of it or nothing is done.
	"""
	return assignments.publish(current_actor(), plan, read_orders(orders) if orders else [])


@endpoint("GET")
def listing() -> list[dict[str, Any]]:
	"""Plans that the user may know of, newest period first."""
	return outline.plans(current_actor())


@endpoint("GET")
def get(plan: str) -> dict[str, Any]:
	"""One plan with its items in order and the deadlines that grew out of each.

	Args:
		plan: name of the plan.
	"""
	return outline.outline(current_actor(), plan)
