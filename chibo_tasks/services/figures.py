"""Numbers about the work of an organization, each with the list that stands behind it."""

import json
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from chibo_tasks import clock, permissions
from chibo_tasks.domain import figures
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.services import people, settings, worklist

MOST = 20_000


def counts(actor: Actor) -> dict[str, int]:
	"""What waits for the user: work to review, and unread messages."""
	if not actor.memberships:
		return {"review": 0, "unread": 0}
	message = frappe.qb.DocType("Chibo Message")
	unread = (
		frappe.qb.from_(message)
		.select(Count(message.name))
		.where(permissions.scope(actor, "Chibo Message", message) & message.read_at.isnull())
		.run()
	)
	return {"review": worklist.review_count(actor), "unread": unread[0][0]}


def overview(actor: Actor, organization: str, start: date, end: date, plan: str = "") -> dict[str, Any]:
	"""Figures over the deadlines of `organization` that are due from `start` to `end`, as far as `actor` may know.

	Args:
		plan: only work that comes from this plan; its counted targets are shown with their pace.
	"""
	rows = _work(actor, organization, start, end, plan)
	return figures.summarize(
		rows,
		_targets(actor, plan) if plan else [],
		clock.today(people.zone(organization)),
		Period(start, end),
		settings.of(organization).soon_days,
	)


def _work(actor: Actor, organization: str, start: date, end: date, plan: str) -> list[figures.Work]:
	deadline, task, member = (frappe.qb.DocType(f"Chibo {name}") for name in ("Deadline", "Task", "Member"))
	condition = (
		(deadline.organization == organization)
		& (deadline.due_date >= start)
		& (deadline.due_date <= end)
		& permissions.scope(actor, "Chibo Deadline", deadline)
	)
	if plan:
		condition &= task.plan == plan
	found = (
		frappe.qb.from_(deadline)
		.join(task)
		.on(task.name == deadline.task)
		.join(member)
		.on(member.name == deadline.member)
		.select(
			deadline.name,
			deadline.task,
			deadline.member,
			deadline.state,
			deadline.outcome,
			deadline.due_date,
			task.section_path,
			member.full_name,
			member.unit,
		)
		.where(condition)
		.orderby(deadline.due_date)
		.orderby(deadline.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	items = _items(plan) if plan else {}
	return [
		figures.Work(
			name=row.name,
			member=row.member,
			member_name=row.full_name,
			unit=row.unit or "",
			section=".".join((row.section_path or "").split(".")[:2]),
			state=row.state,
			outcome=row.outcome or "",
			due_date=row.due_date,
			items=tuple(items.get(row.task, ())),
		)
		for row in found
	]


def _items(plan: str) -> dict[str, list[str]]:
	link, item = frappe.qb.DocType("Chibo Task Source"), frappe.qb.DocType("Chibo Plan Item")
	rows = (
		frappe.qb.from_(link)
		.join(item)
		.on(item.name == link.plan_item)
		.select(link.task, link.plan_item)
		.where(item.plan == plan)
		.orderby(link.task)
		.limit(MOST)
		.run()
	)
	found: dict[str, list[str]] = {}
	for task, name in rows:
		found.setdefault(task, []).append(name)
	return found


def _targets(actor: Actor, plan: str) -> list[figures.Target]:
	item = frappe.qb.DocType("Chibo Plan Item")
	rows = (
		frappe.qb.from_(item)
		.select(item.name, item.position, item.text, item.reading)
		.where((item.plan == plan) & permissions.scope(actor, "Chibo Plan Item", item))
		.orderby(item.position)
		.limit(MOST)
		.run(as_dict=True)
	)
	found = []
	for row in rows:
		counted = figures.countable(json.loads(row.reading or "{}"))
		if counted:
			found.append(figures.Target(row.name, row.position, row.text, *counted))
	return found
