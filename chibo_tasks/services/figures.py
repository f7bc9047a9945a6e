"""Numbers about the work of an organization, each with the list that stands behind it."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access, figures, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.services import bell, extensions, people, settings, worklist

MOST = 20_000

LEFT_LYING = 3
"""Days after which evidence that nobody has looked at is the committee's concern."""


def counts(actor: Actor) -> dict[str, int]:
	"""What waits for the user: work to review, and unread messages."""
	if not actor.memberships:
		return {"review": 0, "unread": 0}
	return {"review": worklist.review_count(actor), "unread": bell.unread(actor)}


def overview(actor: Actor, organization: str, start: date, end: date, plan: str = "") -> dict[str, Any]:
	"""Figures over the deadlines of `organization` that are due from `start` to `end`, as far as `actor` may know.

	Whoever looks from above gets figures, not names: `members` and `decisions` are empty for her.

	Args:
		plan: only work that comes from this plan, and only its targets.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	today, inside = clock.today(people.zone(organization)), is_inside(actor, organization)
	known = _plans(actor, organization, start, end, plan)
	found = figures.summarize(
		_work(actor, organization, start, end, plan), today, settings.of(organization).soon_days
	)
	titles = _titles(known, organization)
	order = {name: number for number, name in enumerate(known)}
	return {
		**found,
		"members": found["members"] if inside else [],
		"plans": [{"name": name, "title": row.title} for name, row in known.items()],
		"sections": sorted(
			({**one, "title": titles.get((one["plan"], one["path"]), "")} for one in found["sections"]),
			key=lambda one: (order.get(one["plan"], len(order)), _natural(one["path"])),
		),
		"targets": [figures.pace(target, today) for target in _targets(actor, known)],
		"decisions": _decisions(actor, organization, known) if inside else None,
	}


def of_member(actor: Actor, organization: str, member: str, start: date, end: date) -> dict[str, Any]:
	"""How the work of one member stands that is due from `start` to `end`, as far as `actor` may know; with `months`."""
	rows = _work(actor, organization, start, end, "", member)
	found = figures.summarize(
		rows, clock.today(people.zone(organization)), settings.of(organization).soon_days
	)
	return {**found["totals"], "months": found["members"][0]["months"] if found["members"] else []}


def is_inside(actor: Actor, organization: str) -> bool:
	"""True for those who work in the organization; an observer and the committees above only look in."""
	seat = actor.seat(organization)
	return seat is not None and seat.position != access.OBSERVER


def _plans(actor: Actor, organization: str, start: date, end: date, only: str) -> dict[str, Any]:
	"""Published plans whose period touches the span, oldest first."""
	plan = frappe.qb.DocType("Chibo Plan")
	condition = (
		(plan.organization == organization)
		& (plan.state == "Published")
		& (plan.period_start <= end)
		& (plan.period_end >= start)
		& permissions.scope(actor, "Chibo Plan", plan)
	)
	if only:
		condition &= plan.name == only
	rows = (
		frappe.qb.from_(plan)
		.select(plan.name, plan.title, plan.period_start, plan.period_end)
		.where(condition)
		.orderby(plan.period_start)
		.orderby(plan.name)
		.limit(100)
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def _work(
	actor: Actor, organization: str, start: date, end: date, plan: str, of: str = ""
) -> list[figures.Work]:
	deadline, task, member = (frappe.qb.DocType(f"Chibo {name}") for name in ("Deadline", "Task", "Member"))
	condition = (
		(deadline.organization == organization)
		& (deadline.due_date >= start)
		& (deadline.due_date <= end)
		& permissions.scope(actor, "Chibo Deadline", deadline)
	)
	if plan:
		condition &= task.plan == plan
	if of:
		condition &= deadline.member == of
	found = (
		frappe.qb.from_(deadline)
		.join(task)
		.on(task.name == deadline.task)
		.join(member)
		.on(member.name == deadline.member)
		.select(
			deadline.name,
			deadline.member,
			deadline.state,
			deadline.outcome,
			deadline.due_date,
			task.plan,
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
	return [
		figures.Work(
			name=row.name,
			member=row.member,
			member_name=row.full_name,
			unit=row.unit or "",
			plan=row.plan or "",
			section=row.section_path or "",
			state=row.state,
			outcome=row.outcome or "",
			due_date=row.due_date,
		)
		for row in found
	]


def _titles(plans: Mapping[str, Any], organization: str) -> dict[tuple[str, str], str]:
	"""Heading of each section; the caller has checked who asks."""
	item = frappe.qb.DocType("Chibo Plan Item")
	rows = (
		frappe.qb.from_(item)
		.select(item.plan, item.section_path, item.text)
		.where(
			(item.organization == organization)
			& item.plan.isin(sorted(plans) or [""])
			& (item.kind == "heading")
			& (item.retired == 0)
			& (item.section_path != "")
		)
		.orderby(item.plan)
		.orderby(item.position)
		.limit(MOST)
		.run()
	)
	found: dict[tuple[str, str], str] = {}
	for plan, path, text in rows:
		found.setdefault((plan, path), text)
	return found


def _natural(path: str) -> list[tuple[int, int, str]]:
	"""Order of sections as in a document: I … IX, then 1 … 10, then letters."""
	return [(*_rank(part), part) for part in path.split(".")]


def _rank(part: str) -> tuple[int, int]:
	if part.isdigit():
		return 1, int(part)
	values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
	if part and all(letter in values for letter in part):
		numbers = [values[letter] for letter in part]
		return 0, sum(
			-one if following > one else one
			for one, following in zip(numbers, [*numbers[1:], 0], strict=True)
		)
	return 2, 0


def _targets(actor: Actor, plans: Mapping[str, Any]) -> list[figures.Target]:
	"""Counted targets of `plans` with what has become of each, whenever it is due."""
	item = frappe.qb.DocType("Chibo Plan Item")
	rows = (
		frappe.qb.from_(item)
		.select(item.name, item.plan, item.position, item.text, item.reading)
		.where(item.plan.isin(sorted(plans) or [""]) & (item.retired == 0))
		.where(permissions.scope(actor, "Chibo Plan Item", item))
		.orderby(item.plan)
		.orderby(item.position)
		.limit(MOST)
		.run(as_dict=True)
	)
	counted = [(row, figures.countable(json.loads(row.reading or "{}"))) for row in rows]
	states = _states_of_items(actor, [row.name for row, found in counted if found])
	return [
		figures.Target(
			row.plan,
			row.name,
			row.position,
			row.text,
			*found,
			period=Period(plans[row.plan].period_start, plans[row.plan].period_end),
			given=len(states.get(row.name, ())),
			done=states.get(row.name, []).count(review.APPROVED),
		)
		for row, found in counted
		if found
	]


def _states_of_items(actor: Actor, items: list[str]) -> dict[str, list[str]]:
	"""Plan item → states of the deadlines that grew out of it."""
	link, deadline = frappe.qb.DocType("Chibo Task Source"), frappe.qb.DocType("Chibo Deadline")
	rows = (
		frappe.qb.from_(deadline)
		.join(link)
		.on(link.task == deadline.task)
		.select(link.plan_item, deadline.state)
		.where(link.plan_item.isin(items or [""]) & permissions.scope(actor, "Chibo Deadline", deadline))
		.orderby(link.plan_item)
		.orderby(deadline.name)
		.limit(MOST)
		.run()
	)
	found: dict[str, list[str]] = {}
	for name, state in rows:
		found.setdefault(name, []).append(state)
	return found


def _decisions(actor: Actor, organization: str, plans: Mapping[str, Any]) -> dict[str, Any]:
	"""What the committee has to decide: requests for more time, sentences that nobody has, evidence left lying."""
	until = clock.today(people.zone(organization)) - timedelta(days=LEFT_LYING)
	return {
		"extensions": [one for one in extensions.waiting(actor) if one["organization"] == organization],
		"unassigned": [
			{"plan": name, "title": plans[name].title, "n": count}
			for name, count in _unassigned(actor, plans).items()
		],
		"waiting_since": str(until),
		"waiting": worklist.count(
			actor, organization, worklist.Filters(states=(review.SUBMITTED,), submitted_to=until)
		),
	}


def _unassigned(actor: Actor, plans: Mapping[str, Any]) -> dict[str, int]:
	"""Plan → items that could be given to somebody and, as far as `actor` knows, are nobody's."""
	item, link, deadline = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Plan Item", "Task Source", "Deadline")
	)
	given = (
		frappe.qb.from_(link)
		.join(deadline)
		.on(deadline.task == link.task)
		.select(link.plan_item)
		.where(permissions.scope(actor, "Chibo Deadline", deadline))
	)
	rows = (
		frappe.qb.from_(item)
		.select(item.plan, Count(item.name))
		.where(
			item.plan.isin(sorted(plans) or [""])
			& item.kind.isin(["task", "target"])
			& (item.scope.isnull() | (item.scope != "general"))
			& (item.text != "")
			& (item.retired == 0)
			& item.name.notin(given)
		)
		.groupby(item.plan)
		.orderby(item.plan)
		.run()
	)
	return dict(rows)
