"""Requests for more time that wait for a decision: which there are, and what becomes of them when there is none to make."""

from typing import Any

import frappe

from chibo_tasks import clock, gate
from chibo_tasks.domain.extension import OVERTAKEN, WAITING
from chibo_tasks.services import audit, people


def waiting(deadline: str) -> list[str]:
	"""Names of the requests for `deadline` that wait now, oldest first; they stay locked.

	The caller has locked the deadline. A locking read sees what somebody else has committed since this transaction began.
	"""
	row = frappe.qb.DocType("Chibo Extension")
	return list(
		frappe.qb.from_(row)
		.select(row.name)
		.where((row.deadline == deadline) & (row.state == WAITING))
		.orderby(row.asked_at)
		.orderby(row.name)
		.for_update()
		.run(pluck=True)
	)


def overtake(deadline: Any, member: str | None) -> None:
	"""Close what waits for a decision on `deadline`, which has been handed in, concluded or handed over.

	Args:
		deadline: its document, locked.
		member: who made that step.
	"""
	names = waiting(deadline.name)
	if not names:
		return
	now = clock.now(people.zone(deadline.organization))
	with gate.opened("Chibo Extension"):
		for name in names:
			request = frappe.get_doc("Chibo Extension", name, for_update=True)
			request.update({"state": OVERTAKEN, "decided_at": now})
			request.save()
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action="overtake extension",
				subject_type="Chibo Extension",
				subject=name,
				task=deadline.task,
				member=member,
			)
			for name in names
		],
	)
