"""Giving work to people."""

from typing import Any

import frappe

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import assignments


@endpoint("POST")
def assign(organization: str, orders: str | list) -> list[str]:
	"""Create one task for each order, all or none, and return their names.

	Args:
		organization: the cell in which the work is given.
		orders: list of {lead, plan_items, title, content, collaborators, followers, reviewer, due_date, starts_on,
			restricted, evidence_needed, source}; only `lead` and one of `plan_items` and `title` are needed. Dates are
			yyyy-mm-dd.
	"""
	wanted = [_order(order) for order in arguments.mappings(orders, "orders")]
	return assignments.assign(current_actor(), organization, wanted)


def _order(order: dict[str, Any]) -> assignments.Order:
	return assignments.Order(
		lead=str(order.get("lead") or ""),
		plan_items=tuple(arguments.names(order.get("plan_items"), "plan_items")),
		title=str(order.get("title") or ""),
		content=str(order.get("content") or ""),
		collaborators=tuple(arguments.names(order.get("collaborators"), "collaborators")),
		followers=tuple(arguments.names(order.get("followers"), "followers")),
		reviewer=str(order.get("reviewer") or ""),
		due_date=arguments.day(order.get("due_date"), "due_date"),
		starts_on=arguments.day(order.get("starts_on"), "starts_on"),
		restricted=bool(order.get("restricted")),
		evidence_needed=frappe.utils.cint(order.get("evidence_needed", 1)),
		source=str(order.get("source") or ("Plan" if order.get("plan_items") else "Other")),
	)
