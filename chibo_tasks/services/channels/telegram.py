"""Telegram, by a bot of the organization. A member connects her account by opening the bot once by a link of ours."""

import hashlib
from collections.abc import Mapping
from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.domain.messages import outcome, telegram
from chibo_tasks.services import people
from chibo_tasks.services.channels import configuration, outgoing
from chibo_tasks.services.channels.configuration import TELEGRAM
from chibo_tasks.services.channels.parcel import Parcel

API = "https://api.telegram.org"


class Telegram:
	"""One run's way to Telegram."""

	def is_set_up(self) -> bool:
		return True

	def lane(self, row: Any) -> str:
		return f"Telegram {row.organization}"

	def send(self, parcel: Parcel) -> str:
		"""Write to the member's chat that there is something, and where.

		Raises:
			Undelivered: what Telegram says to it.
		"""
		own = configuration.of(parcel.organization, TELEGRAM)
		answer = call(own, "sendMessage", telegram.body(parcel.address, f"{parcel.notice}\n{parcel.url}"))
		return str(answer["message_id"])

	def close(self) -> None:
		pass


def call(own: configuration.Configuration, method: str, arguments: Mapping[str, Any]) -> Any:
	"""Call a method of the Bot API and return its result.

	Raises:
		Undelivered: Telegram refuses, or cannot be reached.
	"""
	base = frappe.conf.get("chibo_telegram_api") or API
	response = outgoing.post(f"{base}/bot{own.secrets.get('token', '')}/{method}", json=dict(arguments))
	try:
		answer = response.json()
	except ValueError:
		raise outcome.Busy(outcome.BUSY, f"HTTP {response.status_code}") from None
	if not answer.get("ok"):
		raise telegram.failure(response.status_code, answer)
	return answer["result"]


def collect() -> None:
	"""Connect the accounts of members who have opened the bot since the last run; nothing is asked where nobody waits."""
	subscription = frappe.qb.DocType("Chibo Subscription")
	waiting = (
		frappe.qb.from_(subscription)
		.select(subscription.organization)
		.distinct()
		.where(
			(subscription.channel == TELEGRAM)
			& subscription.verified_at.isnull()
			& subscription.ended_at.isnull()
			& (subscription.code_until > clock.now())
		)
		.orderby(subscription.organization)
		.run(pluck=True)
	)
	for organization in waiting:
		own = configuration.of(organization, TELEGRAM)
		if own.enabled:
			_collect(own)


def _collect(own: configuration.Configuration) -> None:
	try:
		updates = call(own, "getUpdates", {"offset": int(own.cursor or 0), "allowed_updates": ["message"]})
	except outcome.Undelivered as error:
		configuration.store(
			own.organization,
			TELEGRAM,
			{"error": str(error)[:300], "failed_at": clock.now(people.zone(own.organization))},
		)
		return
	for hello in telegram.hellos(updates):
		_connect(own.organization, hello)
	if updates:
		last = max(int(update["update_id"]) for update in updates)
		configuration.store(own.organization, TELEGRAM, {"cursor": str(last + 1)})


def _connect(organization: str, hello: telegram.Hello) -> None:
	for name in frappe.get_all(
		"Chibo Subscription",
		filters={
			"organization": organization,
			"channel": TELEGRAM,
			"code": hashlib.sha256(hello.code.encode()).hexdigest(),
			"code_until": [">", clock.now()],
			"ended_at": ["is", "not set"],
		},
		pluck="name",
		order_by="name",
	):
		frappe.db.set_value(
			"Chibo Subscription",
			name,
			{
				"address": hello.chat,
				"label": hello.name[:140],
				"verified_at": clock.now(people.zone(organization)),
				"code": None,
				"code_until": None,
			},
		)
