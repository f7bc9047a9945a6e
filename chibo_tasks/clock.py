"""The one clock of the app.

Every "now" and "today" comes from here, in the time zone of the organization concerned, so that a test can stop time
for the whole process and nothing in the app disagrees about what day it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"

_frozen: datetime | None = None


def moment(zone: str = DEFAULT_ZONE) -> datetime:
	"""The present instant, with its offset, as read in `zone` (an IANA name)."""
	return (_frozen or datetime.now(timezone.utc)).astimezone(ZoneInfo(zone))


def now(zone: str = DEFAULT_ZONE) -> datetime:
	"""Local time in `zone` without offset, whole seconds: the form in which date-times are stored."""
	return moment(zone).replace(tzinfo=None, microsecond=0)


def today(zone: str = DEFAULT_ZONE) -> date:
	"""The day that it is in `zone`."""
	return moment(zone).date()


@contextmanager
def frozen(at: datetime | str, zone: str = DEFAULT_ZONE) -> Iterator[None]:
	"""Stop the clock for the whole process; for tests.

	Args:
		at: an instant; a text or a naive value is read as local time in `zone`.
		zone: IANA name of that local time.
	"""
	global _frozen
	instant = datetime.fromisoformat(at) if isinstance(at, str) else at
	if instant.tzinfo is None:
		instant = instant.replace(tzinfo=ZoneInfo(zone))
	before, _frozen = _frozen, instant
	try:
		yield
	finally:
		_frozen = before
