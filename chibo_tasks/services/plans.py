"""Plans: read from a document, corrected while they are a draft, published once."""

import json
from datetime import date
from typing import Any, BinaryIO

import frappe
from frappe import _

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import search
from chibo_tasks.domain.access import Actor, may_decide
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.identity import new_name
from chibo_tasks.exceptions import AlreadyDone, BadInput, FileTooLarge, PlanUnreadable, refuse
from chibo_tasks.services import audit, evidence_store, people, plan_reader, rows, settings

KINDS = ("heading", "context", "task", "target", "recipient")
ITEM_FIELDS = (
	"name",
	"organization",
	"plan",
	"position",
	"parent_position",
	"level",
	"marker",
	"section_path",
	"kind",
	"scope",
	"text",
	"reading",
	"search_text",
)
READING = (
	"number",
	"part",
	"proposed",
	"targets",
	"recurrence",
	"due_dates",
	"due_inferred",
	"responsible",
	"references",
	"confidence",
	"why",
)
"""What of an item's reading is kept with it, as it came."""


def import_document(actor: Actor, organization: str, stream: BinaryIO, file_name: str) -> str:
	"""Read a document into a draft plan and return the plan's name.

	Every paragraph of the document becomes one item; the source is kept as it came, under its hash.

	Raises:
		FileTooLarge, PlanUnreadable: the document is refused; nothing is written but its bytes.
	"""
	require_decider(actor, organization)
	limit = settings.of(organization).plan_max_mb
	try:
		with evidence_store.incoming(stream, limit << 20) as file:
			if not file.size:
				refuse(_("“{file}” is empty.").format(file=file_name), PlanUnreadable)
			reading = plan_reader.read(file.path)
			sha256, size = file.keep(), file.size
	except evidence_store.TooLarge:
		refuse(_("“{file}” is larger than {limit} MB.").format(file=file_name, limit=limit), FileTooLarge)
	period = _period(reading["document"], clock.today(people.zone(organization)))
	with gate.opened("Chibo Plan", "Chibo Plan Item"):
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
				"source_sha256": sha256,
				"source_size": size,
				"reading": json.dumps(
					{key: reading.get(key) for key in ("document", "facts", "recipients", "warnings")},
					ensure_ascii=False,
				),
			}
		).insert()
	rows.insert("Chibo Plan Item", ITEM_FIELDS, (_item(plan, item) for item in reading["items"]))
	audit.record(
		organization,
		[
			audit.Event(
				action="import plan",
				subject_type="Chibo Plan",
				subject=plan.name,
				after={"title": plan.title, "sha256": sha256, "items": len(reading["items"])},
				member=people.acting_member(actor, organization),
			)
		],
	)
	return plan.name


def correct(actor: Actor, plan: str, kinds: dict[int, str]) -> None:
	"""Reclassify items of a draft.

	Args:
		kinds: position of an item → one of `KINDS`.
	"""
	doc = permissions.load(actor, "Chibo Plan", plan, for_update=True)
	require_decider(actor, doc.organization)
	if doc.state != "Draft":
		refuse(_("The plan is published; its items can no longer be reclassified."), AlreadyDone)
	names = {
		row.position: row
		for row in frappe.get_all(
			"Chibo Plan Item",
			filters={"plan": plan},
			fields=["name", "position", "kind"],
			order_by="position",
		)
	}
	for position, kind in kinds.items():
		if position not in names or kind not in KINDS:
			refuse(
				_("Item {position} cannot become “{kind}”.").format(position=position, kind=kind), BadInput
			)
		frappe.db.set_value("Chibo Plan Item", names[position].name, "kind", kind)
	audit.record(
		doc.organization,
		[
			audit.Event(
				action="correct plan",
				subject_type="Chibo Plan",
				subject=plan,
				before={str(position): names[position].kind for position in kinds},
				after={str(position): kind for position, kind in kinds.items()},
				member=people.acting_member(actor, doc.organization),
			)
		],
	)


def publish(actor: Actor, plan: str) -> None:
	"""Make a draft visible to the whole cell; from then on its items can be assigned.

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


def require_decider(actor: Actor, organization: str) -> None:
	"""Raise `PermissionError` unless `actor` is secretary or deputy secretary of `organization`."""
	if not may_decide(actor, organization):
		frappe.throw(_("This is for the secretary or the deputy secretary."), frappe.PermissionError)


def _item(plan: Any, item: dict[str, Any]) -> dict[str, Any]:
	return {
		"name": new_name(),
		"organization": plan.organization,
		"plan": plan.name,
		"position": item["position"],
		"parent_position": item.get("parent") or 0,
		"level": item.get("level") or 0,
		"marker": item.get("marker") or "",
		"section_path": item.get("section_path") or "",
		"kind": item["kind"],
		"scope": item.get("scope") or "",
		"text": item["text"],
		"reading": json.dumps({key: item.get(key) for key in READING}, ensure_ascii=False),
		"search_text": search.index(item["text"]),
	}


def _period(document: dict[str, Any], today: date) -> Period:
	"""The plan's period as read, else the calendar year of `today`, which the secretary sees and can change."""
	period = document.get("period") or {}
	if period.get("start") and period.get("end"):
		return Period(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))
	return Period(date(today.year, 1, 1), date(today.year, 12, 31))
