"""Delivery: drains the outbox, one recipient at a time, apart from the work that filled it.

A row is leased and the lease committed before anything leaves, so a second worker passes it by and a worker that dies
gives it back after `LEASE`. The Message-ID is derived from the row, so that the one repeat that a death between the
server's acceptance and our commit can cause is recognised by the receiver.
"""

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import lru_cache
from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import get_url
from jinja2 import Environment, PackageLoader
from pypika import Criterion

from chibo_tasks import clock
from chibo_tasks.services import people, wording

LEASE = timedelta(minutes=5)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60))
BATCH = 200


class Undeliverable(Exception):
	"""The row can never be delivered; the text says why."""


def deliver(limit: int = BATCH) -> int:
	"""Send what is waiting and return the number of messages handed over.

	Args:
		limit: largest number of rows handled in this run.
	"""
	account = EmailAccount.find_default_outgoing()
	if not account:
		return 0
	names = _waiting(limit)
	try:
		return sum(_deliver_one(name, account) for name in names if _lease(name))
	finally:
		if names:
			account.get_smtp_server().quit()


def _waiting(limit: int) -> list[str]:
	row, sweep = frappe.qb.DocType("Chibo Outbox"), frappe.qb.DocType("Chibo Sweep")
	held = frappe.qb.from_(sweep).select(sweep.name).where(sweep.held_since.isnotnull())
	return (
		frappe.qb.from_(row)
		.select(row.name)
		.where(
			(row.state == "Waiting")
			& _has_come(row)
			& (row.leased_until.isnull() | (row.leased_until < clock.now()))
			& row.organization.notin(held)
		)
		.orderby(row.next_try_at)
		.orderby(row.name)
		.limit(limit)
		.run(pluck=True)
	)


def _has_come(row: Any) -> Criterion:
	"""The time to try is read in the time zone of the row's organization; most sites have one zone only."""
	organization = frappe.qb.DocType("Chibo Organization")
	zones = frappe.qb.from_(organization).select(organization.time_zone).distinct().run(pluck=True)
	if len(zones) < 2:
		return row.next_try_at <= clock.now(next(iter(zones), clock.DEFAULT_ZONE))

	def within(zone: str) -> Any:
		return frappe.qb.from_(organization).select(organization.name).where(organization.time_zone == zone)

	return Criterion.any(
		(row.next_try_at <= clock.now(zone)) & row.organization.isin(within(zone)) for zone in sorted(zones)
	)


def _lease(name: str) -> bool:
	"""Take the row for this worker; False when another has it."""
	now = clock.now()
	row = frappe.db.get_value("Chibo Outbox", name, ["state", "leased_until"], as_dict=True, for_update=True)
	free = row and row.state == "Waiting" and (row.leased_until is None or row.leased_until < now)
	if free:
		frappe.db.set_value("Chibo Outbox", name, "leased_until", now + LEASE)
	frappe.db.commit()
	return bool(free)


def _deliver_one(name: str, account: Any) -> int:
	row = frappe.get_doc("Chibo Outbox", name)
	try:
		mail = compose(row, account)
		if mail is None:
			_close(name, {"state": "Dropped", "error": "nothing left to say"})
			return 0
		account.get_smtp_server().session.send_message(mail)
	except Undeliverable as error:
		_close(name, {"state": "Failed", "error": str(error)})
		return 0
	except smtplib.SMTPRecipientsRefused as error:
		code, answer = next(iter(error.recipients.values()))
		refused = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
		if 500 <= code < 600:
			_close(name, {"state": "Failed", "error": refused, "attempts": row.attempts + 1})
		else:
			_retry(row, refused)
		return 0
	except (OSError, smtplib.SMTPException, frappe.ValidationError) as error:
		_retry(row, f"{type(error).__name__}: {error}")
		return 0
	_close(
		name,
		{
			"state": "Sent",
			"sent_at": clock.now(),
			"message_id": mail["Message-ID"],
			"attempts": row.attempts + 1,
			"error": "",
		},
	)
	return 1


def _close(name: str, values: dict[str, Any]) -> None:
	frappe.db.set_value("Chibo Outbox", name, {**values, "leased_until": None})
	frappe.db.commit()


def _retry(row: Any, error: str) -> None:
	wait = BACKOFF[min(row.attempts, len(BACKOFF) - 1)]
	_close(
		row.name,
		{
			"attempts": row.attempts + 1,
			"next_try_at": clock.now(people.zone(row.organization)) + wait,
			"error": error[:500],
		},
	)


def compose(row: Any, account: Any) -> EmailMessage | None:
	"""Render the mail of an outbox row from what its receiver may see now; None when nothing is left to say.

	Raises:
		Undeliverable: the member has no user or no address, or the user is disabled.
	"""
	member = frappe.db.get_value(
		"Chibo Member", row.member, ["full_name", "user", "email", "organization"], as_dict=True
	)
	user = member.user and frappe.db.get_value(
		"User", member.user, ["email", "enabled", "language"], as_dict=True
	)
	address = member.email or (user.email if user else None)
	if not user or not user.enabled:
		raise Undeliverable("the member has no active user")
	if not address:
		raise Undeliverable("the member has no e-mail address")
	message = frappe.db.get_value("Chibo Message", row.message, ["kind", "day", "sent_at"], as_dict=True)
	before = frappe.local.lang
	frappe.local.lang = user.language or "vi"
	try:
		lines = wording.lines(people.actor(member.user), [row.message], outside=True).get(row.message, [])
		if not lines:
			return None
		return _mail(row, account, member, address, message.sent_at, lines)
	finally:
		frappe.local.lang = before


def _mail(
	row: Any, account: Any, member: Any, address: str, sent_at: datetime, lines: list[wording.Line]
) -> EmailMessage:
	site = get_url("/chibo")
	subject = (
		lines[0].text if len(lines) == 1 else _("{count} things that concern you").format(count=len(lines))
	)
	context = {
		"name": member.full_name,
		"greeting": _("Dear {name},").format(name=member.full_name),
		"lines": [
			{"text": line.text, "url": f"{site}/viec/{line.deadline}", "urgent": line.urgent}
			for line in lines
		],
		"open": _("Open in Chibo Tasks"),
		"footer": _("You receive this because you are responsible for or review this work in chibo_tasks."),
		"lang": frappe.local.lang,
	}
	sender = account.email_id
	mail = EmailMessage(policy=SMTP)
	mail["Subject"] = " ".join(subject.split())
	mail["From"] = formataddr(
		(str(frappe.db.get_value("Chibo Organization", member.organization, "organization_name")), sender)
	)
	mail["To"] = address
	mail["Date"] = format_datetime(clock.moment(people.zone(member.organization)))
	mail["Message-ID"] = f"<{row.name}@{sender.rpartition('@')[2]}>"
	mail["Auto-Submitted"] = "auto-generated"
	mail.set_content(_templates().get_template("message.txt").render(context))
	mail.add_alternative(_templates().get_template("message.html").render(context), subtype="html")
	return mail


@lru_cache(maxsize=1)
def _templates() -> Environment:
	return Environment(
		loader=PackageLoader("chibo_tasks", "templates/emails"),
		autoescape=True,
		trim_blocks=True,
		lstrip_blocks=True,
	)
