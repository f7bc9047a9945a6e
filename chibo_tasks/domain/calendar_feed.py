"""A member's own deadlines as a calendar that others subscribe to (RFC 5545, RFC 7986).

All-day events: a deadline ends with its day. No alarms: the reminders come from us, once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from icalendar import Calendar, Event

PRODUCT = "-//chibo_tasks//deadlines//VI"
EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
	"""One deadline.

	Attributes:
		key: its name; the same entry keeps its UID for ever.
		title: what is shown.
		due_date: the day.
		changed_at: when the record was last changed, with its offset.
		url: where it is found.
		note: one line of detail.
	"""

	key: str
	title: str
	due_date: date
	changed_at: datetime
	url: str
	note: str = ""


def render(name: str, zone: str, host: str, entries: Iterable[Entry]) -> bytes:
	"""The calendar file.

	Args:
		name: title of the calendar.
		zone: IANA time zone in which the days are meant.
		host: makes the UIDs unique in the world.
	"""
	calendar = Calendar()
	calendar.add("prodid", PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("calscale", "GREGORIAN")
	calendar.add("method", "PUBLISH")
	calendar.add("name", name)
	calendar.add("x-wr-calname", name)
	calendar.add("x-wr-timezone", zone)
	calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
	calendar.add("x-published-ttl", "PT1H")
	for entry in entries:
		calendar.add_component(_event(entry, host))
	return calendar.to_ical()


def _event(entry: Entry, host: str) -> Event:
	changed = entry.changed_at.astimezone(timezone.utc).replace(microsecond=0)
	event = Event()
	event.add("uid", f"{entry.key}@{host}")
	event.add("dtstamp", changed)
	event.add("last-modified", changed)
	event.add("sequence", int(changed.timestamp()) - SEQUENCE_START)
	event.add("dtstart", entry.due_date)
	event.add("dtend", entry.due_date + timedelta(days=1))
	event.add("summary", entry.title)
	if entry.note:
		event.add("description", f"{entry.note}\n{entry.url}")
	event.add("url", entry.url)
	event.add("transp", "TRANSPARENT")
	event.add("x-microsoft-cdo-busystatus", "FREE")
	return event


SEQUENCE_START = int(datetime(2020, 1, 1, tzinfo=timezone.utc).timestamp())
"""A later change has a higher sequence, as programs that keep old copies want it."""
