"""Zalo Notification Service, off unless an organization with an Official Account sets it up (docs/decisions/0011)."""

from collections.abc import Mapping
from typing import Any

import frappe

from chibo_tasks.domain.messages import outcome, zalo
from chibo_tasks.services.channels import configuration, outgoing
from chibo_tasks.services.channels.configuration import ZALO
from chibo_tasks.services.channels.parcel import Parcel

MESSAGES = "https://business.openapi.zalo.me/message/template"
TOKENS = "https://oauth.zaloapp.com/v4/oa/access_token"


class Zalo:
	"""One run's way to Zalo."""

	def is_set_up(self) -> bool:
		return True

	def lane(self, row: Any) -> str:
		return f"Zalo {row.organization}"

	def send(self, parcel: Parcel) -> str:
		"""Have the organization's template delivered to the member's number.

		Raises:
			Undelivered: what Zalo says to it.
		"""
		own = configuration.of(parcel.organization, ZALO)
		body = zalo.notice(
			parcel.address, own.options.get("template", ""), parcel.key, len(parcel.lines), parcel.url
		)
		return deliver(own, body)

	def close(self) -> None:
		pass


def deliver(own: configuration.Configuration, body: Mapping[str, Any]) -> str:
	"""Send one filled template and return Zalo's id of it; an access token that has run out is renewed once.

	Raises:
		Undelivered: what Zalo says to it.
	"""
	answer = _post(own, body)
	if int(answer.get("error") or 0) in zalo.EXPIRED:
		answer = _post(_renewed(own), body)
	if answer.get("error"):
		raise zalo.failure(answer)
	return str((answer.get("data") or {}).get("msg_id") or "")


def _post(own: configuration.Configuration, body: Mapping[str, Any]) -> dict[str, Any]:
	url = frappe.conf.get("chibo_zalo_messages") or MESSAGES
	return _answer(
		outgoing.post(url, json=dict(body), headers={"access_token": own.secrets.get("access_token", "")})
	)


def _renewed(own: configuration.Configuration) -> configuration.Configuration:
	"""Exchange the refresh token. It is good for one use, so the new one is kept before anything else happens."""
	answer = _answer(
		outgoing.post(
			frappe.conf.get("chibo_zalo_tokens") or TOKENS,
			data={
				"app_id": own.options.get("app_id", ""),
				"grant_type": "refresh_token",
				"refresh_token": own.secrets.get("refresh_token", ""),
			},
			headers={"secret_key": own.secrets.get("app_secret", "")},
		)
	)
	if not answer.get("access_token"):
		raise outcome.Unavailable(
			outcome.REFUSED, str(answer.get("error_description") or answer.get("error"))[:200]
		)
	fresh = {key: answer[key] for key in ("access_token", "refresh_token")}
	configuration.store(own.organization, ZALO, {"secrets": {**own.secrets, **fresh}})
	frappe.db.commit()
	return configuration.of(own.organization, ZALO)


def _answer(response: Any) -> dict[str, Any]:
	try:
		answer = response.json()
	except ValueError:
		answer = None
	if not isinstance(answer, dict):
		raise outcome.Unavailable(outcome.BUSY, f"HTTP {response.status_code}")
	return answer
