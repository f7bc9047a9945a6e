"""Webhooks as the Standard Webhooks specification has them: id, time and signature in headers, JSON in the body."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.messages.text import encodable

PREFIX = "whsec_"


class BadAddress(DomainError):
	"""An address that nothing is sent to."""


@dataclass(frozen=True)
class Item:
	"""One line of a message: which deadline, why, until when. No title, no names of people, no remarks."""

	deadline: str
	rule: str
	due_date: date
	url: str
	urgent: bool


def checked_url(text: str, *, allowed: bool = False) -> str:
	"""An address that an organization wants its messages sent to.

	Args:
		allowed: the operator has allowed this host, also without encryption.

	Raises:
		BadAddress: no https address, or one with credentials inside.
	"""
	address = urlsplit(text.strip())
	if address.scheme not in (("https", "http") if allowed else ("https",)) or not address.hostname:
		raise BadAddress(N_("“{url}” is not an address that begins with https://."), url=text[:80])
	if address.username or address.password:
		raise BadAddress(N_("The address must not contain a user name or a password."))
	return text.strip()


def body(
	*, key: str, organization: str, member: str, kind: str, sent_at: datetime, items: Sequence[Item]
) -> bytes:
	"""The JSON of one message."""
	content = {
		"type": f"chibo.message.{kind.lower()}",
		"id": key,
		"organization": organization,
		"member": member,
		"sent_at": sent_at.isoformat(),
		"items": [
			{
				"deadline": one.deadline,
				"rule": one.rule,
				"due_date": one.due_date.isoformat(),
				"url": one.url,
				"urgent": one.urgent,
			}
			for one in items
		],
	}
	return encodable(json.dumps(content, ensure_ascii=False, separators=(",", ":"))).encode()


def headers(secret: str, key: str, at: int, content: bytes) -> dict[str, str]:
	"""The headers by which the receiver knows that it was us and that it is not an old one.

	Args:
		secret: as `new_secret` makes it.
		key: id of the message; the same for every attempt.
		at: seconds since 1970.
		content: the body.
	"""
	signed = b".".join((key.encode(), str(at).encode(), content))
	mac = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
	return {
		"Content-Type": "application/json",
		"webhook-id": key,
		"webhook-timestamp": str(at),
		"webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
	}


def new_secret(random: bytes) -> str:
	"""A secret in the form that libraries for receivers take, from 32 random bytes."""
	return PREFIX + base64.b64encode(random).decode()
