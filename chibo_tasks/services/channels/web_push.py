"""Web push with keys of our own (VAPID), straight to the push service of the browser, encrypted for the device."""

import json
from datetime import timedelta
from typing import Any

import frappe
from frappe.email.doctype.email_account.email_account import EmailAccount
from pywebpush import WebPushException, webpush

from chibo_tasks import clock
from chibo_tasks.domain.messages import outcome, push
from chibo_tasks.services.channels import keys, outgoing
from chibo_tasks.services.channels.parcel import Parcel

LIFE = timedelta(hours=12)
"""How long our signature is good for; push services take up to 24 hours."""


class WebPush:
	"""One run's way to the push services."""

	def is_set_up(self) -> bool:
		return True

	def lane(self, row: Any) -> str:
		"""Each push service is a way of its own."""
		return f"Web Push {(row.address or '').partition('://')[2].partition('/')[0]}"

	def send(self, parcel: Parcel) -> str:
		"""Encrypt the notice for the device and hand it to its push service.

		Raises:
			Undelivered: what the push service says to it.
		"""
		account = EmailAccount.find_default_outgoing()
		content = push.payload(
			title=str(frappe.db.get_value("Chibo Organization", parcel.organization, "organization_name")),
			body=parcel.notice,
			url=parcel.url,
			tag=parcel.key,
			count=len(parcel.lines),
			urgent=parcel.urgent,
		)
		self._push(
			json.loads(parcel.address), content, parcel, account.email_id if account else "chibo@localhost"
		)
		return parcel.key

	def _push(self, device: dict[str, Any], content: str, parcel: Parcel, contact: str) -> None:
		try:
			with outgoing.reaching(), outgoing.session(device["endpoint"]) as session:
				webpush(
					device,
					content,
					vapid_private_key=keys.vapid(),
					vapid_claims={
						"sub": f"mailto:{contact}",
						"exp": int((clock.moment() + LIFE).timestamp()),
					},
					ttl=push.LIFE_SECONDS,
					headers=push.headers(parcel.key, urgent=parcel.urgent),
					requests_session=session,
				)
		except ValueError as error:  # a key that lies on no curve
			raise outcome.Refused(outcome.BAD_ADDRESS) from error
		except WebPushException as error:
			answer = error.response
			if answer is None:
				raise outcome.Refused(outcome.BAD_ADDRESS) from error
			raise outcome.of_http(answer.status_code, "", answer.headers.get("Retry-After", "")) from error

	def close(self) -> None:
		pass
