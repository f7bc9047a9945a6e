"""The sentences of messages, made when they are read, for the eyes of one member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain import reminders, review
from chibo_tasks.domain.access import Actor


@dataclass(frozen=True)
class Line:
	"""One line of a message.

	Attributes:
		deadline: what it leads to; None where the reader may no longer know of it.
		text: the sentence.
		title: short name of the work, or a phrase in its place.
		urgent: the work is overdue or was returned.
	"""

	deadline: str | None
	text: str
	title: str
	urgent: bool


def lines(who: Actor, messages: Sequence[str], *, outside: bool = False) -> dict[str, list[Line]]:
	"""Message → its lines, most urgent first.

	Args:
		who: the reader; work that is closed to the reader by now is left out.
		outside: the text leaves the system (e-mail): restricted work is named by a phrase only.
	"""
	if not messages:
		return {}
	found: dict[str, list[Line]] = {}
	for row in sorted(_rows(who, messages), key=_urgency):
		today = clock.today(row.time_zone)
		hidden = outside and row.restricted
		title = _("a task for named people only") if hidden else row.title
		found.setdefault(row.message, []).append(
			Line(
				deadline=row.deadline,
				title=title,
				text=sentence(row.rule, title, row.due_date, today, "" if hidden else row.reason),
				urgent=row.rule in (reminders.OVERDUE, reminders.RETURNED),
			)
		)
	return found


def sentence(rule: str, title: str, due: date, today: date, reason: str = "") -> str:
	"""What is said about one deadline on `today`."""
	shown, days = f"{due:%d/%m/%Y}", (due - today).days
	if rule == reminders.OVERDUE:
		return _("Overdue by {days} days: {task} (due {due})").format(days=-days, task=title, due=shown)
	if rule == reminders.DUE_SOON:
		if days == 0:
			return _("Due today: {task}").format(task=title)
		return _("Due in {days} days: {task} (due {due})").format(days=days, task=title, due=shown)
	template = {
		reminders.ASSIGNED: _("You have been given: {task} (due {due})"),
		reminders.SUBMITTED: _("Waiting for your review: {task}"),
		reminders.RETURNED: _("Returned: {task}. Reason: {reason}"),
		reminders.APPROVED: _("Approved: {task}"),
		reminders.WAIVED: _("Waived: {task}. Reason: {reason}"),
		reminders.NOT_DONE: _("Concluded as not done: {task}. Reason: {reason}"),
		reminders.REOPENED: _("Open again: {task} (due {due}). Reason: {reason}")
		if reason
		else _("Open again: {task} (due {due})"),
		reminders.EXTENSION_ASKED: _("More time is asked for: {task} (due {due})"),
		reminders.EXTENSION_GRANTED: _("More time granted: {task} (now due {due})"),
		reminders.EXTENSION_REFUSED: _("More time refused: {task} (still due {due})"),
		reminders.REASSIGNED: _("You have taken over: {task} (due {due})"),
	}[rule]
	return template.format(task=title, due=shown, reason=reason)


def _rows(who: Actor, messages: Sequence[str]) -> list[Any]:
	ledger, deadline, task, organization = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Reminder", "Deadline", "Task", "Organization")
	)
	found = (
		frappe.qb.from_(ledger)
		.join(deadline)
		.on(deadline.name == ledger.deadline)
		.join(task)
		.on(task.name == ledger.task)
		.join(organization)
		.on(organization.name == ledger.organization)
		.select(
			ledger.message,
			organization.time_zone,
			ledger.rule,
			ledger.deadline,
			deadline.due_date,
			ledger.reason,
			deadline.state,
			deadline.restricted,
			task.title,
		)
		.where(ledger.message.isin(list(messages)) & permissions.scope(who, "Chibo Deadline", deadline))
		.orderby(deadline.due_date)
		.orderby(ledger.name)
		.run(as_dict=True)
	)
	# a reminder that the state has overtaken says nothing any more
	sweeping = (reminders.OVERDUE, reminders.DUE_SOON)
	return [row for row in found if row.rule not in sweeping or row.state in review.OPEN_STATES]


def _urgency(row: Any) -> tuple[int, date]:
	order = (reminders.OVERDUE, reminders.RETURNED, reminders.DUE_SOON)
	return (order.index(row.rule) if row.rule in order else len(order), row.due_date)
