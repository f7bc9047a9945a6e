"""The calendar file: read back with the library, and held against the rules of RFC 5545 that programs insist on."""

import re
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from chibo_tasks.domain.calendar_feed import Entry, render

CHANGED = datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=7)))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200)


def entry(**values: object) -> Entry:
	return Entry(
		**{  # type: ignore[arg-type]
			"key": "a" * 32,
			"title": "Hạn: Sơ kết; tổng kết, khen thưởng\\n và phương hướng nhiệm vụ năm học 2026–2027 của chi bộ",
			"due_date": date(2026, 3, 20),
			"changed_at": CHANGED,
			"url": "https://chibo.example/chibo/viec/1",
			"note": "Đã nhận",
			**values,
		}
	)


def made(*entries: Entry) -> bytes:
	return render("Việc của tôi – Chi bộ Hoa Sen", "Asia/Ho_Chi_Minh", "chibo.example", entries)


@given(title=TEXT, note=TEXT)
def test_any_title_comes_back_and_lines_are_folded_at_whole_characters(title: str, note: str) -> None:
	raw = made(entry(title=title, note=note))
	for line in raw.split(b"\r\n"):
		assert len(line) <= 75
		line.decode()  # a character cut in two would not be UTF-8
	assert b"\n" not in raw.replace(b"\r\n", b"")
	[event] = Calendar.from_ical(raw).walk("VEVENT")
	assert str(event["SUMMARY"]) == title


def test_a_deadline_is_a_whole_day() -> None:
	raw = made(entry())
	assert b"DTSTART;VALUE=DATE:20260320\r\n" in raw and b"DTEND;VALUE=DATE:20260321\r\n" in raw
	[event] = Calendar.from_ical(raw).walk("VEVENT")
	assert event.decoded("DTSTART") == date(2026, 3, 20)
	assert event.decoded("DTSTAMP") == CHANGED
	assert str(event["UID"]) == f"{'a' * 32}@chibo.example"
	assert event["TRANSP"] == "TRANSPARENT"
	assert "VALARM" not in raw.decode()


def test_what_programs_ask_for() -> None:
	raw = made(entry(), entry(key="b" * 32)).decode()
	assert raw.startswith("BEGIN:VCALENDAR\r\n") and raw.endswith("END:VCALENDAR\r\n")
	for line in ("VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN", "X-PUBLISHED-TTL:PT1H"):
		assert f"\r\n{line}\r\n" in raw
	assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in raw
	for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", raw, re.DOTALL):
		for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"):
			assert len(re.findall(rf"^{name}[;:]", block, re.MULTILINE)) == 1


def test_a_later_change_has_a_higher_sequence() -> None:
	first, second = (
		Calendar.from_ical(made(entry(changed_at=at))).walk("VEVENT")[0]["SEQUENCE"]
		for at in (CHANGED, CHANGED + timedelta(seconds=1))
	)
	assert 0 < first < second < 2**31


def test_an_empty_calendar_is_one() -> None:
	assert Calendar.from_ical(made()).walk("VEVENT") == []
