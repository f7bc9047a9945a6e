"""Giving work to people: orders in, rows out, set by set.

Ten tasks or a hundred cost the same number of statements. Everything is checked before the first row is written.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain import assignment, plan_people, reminders, search
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.assignment import Draft, Order, Situation, Source
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.errors import DomainError
from chibo_tasks.domain.identity import new_name
from chibo_tasks.exceptions import BadInput, refuse, say
from chibo_tasks.services import audit, calendars, notify, people, plan_items, plans, rows, settings
from chibo_tasks.services.plans import require_decider

LINK = ("name", "organization", "task", "plan_item")
SEAT = ("name", "organization", "task", "member", "role", "since")


def assign(actor: Actor, organization: str, orders: Sequence[Order]) -> list[str]:
	"""Create a task with its people and its open deadlines for each of `orders`; all or none.

	Returns:
		Names of the tasks, in the order of `orders`.

	Raises:
		DomainError: the first order that cannot be carried out; says what is wrong with it.
	"""
	require_decider(actor, organization)
	situation = situate(actor, organization, orders)
	drafts = [assignment.draft(order, situation) for order in orders]
	write(organization, situation, drafts)
	return [str(draft.task["name"]) for draft in drafts]


def publish(actor: Actor, plan: str, orders: Sequence[Order]) -> list[str]:
	"""Publish a plan and give work from it in one step; all of it or nothing.

	Returns:
		Names of the tasks.
	"""
	plans.publish(actor, plan)
	organization = frappe.db.get_value("Chibo Plan", plan, "organization")
	return assign(actor, organization, orders) if orders else []


def publish_draft(actor: Actor, plan: str, revision: int, *, dry_run: bool) -> list[dict[str, Any]]:
	"""Publish a draft and give the work that was decided about in it; a row that cannot be given is told and left.

	Args:
		revision: the draft's, as it was shown.
		dry_run: write nothing, only tell.

	Returns:
		For each item that has a lead {item, position, ok, message, task, title, deadlines, first_due, left_out}.
	"""
	if not dry_run:
		plans.publish(actor, plan, revision)
	doc = permissions.load(actor, "Chibo Plan", plan)
	require_decider(actor, doc.organization)
	items = plan_items.load(plan)
	places = {one.name: at for at, one in enumerate(items, 1)}
	chosen = plan_people.orders(items)
	told = assign_possible(
		actor, doc.organization, [order for _, order in chosen], dry_run=dry_run, drafts=dry_run
	)
	return [
		{
			"item": item.name,
			"position": places[item.name],
			**result,
			"title": result["title"] or assignment.title(item.text),
		}
		for (item, _), result in zip(chosen, told, strict=True)
	]


def assign_possible(
	actor: Actor, organization: str, orders: Sequence[Order], *, dry_run: bool, drafts: bool = False
) -> list[dict[str, Any]]:
	"""Carry out those of `orders` that can be; tell of each what became, or would become, of it.

	Args:
		dry_run: write nothing.
		drafts: the orders may name items of a plan that is not published yet.

	Returns:
		For each order {ok, message, task, title, deadlines, first_due, left_out}.
	"""
	require_decider(actor, organization)
	situation = situate(actor, organization, orders, drafts=drafts)
	results, possible = [], []
	for order in orders:
		try:
			draft = assignment.draft(order, situation)
		except DomainError as error:
			results.append({"ok": False, "message": say(error), "title": assignment.title(order.title)})
			continue
		possible.append(draft)
		results.append(_result(draft))
	if not dry_run:
		write(organization, situation, possible)
	return results


def situate(actor: Actor, organization: str, orders: Sequence[Order], *, drafts: bool = False) -> Situation:
	"""Read what drafting `orders` needs; a constant number of statements."""
	today = clock.today(people.zone(organization))
	sources = _sources(actor, organization, orders, drafts=drafts)
	last = max((source.period.end.year for source in sources.values()), default=today.year)
	return Situation(
		organization=organization,
		by=people.acting_member(actor, organization),
		today=today,
		people=people.persons(organization),
		new_name=new_name,
		absences=people.absences([organization]),
		calendar=calendars.of(organization, range(today.year - 1, max(last, today.year) + 3)),
		terms=calendars.terms(organization),
		sources=sources,
		default_reviewer=settings.of(organization).default_reviewer,
	)


def write(organization: str, situation: Situation, drafts: Sequence[Draft]) -> None:
	"""Write the rows of `drafts`, their audit entries and the messages to those who got work."""
	if not drafts:
		return
	rows.insert("Chibo Task", (*_stored(drafts[0].task),), [_stored(draft.task) for draft in drafts])
	rows.insert("Chibo Task Source", LINK, [link for draft in drafts for link in draft.links])
	rows.insert("Chibo Task Member", SEAT, [seat for draft in drafts for seat in draft.seats])
	deadlines = [row for draft in drafts for row in draft.deadlines]
	rows.insert("Chibo Deadline", tuple(deadlines[0]), deadlines)
	audit.record(organization, [_event(draft, situation.by) for draft in drafts])
	notify.tell(
		organization,
		[
			notify.Notice(str(row["name"]), str(row["task"]), str(row["member"]), reminders.ASSIGNED)
			for row in deadlines
			if row["member"] != situation.by
		],
	)


def _stored(task: Mapping[str, Any]) -> dict[str, Any]:
	"""The task's row in the form of its columns."""
	return {
		**task,
		"evidence_expected": json.dumps(task["evidence_expected"], ensure_ascii=False),
		"recurrence": json.dumps(task["recurrence"]) if task["recurrence"] else None,
		"search_text": search.index(task["title"], task["content"]),
	}


def _result(draft: Draft) -> dict[str, Any]:
	return {
		"ok": True,
		"message": "",
		"task": draft.task["name"],
		"title": draft.task["title"],
		"deadlines": len(draft.deadlines),
		"first_due": str(min(str(row["due_date"]) for row in draft.deadlines)),
		"left_out": [
			{"name": name, "why": _(reason, context=getattr(reason, "context", None) or None)}
			for name, reason in draft.left_out.items()
		],
	}


def _sources(actor: Actor, organization: str, orders: Sequence[Order], *, drafts: bool) -> dict[str, Source]:
	"""Plan items that `orders` name, as far as `actor` may know of them and of what was given.

	Their plans are locked first, so that nobody gives the same item, or takes it out of the plan, at the same moment.
	"""
	wanted = sorted({name for order in orders for name in order.plan_items})
	if not wanted:
		return {}
	item, plan = frappe.qb.DocType("Chibo Plan Item"), frappe.qb.DocType("Chibo Plan")
	touched = (
		frappe.qb.from_(item)
		.select(item.plan)
		.distinct()
		.where((item.organization == organization) & item.name.isin(wanted))
		.orderby(item.plan)
		.run(pluck=True)
	)
	for name in touched:
		frappe.db.get_value("Chibo Plan", name, "name", for_update=True)
	found = (
		frappe.qb.from_(item)
		.join(plan)
		.on(plan.name == item.plan)
		.select(
			item.name,
			item.plan,
			item.position,
			item.section_path,
			item.text,
			item.retired,
			plan.state,
			plan.period_start,
			plan.period_end,
		)
		.where((item.organization == organization) & item.name.isin(wanted))
		.orderby(item.name)
		.for_update()
		.run(as_dict=True)
	)
	if not drafts and any(row.state != "Published" for row in found):
		refuse(_("The plan is still a draft. Publish it before assigning its items."), BadInput)
	link, deadline = frappe.qb.DocType("Chibo Task Source"), frappe.qb.DocType("Chibo Deadline")
	taken = set(
		frappe.qb.from_(link)
		.join(deadline)
		.on(deadline.task == link.task)
		.select(link.plan_item)
		.where(link.plan_item.isin(wanted) & permissions.scope(actor, "Chibo Deadline", deadline))
		.orderby(link.plan_item)
		.for_update()
		.run(pluck=True)
	)
	return {
		row.name: Source(
			name=row.name,
			plan=row.plan,
			position=row.position,
			section_path=row.section_path,
			text=row.text,
			period=Period(row.period_start, row.period_end),
			assigned=row.name in taken,
			retired=bool(row.retired),
		)
		for row in found
		# what left the file and has no work that the user may know of is gone, as far as she knows
		if not row.retired or row.name in taken
	}


def _event(draft: Draft, by: str) -> audit.Event:
	task = draft.task
	return audit.Event(
		action="assign",
		subject_type="Chibo Task",
		subject=str(task["name"]),
		task=str(task["name"]),
		after={
			"title": task["title"],
			"restricted": task["restricted"],
			"audience": task["audience"],
			"recurrence": task["recurrence"],
			"people": sorted(f"{seat['role']}: {seat['member']}" for seat in draft.seats),
			"deadlines": sorted(f"{row['member']}: {row['due_date']}" for row in draft.deadlines),
		},
		member=by,
	)
