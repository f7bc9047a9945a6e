"""Telling members something: ledger rows, one bell entry, one outbox row per channel, all in the caller's transaction.

A message has no text of its own. Its lines are the ledger rows that point at it; they are rendered when somebody reads
or receives them, from what that person may see at that moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import frappe

from chibo_tasks import clock
from chibo_tasks.domain import reminders
from chibo_tasks.domain.identity import identity
from chibo_tasks.domain.staffing import acting_for
from chibo_tasks.services import people, rows, settings

LEDGER = (
	"name",
	"organization",
	"task",
	"deadline",
	"member",
	"instead_of",
	"rule",
	"step",
	"day",
	"state",
	"reason",
	"message",
)
MESSAGE = ("name", "organization", "member", "kind", "day", "sent_at")
OUTBOX = (
	"name",
	"organization",
	"message",
	"member",
	"channel",
	"subscription",
	"state",
	"attempts",
	"next_try_at",
)

DIGEST = "Digest"
EVENT = "Event"
NOTICE = "Notice"
EMAIL = "Email"


@dataclass(frozen=True)
class Notice:
	"""One line for one member.

	Attributes:
		deadline, task: what it is about.
		member: whom it is for.
		rule: a rule of the sweep or one of `reminders.EVENTS`.
		step: step of the rule, or the attempt that an event belongs to; part of the line's identity.
		reason: the reason that was given with the decision.
		instead_of: the absent member for whom `member` acts.
	"""

	deadline: str
	task: str
	member: str
	rule: str
	step: int = 0
	reason: str = ""
	instead_of: str | None = None

	@property
	def key(self) -> str:
		"""Identity in the ledger: the same line for the same member exists once, whoever writes it."""
		return identity(self.deadline, self.rule, str(self.step), self.member)


def tell(organization: str, notices: Sequence[Notice], kind: str = EVENT) -> None:
	"""Write `notices` to the ledger, one message per member, and one outbox row for each of her channels.

	The bell has it at once; whatever leaves the system waits for the end of the quiet hours. For somebody who is away her
	stand-in is told; where there is none, or the work is restricted, it waits for her return.

	Args:
		kind: `EVENT` makes a message of its own each time; `DIGEST` leaves the lines to the next message of the day.
	"""
	if not notices:
		return
	now = clock.now(people.zone(organization))
	notices, absent = _redirected(organization, notices, now.date())
	messages = {
		member: identity(member, EVENT, now.date().isoformat(), *sorted(keys))
		for member, keys in _by_member(notices).items()
		if kind == EVENT and member not in absent
	}
	_record(organization, notices, messages, now.date())
	_send(organization, messages, now)


def _redirected(
	organization: str, notices: Sequence[Notice], today: date
) -> tuple[list[Notice], frozenset[str]]:
	"""The notices as they reach those who act today, and who of their receivers is away with nobody to act for her."""
	absences = people.absences([organization], today)
	away = {one.member for one in absences}
	if not any(notice.member in away for notice in notices):
		return list(notices), frozenset()
	restricted = set(
		frappe.get_all(
			"Chibo Deadline",
			filters={"name": ["in", sorted({one.deadline for one in notices})], "restricted": 1},
			pluck="name",
			order_by="name",
		)
	)
	found = []
	for notice in notices:
		acting = acting_for(absences, notice.member, today)
		if acting in (None, notice.member) or notice.deadline in restricted:
			found.append(notice)
		else:
			found.append(replace(notice, member=str(acting), instead_of=notice.member))
	return found, frozenset(away)


def _record(organization: str, notices: Sequence[Notice], messages: Mapping[str, str], day: date) -> None:
	rows.insert(
		"Chibo Reminder",
		LEDGER,
		(
			{
				"name": notice.key,
				"organization": organization,
				"task": notice.task,
				"deadline": notice.deadline,
				"member": notice.member,
				"instead_of": notice.instead_of,
				"rule": notice.rule,
				"step": notice.step,
				"day": day,
				"state": reminders.SENT if notice.member in messages else reminders.WAITING,
				"reason": notice.reason,
				"message": messages.get(notice.member),
			}
			for notice in notices
		),
		ignore_duplicates=True,
	)


def _send(organization: str, messages: Mapping[str, str], now: datetime) -> None:
	if not messages:
		return
	rows.insert(
		"Chibo Message",
		MESSAGE,
		(
			{
				"name": name,
				"organization": organization,
				"member": member,
				"kind": EVENT,
				"day": now.date(),
				"sent_at": now,
			}
			for member, name in messages.items()
		),
		ignore_duplicates=True,
	)
	leaves_at = settings.of(organization).hours.next_open(now)
	rows.insert(
		"Chibo Outbox",
		OUTBOX,
		(
			{
				"name": identity(messages[member], subscription or channel),
				"organization": organization,
				"message": messages[member],
				"member": member,
				"channel": channel,
				"subscription": subscription,
				"state": "Waiting",
				"attempts": 0,
				"next_try_at": leaves_at,
			}
			for member, channel, subscription in _channels(sorted(messages))
		),
		ignore_duplicates=True,
	)


def withdraw(
	organization: str,
	deadlines: Collection[str],
	*,
	rules: Collection[str] | None = None,
	spared: Collection[str] = (),
) -> None:
	"""Take back what has not been told yet of work that has just been handed in, moved, handed over, decided or restricted.

	Args:
		deadlines: what it is about.
		rules: lines of these rules only; default: of all.
		spared: members whose lines stay.
	"""
	ledger, message = frappe.qb.DocType("Chibo Reminder"), frappe.qb.DocType("Chibo Message")
	now = clock.now(people.zone(organization))
	condition = ledger.deadline.isin(sorted(deadlines) or [""])
	if rules is not None:
		condition &= ledger.rule.isin(sorted(rules) or [""])
	if spared:
		condition &= ledger.member.notin(sorted(spared))
	names = (
		frappe.qb.from_(ledger)
		.left_join(message)
		.on(message.name == ledger.message)
		.select(ledger.name)
		.where(
			condition
			& ledger.state.isin([reminders.MERGED, reminders.WAITING])
			& (message.name.isnull() | (message.sent_at > now))
		)
		.run(pluck=True)
	)
	if names:
		frappe.qb.update(ledger).set(ledger.state, reminders.SUPPRESSED).set(
			ledger.reason, reminders.OVERTAKEN
		).where(ledger.name.isin(names)).run()


def _channels(members: Sequence[str]) -> list[tuple[str, str, str | None]]:
	"""(member, channel, subscription) of everywhere that events for `members` go."""
	member, subscription = frappe.qb.DocType("Chibo Member"), frappe.qb.DocType("Chibo Subscription")
	by_mail = (
		frappe.qb.from_(member)
		.select(member.name)
		.where(member.name.isin(members) & (member.mail_events == 1))
		.orderby(member.name)
		.run(pluck=True)
	)
	elsewhere = (
		frappe.qb.from_(subscription)
		.select(subscription.member, subscription.channel, subscription.name)
		.where(subscription.member.isin(members) & subscription.ended_at.isnull())
		.orderby(subscription.name)
		.run()
	)
	return [*((name, EMAIL, None) for name in by_mail), *elsewhere]


def _by_member(notices: Iterable[Notice]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for notice in notices:
		found.setdefault(notice.member, []).append(notice.key)
	return found
