"""Writing and checking the audit trail; entries join the transaction of the change that they describe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.domain import audit
from chibo_tasks.domain.identity import new_name
from chibo_tasks.services import people, rows

COLUMNS = (*audit.FIELDS, "hash")


@dataclass(frozen=True)
class Event:
	"""One thing that happened.

	Attributes:
		action: what was done, a verb.
		subject_type: doctype of the record it was done to.
		subject: name of that record.
		task: task whose people may know of it.
		before, after: the values that changed.
		why: the reason given.
		member: member record with which the user acted.
	"""

	action: str
	subject_type: str
	subject: str
	task: str | None = None
	before: Mapping[str, Any] | None = None
	after: Mapping[str, Any] | None = None
	why: str = ""
	member: str | None = None


def _lock(organization: str) -> Any:
	"""Keep others from writing to the chain of `organization` until the transaction ends; its newest seq and hash."""
	return frappe.db.get_value(
		"Chibo Audit Head", {"organization": organization}, ["seq", "hash"], as_dict=True, for_update=True
	)


def record(organization: str, events: Sequence[Event]) -> None:
	"""Append `events` to the chain of `organization`.

	The head row is locked until the transaction ends, so entries of concurrent transactions never share a number.
	"""
	if not events:
		return
	head = _lock(organization)
	at = clock.moment(people.zone(organization)).isoformat(timespec="seconds")
	seq, previous = head.seq, head.hash or audit.FIRST
	values = []
	for event in events:
		seq += 1
		entry = {
			"organization": organization,
			"seq": seq,
			"at": at,
			"actor": frappe.session.user,
			"member": event.member,
			"action": event.action,
			"subject_type": event.subject_type,
			"subject": event.subject,
			"task": event.task,
			"before": audit.canonical(event.before),
			"after": audit.canonical(event.after),
			"why": event.why,
			"previous_hash": previous,
		}
		previous = entry["hash"] = audit.digest(entry)
		values.append({"name": new_name(), **entry})
	rows.insert("Chibo Audit Entry", ("name", *COLUMNS), values)
	frappe.db.set_value(
		"Chibo Audit Head",
		{"organization": organization},
		{"seq": seq, "hash": previous},
		update_modified=False,
	)


def verify(organization: str, anchor: str | None = None) -> audit.Verdict:
	"""Check the whole chain of `organization` against its stored head and, if given, an `anchor`."""
	verdict = audit.verify(_entries(organization), anchor)
	head = frappe.db.get_value(
		"Chibo Audit Head", {"organization": organization}, ["seq", "hash"], as_dict=True
	)
	if verdict.ok and head and head.seq != verdict.entries:
		return audit.Verdict(
			ok=False, entries=verdict.entries, broken_at=verdict.entries + 1, anchored=verdict.anchored
		)
	return verdict


def _entries(organization: str, page: int = 2000) -> Iterator[Any]:
	entry = frappe.qb.DocType("Chibo Audit Entry")
	last = 0
	while True:
		found = (
			frappe.qb.from_(entry)
			.select(*(entry[name] for name in COLUMNS))
			.where((entry.organization == organization) & (entry.seq > last))
			.orderby(entry.seq)
			.limit(page)
			.run(as_dict=True)
		)
		yield from found
		if len(found) < page:
			return
		last = found[-1].seq
