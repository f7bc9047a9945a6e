"""The sentences of messages, made when they are read, for the eyes of one member."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain import reminders, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.errors import N_
from chibo_tasks.domain.reminders import rules
from chibo_tasks.services.reminders import rules as own_rules

log = logging.getLogger(__name__)

OPEN = review.OPEN_STATES
ANCHORED = {
	rules.DUE_SOON: OPEN,
	rules.EVIDENCE_MISSING: OPEN,
	rules.OVERDUE: OPEN,
	rules.ESCALATED: OPEN,
	rules.ESCALATED_FURTHER: OPEN,
	rules.RECEIPT: (review.ASSIGNED,),
	rules.REVIEW_WAITING: (review.SUBMITTED,),
	rules.REVIEW_ESCALATED: (review.SUBMITTED,),
	rules.EXTENSION_WAITING: OPEN,
}
"""States in which a reminder still says something; overtaken, it is left out."""
KNOWN = frozenset({*ANCHORED, *reminders.EVENTS})


LATE, SOON, WAITING, NEWS = "late", "soon", "waiting", "news"
GROUPS = {
	LATE: N_("Overdue or returned"),
	SOON: N_("Due soon"),
	WAITING: N_("Waiting for you"),
	NEWS: N_("News"),
}
"""Groups of a message, in their order."""

GROUP_OF = {
	rules.OVERDUE: LATE,
	reminders.RETURNED: LATE,
	rules.ESCALATED: LATE,
	rules.ESCALATED_FURTHER: LATE,
	rules.DUE_SOON: SOON,
	rules.EVIDENCE_MISSING: SOON,
	rules.RECEIPT: WAITING,
	rules.REVIEW_WAITING: WAITING,
	rules.REVIEW_ESCALATED: WAITING,
	rules.EXTENSION_WAITING: WAITING,
	reminders.SUBMITTED: WAITING,
	reminders.EXTENSION_ASKED: WAITING,
}
"""What a line belongs to; everything else is news. Within a group the lines come in the order of this table."""
RANKS = {rule: rank for rank, rule in enumerate(GROUP_OF)}

BY_DATE = (rules.DUE_SOON, rules.EVIDENCE_MISSING, rules.OVERDUE, rules.ESCALATED, rules.ESCALATED_FURTHER)
"""Rules that say how far away the due date is."""

TEMPLATES = {
	reminders.ASSIGNED: N_("You have been given: {task} (due {due})"),
	reminders.SUBMITTED: N_("Waiting for your review: {task}"),
	reminders.RETURNED: N_("Returned: {task}. Reason: {reason}"),
	reminders.APPROVED: N_("Approved: {task}"),
	reminders.WAIVED: N_("Waived: {task}. Reason: {reason}"),
	reminders.NOT_DONE: N_("Concluded as not done: {task}. Reason: {reason}"),
	reminders.REOPENED: N_("Open again: {task} (due {due}). Reason: {reason}"),
	reminders.EXTENSION_ASKED: N_("More time is asked for: {task} (due {due})"),
	reminders.EXTENSION_GRANTED: N_("More time granted: {task} (now due {due})"),
	reminders.EXTENSION_REFUSED: N_("More time refused: {task} (still due {due})"),
	reminders.REASSIGNED: N_("You have taken over: {task} (due {due})"),
	rules.RECEIPT: N_("Please confirm that you have received: {task} (due {due})"),
	rules.REVIEW_WAITING: N_("Still waiting for your review: {task} (from {member})"),
	rules.REVIEW_ESCALATED: N_("Review is late: {task} (from {member})"),
	rules.EXTENSION_WAITING: N_("{member} is waiting for an answer about more time: {task} (due {due})"),
}
SHORT = {
	reminders.RETURNED: N_("Returned: {task}"),
	reminders.WAIVED: N_("Waived: {task}"),
	reminders.NOT_DONE: N_("Concluded as not done: {task}"),
	reminders.REOPENED: N_("Open again: {task} (due {due})"),
	rules.REVIEW_WAITING: N_("Waiting for your review: {task}"),
	rules.REVIEW_ESCALATED: N_("Review is late: {task}"),
	rules.EXTENSION_WAITING: N_("More time is asked for: {task} (due {due})"),
}
"""The same without the reason or the name."""


@dataclass(frozen=True)
class Line:
	"""One line of a message.

	Attributes:
		deadline: what it leads to; None where the reader may no longer know of it.
		rule: what made it: a rule of the sweep or an event.
		text: the sentence.
		title: short name of the work, or a phrase in its place.
		urgent: the work is overdue or was returned.
		due_date: the day it is due.
		restricted: the work is for named people only.
		group: what it belongs to, one of `GROUPS`.
	"""

	deadline: str | None
	rule: str
	text: str
	title: str
	urgent: bool
	due_date: date
	restricted: bool
	group: str = NEWS


def lines(
	who: Actor, messages: Sequence[str], *, outside: bool = False, titled: bool = True
) -> dict[str, list[Line]]:
	"""Message → its lines, most urgent first.

	Args:
		who: the reader; work that is closed to the reader by now is left out.
		outside: the text leaves the system: without reasons and names, restricted work named by a phrase only.
		titled: outside, unrestricted work may be named by its title.
	"""
	if not messages:
		return {}
	found: dict[str, list[Line]] = {}
	said: set[tuple[str, str]] = set()
	for row in sorted(_rows(who, messages), key=_order):
		if (row.message, row.deadline) not in said:  # of one piece of work the most urgent line says it all
			said.add((row.message, row.deadline))
			found.setdefault(row.message, []).append(_line(row, outside=outside, titled=titled))
	return found


def _line(row: Any, *, outside: bool, titled: bool) -> Line:
	"""Outside of the system nothing is quoted and nobody else is named; of restricted work not even the title."""
	title = row.title
	if outside and row.restricted:
		title = _("a task for named people only")
	elif outside and not titled:
		title = _("a task")
	group = GROUP_OF.get(row.kind, NEWS)
	return Line(
		deadline=row.deadline,
		rule=row.rule,
		title=title,
		text=sentence(
			row.kind,
			title,
			row.due_date,
			clock.today(row.time_zone),
			reason="" if outside else row.reason or "",
			member="" if outside else row.full_name,
		),
		urgent=group == LATE,
		due_date=row.due_date,
		restricted=bool(row.restricted),
		group=group,
	)


def sentence(kind: str, title: str, due: date, today: date, *, reason: str = "", member: str = "") -> str:
	"""What is said about one deadline on `today`; a reason or a name that is not given is left out.

	Args:
		kind: an event, or the standard rule whose sentence it is (`Rule.kind`).
	"""
	days = (due - today).days
	if kind in BY_DATE:
		template = _by_date(kind, days, named=bool(member))
	else:
		template = TEMPLATES.get(kind, N_("Reminder: {task} (due {due})"))
		if ("{reason}" in template and not reason) or ("{member}" in template and not member):
			template = SHORT[kind]
	values = {"task": title, "due": f"{due:%d/%m/%Y}", "reason": reason, "member": member, "days": abs(days)}
	try:
		return _(template).format(**values)
	except (KeyError, IndexError, ValueError):  # a translation that somebody has edited and broken
		log.exception("the translation of “%s” cannot be filled in", template)
		return template.format(**values)


def _by_date(kind: str, days: int, *, named: bool) -> str:
	if days < 0 and named and kind in (rules.ESCALATED, rules.ESCALATED_FURTHER):
		return N_("Overdue by {days} days with {member}: {task} (due {due})")
	if days < 0:
		return N_("Overdue by {days} days: {task} (due {due})")
	if days == 0:
		return N_("Due today: {task}")
	if kind == rules.EVIDENCE_MISSING:
		return N_("Nothing sent yet, due in {days} days: {task} (due {due})")
	return N_("Due in {days} days: {task} (due {due})")


def notice(at: datetime) -> str:
	"""What a message says that is about no work: the clock has leapt."""
	return _(
		"At {at} the system found its clock more than 36 hours on: it was switched off, or the clock is wrong. Reminders are held for 30 minutes. If the clock is wrong, have it set; if it is right, nothing need be done."
	).format(at=f"{at:%H:%M %d/%m/%Y}")


def _rows(who: Actor, messages: Sequence[str]) -> list[Any]:
	ledger, deadline, task, organization, member = (
		frappe.qb.DocType(f"Chibo {name}")
		for name in ("Reminder", "Deadline", "Task", "Organization", "Member")
	)
	found = (
		frappe.qb.from_(ledger)
		.join(deadline)
		.on(deadline.name == ledger.deadline)
		.join(task)
		.on(task.name == ledger.task)
		.join(organization)
		.on(organization.name == ledger.organization)
		.join(member)
		.on(member.name == deadline.member)
		.select(
			ledger.message,
			ledger.organization,
			organization.time_zone,
			ledger.rule,
			ledger.deadline,
			deadline.due_date,
			ledger.reason,
			member.full_name,
			deadline.state,
			deadline.restricted,
			task.title,
		)
		.where(
			ledger.message.isin(list(messages))
			& (ledger.state != reminders.SUPPRESSED)
			& permissions.scope(who, "Chibo Deadline", deadline)
		)
		.orderby(deadline.due_date)
		.orderby(ledger.name)
		.run(as_dict=True)
	)
	known: dict[str, str] = {}
	for organization in {row.organization for row in found if row.rule not in KNOWN}:
		known |= {rule.key: rule.kind for rule in own_rules.of(organization)}
	for row in found:
		row.kind = row.rule if row.rule in KNOWN else known.get(row.rule, row.rule)
	return [row for row in found if row.state in ANCHORED.get(row.kind, (row.state,))]


def _order(row: Any) -> tuple[int, int, date, str]:
	group = list(GROUPS).index(GROUP_OF.get(row.kind, NEWS))
	return (group, RANKS.get(row.kind, len(RANKS)), row.due_date, row.deadline)
