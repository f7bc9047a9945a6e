"""Plans: read from a document and published once. What lies between is in `drafts`."""

from datetime import date
from typing import Any, BinaryIO

import frappe
from frappe import _

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import plan_draft
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.identity import new_name
from chibo_tasks.exceptions import AlreadyDone, refuse
from chibo_tasks.services import audit, people, plan_items, plan_source, plan_versions, progress
from chibo_tasks.services.plan_access import open_draft, require_decider, require_fresh, require_kept


def import_document(actor: Actor, organization: str, stream: BinaryIO, file_name: str) -> str:
	"""As `read_in`, for those who need the plan's name only."""
	return read_in(actor, organization, stream, file_name)[0]


def read_in(
	actor: Actor, organization: str, stream: BinaryIO, file_name: str, key: str | None = None
) -> tuple[str, bool]:
	"""Read a document into a draft plan.

	Every line of the document becomes one item; the source is kept as it came, under its hash. A document that a plan
	of the organization shows already is not read again.

	Args:
		key: what the client asks the progress by.

	Returns:
		Name of the plan, and whether it was there before.

	Raises:
		FileTooLarge, PlanUnreadable: the document is refused; nothing is written.
	"""
	require_decider(actor, organization)
	with progress.told(key) as tell:
		return _read_in(actor, organization, stream, file_name, tell)


def _read_in(
	actor: Actor, organization: str, stream: BinaryIO, file_name: str, tell: progress.Tell
) -> tuple[str, bool]:
	found, reading, source = plan_source.receive(
		organization, stream, file_name, lambda sha256: _showing(organization, sha256), tell
	)
	if found:
		return found, True
	period = _period(reading["document"], clock.today(people.zone(organization)))
	with gate.opened("Chibo Plan"):
		plan = frappe.get_doc(
			{
				"doctype": "Chibo Plan",
				"organization": organization,
				"title": reading["document"].get("title") or file_name,
				"number": reading["document"].get("number"),
				"issuer": reading["document"].get("issuer"),
				"period_start": period.start,
				"period_end": period.end,
				"source_name": file_name[:255],
				"source_sha256": source.sha256,
				"source_size": source.size,
				"reading": plan_source.document_json(reading),
			}
		).insert()
	plan_versions.keep(plan, reading, source, actor, state=plan_versions.APPLIED)
	plan_items.insert(
		organization, plan.name, plan_draft.from_lines(plan_draft.source_lines(reading), new_name)
	)
	audit.record(
		organization,
		[
			audit.Event(
				action="import plan",
				subject_type="Chibo Plan",
				subject=plan.name,
				after={"title": plan.title, "sha256": source.sha256, "items": len(reading["items"])},
				member=people.acting_member(actor, organization),
			)
		],
	)
	return str(plan.name), False


def publish(actor: Actor, plan: str, revision: int | None = None) -> None:
	"""Make a draft visible to the whole cell; from then on its items can be assigned.

	Args:
		revision: the draft's, as it was shown; refused when it is another one by now.

	Raises:
		AlreadyDone: the plan has been published before.
	"""
	doc = permissions.load(actor, "Chibo Plan", plan, for_update=True)
	require_decider(actor, doc.organization)
	if doc.state == "Published":
		refuse(
			_("This plan was already published on {day}.").format(day=f"{doc.published_at:%d/%m/%Y}"),
			AlreadyDone,
		)
	require_kept(doc)
	if revision is not None:
		require_fresh(doc, revision)
	member = people.acting_member(actor, doc.organization)
	doc.update(
		{
			"state": "Published",
			"published_at": clock.now(people.zone(doc.organization)),
			"published_by": member,
		}
	)
	with gate.opened("Chibo Plan"):
		doc.save()
	audit.record(
		doc.organization,
		[
			audit.Event(
				action="publish plan",
				subject_type="Chibo Plan",
				subject=plan,
				before={"state": "Draft"},
				after={"state": "Published"},
				member=member,
			)
		],
	)


def discard(actor: Actor, plan: str, revision: int) -> None:
	"""Lay a draft aside: it stands in no list any more, and its document can be read afresh. `restore` takes that back.

	Args:
		revision: the draft's, as it was shown.

	Raises:
		NotFound, PermissionError, AlreadyDone, StaleDraft.
	"""
	doc = open_draft(actor, plan, for_update=True)
	require_fresh(doc, revision)
	_set_state(actor, doc, "Discarded", "discard plan")


def restore(actor: Actor, plan: str) -> None:
	"""Make a draft of a plan that was laid aside.

	Raises:
		NotFound, PermissionError.
		AlreadyDone: it is not laid aside, or another plan shows its document by now.
	"""
	doc = permissions.load(actor, "Chibo Plan", plan, for_update=True)
	require_decider(actor, doc.organization)
	if doc.state != "Discarded":
		refuse(_("This draft was not discarded."), AlreadyDone)
	if _showing(doc.organization, doc.source_sha256):
		refuse(_("This document was read again in the meantime."), AlreadyDone)
	_set_state(actor, doc, "Draft", "restore plan")


def _set_state(actor: Actor, doc: Any, state: str, action: str) -> None:
	before = doc.state
	doc.state = state
	with gate.opened("Chibo Plan"):
		doc.save()
	audit.record(
		doc.organization,
		[
			audit.Event(
				action=action,
				subject_type="Chibo Plan",
				subject=doc.name,
				before={"state": before},
				after={"state": state},
				member=people.acting_member(actor, doc.organization),
			)
		],
	)


def _showing(organization: str, sha256: str) -> str | None:
	"""The plan of `organization` that shows the document with this hash, or None."""
	return frappe.db.get_value(
		"Chibo Plan",
		{"organization": organization, "source_sha256": sha256, "state": ["in", ["Draft", "Published"]]},
	)


def _period(document: dict[str, Any], today: date) -> Period:
	"""The plan's period as read, else the calendar year of `today`, which the secretary sees and can change."""
	period = document.get("period") or {}
	if period.get("start") and period.get("end"):
		return Period(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))
	return Period(date(today.year, 1, 1), date(today.year, 12, 31))
