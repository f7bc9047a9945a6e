"""Messages that an organization wants in a system of its own, too: each becomes an outbox row for the webhook."""

from datetime import timedelta

import frappe
from frappe.query_builder.functions import Concat
from frappe.utils import now as site_now
from pypika.terms import Function, ValueWrapper

from chibo_tasks import clock
from chibo_tasks.services import people
from chibo_tasks.services.channels import configuration
from chibo_tasks.services.channels.configuration import WEBHOOK

OVERLAP = timedelta(hours=1)
"""Messages older than the last run by this much are looked at again, for transactions that took long."""

COLUMNS = (
	"name",
	"organization",
	"message",
	"member",
	"channel",
	"state",
	"attempts",
	"next_try_at",
	"creation",
	"modified",
	"owner",
	"modified_by",
)


def begin(organization: str) -> None:
	"""Forward what comes from now on, and nothing older."""
	now = clock.now(people.zone(organization))
	configuration.store(organization, WEBHOOK, {"told_until": now + OVERLAP})


def fan_out() -> None:
	"""Make the rows that are missing; names are derived, so making one twice meets the primary key."""
	for organization in configuration.organizations_with(WEBHOOK):
		_fan_out(organization)


def _fan_out(organization: str) -> None:
	now = clock.now(people.zone(organization))
	since = frappe.db.get_value(
		"Chibo Channel", {"organization": organization, "channel": WEBHOOK}, "told_until"
	)
	message, outbox = frappe.qb.DocType("Chibo Message"), frappe.qb.DocType("Chibo Outbox")
	stamp = site_now()
	fresh = (
		(message.organization == organization)
		& (message.sent_at > since - OVERLAP)
		& (message.sent_at <= now)
	)
	frappe.qb.into(outbox).columns(*COLUMNS).ignore().from_(message).select(
		Function("MD5", Concat(message.name, "|", WEBHOOK)),
		message.organization,
		message.name,
		message.member,
		ValueWrapper(WEBHOOK),
		ValueWrapper("Waiting"),
		ValueWrapper(0),
		message.sent_at,
		ValueWrapper(stamp),
		ValueWrapper(stamp),
		ValueWrapper("Administrator"),
		ValueWrapper("Administrator"),
	).where(fresh).run()
	if now > since:
		configuration.store(organization, WEBHOOK, {"told_until": now})
