"""Plans: upload, correct, publish, bring up to date, read."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.api.tasks import read_orders
from chibo_tasks.services import assignments, drafts, outline, plan_access, plan_updates, plans
from chibo_tasks.services import progress as stages


@endpoint("POST")
def upload(organization: str, progress: str = "") -> dict[str, Any]:
	"""Read an uploaded document (multipart part `file`) into a draft plan and return its outline, with `known`: true
	when a plan shows this very document already; nothing is changed then.

	Args:
		organization: the cell whose plan it is.
		progress: a key made up by the caller, by which `progress` tells how far the reading is.
	"""
	actor = current_actor()
	plan_access.require_decider(actor, organization)
	stream, name = arguments.uploaded()
	plan, known = plans.read_in(actor, organization, stream, name, progress)
	return {**outline.outline(actor, plan), "known": known}


@endpoint("GET")
def progress(key: str) -> dict[str, Any]:
	"""How far the caller's own upload is: {stage, lines}; stages are sent, reading, sorting, saving, or empty when
	nothing is going on.

	Args:
		key: as given with the upload.
	"""
	current_actor()
	return stages.of(key)


@endpoint("GET")
def draft(plan: str) -> dict[str, Any]:
	"""A draft with what correcting it needs: its source lines, its items with the pieces of lines that they show, what was
	decided about them and what the text suggests, the account of lines, the last correction, open deadlines per member.

	Args:
		plan: name of the plan.
	"""
	return drafts.view(current_actor(), plan)


@endpoint("GET")
def findings(plan: str) -> list[dict[str, Any]]:
	"""What the linter has to say about a plan, the gravest first: {code, severity, text, advice, items, positions,
	corrections}; the corrections, where there are any, are a proposal that `correct` takes as it is.

	Args:
		plan: name of the plan.
	"""
	return drafts.findings(current_actor(), plan)


@endpoint("POST")
def correct(plan: str, revision: int, corrections: str | list) -> dict[str, Any]:
	"""Correct a draft, all or nothing, as one step of undo; return what changed: {revision, items, removed, account,
	undo}. Words are never changed, only cut, joined and judged.

	Args:
		plan: name of the plan.
		revision: the draft's revision as it was shown; another one is refused.
		corrections: list of {do: "set", items, values}, {do: "split", item, at}, {do: "merge", item} (into the line above),
			{do: "indent", items}, {do: "outdent", items}. Values are any of kind, scope, checked, give, title, lead,
			collaborators, reviewer, due_date, recurrence, same_as; null takes a decision back.
	"""
	return drafts.correct(current_actor(), plan, revision, arguments.mappings(corrections, "corrections"))


@endpoint("POST")
def amend(plan: str, revision: int, title: str, period_start: str, period_end: str) -> int:
	"""Change title and period of a draft and return its new revision.

	Args:
		plan: name of the plan.
		revision: the draft's revision as it was shown.
		title: what the plan is called.
		period_start: first day of its period, yyyy-mm-dd.
		period_end: last day of its period, yyyy-mm-dd; work without a deadline of its own is due then.
	"""
	return drafts.amend(
		current_actor(),
		plan,
		revision,
		title,
		arguments.required_day(period_start, "period_start"),
		arguments.required_day(period_end, "period_end"),
	)


@endpoint("POST")
def undo(plan: str, revision: int) -> dict[str, Any]:
	"""Take the last correction of a draft back and return what changed, as `correct` does.

	Args:
		plan: name of the plan.
		revision: the draft's revision as it was shown.
	"""
	return drafts.undo(current_actor(), plan, revision)


@endpoint("POST")
def discard(plan: str, revision: int) -> None:
	"""Lay a draft aside: it stands in no list any more, and its document can be read afresh.

	Args:
		plan: name of the plan.
		revision: the draft's revision as it was shown.
	"""
	plans.discard(current_actor(), plan, revision)


@endpoint("POST")
def restore(plan: str) -> None:
	"""Take `discard` back.

	Args:
		plan: name of the plan.
	"""
	plans.restore(current_actor(), plan)


@endpoint("POST")
def publish(plan: str, orders: str | list | None = None) -> list[str]:
	"""Publish a draft: the whole cell sees it and its items can be assigned; return the tasks given with it.

	Args:
		plan: name of the plan.
		orders: work to give in the same step, as for `tasks.assign`; all of it or nothing is done.
	"""
	return assignments.publish(current_actor(), plan, read_orders(orders) if orders else [])


@endpoint("POST")
def publish_draft(plan: str, revision: int, dry_run: bool = False) -> list[dict[str, Any]]:
	"""Publish a draft and give the work that was decided about in it. A row that cannot be given is told and left; return
	for each {item, position, ok, message, task, title, deadlines, first_due, left_out}.

	Args:
		plan: name of the plan.
		revision: the draft's revision as it was shown.
		dry_run: write nothing, only tell.
	"""
	return assignments.publish_draft(current_actor(), plan, revision, dry_run=dry_run)


@endpoint("POST")
def offer(plan: str, progress: str = "") -> dict[str, Any]:
	"""Read a newer document (multipart part `file`) of a plan without changing anything, and return {version}, which is
	null when the plan shows this very document already.

	Args:
		plan: name of the plan.
		progress: as for `upload`.
	"""
	actor = current_actor()
	plan_access.require_decider_of(actor, plan)
	stream, name = arguments.uploaded()
	return {"version": plan_updates.offer(actor, plan, stream, name, progress)}


@endpoint("GET")
def comparison(version: str) -> dict[str, Any]:
	"""What a newer document would change in its plan: {version, plan, title, state, published, revision, source_name,
	counts, changes, account}.

	Args:
		version: as returned by `offer`.
	"""
	return plan_updates.comparison(current_actor(), version)


@endpoint("POST")
def apply(version: str, revision: int) -> dict[str, int]:
	"""Bring a newer document into its plan and return the number of lines by what became of them. Corrections survive,
	and work under way is not touched.

	Args:
		version: as returned by `offer`.
		revision: the plan's revision as it was compared.
	"""
	return plan_updates.apply(current_actor(), version, revision)


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
