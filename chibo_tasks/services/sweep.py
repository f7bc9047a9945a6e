"""The sweep: find in one query what has come due and is not in the ledger, and write it in batches."""

from typing import Any

import frappe
from pypika.terms import ValueWrapper

from chibo_tasks import clock
from chibo_tasks.domain import reminders, review
from chibo_tasks.services import notify


def sweep(organization: str | None = None) -> int:
	"""Record and queue every reminder that is due now; running it again finds nothing.

	Args:
		organization: sweep this one only; default: all that are not disabled.

	Returns:
		Number of ledger rows written.
	"""
	filters = {"name": organization} if organization else {"disabled": 0}
	written = 0
	for row in frappe.get_all(
		"Chibo Organization", filters=filters, fields=["name", "time_zone"], order_by="name"
	):
		written += _sweep_one(row.name, clock.today(row.time_zone))
	return written


def _sweep_one(organization: str, today: Any) -> int:
	intents = reminders.plan(_candidates(organization, reminders.windows(today)))
	notify.tell(
		organization,
		[
			notify.Notice(
				deadline=intent.deadline,
				task=intent.task,
				member=intent.member,
				rule=intent.rule,
				step=intent.step,
				state=intent.state,
				reason=intent.reason,
			)
			for intent in intents
		],
		kind=notify.DIGEST,
	)
	return len(intents)


def _candidates(organization: str, windows: tuple[reminders.Window, ...]) -> list[reminders.Candidate]:
	deadline, ledger = frappe.qb.DocType("Chibo Deadline"), frappe.qb.DocType("Chibo Reminder")
	current = None
	for window in windows:
		in_window = deadline.due_date <= window.due_to
		if window.due_from is not None:
			in_window &= deadline.due_date >= window.due_from
		part = (
			frappe.qb.from_(deadline)
			.left_join(ledger)
			.on(
				(ledger.deadline == deadline.name)
				& (ledger.member == deadline.member)
				& (ledger.rule == window.rule)
				& (ledger.step == window.step)
			)
			.select(
				deadline.name.as_("deadline"),
				deadline.task,
				deadline.member,
				deadline.due_date,
				deadline.opened_on,
				ValueWrapper(window.rule).as_("rule"),
				ValueWrapper(window.step).as_("step"),
			)
			.where(
				(deadline.organization == organization)
				& deadline.state.isin(list(review.OPEN_STATES))
				& in_window
				& ledger.name.isnull()
			)
		)
		current = part if current is None else current.union_all(part)
	return [reminders.Candidate(**row) for row in current.run(as_dict=True)]
