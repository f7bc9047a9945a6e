"""A plan before it is published: looked over, corrected, its work decided about. Everything is saved at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import access, plan_corrections, plan_draft, plan_lint, plan_people
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.identity import new_name
from chibo_tasks.domain.plan_corrections import Step
from chibo_tasks.domain.plan_draft import DraftItem, Items, Line
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.domain.staffing import NOT_A_MEMBER, Person
from chibo_tasks.exceptions import AlreadyDone, BadInput, refuse, say_text
from chibo_tasks.services import audit, directory, people, plan_items, plan_versions, regulations, rows
from chibo_tasks.services.plan_access import open_draft, require_decider, require_fresh

MOST_CORRECTIONS = 500
"""Corrections of one call."""
STEP = ("name", "organization", "plan", "sequence", "action", "step", "member", "undone")


def view(actor: Actor, plan: str) -> dict[str, Any]:
	"""A draft with everything that correcting it needs.

	Returns:
		{plan, title, number, state, period_start, period_end, source_name, source_sha256, revision, warnings, lines,
		items, account, undo, load}; see docs/api.md.
	"""
	doc = open_draft(actor, plan)
	lines, items = plan_versions.lines(plan), plan_items.load(plan)
	reading = json.loads(doc.reading or "{}")
	return {
		"plan": doc.name,
		"organization": doc.organization,
		"title": doc.title,
		"number": doc.number,
		"state": doc.state,
		"period_start": str(doc.period_start),
		"period_end": str(doc.period_end),
		"source_name": doc.source_name,
		"source_sha256": doc.source_sha256,
		"revision": doc.revision,
		"warnings": reading.get("warnings") or [],
		"lines": [
			{"number": one.number, "marker": one.marker, "text": one.text, "page": one.reading.get("page")}
			for one in lines
		],
		"items": _shown(items, items, _givable(doc.organization)),
		"account": plan_draft.account(items, lines),
		"undo": _undo(plan),
		"load": directory.open_work(doc.organization),
	}


def correct(
	actor: Actor, plan: str, revision: int, corrections: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
	"""Carry out corrections of a draft, all or none; together they are one step of undo.

	Args:
		revision: the draft's, as it was shown; another one means that somebody was faster.
		corrections: {do: "set", items, values}, {do: "split", item, at}, {do: "merge", item},
			{do: "indent" | "outdent", items}.

	Returns:
		What changed: {revision, items, removed, account, undo}.

	Raises:
		StaleDraft, AlreadyDone, BadCorrection: nothing was changed.
	"""
	doc = open_draft(actor, plan, for_update=True)
	require_fresh(doc, revision)
	if not 0 < len(corrections) <= MOST_CORRECTIONS:
		refuse(_("Between 1 and {most} corrections can be made at once.").format(most=MOST_CORRECTIONS))
	before, lines = plan_items.load(plan), plan_versions.lines(plan)
	after = before
	for one in corrections:
		after = _corrected(doc.organization, after, lines, one)
	step = plan_corrections.step(before, after)
	if not step.before and not step.after:
		return _answer(doc, before, after, lines)
	doing = str(corrections[0].get("do"))
	member = people.acting_member(actor, doc.organization)
	_remember(doc, step, doing, member)
	_write(doc, before, after, f"{doing} in plan", member)
	return _answer(doc, before, after, lines)


def undo(actor: Actor, plan: str, revision: int) -> dict[str, Any]:
	"""Take the last correction back; may be repeated down to the draft as it was read.

	Returns:
		As `correct`.

	Raises:
		AlreadyDone: there is nothing left to take back.
	"""
	doc = open_draft(actor, plan, for_update=True)
	require_fresh(doc, revision)
	last = _last_step(plan, ["name", "step"])
	if last is None:
		refuse(_("There is nothing to undo."), AlreadyDone)
	before, lines = plan_items.load(plan), plan_versions.lines(plan)
	after = plan_corrections.undone(before, _step_from(json.loads(last.step)))
	frappe.db.set_value("Chibo Plan Correction", last.name, "undone", 1)
	_write(doc, before, after, "undo in plan", people.acting_member(actor, doc.organization))
	return _answer(doc, before, after, lines)


def amend(actor: Actor, plan: str, revision: int, title: str, start: date, end: date) -> int:
	"""Change what a draft says of itself; deadlines that nobody chose fall on the last day of its period.

	Returns:
		The draft's new revision.

	Raises:
		StaleDraft, AlreadyDone, BadInput, BadDates: nothing was changed.
	"""
	doc = open_draft(actor, plan, for_update=True)
	require_fresh(doc, revision)
	title = " ".join(title.split())
	if not title:
		refuse(_("A plan needs a title."), BadInput)
	period = Period(start, end)
	before = {"title": doc.title, "period": f"{doc.period_start} – {doc.period_end}"}
	doc.update(
		{
			"title": title[:500],
			"period_start": period.start,
			"period_end": period.end,
			"revision": (doc.revision or 0) + 1,
		}
	)
	with gate.opened("Chibo Plan"):
		doc.save()
	audit.record(
		doc.organization,
		[
			audit.Event(
				action="amend plan",
				subject_type="Chibo Plan",
				subject=doc.name,
				before=before,
				after={"title": title, "period": f"{start} – {end}"},
				member=people.acting_member(actor, doc.organization),
			)
		],
	)
	return int(doc.revision)


def findings(actor: Actor, plan: str) -> list[dict[str, Any]]:
	"""What the linter has to say: {code, severity, text, advice, items, positions, corrections}, gravest first."""
	doc = permissions.load(actor, "Chibo Plan", plan)
	require_decider(actor, doc.organization)
	items = [one for one in plan_items.load(plan) if not one.retired]
	reading = json.loads(doc.reading or "{}")
	persons = people.persons(doc.organization)
	today = clock.today(people.zone(doc.organization))
	subject = plan_lint.Subject(
		items=items,
		period=Period(doc.period_start, doc.period_end),
		document=reading.get("document") or {},
		facts=reading.get("facts") or {},
		members=sum(
			1
			for one in persons
			if one.is_active(today) and one.position != access.OBSERVER and one.party_status != NOT_A_MEMBER
		),
		names=directory.lineage(doc.organization),
		regulations=regulations.of(doc.organization),
	)
	return [
		{
			"code": one.code,
			"severity": one.severity,
			"text": say_text(one.message, one.params),
			"advice": say_text(one.advice, one.params),
			"items": list(one.items),
			"positions": [subject.places[name] for name in one.items],
			"corrections": list(one.corrections),
		}
		for one in plan_lint.lint(subject)
	]


def forget_steps(plan: str) -> None:
	"""After a newer document nothing that came before can be undone one by one."""
	frappe.db.set_value("Chibo Plan Correction", {"plan": plan, "undone": 0}, "undone", 1)


# One correction --------------------------------------------------------------------------------------------------


def _corrected(organization: str, items: Items, lines: Sequence[Line], one: Mapping[str, Any]) -> Items:
	doing, item = one.get("do"), str(one.get("item") or "")
	if doing == "split":
		return plan_corrections.split(items, lines, item, frappe.utils.cint(one.get("at")), new_name)
	if doing == "merge":
		return plan_corrections.merge_up(items, lines, item)
	names = one.get("items")
	if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
		refuse(_("“{name}” has to be a list.").format(name="items"))
	if doing in ("indent", "outdent"):
		return plan_corrections.shift(items, names, 1 if doing == "indent" else -1)
	if doing == "set":
		return plan_corrections.change(items, names, _values(organization, one.get("values")))
	refuse(_("There is no correction “{name}”.").format(name=str(doing)[:40]), BadInput)


def _values(organization: str, given: Any) -> dict[str, Any]:
	"""Values of a correction, each checked for what it is; None takes a choice back."""
	if not isinstance(given, dict):
		refuse(_("“{name}” has to be an object.").format(name="values"))
	values = dict(given)
	named = [values.get("lead"), values.get("reviewer"), *(values.get("collaborators") or ())]
	active = {one.name for one in _givable(organization)} if any(named) else set()
	for member in filter(None, named):
		if member not in active:
			refuse(_("There is no member “{member}” in this organization.").format(member=str(member)[:40]))
	if values.get("due_date"):
		try:
			date.fromisoformat(values["due_date"])
		except (TypeError, ValueError):
			text = _("“{value}” is not a date (field {name}).")
			refuse(text.format(value=str(values["due_date"])[:40], name="due_date"))
		values["recurrence"] = None
	if values.get("recurrence"):
		values["recurrence"] = Recurrence.from_dict(values["recurrence"]).to_dict()
		values["due_date"] = None
	if values.get("title") is not None:
		values["title"] = " ".join(str(values["title"]).split())[:140]
	return values


# Undo ------------------------------------------------------------------------------------------------------------


def _remember(doc: Any, step: Step, action: str, member: str) -> None:
	kept = {
		"before": {str(at): asdict(item) for at, item in step.before.items()},
		"after": list(step.after),
	}
	rows.insert(
		"Chibo Plan Correction",
		STEP,
		[
			{
				"name": new_name(),
				"organization": doc.organization,
				"plan": doc.name,
				"sequence": rows.next_in("Chibo Plan Correction", plan=doc.name),
				"action": action,
				"step": json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
				"member": member,
				"undone": 0,
			}
		],
	)


def _step_from(kept: Mapping[str, Any]) -> Step:
	return Step(
		{
			int(at): DraftItem(**{**item, "spans": tuple(tuple(one) for one in item["spans"])})
			for at, item in kept["before"].items()
		},
		tuple(kept["after"]),
	)


def _last_step(plan: str, fields: list[str]) -> Any:
	return rows.last("Chibo Plan Correction", fields, plan=plan, undone=0)


def _undo(plan: str) -> dict[str, Any] | None:
	last = _last_step(plan, ["action", "sequence"])
	return {"action": last.action, "sequence": last.sequence} if last else None


# Reading and writing ---------------------------------------------------------------------------------------------


def _write(doc: Any, before: Items, after: Items, action: str, member: str) -> None:
	plan_items.save(doc.organization, doc.name, before, after)
	doc.revision = (doc.revision or 0) + 1
	with gate.opened("Chibo Plan"):
		doc.save()
	step = plan_corrections.step(before, after)
	audit.record(
		doc.organization,
		[
			audit.Event(
				action=action,
				subject_type="Chibo Plan",
				subject=doc.name,
				before={str(at): _brief(one) for at, one in step.before.items()},
				after={
					str(at): _brief(one) for at, one in enumerate(after, 1) if one.name in set(step.after)
				},
				member=member,
			)
		],
	)


def _brief(item: DraftItem) -> dict[str, Any]:
	"""What the audit trail says of an item: its words are in the document, which is kept."""
	return {
		"kind": item.kind,
		"scope": item.scope,
		"level": item.level,
		"spans": [list(one) for one in item.spans],
		**item.choice,
	}


def _answer(doc: Any, before: Items, after: Items, lines: Sequence[Line]) -> dict[str, Any]:
	touched = plan_items.changed(before, after)
	here = {one.name for one in after}
	changed = [one for one in after if one.name in touched]
	return {
		"revision": doc.revision,
		"items": _shown(changed, after, _givable(doc.organization)),
		"removed": sorted(touched - here),
		"account": plan_draft.account(after, lines),
		"undo": _undo(doc.name),
	}


def _shown(wanted: Sequence[DraftItem], items: Items, members: Sequence[Person]) -> list[dict[str, Any]]:
	places = {one.name: at for at, one in enumerate(items, 1)}
	return [
		{
			"name": one.name,
			"position": places[one.name],
			"parent_position": places.get(one.parent or "", 0),
			"level": one.level,
			"marker": one.marker,
			"section_path": one.section_path,
			"kind": one.kind,
			"scope": one.scope,
			"text": one.text,
			"spans": [list(span) for span in one.spans],
			"reading": one.reading,
			"choice": one.choice,
			"checked": one.checked,
			"proposed": one.proposed,
			"unsure": one.unsure,
			"suggested": plan_people.suggested(one.reading, members) if one.proposed else {},
		}
		for one in wanted
		if not one.retired
	]


def _givable(organization: str) -> list[Person]:
	"""Members who can be given work today."""
	today = clock.today(people.zone(organization))
	return [
		one
		for one in people.persons(organization)
		if one.is_active(today) and one.position != access.OBSERVER
	]
