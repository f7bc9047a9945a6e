"""Duties that come back: each occurrence has a key, a period and a due date of its own.

The engine never moves a date silently. Where a rule says that a free day gives way, the occurrence keeps the day that
the rule named beside the day that became due, and the reason.
"""

import calendar as months
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chibo_tasks.domain.deadlines import Period, show
from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.working_days import WorkCalendar

WEEKLY = "weekly"
MONTHLY = "monthly"
QUARTERLY = "quarterly"
SEMESTER = "semester"
YEARLY = "yearly"
SCHOOL_YEAR = "school_year"

UNITS = (WEEKLY, MONTHLY, QUARTERLY, SEMESTER, YEARLY, SCHOOL_YEAR)

KEEP, BEFORE, AFTER = "keep", "before", "after"
FIRST, LAST = "first", "last"
END = -1

MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

MOST = 400
"""Occurrences of one duty: more than a year of weeks, or thirty of months, means a mistake."""


class BadRecurrence(DomainError):
	"""A recurrence that names no possible day."""


class BadTerms(DomainError):
	"""A school year that cannot be."""


@dataclass(frozen=True)
class Terms:
	"""The school year of an organization: (month, day) of its turning points.

	Attributes:
		start: first day of the school year.
		first_end: last day of the first semester, before or after the turn of the calendar year.
		end: last day of the school year, in the following calendar year.
	"""

	start: tuple[int, int] = (9, 1)
	first_end: tuple[int, int] = (1, 15)
	end: tuple[int, int] = (5, 31)

	@classmethod
	def read(cls, start: str, first_end: str, end: str) -> "Terms":
		"""The turning points that were written as mm-dd, as they stand: records may be older than `check`.

		Raises:
			BadTerms: one is not a month and day.
		"""
		return cls(*(_month_and_day(text) for text in (start, first_end, end)))

	def check(self) -> None:
		"""Refuse days that not every year has, and a school year whose parts are out of order.

		Raises:
			BadTerms: names the day, or the order.
		"""
		for month, day in (self.start, self.first_end, self.end):
			if day > months.monthrange(ORDINARY_YEAR, month)[1]:
				raise BadTerms(
					N_("“{value}” is not a day that every year has. Example: 09-01"),
					value=f"{month:02}-{day:02}",
				)
		begin, middle, end = self.within(ORDINARY_YEAR)
		if not (begin < middle < end < date(begin.year + 1, *self.start)):
			raise BadTerms(
				N_(
					"The school year has to begin ({start}), end its first semester ({middle}) and end in the "
					"following year ({end}) in this order."
				),
				start="{:02}-{:02}".format(*self.start),
				middle="{:02}-{:02}".format(*self.first_end),
				end="{:02}-{:02}".format(*self.end),
			)

	def within(self, year: int) -> tuple[date, date, date]:
		"""First day, last day of the first semester and last day of the school year that begins in `year`."""
		middle = year if self.first_end > self.start else year + 1
		return date(year, *self.start), date(middle, *self.first_end), date(year + 1, *self.end)


ORDINARY_YEAR = 2001
"""Like its successor no leap year, so it has the days that every year has."""


def _month_and_day(text: str) -> tuple[int, int]:
	if not MONTH_AND_DAY.fullmatch(text):
		raise BadTerms(N_("“{value}” is not a month and day. Example: 09-01"), value=text[:20])
	month, day = text.split("-")
	return int(month), int(day)


@dataclass(frozen=True)
class Recurrence:
	"""When a duty comes back.

	Attributes:
		unit: one of `UNITS`.
		month: month within the unit: 1–3 of a quarter, 1–12 of a year; by default the last one. Ignored by other units.
		day: day of the month, `END` for the last; a month that is shorter gives its last day.
		weekday: 0 (Monday) to 6; with `nth` the nth such weekday of the month, for `WEEKLY` the day of the week.
		nth: 1 to 5, or `END` for the last such weekday of the month.
		working: `FIRST` or `LAST` working day of the month.
		on_free_day: `KEEP` the date, or take the working day `BEFORE` or `AFTER` it.
	"""

	unit: str
	month: int | None = None
	day: int = END
	weekday: int | None = None
	nth: int | None = None
	working: str = ""
	on_free_day: str = KEEP

	def __post_init__(self) -> None:
		possible = (
			self.unit in UNITS
			and self.on_free_day in (KEEP, BEFORE, AFTER)
			and self.working in ("", FIRST, LAST)
			and (self.day == END or 1 <= self.day <= 31)
			and (self.weekday is None or 0 <= self.weekday <= 6)
			and (self.nth is None or self.nth == END or 1 <= self.nth <= 5)
			and (self.nth is None or self.weekday is not None)
			and (self.unit != WEEKLY or self.weekday is not None)
			and (self.month is None or 1 <= self.month <= (3 if self.unit == QUARTERLY else 12))
		)
		if not possible:
			raise BadRecurrence(
				N_("This recurrence names no possible day. Check the unit, the day and the weekday.")
			)

	@classmethod
	def from_dict(cls, values: Mapping[str, Any]) -> "Recurrence":
		"""Read the form in which a recurrence is stored and sent.

		Raises:
			BadRecurrence: unknown keys, wrong types or an impossible day.
		"""
		try:
			return cls(**values)
		except TypeError as error:
			raise BadRecurrence(
				N_("This recurrence names no possible day. Check the unit, the day and the weekday.")
			) from error

	def to_dict(self) -> dict[str, Any]:
		"""The form in which a recurrence is stored and sent; defaults are left out."""
		blank = Recurrence.__dataclass_fields__
		return {
			name: value
			for name, value in vars(self).items()
			if name == "unit" or value != blank[name].default
		}


@dataclass(frozen=True)
class Occurrence:
	"""One time that a duty is due.

	Attributes:
		key: identity within the duty, for example "2026-03", "2026-Q1", "2025-2026-HK1".
		period: the span that it is for.
		named: the day that the rule names.
		due: the day that is due.
		moved: why `due` differs from `named`; empty where it does not.
	"""

	key: str
	period: Period
	named: date
	due: date
	moved: str = ""


def occurrences(
	rule: Recurrence, span: Period, calendar: WorkCalendar | None = None, terms: Terms | None = None
) -> list[Occurrence]:
	"""Occurrences whose named day lies within `span`, in order.

	Args:
		rule: when the duty comes back.
		span: from the day on which the duty begins to its last day.
		calendar: free days; without one only weekends are free.
		terms: turning points of the school year.

	Raises:
		BadRecurrence: there would be more than `MOST`.
	"""
	days = calendar or WorkCalendar()
	found = []
	for key, period in _periods(rule.unit, span, terms or Terms()):
		named = _named_day(rule, period, days)
		if not span.start <= named <= span.end:
			continue
		due, moved = _give_way(named, rule.on_free_day, days)
		found.append(Occurrence(key, period, named, due, moved))
		if len(found) > MOST:
			raise BadRecurrence(
				N_("Between {start} and {end} this would come back more than {count} times."),
				start=show(span.start),
				end=show(span.end),
				count=MOST,
			)
	return found


def _periods(unit: str, span: Period, terms: Terms) -> Iterator[tuple[str, Period]]:
	if unit == WEEKLY:
		yield from _weeks(span)
	elif unit in (SEMESTER, SCHOOL_YEAR):
		yield from _school_periods(unit, span, terms)
	else:
		length = {MONTHLY: 1, QUARTERLY: 3, YEARLY: 12}[unit]
		for year in range(span.start.year, span.end.year + 1):
			for first in range(1, 13, length):
				yield (
					_key(unit, year, first),
					Period(date(year, first, 1), _month_end(year, first + length - 1)),
				)


def _key(unit: str, year: int, first: int) -> str:
	return {MONTHLY: f"{year}-{first:02}", QUARTERLY: f"{year}-Q{first // 3 + 1}", YEARLY: f"{year}"}[unit]


def _weeks(span: Period) -> Iterator[tuple[str, Period]]:
	monday = span.start - timedelta(days=span.start.weekday())
	while monday <= span.end:
		year, week, _ = monday.isocalendar()
		yield f"{year}-W{week:02}", Period(monday, monday + timedelta(days=6))
		monday += timedelta(days=7)


def _school_periods(unit: str, span: Period, terms: Terms) -> Iterator[tuple[str, Period]]:
	for year in range(span.start.year - 1, span.end.year + 1):
		name = f"{year}-{year + 1}"
		begin, middle, end = terms.within(year)
		if unit == SCHOOL_YEAR:
			yield name, Period(begin, end)
		else:
			yield f"{name}-HK1", Period(begin, middle)
			yield f"{name}-HK2", Period(middle + timedelta(days=1), end)


def _named_day(rule: Recurrence, period: Period, days: WorkCalendar) -> date:
	if rule.unit == WEEKLY:
		return period.start + timedelta(days=rule.weekday or 0)
	if rule.unit in (SEMESTER, SCHOOL_YEAR):
		return period.end
	first = period.start.month
	month = first + (rule.month - 1) if rule.month and rule.unit != MONTHLY else period.end.month
	year, last = period.start.year, _month_end(period.start.year, month)
	if rule.working == FIRST:
		return days.on_or_after(date(year, month, 1))
	if rule.working == LAST:
		return days.on_or_before(last)
	if rule.nth is not None and rule.weekday is not None:
		return _nth_weekday(year, month, rule.nth, rule.weekday)
	return last if rule.day == END else date(year, month, min(rule.day, last.day))


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
	"""The nth weekday of a month; a fifth that does not exist is the last."""
	found = [
		day
		for day in (date(year, month, number) for number in range(1, _month_end(year, month).day + 1))
		if day.weekday() == weekday
	]
	return found[-1] if nth == END or nth > len(found) else found[nth - 1]


def _give_way(named: date, how: str, days: WorkCalendar) -> tuple[date, str]:
	if how == KEEP or days.is_working(named):
		return named, ""
	due = days.on_or_before(named) if how == BEFORE else days.on_or_after(named)
	return due, days.reason(named) or N_("weekend")


def _month_end(year: int, month: int) -> date:
	return date(year, month, months.monthrange(year, month)[1])
