"""Web push: what the service worker of the front end receives (docs/push-payload.md), and what a browser has to send us.

Standards: RFC 8030 (push), 8291 (encryption), 8292 (VAPID).
"""

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.messages.text import encodable

VERSION = 1
LIFE_SECONDS = 24 * 3600
"""A push that a phone has not fetched for a day is not worth showing."""

LONGEST_ENDPOINT = 1000
POINT_BYTES, SECRET_BYTES = 65, 16


class BadSubscription(DomainError):
	"""What was sent is no push subscription of a browser."""


@dataclass(frozen=True)
class Device:
	"""Where a browser receives pushes.

	Attributes:
		endpoint: address at the push service; whoever knows it can send there.
		p256dh: the browser's public key, uncompressed point, base64url.
		auth: the browser's secret, base64url.
	"""

	endpoint: str
	p256dh: str
	auth: str

	@property
	def service(self) -> str:
		"""Host of the push service."""
		return urlsplit(self.endpoint).netloc

	def as_json(self) -> str:
		return json.dumps({"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}})


def device(endpoint: str, p256dh: str, auth: str, *, allowed: bool = False) -> Device:
	"""A subscription as `PushSubscription.toJSON()` has it, checked.

	Args:
		endpoint, p256dh, auth: see `Device`.
		allowed: the operator has allowed this host, also without encryption.

	Raises:
		BadSubscription: not an https address, or keys of the wrong size.
	"""
	address = urlsplit(endpoint)
	schemes = ("https", "http") if allowed else ("https",)
	if address.scheme not in schemes or not address.hostname or len(endpoint) > LONGEST_ENDPOINT:
		raise BadSubscription(N_("The address of a push subscription has to begin with https://."))
	if _size(p256dh) != POINT_BYTES or _size(auth) != SECRET_BYTES:
		raise BadSubscription(N_("The keys of the push subscription are not complete."))
	return Device(endpoint, p256dh, auth)


def payload(*, title: str, body: str, url: str, tag: str, count: int, urgent: bool) -> str:
	"""The JSON that is encrypted for the device: it says that there is something, never what."""
	said = {
		"v": VERSION,
		"title": title,
		"body": body,
		"url": url,
		"tag": tag,
		"count": count,
		"urgent": urgent,
	}
	return encodable(json.dumps(said, ensure_ascii=False))


def headers(tag: str, *, urgent: bool) -> dict[str, str]:
	"""Urgency (RFC 8030, 5.3), and a topic (5.4) that makes a repeat replace the first."""
	return {"Urgency": "high" if urgent else "normal", "Topic": tag[:32]}


def _size(text: str) -> int:
	try:
		return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
	except (binascii.Error, ValueError):
		return 0
