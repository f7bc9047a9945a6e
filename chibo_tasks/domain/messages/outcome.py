"""What becomes of a message on its way to one receiver, when it is tried again, and when no more."""

from collections.abc import Mapping
from datetime import timedelta

from chibo_tasks.domain.errors import N_

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60))
MOST_ATTEMPTS = 100
"""With the back-off above an outage of three days takes 79 attempts."""

# Withdrawn: there is nothing to deliver any more.
NOTHING_LEFT = "nothing-left"
MUTED = "muted"
ENDED = "ended"
UNVERIFIED = "unverified"
SWITCHED_OFF = "switched-off"
LEFT = "left"

# Undeliverable: somebody has to do something about it.
NO_USER = "no-user"
DISABLED = "disabled"
NO_ADDRESS = "no-address"
BAD_ADDRESS = "bad-address"
REFUSED = "refused"
GONE = "gone"
FORBIDDEN_ADDRESS = "forbidden-address"
GAVE_UP = "gave-up"

# Tried again.
BUSY = "busy"
UNREACHABLE = "unreachable"
BROKEN = "broken"

REASONS: Mapping[str, str] = {
	NOTHING_LEFT: N_("withdrawn: nothing of it concerned the receiver any more when it was about to leave"),
	MUTED: N_("withdrawn: the member has muted it"),
	ENDED: N_("withdrawn: the device or account is no longer connected"),
	UNVERIFIED: N_("withdrawn: the account has not been confirmed"),
	SWITCHED_OFF: N_("withdrawn: the channel is switched off"),
	LEFT: N_("withdrawn: the member no longer belongs to the organization"),
	NO_USER: N_("the member has no account"),
	DISABLED: N_("the member's account is disabled"),
	NO_ADDRESS: N_("the member has no e-mail address"),
	BAD_ADDRESS: N_("the address cannot be right"),
	REFUSED: N_("the other side refuses the address"),
	GONE: N_("the device or account has been given up"),
	FORBIDDEN_ADDRESS: N_("the address lies in a private network, which the administrator has not allowed"),
	GAVE_UP: N_("given up after many attempts"),
	BUSY: N_("the other side asks to try again later"),
	UNREACHABLE: N_("the other side cannot be reached"),
	BROKEN: N_("the message cannot be made; the log of the site says more"),
}
"""Reason → sentence for the secretary."""


class Undelivered(Exception):
	"""A message did not go out.

	Args:
		reason: one of `REASONS`.
		detail: what the other side said, for the secretary.
	"""

	def __init__(self, reason: str, detail: str = "") -> None:
		super().__init__(f"{reason}: {detail}" if detail else reason)
		self.reason = reason
		self.detail = detail[:300]


class Withdrawn(Undelivered):
	"""It is not needed any more."""


class Refused(Undelivered):
	"""It can never be delivered this way."""


class Busy(Undelivered):
	"""It may be delivered later.

	Args:
		after: how long the other side wants to be left alone.
	"""

	def __init__(self, reason: str = BUSY, detail: str = "", after: timedelta | None = None) -> None:
		super().__init__(reason, detail)
		self.after = after


class Unavailable(Busy):
	"""The way itself is closed for now; others that would take it need not try."""


def wait(attempts: int, after: timedelta | None = None) -> timedelta:
	"""How long to wait after the `attempts`-th attempt has failed.

	Args:
		attempts: attempts so far, at least 1.
		after: what the other side asked for; heard, up to the longest step of the back-off.
	"""
	step = BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
	return max(step, min(after, BACKOFF[-1])) if after else step


def of_smtp(code: int, answer: str) -> Undelivered:
	"""What an SMTP answer to one recipient or message means (RFC 5321, 4.2.1): 5yz for ever, 4yz for now."""
	detail = f"{code} {answer}"
	return Refused(REFUSED, detail) if 500 <= code < 600 else Busy(BUSY, detail)


def of_http(status: int, answer: str = "", after: str = "") -> Undelivered:
	"""What an HTTP status that is no success means for one message.

	404 and 410 say that the receiver has given up the address; 401 and 403 that our own credentials are wrong, which
	concerns everybody on this way; 408, 425, 429 and 5xx are for now; the rest will not get better.

	Args:
		after: value of the Retry-After header, in seconds; dates are not understood.
	"""
	detail = f"HTTP {status} {answer}".strip()
	if status in (404, 410):
		return Refused(GONE, detail)
	if status in (401, 403):
		return Unavailable(REFUSED, detail)
	if status in (408, 425, 429) or status >= 500:
		return Busy(BUSY, detail, timedelta(seconds=int(after)) if after.isdecimal() else None)
	return Refused(REFUSED, detail)
