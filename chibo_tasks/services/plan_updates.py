"""A newer document for a plan: compared first, applied then."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import frappe
from frappe import _
from pypika.terms import Bracket

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import plan_diff, plan_draft
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.identity import new_name
from chibo_tasks.exceptions import AlreadyDone, refuse
from chibo_tasks.services import audit, drafts, people, plan_items, plan_source, plan_versions, progress, rows
from chibo_tasks.services.plan_access import require_decider, require_fresh, require_kept

LINK = ("name", "organization", "task", "plan_item")


def offer(actor: Actor, plan: str, stream: BinaryIO, file_name: str, key: str | None = None) -> str | None:
	"""Read a newer document of `plan`, without changing anything yet.

	Returns:
		Name of the version to compare with; None when the plan shows this very document already.

	Raises:
		FileTooLarge, PlanUnreadable: the document is refused.
	"""
	doc = permissions.load(actor, "Chibo Plan", plan)
	require_decider(actor, doc.organization)
	require_kept(doc)
	shown = plan_versions.current(plan)

	def known(sha256: str) -> str | None:
		if shown and shown.source_sha256 == sha256:
			return ""
		waiting = rows.last(
			"Chibo Plan Version", ["name"], plan=plan, state=plan_versions.OFFERED, source_sha256=sha256
		)
		return waiting.name if waiting else None

	with progress.told(key) as tell:
		found, reading, source = plan_source.receive(doc.organization, stream, file_name, known, tell)
		if found is not None:
			return found or None
		version = plan_versions.keep(doc, reading, source, actor, state=plan_versions.OFFERED)
		audit.record(
			doc.organization,
			[
				audit.Event(
					action="offer plan",
					subject_type="Chibo Plan",
					subject=doc.name,
					after={"file_name": source.name[:255], "sha256": source.sha256},
					member=people.acting_member(actor, doc.organization),
				)
			],
		)
		return version


def comparison(actor: Actor, version: str) -> dict[str, Any]:
	"""What a newer document would change: {version, plan, title, state, revision, source_name, counts, changes, account}.

	Each change is {how, item, position, text, kind, section_path, words, given, kept}; `how` is one of changed, moved,
	new, removed; what stays the same is counted only; `words` is a list of ["=" | "-" | "+", words]. `given` and `kept` tell
	of work that `actor` may know of only: the answer is that of a plan without any other work.
	"""
	offered = permissions.load(actor, "Chibo Plan Version", version)
	plan = permissions.load(actor, "Chibo Plan", offered.plan)
	require_decider(actor, plan.organization)
	theirs = plan_draft.source_lines(json.loads(offered.reading))
	base = plan_versions.lines(plan.name)
	mine = [one for one in plan_items.load(plan.name, known_to=actor) if one.given or not one.retired]
	merge = plan_diff.merge(base, mine, theirs, _provisional(mine))
	places = {one.name: at for at, one in enumerate(merge.items, 1)}
	return {
		"version": version,
		"plan": plan.name,
		"title": plan.title,
		"state": offered.state,
		"published": plan.state == "Published",
		"revision": plan.revision,
		"source_name": offered.source_name,
		"counts": merge.counts,
		"account": plan_draft.account(merge.items, theirs),
		"changes": [
			{
				"how": one.how,
				"item": one.item,
				"position": places.get(one.item),
				"text": one.text,
				"kind": one.kind,
				"section_path": one.section_path,
				"words": [list(word) for word in one.words],
				"given": one.given,
				"kept": one.kept,
			}
			for one in merge.changes
			if one.how != plan_diff.SAME
		],
	}


def apply(actor: Actor, version: str, revision: int) -> dict[str, int]:
	"""Bring a newer document into its plan.

	Corrections survive, work under way is not touched, and tasks whose sentence reads differently now are tied to both.

	Returns:
		Number of items by what became of them.

	Raises:
		AlreadyDone: this version, or a newer one, has been applied.
		StaleDraft: the plan was changed after it was compared.
	"""
	offered = permissions.load(actor, "Chibo Plan Version", version)
	plan = permissions.load(actor, "Chibo Plan", offered.plan, for_update=True)
	require_decider(actor, plan.organization)
	require_kept(plan)
	shown = plan_versions.current(plan.name)
	state = frappe.db.get_value("Chibo Plan Version", version, "state", for_update=True)
	if state == plan_versions.APPLIED or (shown and shown.sequence > offered.sequence):
		refuse(_("This version, or a newer one, is already in the plan."), AlreadyDone)
	require_fresh(plan, revision)
	reading = json.loads(offered.reading)
	# whoever held the plan until now may have given an item that an older snapshot shows as free
	before = plan_items.load(plan.name, for_update=True)
	merge = plan_diff.merge(
		plan_draft.source_lines(shown.reading) if shown else [],
		before,
		plan_draft.source_lines(reading),
		new_name,
	)
	after = _names_kept(plan_items.hidden_last(plan.name, merge.items), merge.ties)
	plan_items.save(plan.organization, plan.name, before, after)
	_tie(plan.organization, merge.ties)
	_place(plan.name)
	drafts.forget_steps(plan.name)
	_take_over(plan, offered, reading, shown.reading if shown else {})
	with gate.opened("Chibo Plan Version"):
		offered.update(
			{"state": plan_versions.APPLIED, "applied_at": clock.now(people.zone(plan.organization))}
		)
		offered.save()
	audit.record(
		plan.organization,
		[
			audit.Event(
				action="update plan",
				subject_type="Chibo Plan",
				subject=plan.name,
				before={"sha256": shown.source_sha256 if shown else None},
				after={"sha256": offered.source_sha256, **merge.counts},
				member=people.acting_member(actor, plan.organization),
			)
		],
	)
	return merge.counts


def _take_over(plan: Any, offered: Any, reading: Mapping[str, Any], before: Mapping[str, Any]) -> None:
	"""What the plan says of itself follows the newer document, unless it was changed by hand."""
	was, now = before.get("document") or {}, reading["document"]
	for field in ("title", "number", "issuer"):
		if now.get(field) and (plan.get(field) or "") == (was.get(field) or ""):
			plan.update({field: now[field]})
	plan.update(
		{
			"source_name": offered.source_name,
			"source_sha256": offered.source_sha256,
			"source_size": offered.source_size,
			"reading": plan_source.document_json(reading),
			"revision": (plan.revision or 0) + 1,
		}
	)
	with gate.opened("Chibo Plan"):
		plan.save()


def _names_kept(items: plan_draft.Items, ties: Mapping[str, str]) -> plan_draft.Items:
	"""The new wording goes by the name of the item, the old one, which stays for the work's sake, by the other.

	So a name lasts whether there is work from it or not, and tells nobody of work that is hidden.
	"""
	names = {**ties, **{new: old for old, new in ties.items()}}
	return [
		replace(one, name=names.get(one.name, one.name), parent=names.get(one.parent or "", one.parent))
		for one in items
	]


def _tie(organization: str, ties: Mapping[str, str]) -> None:
	"""Tie the tasks of an item to its old wording, too, which goes on beside it under a name of its own."""
	if not ties:
		return
	link = frappe.qb.DocType("Chibo Task Source")
	links = (
		frappe.qb.from_(link)
		.select(link.task, link.plan_item)
		.where(link.plan_item.isin(sorted(ties)))
		.orderby(link.task)
		.orderby(link.plan_item)
		.limit(plan_items.MOST_ITEMS)
		.for_update()
		.run(as_dict=True)
	)
	rows.insert(
		"Chibo Task Source",
		LINK,
		[
			{
				"name": new_name(),
				"organization": organization,
				"task": row.task,
				"plan_item": ties[row.plan_item],
			}
			for row in links
		],
	)


def _place(plan: str) -> None:
	"""Tasks stand where their sentence stands now: the first that is still in the file, else the first that was kept."""
	task, link, item = (frappe.qb.DocType(f"Chibo {name}") for name in ("Task", "Task Source", "Plan Item"))
	sentence = frappe.qb.from_(link).join(item).on(item.name == link.plan_item).where(item.plan == plan)
	first = sentence.where(link.task == task.name).orderby(item.retired).orderby(item.position).limit(1)
	frappe.qb.update(task).set(task.section_path, Bracket(first.select(item.section_path))).set(
		task.position, Bracket(first.select(item.position))
	).where((task.plan == plan) & task.name.isin(sentence.select(link.task))).run()


def _provisional(mine: Sequence[plan_draft.DraftItem]) -> Callable[[], str]:
	"""Names for items that do not exist yet; the same each time, so that a comparison can be read twice."""
	taken = {one.name for one in mine}
	numbers = (f"new-{number}" for number in range(1, 10 * plan_items.MOST_ITEMS))
	return lambda: next(name for name in numbers if name not in taken)
