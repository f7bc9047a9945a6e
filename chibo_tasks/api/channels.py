"""Where messages go: the user's own e-mail, devices and accounts, and the channels of an organization."""

from typing import Any

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from werkzeug.wrappers import Response

from chibo_tasks.api import arguments, pages
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import outreach, subscriptions
from chibo_tasks.services.channels import keys


@endpoint("GET")
def mine() -> dict[str, Any]:
	"""Where the user's messages go: {places: [{target, channel, organization, label, digest, events, confirmed, problem}],
	available: {organization: channels}, push_key}. `push_key` is the `applicationServerKey` for a push subscription.
	"""
	actor = current_actor()
	return {
		"places": subscriptions.listing(actor),
		"available": {
			seat.organization: subscriptions.available(seat.organization) for seat in actor.memberships
		},
		"push_key": keys.push_key(),
	}


@endpoint("POST")
def mute(target: str, kinds: str | list = "") -> None:
	"""Send no messages there any more; the bell keeps them.

	Args:
		target: `target` of a place of `mine`.
		kinds: "digest", "events" (list or its JSON); both when empty.
	"""
	subscriptions.choose(
		current_actor(), target, False, arguments.names(kinds, "kinds") or list(subscriptions.KINDS)
	)


@endpoint("POST")
def unmute(target: str, kinds: str | list = "") -> None:
	"""Send messages there again.

	Args:
		target: `target` of a place of `mine`.
		kinds: "digest", "events" (list or its JSON); both when empty.
	"""
	subscriptions.choose(
		current_actor(), target, True, arguments.names(kinds, "kinds") or list(subscriptions.KINDS)
	)


@endpoint("POST")
def connect_push(endpoint: str, p256dh: str, auth: str, label: str = "") -> list[str]:
	"""Send notifications to this browser; return the targets, one for each of the user's seats.

	Args:
		endpoint: `endpoint` of the browser's PushSubscription.
		p256dh, auth: its `keys`, base64url.
		label: name of the device, for the user.
	"""
	return subscriptions.connect_device(current_actor(), endpoint, p256dh, auth, label)


@endpoint("POST")
def connect_telegram(organization: str) -> dict[str, str]:
	"""Begin to connect a Telegram account: {target, link, valid_until}. Opening the link and pressing Start confirms it
	within a minute.

	Args:
		organization: whose bot.
	"""
	return subscriptions.connect_telegram(current_actor(), organization)


@endpoint("POST")
@rate_limit(limit=20, seconds=3600)
def connect_zalo(organization: str, phone: str) -> str:
	"""Send a code to a mobile number by Zalo and return the target, which `verify` confirms.

	Args:
		organization: whose Official Account.
		phone: mobile number.
	"""
	return subscriptions.connect_zalo(current_actor(), organization, phone)


@endpoint("POST")
def verify(target: str, code: str) -> bool:
	"""Confirm an account with the code that was sent to it; false when it is wrong.

	Args:
		target: `target` of a place of `mine`.
		code: six digits.
	"""
	return subscriptions.verify(current_actor(), target, code)


@endpoint("POST")
def disconnect(target: str) -> None:
	"""Forget a device or account.

	Args:
		target: `target` of a place of `mine`.
	"""
	subscriptions.end(current_actor(), target)


@endpoint("GET", "POST", guest=True)
@rate_limit(limit=600, seconds=600)
def unsubscribe(token: str = "") -> Response:
	"""End daily mails, from the link in one of them and without signing in. GET asks, POST does it (RFC 8058).

	Args:
		token: from the link.
	"""
	if not subscriptions.is_unsubscribe_token(token):
		return pages.not_found()
	if frappe.request.method != "POST":
		return pages.question(
			_("Do you want no daily message by e-mail any more?"),
			token,
			_("No daily message by e-mail any more"),
		)
	if not subscriptions.unsubscribe(token):
		return pages.not_found()
	return pages.page(
		_(
			"You will get no daily message by e-mail any more. You can switch it on again under “Me” in Chibo Tasks."
		)
	)


@endpoint("GET")
def of_organization(organization: str) -> list[dict[str, Any]]:
	"""Channels of an organization for those in charge: {channel, enabled, address, options, secrets, problem, failed_at};
	of secrets only whether they are there.

	Args:
		organization: name of the organization.
	"""
	return outreach.channels(current_actor(), organization)


@endpoint("POST")
def configure(organization: str, channel: str, values: str | dict) -> dict[str, Any]:
	"""Change one channel of an organization and return its settings. For a webhook, `signing` is its secret when it has
	just been made; it is not shown again.

	Args:
		organization: name of the organization.
		channel: "Email", "Web Push", "Telegram", "Zalo" or "Webhook".
		values: `enabled`; `address` (webhook: its URL, Telegram: name of the bot); Telegram: `token`; Zalo: `app_id`,
			`app_secret`, `access_token`, `refresh_token`, `template`, `confirmation_template`; webhook: `new_secret`.
	"""
	given = arguments.mapping(values, "values")
	if str(given.get("enabled", 0)).lower() not in ("0", "1", "true", "false"):
		refuse(_("“{name}” has to be 0 or 1.").format(name="enabled"))
	if "enabled" in given:
		given["enabled"] = str(given["enabled"]).lower() in ("1", "true")
	return outreach.configure(current_actor(), organization, channel, given)


@endpoint("POST")
@rate_limit(limit=30, seconds=600)
def try_webhook(organization: str) -> None:
	"""Send an empty message to the organization's webhook now.

	Args:
		organization: name of the organization.
	"""
	outreach.try_out(current_actor(), organization)


@endpoint("GET")
def unreached(organization: str) -> list[dict[str, Any]]:
	"""Members who cannot be reached, and why: {member, full_name, channel, reason, detail, at, waiting}.

	Args:
		organization: name of the organization.
	"""
	return outreach.unreached(current_actor(), organization)


@endpoint("POST")
def send_again(organization: str, member: str) -> int:
	"""Try once more what could not be delivered to a member within the last 30 days; return the number of messages.

	Args:
		organization: name of the organization.
		member: whose messages.
	"""
	return outreach.send_again(current_actor(), organization, member)
