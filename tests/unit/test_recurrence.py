"""Duties that come back, on real Vietnamese calendars and on random ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import recurrence as r
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.working_days import HOLIDAY, WORKDAY, Correction, WorkCalendar, vietnam

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def dues(rule: r.Recurrence, span: Period = YEAR, calendar: WorkCalendar | None = None) -> list[str]:
	return [one.due.isoformat() for one in r.occurrences(rule, span, calendar)]


def test_the_25th_of_each_month() -> None:
	found = r.occurrences(r.Recurrence(r.MONTHLY, day=25), YEAR)
	assert [one.key for one in found] == [f"2026-{month:02}" for month in range(1, 13)]
	assert {one.due.day for one in found} == {25}
	assert found[1].period == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_the_31st_and_the_29th_of_february() -> None:
	assert dues(r.Recurrence(r.MONTHLY, day=31))[:4] == [
		"2026-01-31",
		"2026-02-28",
		"2026-03-31",
		"2026-04-30",
	]
	leap = Period(date(2028, 2, 1), date(2028, 2, 29))
	assert dues(r.Recurrence(r.MONTHLY, day=29), leap) == ["2028-02-29"]


def test_a_duty_that_begins_in_the_middle_starts_with_the_next_due_day() -> None:
	span = Period(date(2026, 3, 6), date(2026, 5, 31))
	assert dues(r.Recurrence(r.MONTHLY, day=5), span) == ["2026-04-05", "2026-05-05"]


def test_nth_weekdays() -> None:
	first_monday = r.Recurrence(r.MONTHLY, weekday=0, nth=1)
	assert dues(first_monday)[:3] == ["2026-01-05", "2026-02-02", "2026-03-02"]
	last_friday = r.Recurrence(r.MONTHLY, weekday=4, nth=r.END)
	assert dues(last_friday)[:2] == ["2026-01-30", "2026-02-27"]
	fifth = r.Recurrence(r.MONTHLY, weekday=4, nth=5)
	assert dues(fifth)[:2] == ["2026-01-30", "2026-02-27"]


def test_weeks_across_the_turn_of_the_year() -> None:
	span = Period(date(2026, 12, 20), date(2027, 1, 10))
	found = r.occurrences(r.Recurrence(r.WEEKLY, weekday=4), span)
	assert [(one.key, one.due.isoformat()) for one in found] == [
		("2026-W52", "2026-12-25"),
		("2026-W53", "2027-01-01"),
		("2027-W01", "2027-01-08"),
	]


def test_quarters_semesters_years_and_school_years() -> None:
	assert dues(r.Recurrence(r.QUARTERLY)) == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
	assert dues(r.Recurrence(r.QUARTERLY, month=1, day=10))[:2] == ["2026-01-10", "2026-04-10"]
	semesters = r.occurrences(r.Recurrence(r.SEMESTER), YEAR)
	assert [(one.key, one.due.isoformat()) for one in semesters] == [
		("2025-2026-HK1", "2026-01-15"),
		("2025-2026-HK2", "2026-05-31"),
	]
	assert dues(r.Recurrence(r.YEARLY, month=11, day=20)) == ["2026-11-20"]
	school = Period(date(2025, 9, 1), date(2026, 8, 31))
	assert [one.key for one in r.occurrences(r.Recurrence(r.SCHOOL_YEAR), school)] == ["2025-2026"]


def test_first_and_last_working_day_around_tet() -> None:
	calendar = vietnam([2026])
	first = r.Recurrence(r.MONTHLY, working=r.FIRST)
	assert dues(first, calendar=calendar)[0] == "2026-01-02"
	assert dues(first, calendar=calendar)[8] == "2026-09-03"  # 1 and 2 September are National Day
	last = r.Recurrence(r.MONTHLY, working=r.LAST)
	assert dues(last, calendar=calendar)[7] == "2026-08-28"  # 31 August was swapped for Saturday the 22nd
	assert calendar.is_working(date(2026, 8, 22))


def test_a_free_day_gives_way_only_where_the_rule_says_so_and_never_silently() -> None:
	calendar = vietnam([2026])
	tet = date(2026, 2, 17)
	span = Period(date(2026, 2, 1), date(2026, 2, 28))
	[kept] = r.occurrences(r.Recurrence(r.MONTHLY, day=17), span, calendar)
	assert (kept.due, kept.moved) == (tet, "")
	[after] = r.occurrences(r.Recurrence(r.MONTHLY, day=17, on_free_day=r.AFTER), span, calendar)
	assert (after.named, after.due, after.moved) == (tet, date(2026, 2, 23), "Tết Nguyên Đán")
	[before] = r.occurrences(r.Recurrence(r.MONTHLY, day=17, on_free_day=r.BEFORE), span, calendar)
	assert before.due == date(2026, 2, 13)


def test_corrections_stand_above_the_package() -> None:
	day = date(2026, 6, 1)
	calendar = vietnam(
		[2026], [Correction(day, HOLIDAY, "Ngày của bé"), Correction(date(2026, 6, 6), WORKDAY, "Làm bù")]
	)
	assert not calendar.is_working(day)
	assert calendar.reason(day) == "Ngày của bé"
	assert calendar.is_working(date(2026, 6, 6))
	assert calendar.on_or_after(day) == date(2026, 6, 2)


@pytest.mark.parametrize(
	"values",
	[
		{"unit": "hourly"},
		{"unit": "monthly", "day": 0},
		{"unit": "monthly", "day": 32},
		{"unit": "weekly"},
		{"unit": "weekly", "weekday": 7},
		{"unit": "monthly", "nth": 2},
		{"unit": "quarterly", "month": 4},
		{"unit": "monthly", "colour": "red"},
		{"unit": "monthly", "on_free_day": "jump"},
		{},
	],
)
def test_an_impossible_recurrence_is_refused(values: dict[str, object]) -> None:
	with pytest.raises(r.BadRecurrence):
		r.Recurrence.from_dict(values)


RULES = st.builds(
	r.Recurrence,
	unit=st.sampled_from(r.UNITS),
	day=st.one_of(st.just(r.END), st.integers(1, 31)),
	weekday=st.integers(0, 6),
	nth=st.one_of(st.none(), st.just(r.END), st.integers(1, 5)),
	working=st.sampled_from(["", r.FIRST, r.LAST]),
	on_free_day=st.sampled_from([r.KEEP, r.BEFORE, r.AFTER]),
)
STARTS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(RULES, STARTS, st.integers(0, 800))
def test_occurrences_are_ordered_distinct_and_within_their_span(
	rule: r.Recurrence, start: date, length: int
) -> None:
	span = Period(start, start + timedelta(days=length))
	found = r.occurrences(rule, span, vietnam(range(start.year - 1, start.year + 5)))
	assert [one.named for one in found] == sorted(one.named for one in found)
	assert len({one.key for one in found}) == len(found)
	for one in found:
		assert span.start <= one.named <= span.end
		assert one.period.start <= one.named <= one.period.end
		assert (one.due == one.named) or (one.moved and rule.on_free_day != r.KEEP)


@given(RULES, STARTS, st.integers(1, 400), st.integers(1, 400))
def test_a_span_cut_in_two_gives_the_same_occurrences(
	rule: r.Recurrence, start: date, first: int, second: int
) -> None:
	calendar = vietnam(range(start.year - 1, start.year + 5))
	middle = start + timedelta(days=first)
	end = middle + timedelta(days=second)
	whole = r.occurrences(rule, Period(start, end), calendar)
	parts = r.occurrences(rule, Period(start, middle), calendar)
	parts += r.occurrences(rule, Period(middle + timedelta(days=1), end), calendar)
	assert parts == whole


@given(RULES)
def test_the_stored_form_reads_back_the_same(rule: r.Recurrence) -> None:
	assert r.Recurrence.from_dict(rule.to_dict()) == rule


@pytest.mark.parametrize("value", ["02-30", "02-29", "09-31", "04-31"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_day_that_not_every_year_has_is_refused_by_name(value: str, place: int) -> None:
	texts = ["09-01", "01-15", "05-31"]
	texts[place] = value
	with pytest.raises(r.BadTerms) as refused:
		r.Terms.read(*texts).check()
	assert refused.value.params["value"] == value


@pytest.mark.parametrize("value", ["", "9-1", "13-01", "00-10", "ngày 5", "09-01-"])
def test_what_is_no_month_and_day_is_refused(value: str) -> None:
	with pytest.raises(r.BadTerms):
		r.Terms.read(value, "01-15", "05-31")


@pytest.mark.parametrize(
	("texts", "possible"),
	[
		(("09-01", "01-15", "05-31"), True),
		(("09-05", "12-31", "05-25"), True),
		(("08-15", "01-10", "08-14"), True),
		(("09-01", "06-15", "05-31"), False),
		(("09-01", "05-31", "05-31"), False),
		(("09-01", "09-01", "05-31"), False),
		(("01-15", "05-31", "12-15"), False),
		(("09-01", "01-15", "09-01"), False),
	],
)
def test_the_parts_of_a_school_year_are_in_order(texts: tuple[str, str, str], possible: bool) -> None:
	terms = r.Terms.read(*texts)
	if possible:
		terms.check()
	else:
		with pytest.raises(r.BadTerms):
			terms.check()


def test_a_first_semester_that_ends_before_the_turn_of_the_year() -> None:
	terms = r.Terms.read("09-05", "12-31", "05-25")
	span = Period(date(2026, 9, 5), date(2027, 8, 31))
	found = r.occurrences(r.Recurrence(r.SEMESTER), span, terms=terms)
	assert [(one.key, one.due.isoformat()) for one in found] == [
		("2026-2027-HK1", "2026-12-31"),
		("2026-2027-HK2", "2027-05-25"),
	]
