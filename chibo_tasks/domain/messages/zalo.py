"""Zalo Notification Service: a template that Zalo has approved, filled with a number and a link.

The template's text is written by the organization and approved by Zalo; it says that there is something to look at. It has
two places, `so_viec` (how many) and `lien_ket` (where), and the one that confirms a phone number has `otp`.
"""

import re
from collections.abc import Mapping
from typing import Any

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.messages import outcome

MOBILE = re.compile(r"84[35789]\d{8}")
EXPIRED = (-124, -216)
"""The access token is no longer good; a new one is asked for."""
BUSY = (-32, -100, -115, -147, -1340)
"""Rates, quotas and faults of the service."""
OURS = (-101, -104, -105, -106, -109, -110, -111, -117, -120, -125, -126, -127, -128, -130, -131, -132)
"""The application, the account or the template are not set up as they have to be."""


class BadPhone(DomainError):
	"""A number that is no Vietnamese mobile number."""


def phone(text: str) -> str:
	"""A mobile number in the form that Zalo takes: 84…, eleven digits.

	Raises:
		BadPhone: it is none.
	"""
	digits = re.sub(r"[\s.()-]", "", text).removeprefix("+")
	digits = f"84{digits[1:]}" if digits.startswith("0") else digits
	if not MOBILE.fullmatch(digits):
		raise BadPhone(N_("“{phone}” is not a mobile number. Example: 0912 345 678"), phone=text[:20])
	return digits


def notice(number: str, template: str, key: str, count: int, url: str) -> dict[str, Any]:
	"""Body of a message that tells how many things wait."""
	return _body(number, template, key, {"so_viec": str(count), "lien_ket": url})


def confirmation(number: str, template: str, key: str, code: str) -> dict[str, Any]:
	"""Body of the message that confirms a number."""
	return _body(number, template, key, {"otp": code})


def _body(number: str, template: str, key: str, data: Mapping[str, str]) -> dict[str, Any]:
	return {"phone": number, "template_id": template, "template_data": dict(data), "tracking_id": key}


def failure(answer: Mapping[str, Any]) -> outcome.Undelivered:
	"""What an error number of Zalo means; unknown ones concern the receiver."""
	code = int(answer.get("error") or 0)
	detail = f"{code} {answer.get('message') or ''}".strip()
	if code in BUSY:
		return outcome.Busy(outcome.BUSY, detail)
	if code in OURS or code in EXPIRED:
		return outcome.Unavailable(outcome.REFUSED, detail)
	return outcome.Refused(outcome.REFUSED, detail)
