"""Giving work to people: tasks, who is what on them, and their deadlines, written set by set.

Ten tasks or a hundred cost the same number of statements. Everything is checked before the first row is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock
from chibo_tasks.document import new_name
from chibo_tasks.domain import access, reminders, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.deadlines import Period, check_dates, default_due
from chibo_tasks.exceptions import AlreadyDone, BadInput, refuse
from chibo_tasks.services import audit, notify, people, rows
from chibo_tasks.services.plans import require_decider

TITLE_LENGTH = 140
ONCE = "once"


@dataclass(frozen=True)
class Order:
	"""One task to be given.

	Attributes:
		lead: member who is responsible.
		plan_items: items of one published plan that the task comes from, the first of which names it.
		title: short name; default: the beginning of the first item's text.
		content: what is to be done; default: the first item's text.
		collaborators, followers: members.
		reviewer: member who decides on the evidence; default: secretary, then deputy, then a committee member, the
			first of whom has no part in the work.
		due_date: default: last day of the plan's period.
		starts_on: first day, optional.
		restricted: only the people named here may know of the task.
		evidence_needed: pieces of evidence without which it cannot be submitted.
		source: "Plan", "Meeting" or "Other".
	"""

	lead: str
	plan_items: tuple[str, ...] = ()
	title: str = ""
	content: str = ""
	collaborators: tuple[str, ...] = ()
	followers: tuple[str, ...] = ()
	reviewer: str = ""
	due_date: date | None = None
	starts_on: date | None = None
	restricted: bool = False
	evidence_needed: int = 1
	source: str = "Plan"

	@property
	def people(self) -> tuple[str, ...]:
		"""Everybody named on the order."""
		return tuple(filter(None, (self.lead, *self.collaborators, *self.followers, self.reviewer)))


def assign(actor: Actor, organization: str, orders: Sequence[Order]) -> list[str]:
	"""Create a task with its people and its deadline for each of `orders`; all or none.

	Returns:
		Names of the tasks, in the order of `orders`.

	Raises:
		BadInput: an unknown member, an item of another plan, a task without title or deadline; says which order.
		AlreadyDone: a plan item has been assigned before.
		BadDates: a deadline before its start.
	"""
	require_decider(actor, organization)
	today = clock.today(people.zone(organization))
	by = people.acting_member(actor, organization)
	known = people.check_members(organization, [name for order in orders for name in order.people], today)
	sources = _sources(organization, orders)
	default_reviewers = _default_reviewers(organization, today)
	drafts = [_draft(order, sources, default_reviewers, organization, by, today) for order in orders]
	_write(organization, drafts)
	audit.record(organization, [_event(draft, by) for draft in drafts])
	notify.tell(
		organization,
		[
			notify.Notice(
				draft.deadline["name"], draft.task["name"], draft.deadline["member"], reminders.ASSIGNED
			)
			for draft in drafts
			if known[draft.deadline["member"]].user != actor.user
		],
	)
	return [draft.task["name"] for draft in drafts]


@dataclass(frozen=True)
class _Draft:
	task: dict[str, Any]
	sources: list[dict[str, Any]]
	seats: list[dict[str, Any]]
	deadline: dict[str, Any]


def _draft(
	order: Order,
	sources: dict[str, Any],
	default_reviewers: Sequence[str],
	organization: str,
	by: str,
	today: date,
) -> _Draft:
	first = sources[order.plan_items[0]] if order.plan_items else None
	content = (order.content or (first.text if first else "")).strip()
	title = _title(order.title or content)
	if not title:
		refuse(_("A task needs a title."))
	due = order.due_date or (default_due(Period(first.period_start, first.period_end)) if first else None)
	if due is None:
		refuse(_("“{task}” needs a deadline.").format(task=title))
	check_dates(order.starts_on, due)
	reviewer = order.reviewer or _choose_reviewer(order, default_reviewers)
	if reviewer in (order.lead, *order.collaborators):
		refuse(_("On “{task}” the reviewer also does the work. Choose another reviewer.").format(task=title))
	name = new_name()
	task = {
		"name": name,
		"organization": organization,
		"plan": first.plan if first else None,
		"title": title,
		"content": content,
		"source": order.source,
		"section_path": first.section_path if first else "",
		"position": first.position if first else 0,
		"restricted": int(order.restricted),
		"evidence_needed": max(order.evidence_needed, 0),
		"assigned_by": by,
		"assigned_on": today,
	}
	seats = [
		{
			"name": new_name(),
			"organization": organization,
			"task": name,
			"member": member,
			"role": role,
			"since": today,
		}
		for member, role in _seats(order, reviewer, by)
	]
	deadline = {
		"name": new_name(),
		"organization": organization,
		"task": name,
		"member": order.lead,
		"restricted": int(order.restricted),
		"occurrence": ONCE,
		"starts_on": order.starts_on,
		"original_due_date": due,
		"due_date": due,
		"due_inferred": int(order.due_date is None),
		"state": review.INITIAL,
		"attempt": 1,
		"opened_on": today,
	}
	links = [
		{"name": new_name(), "organization": organization, "task": name, "plan_item": item}
		for item in order.plan_items
	]
	return _Draft(task, links, seats, deadline)


def _title(text: str) -> str:
	"""The text on one line, cut at a word so that it fits a title."""
	line = " ".join(text.split()).rstrip(" ,;:.")
	if len(line) <= TITLE_LENGTH:
		return line
	return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _seats(order: Order, reviewer: str, by: str) -> Iterable[tuple[str, str]]:
	yield order.lead, access.LEAD
	yield reviewer, access.REVIEWER
	for member in dict.fromkeys(order.collaborators):
		if member != order.lead:
			yield member, access.COLLABORATOR
	followers = (*order.followers, by) if order.restricted else order.followers
	for member in dict.fromkeys(followers):
		if member not in (order.lead, reviewer, *order.collaborators):
			yield member, access.FOLLOWER


def _choose_reviewer(order: Order, candidates: Sequence[str]) -> str:
	for member in candidates:
		if member not in (order.lead, *order.collaborators):
			return member
	refuse(_("Nobody is left to review this task. Name a reviewer who has no part in the work."))


def _default_reviewers(organization: str, today: date) -> list[str]:
	"""Secretary, deputy, committee members, in that order."""
	member = frappe.qb.DocType("Chibo Member")
	found = (
		frappe.qb.from_(member)
		.select(member.name, member.position, member.joined_on, member.left_on)
		.where((member.organization == organization) & member.position.isin(sorted(access.COMMITTEE)))
		.orderby(member.name)
		.run(as_dict=True)
	)
	active = [row for row in found if people.is_active(row, today)]
	return [
		row.name for row in sorted(active, key=lambda row: (access.POSITIONS.index(row.position), row.name))
	]


def _sources(organization: str, orders: Sequence[Order]) -> dict[str, Any]:
	"""Item name → item with its plan's period; every item must be of a published plan and not yet assigned."""
	wanted = sorted({name for order in orders for name in order.plan_items})
	if not wanted:
		return {}
	item, plan = frappe.qb.DocType("Chibo Plan Item"), frappe.qb.DocType("Chibo Plan")
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
			plan.state,
			plan.period_start,
			plan.period_end,
		)
		.where((item.organization == organization) & item.name.isin(wanted))
		.orderby(item.name)
		.run(as_dict=True)
	)
	sources = {row.name: row for row in found}
	for name in wanted:
		if name not in sources:
			refuse(_("There is no plan item “{item}” in this organization.").format(item=name), BadInput)
		if sources[name].state != "Published":
			refuse(_("The plan is still a draft. Publish it before assigning its items."), BadInput)
	for plan_name in sorted({row.plan for row in found}):
		# one at a time per plan: of two people assigning the same item, the second has to see the first
		frappe.db.get_value("Chibo Plan", plan_name, "name", for_update=True)
	link = frappe.qb.DocType("Chibo Task Source")
	taken = (
		frappe.qb.from_(link)
		.select(link.plan_item)
		.where(link.plan_item.isin(wanted))
		.orderby(link.plan_item)
		.limit(1)
		.for_update()
		.run(pluck=True)
	)
	if taken:
		refuse(
			_("Item {position} is already assigned: “{text}”").format(
				position=sources[taken[0]].position, text=_title(sources[taken[0]].text)
			),
			AlreadyDone,
		)
	return sources


def _write(organization: str, drafts: Sequence[_Draft]) -> None:
	if not drafts:
		return
	rows.insert("Chibo Task", tuple(drafts[0].task), (draft.task for draft in drafts))
	rows.insert(
		"Chibo Task Source",
		("name", "organization", "task", "plan_item"),
		[link for draft in drafts for link in draft.sources],
	)
	rows.insert(
		"Chibo Task Member", tuple(drafts[0].seats[0]), [seat for draft in drafts for seat in draft.seats]
	)
	rows.insert("Chibo Deadline", tuple(drafts[0].deadline), (draft.deadline for draft in drafts))


def _event(draft: _Draft, by: str) -> audit.Event:
	return audit.Event(
		action="assign",
		subject_type="Chibo Task",
		subject=draft.task["name"],
		task=draft.task["name"],
		after={
			"title": draft.task["title"],
			"due_date": draft.deadline["due_date"],
			"restricted": draft.task["restricted"],
			"people": sorted(f"{seat['role']}: {seat['member']}" for seat in draft.seats),
		},
		member=by,
	)
