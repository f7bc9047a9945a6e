"""Where a member wants her messages, and which: e-mail, browsers and phones, Telegram, Zalo; muted, ended, confirmed."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.identity import new_name
from chibo_tasks.domain.messages import outcome, push, telegram, zalo
from chibo_tasks.exceptions import BadInput, not_found, refuse
from chibo_tasks.services import audit, people, rows
from chibo_tasks.services.channels import configuration, keys, outgoing
from chibo_tasks.services.channels.configuration import EMAIL, TELEGRAM, WEB_PUSH, ZALO
from chibo_tasks.services.channels.mail import UNSUBSCRIBE
from chibo_tasks.services.channels.zalo import deliver

DIGEST, EVENTS = "digest", "events"
KINDS = (DIGEST, EVENTS)
MOST = 10
"""Devices and accounts of one member; the oldest is ended for an eleventh."""
CODE_LIFE = timedelta(minutes=15)
GUESSES = 5

FIELDS = ("name", "organization", "member", "channel", "address", "address_hash", "label")
FIELDS += ("digest", "events", "verified_at", "code", "code_until", "guesses")


def listing(who: Actor) -> list[dict[str, Any]]:
	"""Everywhere that messages for `who` go, one entry for each seat's e-mail and for each device and account.

	Returns:
		[{target, channel, organization, label, digest, events, confirmed, problem}]; `problem` says why the last message
		did not arrive there.
	"""
	found = [_mail_entry(seat.member, seat.organization) for seat in who.memberships]
	for row in _active(sorted(who.members)):
		found.append(
			{
				"target": row.name,
				"channel": row.channel,
				"organization": row.organization,
				"label": row.label or "",
				"digest": bool(row.digest),
				"events": bool(row.events),
				"confirmed": row.verified_at is not None,
				"problem": problem(row.member, row.channel, row.name),
			}
		)
	return found


def available(organization: str) -> list[str]:
	"""Channels that members of `organization` can choose."""
	return [
		channel
		for channel in (EMAIL, WEB_PUSH, TELEGRAM, ZALO)
		if configuration.of(organization, channel).enabled
	]


def problem(member: str, channel: str, subscription: str | None = None) -> str:
	"""Why the newest message to this place did not arrive; empty when it did."""
	row = frappe.qb.DocType("Chibo Outbox")
	place = row.subscription == subscription if subscription else row.subscription.isnull()
	found = (
		frappe.qb.from_(row)
		.select(row.state, row.reason)
		.where((row.member == member) & (row.channel == channel) & place & row.state.isin(["Sent", "Failed"]))
		.orderby(row.next_try_at, order=frappe.qb.desc)
		.limit(1)
		.run(as_dict=True)
	)
	return _(outcome.REASONS.get(found[0].reason, "")) if found and found[0].state == "Failed" else ""


def choose(who: Actor, target: str, wanted: bool, kinds: Collection[str]) -> None:
	"""Mute or unmute.

	Args:
		target: name of a subscription, or of the member record whose e-mail is meant.
		wanted: False mutes.
		kinds: which messages, of `KINDS`.

	Raises:
		NotFound: not one of the user's own.
	"""
	if not kinds or set(kinds) - set(KINDS):
		refuse(_("Choose “digest”, “events” or both."))
	if target in who.members:
		names = {DIGEST: "mail_digest", EVENTS: "mail_events"}
		_choose_mail(target, {names[kind]: int(wanted) for kind in kinds})
		return
	own(who, target)
	frappe.db.set_value("Chibo Subscription", target, {kind: int(wanted) for kind in kinds})


def unsubscribe(token: str) -> bool:
	"""End the daily mails of the member that `token` was made for; False when we did not make it."""
	member = keys.named_by(UNSUBSCRIBE, token)
	if member is None or not frappe.db.exists("Chibo Member", member):
		return False
	_choose_mail(member, {"mail_digest": 0})
	return True


def is_unsubscribe_token(token: str) -> bool:
	"""True for a token that `unsubscribe` accepts."""
	return keys.named_by(UNSUBSCRIBE, token) is not None


def end(who: Actor, subscription: str) -> None:
	"""Disconnect a device or account for good, a device for all seats of the user."""
	row = own(who, subscription)
	names = [subscription]
	if row.channel == WEB_PUSH:
		names = frappe.get_all(
			"Chibo Subscription",
			filters={
				"address_hash": row.address_hash,
				"member": ["in", sorted(who.members)],
				"ended_at": ["is", "not set"],
			},
			pluck="name",
			order_by="name",
		)
	_end({"name": ["in", names]}, row.organization)


def connect_device(who: Actor, endpoint: str, p256dh: str, auth: str, label: str) -> list[str]:
	"""Send pushes to a browser, for each seat of `who`; whoever had it before has it no longer.

	Args:
		endpoint, p256dh, auth: see `push.Device`.
		label: name of the device, for the user.

	Returns:
		Names of the subscriptions.

	Raises:
		BadSubscription
	"""
	device = push.device(endpoint, p256dh, auth, allowed=outgoing.is_allowed(endpoint))
	hashed, address = _digest(device.endpoint), device.as_json()
	present = {}
	for row in frappe.get_all(
		"Chibo Subscription",
		filters={"address_hash": hashed, "ended_at": ["is", "not set"]},
		fields=["name", "organization", "member", "address"],
		order_by="name",
	):
		if row.member in who.members and row.address == address:
			present[row.member] = row.name
		else:
			_end({"name": row.name}, row.organization)
	return [
		present.get(seat.member)
		or _add(seat.member, seat.organization, WEB_PUSH, address, hashed, label, confirmed=True)
		for seat in who.memberships
		if configuration.of(seat.organization, WEB_PUSH).enabled
	]


def connect_telegram(who: Actor, organization: str) -> dict[str, str]:
	"""Begin to connect a Telegram account: the link opens the bot, which then knows who it is.

	Returns:
		{target, link, valid_until}
	"""
	member = people.acting_member(who, organization)
	own_bot = _enabled(organization, TELEGRAM)
	code = secrets.token_urlsafe(24)
	name = _add(member, organization, TELEGRAM, "", "", "", code=code)
	return {
		"target": name,
		"link": telegram.link(own_bot.address, code),
		"valid_until": str(clock.now() + CODE_LIFE),
	}


def connect_zalo(who: Actor, organization: str, phone: str) -> str:
	"""Send a code to a mobile number by Zalo, and return the name of the subscription that `verify` confirms.

	Raises:
		BadPhone; BadInput: Zalo does not take it.
	"""
	member = people.acting_member(who, organization)
	number, own_account = zalo.phone(phone), _enabled(organization, ZALO)
	code = f"{secrets.randbelow(10**6):06}"
	try:
		deliver(
			own_account,
			zalo.confirmation(number, own_account.options.get("confirmation_template", ""), new_name(), code),
		)
	except outcome.Undelivered as error:
		refuse(say(error))
	return _add(member, organization, ZALO, number, _digest(number), f"…{number[-3:]}", code=code)


def verify(who: Actor, subscription: str, code: str) -> bool:
	"""Confirm an account with the code that was sent to it, and return whether it is right; five guesses."""
	row = own(who, subscription)
	if row.verified_at:
		return True
	if not row.code or row.guesses >= GUESSES or row.code_until < clock.now():
		refuse(_("This code is not valid any more. Ask for a new one."))
	if not secrets.compare_digest(row.code, _digest(code.strip())):
		frappe.db.set_value("Chibo Subscription", subscription, "guesses", row.guesses + 1)
		return False
	frappe.db.set_value(
		"Chibo Subscription",
		subscription,
		{"verified_at": clock.now(people.zone(row.organization)), "code": None, "code_until": None},
	)
	return True


def own(who: Actor, subscription: str) -> Any:
	"""The subscription, if it is one of the user's own and has not ended.

	Raises:
		NotFound
	"""
	doc = permissions.load(who, "Chibo Subscription", subscription)
	if doc.ended_at:
		raise not_found()
	return doc


def say(error: outcome.Undelivered) -> str:
	"""A failure as a sentence."""
	text = _(outcome.REASONS[error.reason])
	return f"{text} ({error.detail})" if error.detail else text


def _enabled(organization: str, channel: str) -> configuration.Configuration:
	found = configuration.of(organization, channel)
	if not found.enabled:
		refuse(
			_("{channel} is not switched on in this organization.").format(
				channel=_(channel, context="Chibo Outbox")
			),
			BadInput,
		)
	return found


def _mail_entry(member: str, organization: str) -> dict[str, Any]:
	row = frappe.db.get_value(
		"Chibo Member", member, ["email", "user", "mail_digest", "mail_events"], as_dict=True
	)
	address = row.email or (row.user and frappe.db.get_value("User", row.user, "email")) or ""
	return {
		"target": member,
		"channel": EMAIL,
		"organization": organization,
		"label": address,
		"digest": bool(row.mail_digest),
		"events": bool(row.mail_events),
		"confirmed": bool(address),
		"problem": problem(member, EMAIL) or ("" if address else _(outcome.REASONS[outcome.NO_ADDRESS])),
	}


def _choose_mail(member: str, values: dict[str, int]) -> None:
	before = frappe.db.get_value(
		"Chibo Member", member, ["organization", *values], as_dict=True, for_update=True
	)
	changed = {key: value for key, value in values.items() if before[key] != value}
	if not changed:
		return
	frappe.db.set_value("Chibo Member", member, dict(changed))
	audit.record(
		before.organization,
		[
			audit.Event(
				action="change member",
				subject_type="Chibo Member",
				subject=member,
				before={key: str(before[key]) for key in changed},
				after={key: str(value) for key, value in changed.items()},
				member=member,
			)
		],
	)


def _active(members: list[str]) -> list[Any]:
	return frappe.get_all(
		"Chibo Subscription",
		filters={"member": ["in", members], "ended_at": ["is", "not set"]},
		fields=["name", "organization", "member", "channel", "label", "digest", "events", "verified_at"],
		order_by="creation, name",
	)


def _add(
	member: str,
	organization: str,
	channel: str,
	address: str,
	address_hash: str,
	label: str,
	*,
	confirmed: bool = False,
	code: str = "",
) -> str:
	"""Make a subscription; an unconfirmed one of the same channel makes place, and the oldest beyond `MOST`."""
	present = _active([member])
	for row in present:
		if row.channel == channel and not row.verified_at:
			_end({"name": row.name}, organization)
	for row in present[: max(len(present) - MOST + 1, 0)]:
		_end({"name": row.name}, organization)
	name = new_name()
	rows.insert(
		"Chibo Subscription",
		FIELDS,
		[
			{
				"name": name,
				"organization": organization,
				"member": member,
				"channel": channel,
				"address": address,
				"address_hash": address_hash,
				"label": label.strip()[:140],
				"digest": 1,
				"events": 1,
				"verified_at": clock.now(people.zone(organization)) if confirmed else None,
				"code": _digest(code) if code else None,
				"code_until": clock.now() + CODE_LIFE if code else None,
				"guesses": 0,
			}
		],
	)
	return name


def _end(filters: dict[str, Any], organization: str) -> None:
	frappe.db.set_value(
		"Chibo Subscription",
		filters,
		{"ended_at": clock.now(people.zone(organization)), "code": None, "address": ""},
	)


def _digest(text: str) -> str:
	return hashlib.sha256(text.encode()).hexdigest()
