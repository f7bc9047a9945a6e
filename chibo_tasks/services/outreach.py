"""What those in charge see and decide about the channels: which are on, who cannot be reached and why, another try."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from pypika.terms import ExistsCriterion

from chibo_tasks import clock, permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.identity import new_name
from chibo_tasks.domain.messages import outcome, telegram, webhook
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import audit, forwarding, people
from chibo_tasks.services.channels import CHANNELS, configuration, outgoing
from chibo_tasks.services.channels import webhook as webhook_channel
from chibo_tasks.services.channels.configuration import EMAIL, TELEGRAM, WEBHOOK, ZALO
from chibo_tasks.services.plans import require_decider

OPTIONS: Mapping[str, tuple[str, ...]] = {ZALO: ("app_id", "template", "confirmation_template")}
SECRETS: Mapping[str, tuple[str, ...]] = {
	TELEGRAM: ("token",),
	ZALO: ("app_secret", "access_token", "refresh_token"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
	TELEGRAM: ("address", "token"),
	ZALO: ("app_id", "template", "confirmation_template", "app_secret", "refresh_token"),
	WEBHOOK: ("address",),
}
"""What has to be there before a channel can be switched on."""

RECENT = timedelta(days=30)
MOST = 500


def channels(actor: Actor, organization: str) -> list[dict[str, Any]]:
	"""Every channel of `organization` with its settings; of secrets only whether they are there.

	Returns:
		[{channel, enabled, address, options, secrets: {name: bool}, problem, failed_at}]
	"""
	_require(actor, organization)
	return [_shown(configuration.of(organization, channel)) for channel in CHANNELS]


def configure(actor: Actor, organization: str, channel: str, values: Mapping[str, Any]) -> dict[str, Any]:
	"""Change settings of one channel.

	Args:
		values: `enabled`, `address`, and the options and secrets of the channel by their names; what is not named stays.

	Returns:
		The settings; for a webhook with `signing`, its secret, when it has just been made: it is not shown again.
	"""
	_require(actor, organization)
	if channel not in CHANNELS:
		refuse(_("There is no channel “{channel}”.").format(channel=channel[:40]))
	old = configuration.of(organization, channel)
	options = {**old.options, **_texts(values, OPTIONS.get(channel, ()))}
	kept = {**old.secrets, **_texts(values, SECRETS.get(channel, ()))}
	address = str(values.get("address", old.address) or "").strip()
	enabled = bool(int(values.get("enabled", old.enabled)))
	if channel == WEBHOOK and address:
		address = webhook.checked_url(address, allowed=outgoing.is_allowed(address))
	if channel == TELEGRAM:
		address = telegram.checked_bot(address)
		telegram.checked_token(kept.get("token", ""))
	fresh = {}
	if channel == WEBHOOK and (not kept.get("signing") or values.get("new_secret")):
		fresh = {"signing": webhook.new_secret(secrets.token_bytes(32))}
	present = {"address": address, **options, **kept}
	missing = [name for name in NEEDED.get(channel, ()) if not present.get(name)]
	if enabled and missing:
		refuse(
			_("Missing before {channel} can be switched on: {names}").format(
				channel=_(channel, context="Chibo Outbox"), names=", ".join(missing)
			)
		)
	new = {"enabled": int(enabled), "address": address, "options": options, "secrets": {**kept, **fresh}}
	configuration.store(organization, channel, {**new, "error": None, "failed_at": None})
	if channel == WEBHOOK and enabled and not old.enabled:
		forwarding.begin(organization)
	_record(actor, old, new)
	return {**_shown(configuration.of(organization, channel)), **fresh}


def try_out(actor: Actor, organization: str) -> None:
	"""Send a message without content to the webhook of `organization` now.

	Raises:
		BadInput: it is not set up, or does not answer with success; the sentence says how it answered.
	"""
	_require(actor, organization)
	own = configuration.of(organization, WEBHOOK)
	if not own.enabled:
		refuse(
			_("{channel} is not switched on in this organization.").format(
				channel=_(WEBHOOK, context="Chibo Outbox")
			)
		)
	content = webhook.body(
		key=new_name(),
		organization=organization,
		member="",
		kind="Test",
		sent_at=clock.now(people.zone(organization)),
		items=[],
	)
	try:
		webhook_channel.post(organization, new_name(), content)
	except outcome.Undelivered as error:
		refuse(
			_("The message could not be delivered: {reason} ({detail}).").format(
				reason=_(outcome.REASONS[error.reason]), detail=error.detail
			)
		)


def unreached(actor: Actor, organization: str) -> list[dict[str, Any]]:
	"""Members who cannot be reached, by name: without account or address, or refused within the last 30 days.

	Only messages count whose work `actor` may know of.

	Returns:
		[{member, full_name, channel, reason, detail, at, waiting}]; `waiting` when it is still being tried.
	"""
	_require(actor, organization)
	found = {(one["member"], one["channel"]): one for one in _without_address(organization)}
	for one in failing(actor, organization):
		found.setdefault((one["member"], one["channel"]), one)
	return sorted(found.values(), key=lambda one: (one["full_name"], one["channel"]))


def failing(actor: Actor, organization: str) -> list[dict[str, Any]]:
	"""Where messages are refused or put off, one entry for each member and channel, in the form of `unreached`."""
	found: dict[tuple[str, str], dict[str, Any]] = {}
	for row in _failures(actor, organization):
		found.setdefault(
			(row.member, row.channel),
			{
				"member": row.member,
				"full_name": row.full_name,
				"channel": row.channel,
				"reason": _(outcome.REASONS.get(row.reason, row.reason)),
				"detail": row.error or "",
				"at": str(row.next_try_at),
				"waiting": row.state == "Waiting",
			},
		)
	return list(found.values())


def send_again(actor: Actor, organization: str, member: str) -> int:
	"""Try once more what could not be delivered to `member` within the last 30 days, after its cause has been removed.

	What has been overtaken since is withdrawn at delivery.

	Returns:
		Number of messages.
	"""
	_require(actor, organization)
	permissions.load(actor, "Chibo Member", member)
	names = [row.name for row in _failures(actor, organization, member) if row.state == "Failed"]
	now = clock.now(people.zone(organization))
	if names:
		frappe.db.set_value(
			"Chibo Outbox",
			{"name": ["in", names], "organization": organization},
			{"state": "Waiting", "attempts": 0, "next_try_at": now, "reason": None, "error": None},
		)
		audit.record(
			organization,
			[
				audit.Event(
					action="send again",
					subject_type="Chibo Member",
					subject=member,
					member=people.acting_member(actor, organization),
				)
			],
		)
	return len(names)


def _require(actor: Actor, organization: str) -> None:
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)


def _texts(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
	return {name: str(values[name]).strip() for name in names if values.get(name) is not None}


def _shown(one: configuration.Configuration) -> dict[str, Any]:
	names = (*SECRETS.get(one.channel, ()), *(("signing",) if one.channel == WEBHOOK else ()))
	return {
		"channel": one.channel,
		"enabled": one.enabled,
		"address": one.address,
		"options": {name: one.options.get(name, "") for name in OPTIONS.get(one.channel, ())},
		"secrets": {name: bool(one.secrets.get(name)) for name in names},
		"problem": one.error,
		"failed_at": str(one.failed_at) if one.failed_at else None,
	}


def _record(actor: Actor, old: configuration.Configuration, new: Mapping[str, Any]) -> None:
	"""Leave a trace without secrets: that one was changed, not to what."""
	before = {"enabled": str(int(old.enabled)), "address": old.address, **old.options}
	after = {"enabled": str(new["enabled"]), "address": new["address"], **new["options"]}
	changed = sorted(name for name in after if after[name] != before.get(name, ""))
	secret = sorted(name for name, value in new["secrets"].items() if value != old.secrets.get(name))
	if not changed and not secret:
		return
	seat = actor.seat(old.organization)
	audit.record(
		old.organization,
		[
			audit.Event(
				action="change channel",
				subject_type="Chibo Channel",
				subject=old.channel,
				before={name: before.get(name, "") for name in changed},
				after={
					**{name: after[name] for name in changed},
					**({"secrets": ", ".join(secret)} if secret else {}),
				},
				member=seat.member if seat else None,
			)
		],
	)


def _without_address(organization: str) -> list[dict[str, Any]]:
	member, user = frappe.qb.DocType("Chibo Member"), frappe.qb.DocType("User")
	today = clock.today(people.zone(organization))
	rows = (
		frappe.qb.from_(member)
		.left_join(user)
		.on(user.name == member.user)
		.select(
			member.name,
			member.full_name,
			member.user,
			member.email,
			user.enabled,
			user.email.as_("login_email"),
		)
		.where(
			(member.organization == organization)
			& (member.left_on.isnull() | (member.left_on >= today))
			& (
				member.user.isnull()
				| (user.enabled == 0)
				| (
					(member.email.isnull() | (member.email == ""))
					& (user.email.isnull() | (user.email == ""))
				)
			)
		)
		.orderby(member.full_name)
		.orderby(member.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	return [
		{
			"member": row.name,
			"full_name": row.full_name,
			"channel": EMAIL,
			"reason": _(outcome.REASONS[_lacking(row)]),
			"detail": "",
			"at": None,
			"waiting": False,
		}
		for row in rows
	]


def _lacking(row: Any) -> str:
	if not row.user:
		return outcome.NO_USER
	return outcome.NO_ADDRESS if row.enabled else outcome.DISABLED


def _failures(actor: Actor, organization: str, member: str | None = None) -> list[Any]:
	"""Rows that failed, or were put off at least once, newest first; of each place only those after the last success."""
	row, person, ledger, deadline = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Outbox", "Member", "Reminder", "Deadline")
	)
	later = frappe.qb.DocType("Chibo Outbox").as_("later")

	def known(message: Any) -> ExistsCriterion:
		"""Some work that a message speaks of is open to `actor`; what is not must not show by its arrival either."""
		return ExistsCriterion(
			frappe.qb.from_(ledger)
			.join(deadline)
			.on(deadline.name == ledger.deadline)
			.select(ledger.name)
			.where((ledger.message == message) & permissions.scope(actor, "Chibo Deadline", deadline))
		)

	reached_since = (
		frappe.qb.from_(later)
		.select(later.name)
		.where(
			(later.member == row.member)
			& (later.channel == row.channel)
			& (later.state == "Sent")
			& (later.sent_at > row.next_try_at)
			& known(later.message)
		)
	)
	since = clock.now(people.zone(organization)) - RECENT
	condition = (
		(row.organization == organization)
		& row.state.isin(["Failed", "Waiting"])
		& row.reason.isnotnull()
		& (row.next_try_at > since)
		& known(row.message)
		& ExistsCriterion(reached_since).negate()
	)
	if member:
		condition &= row.member == member
	return (
		frappe.qb.from_(row)
		.join(person)
		.on(person.name == row.member)
		.select(
			row.name,
			row.member,
			person.full_name,
			row.channel,
			row.state,
			row.reason,
			row.error,
			row.next_try_at,
		)
		.where(condition)
		.orderby(row.next_try_at, order=frappe.qb.desc)
		.orderby(row.name)
		.limit(MOST)
		.run(as_dict=True)
	)
