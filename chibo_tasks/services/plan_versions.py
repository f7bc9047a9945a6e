"""The documents that a plan was read from, one after the other."""

import json
from collections.abc import Mapping
from typing import Any

import frappe

from chibo_tasks import clock, gate
from chibo_tasks.domain import plan_draft
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.plan_draft import Line
from chibo_tasks.services import people, rows
from chibo_tasks.services.plan_source import Source

OFFERED, APPLIED = "Offered", "Applied"
KEPT = ("document", "facts", "fact_sources", "recipients", "items", "warnings", "lines")


def keep(plan: Any, reading: Mapping[str, Any], source: Source, actor: Actor, *, state: str) -> str:
	"""Keep one document of `plan` with its reading; return the version's name."""
	now = clock.now(people.zone(plan.organization))
	kept = {key: reading.get(key) for key in KEPT}
	# the words as they stand in the file are in the file, which is kept as well
	kept["items"] = [{key: value for key, value in item.items() if key != "raw"} for item in reading["items"]]
	with gate.opened("Chibo Plan Version"):
		doc = frappe.get_doc(
			{
				"doctype": "Chibo Plan Version",
				"organization": plan.organization,
				"plan": plan.name,
				"sequence": rows.next_in("Chibo Plan Version", plan=plan.name),
				"state": state,
				"source_name": source.name[:255],
				"source_sha256": source.sha256,
				"source_size": source.size,
				"reading": json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
				"read_at": now,
				"read_by": people.acting_member(actor, plan.organization),
				"applied_at": now if state == APPLIED else None,
			}
		).insert()
	return str(doc.name)


def current(plan: str) -> Any:
	"""Row of the version that `plan` shows: name, sequence, source_sha256, reading (parsed), or None."""
	fields = ["name", "sequence", "source_sha256", "reading"]
	found = rows.last("Chibo Plan Version", fields, plan=plan, state=APPLIED)
	if found:
		found.reading = json.loads(found.reading)
	return found


def lines(plan: str) -> list[Line]:
	"""Source lines that the items of `plan` cut up."""
	version = current(plan)
	return plan_draft.source_lines(version.reading) if version else []
