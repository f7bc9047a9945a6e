"""One message a day for each member who has lines, and its way to each of her channels."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Any

import frappe
from frappe.query_builder.functions import Concat
from pypika import Case, Criterion
from pypika.terms import Function, ValueWrapper

from chibo_tasks import clock
from chibo_tasks.domain import reminders
from chibo_tasks.domain.reminders.hours import Hours
from chibo_tasks.services.notify import DIGEST, EMAIL
from chibo_tasks.services.reminders.due import STAMPS, Span, digest_name, stamps

MESSAGE = ("name", "organization", "member", "kind", "day", "sent_at", *STAMPS)
OUTBOX = ("name", "organization", "message", "member", "channel", "state", "attempts", "next_try_at", *STAMPS)


def write(span: Span, now: datetime, hours: Hours, urgent: Sequence[str]) -> None:
	"""One message for each member who has lines today, and one outbox row for each of her channels.

	Args:
		urgent: rules whose lines do not wait for the member's hour.
	"""
	ledger, member, message = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Reminder", "Member", "Message")
	)
	today = (
		(ledger.organization == span.organization)
		& (ledger.state == reminders.MERGED)
		& (ledger.day == span.today)
	)
	told = frappe.qb.from_(ledger).select(ledger.message, ledger.member).where(today).distinct().as_("told")
	frappe.qb.into(message).columns(*MESSAGE).ignore().from_(told).join(member).on(
		member.name == told.member
	).select(
		told.message,
		ValueWrapper(span.organization),
		told.member,
		ValueWrapper(DIGEST),
		ValueWrapper(str(span.today)),
		_at(member, span, now, hours, urgent),
		*stamps().values(),
	).run()
	_fold(span, message)
	_queue(span, message, member)


def gather_waiting(span: Span, absent: Collection[str]) -> None:
	"""What was planned between two digests goes into this one; who is away finds it when she is back.

	Args:
		absent: members who are away today.
	"""
	ledger = frappe.qb.DocType("Chibo Reminder")
	waiting = (ledger.organization == span.organization) & (ledger.state == reminders.WAITING)
	if absent:
		waiting &= ledger.member.notin(sorted(absent))
	frappe.qb.update(ledger).set(ledger.state, reminders.MERGED).set(ledger.day, span.today).set(
		ledger.message, digest_name(ledger.member, span)
	).where(waiting).run()


def _fold(span: Span, message: Any) -> None:
	"""Lines of an earlier message that could not leave yet join today's, so that an outage of the mail ends in one message."""
	ledger, outbox, earlier = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Reminder", "Outbox", "Message")
	)
	stuck = (
		frappe.qb.from_(outbox)
		.join(earlier)
		.on(earlier.name == outbox.message)
		.select(outbox.message)
		.where(
			(outbox.organization == span.organization)
			& (outbox.state == "Waiting")
			& (outbox.leased_until.isnull() | (outbox.leased_until < clock.now()))
			& (earlier.kind == DIGEST)
			& (earlier.day < span.today)
		)
	)
	written_to = frappe.qb.from_(message).select(message.member).where(_of_today(message, span))
	frappe.qb.update(ledger).set(ledger.message, digest_name(ledger.member, span)).where(
		(ledger.state == reminders.MERGED) & ledger.message.isin(stuck) & ledger.member.isin(written_to)
	).run()


def _of_today(message: Any, span: Span) -> Criterion:
	return (
		(message.organization == span.organization) & (message.day == span.today) & (message.kind == DIGEST)
	)


def _queue(span: Span, message: Any, member: Any) -> None:
	outbox, subscription = frappe.qb.DocType("Chibo Outbox"), frappe.qb.DocType("Chibo Subscription")
	fresh = _of_today(message, span)

	def row(way: Any, channel: Any) -> list[Any]:
		return [
			Function("MD5", Concat(message.name, "|", way)),
			message.organization,
			message.name,
			message.member,
			channel,
			ValueWrapper("Waiting"),
			ValueWrapper(0),
			message.sent_at,
			*stamps().values(),
		]

	frappe.qb.into(outbox).columns(*OUTBOX).ignore().from_(message).join(member).on(
		member.name == message.member
	).select(*row(EMAIL, ValueWrapper(EMAIL))).where(fresh & (member.mail_digest == 1)).run()
	frappe.qb.into(outbox).columns(*OUTBOX, "subscription").ignore().from_(message).join(subscription).on(
		subscription.member == message.member
	).select(*row(subscription.name, subscription.channel), subscription.name).where(
		fresh & subscription.ended_at.isnull()
	).run()


def _at(member: Any, span: Span, now: datetime, hours: Hours, urgent: Sequence[str]) -> Any:
	"""When a member's digest leaves: at the hour she chose, now if that has passed or something is urgent and she has not
	muted that; never within the quiet hours."""

	def moment(hour: int) -> str:
		return str(hours.next_open(max(datetime.combine(span.today, time(hour)), now)))

	case = Case()
	if urgent:
		ledger = frappe.qb.DocType("Chibo Reminder").as_("urgent")
		alarmed = (
			frappe.qb.from_(ledger)
			.select(ledger.member)
			.where(
				(ledger.organization == span.organization)
				& (ledger.state == reminders.MERGED)
				& (ledger.day == span.today)
				& ledger.rule.isin(list(urgent))
			)
		)
		case = case.when((member.mail_events == 1) & member.name.isin(alarmed), str(hours.next_open(now)))
	alike: dict[str, list[int]] = {}
	for hour in range(24):
		alike.setdefault(moment(hour), []).append(hour)
	for at, chosen in alike.items():
		case = case.when(member.digest_hour.isin(chosen), at)
	return case.else_(moment(hours.digest_hour))
