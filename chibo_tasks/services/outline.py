"""A plan as the document that it is, with what became of each sentence."""

import json
from typing import Any

import frappe
from pypika import Order

from chibo_tasks import clock, permissions
from chibo_tasks.domain import deadlines
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import people, settings

MOST_PLANS = 100
MOST_ITEMS = 20_000


def plans(actor: Actor) -> list[dict[str, Any]]:
	"""Plans that the user may know of, newest period first."""
	plan = frappe.qb.DocType("Chibo Plan")
	rows = (
		frappe.qb.from_(plan)
		.select(
			plan.name,
			plan.organization,
			plan.title,
			plan.number,
			plan.state,
			plan.period_start,
			plan.period_end,
			plan.source_name,
			plan.published_at,
		)
		.where(permissions.scope(actor, "Chibo Plan", plan) & (plan.state != "Discarded"))
		.orderby(plan.period_start, order=Order.desc)
		.orderby(plan.name)
		.limit(MOST_PLANS)
		.run(as_dict=True)
	)
	return [
		{
			**row,
			"period_start": str(row.period_start),
			"period_end": str(row.period_end),
			"published_at": row.published_at and str(row.published_at),
		}
		for row in rows
	]


def outline(actor: Actor, name: str) -> dict[str, Any]:
	"""One plan with its items in order, and with the deadlines that grew out of each.

	A sentence that is no longer in the file is there for its work's sake; it is shown to those who may know of that work.

	Raises:
		NotFound: no such plan for this user.
	"""
	plan = permissions.load(actor, "Chibo Plan", name)
	item = frappe.qb.DocType("Chibo Plan Item")
	items = (
		frappe.qb.from_(item)
		.select(
			item.name,
			item.position,
			item.parent_position,
			item.level,
			item.marker,
			item.section_path,
			item.kind,
			item.scope,
			item.text,
			item.reading,
			item.retired,
		)
		.where(item.plan == name)
		.orderby(item.position)
		.limit(MOST_ITEMS)
		.run(as_dict=True)
	)
	today, soon_days = clock.today(people.zone(plan.organization)), settings.of(plan.organization).soon_days
	work = _work(actor, name, today, soon_days)
	items = [row for row in items if not row.retired or row.name in work]
	here = {row.position for row in items}
	reading = json.loads(plan.reading or "{}")
	return {
		"name": plan.name,
		"organization": plan.organization,
		"title": plan.title,
		"number": plan.number,
		"issuer": plan.issuer,
		"state": plan.state,
		"period_start": str(plan.period_start),
		"period_end": str(plan.period_end),
		"source_name": plan.source_name,
		"source_sha256": plan.source_sha256,
		"warnings": reading.get("warnings") or [],
		"facts": reading.get("facts") or {},
		"items": [
			{
				**row,
				"parent_position": row.parent_position if row.parent_position in here else 0,
				"retired": bool(row.retired),
				"reading": json.loads(row.reading or "{}"),
				"work": work.get(row.name, []),
			}
			for row in items
		],
	}


def _work(actor: Actor, plan: str, today: Any, soon_days: int) -> dict[str, list[dict[str, Any]]]:
	link, deadline, member = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Task Source", "Deadline", "Member")
	)
	item = frappe.qb.DocType("Chibo Plan Item")
	rows = (
		frappe.qb.from_(deadline)
		.join(link)
		.on(link.task == deadline.task)
		.join(item)
		.on(item.name == link.plan_item)
		.join(member)
		.on(member.name == deadline.member)
		.select(
			link.plan_item,
			deadline.name,
			deadline.member,
			deadline.state,
			deadline.due_date,
			member.full_name.as_("member_name"),
		)
		.where((item.plan == plan) & permissions.scope(actor, "Chibo Deadline", deadline))
		.orderby(deadline.due_date)
		.orderby(deadline.name)
		.limit(MOST_ITEMS)
		.run(as_dict=True)
	)
	work: dict[str, list[dict[str, Any]]] = {}
	for row in rows:
		work.setdefault(row.plan_item, []).append(
			{
				"name": row.name,
				"member": row.member,
				"state": row.state,
				"due_date": str(row.due_date),
				"member_name": row.member_name,
				"standing": deadlines.standing(row.state, row.due_date, today, soon_days),
			}
		)
	return work
