"""Headings that name a stretch of time, and the period that the whole plan is for."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..normalise import canon

CALENDAR_YEAR, SCHOOL_YEAR, TERM, MONTH, QUARTER, RANGE = (
	"year",
	"school_year",
	"term",
	"month",
	"quarter",
	"range",
)

_ROMAN_QUARTER = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
MONTH_NAMES = [
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
]
_YEAR = r"(?:19|20)\d{2}"
_MONTH_HEADING = re.compile(
	rf"(?:kế hoạch |công tác |nội dung |nhiệm vụ |chương trình )*(?:trọng tâm )?(?:\*\s*)?tháng\s*(?P<month>0?[1-9]|1[0-2])\b"
	rf"(?:\s*(?:,|-|–|và|đến|\+)\s*(?:tháng\s*)?(?P<last>0?[1-9]|1[0-2])\b(?!\s*/\s*\d{{1,2}}\b(?!\d)))?"
	rf"(?:\s*[/.\-–]\s*(?P<year>{_YEAR})|\s*năm\s*(?P<year2>{_YEAR}))?(?P<rest>.*)"
)
_MONTH_ENGLISH = re.compile(rf"(?P<name>{'|'.join(MONTH_NAMES)})\s*(?:,?\s*(?P<year>{_YEAR}))?(?P<rest>.*)")
_QUARTER_HEADING = re.compile(
	rf"(?:kế hoạch |công tác |nội dung |nhiệm vụ |chương trình )*(?:qu[ýí]|quarter)\s*(?P<quarter>iv|i{{1,3}}|[1-4])\b"
	rf"(?:\s*[/.\-–]\s*(?P<year>{_YEAR})|\s*(?:năm|of)?\s*(?P<year2>{_YEAR}))?(?P<rest>.*)"
)
_HALF_HEADING = re.compile(rf"(?:6|sáu|06) tháng (?P<half>đầu|cuối) năm(?:\s*(?P<year>{_YEAR}))?(?P<rest>.*)")
_REST = re.compile(r"\s*(?:\([^)]{0,60}\))?\s*[:.\-–]?\s*(?:\([^)]{0,60}\))?\s*[:.]?\s*")
# "Tháng 3 - Kỷ niệm ngày Quốc tế Phụ nữ 8/3": what the month stands under, not what is to be done in it
_HONOURS = re.compile(r"\s*[-–]\s*(?:kỷ niệm|chào mừng|hưởng ứng|mừng|tháng)\b[^;.:,]{3,60}")
_TOPIC_REST = re.compile(r"\s*[:\-–]\s*(?:chủ đề|chủ điểm|trọng tâm|theme)\b.{0,120}")


@dataclass(frozen=True)
class Period:
	"""A stretch of time that a text fixes.

	Args:
		kind: one of the constants above.
		start, end: first and last day; None where the text fixes no day (a school year, a term).
		years: calendar years it touches, for finding the year of a month.
		label: as written.
	"""

	kind: str
	start: date | None
	end: date | None
	years: tuple[int, ...]
	label: str

	def to_dict(self) -> dict[str, Any]:
		return {
			"kind": self.kind,
			"start": self.start.isoformat() if self.start else None,
			"end": self.end.isoformat() if self.end else None,
			"years": list(self.years),
			"label": self.label,
		}

	def year_of(self, month: int) -> int | None:
		"""The calendar year in which this period has that month; None where it can't be told.

		A school year runs from August to July (Quyết định of the Ministry on the school-year timetable: pupils
		return in August, the year closes by 31 May, summer work follows).
		"""
		if self.kind == SCHOOL_YEAR and len(self.years) == 2:
			return self.years[0] if month >= 8 else self.years[1]
		if self.kind == TERM:
			return None
		if len(self.years) == 1:
			return self.years[0]
		if self.start and self.end:
			fitting = [
				year
				for year in self.years
				if date(year, month, 1) <= self.end and month_end(year, month) >= self.start
			]
			return fitting[0] if len(fitting) == 1 else None
		return None


def month_end(year: int, month: int) -> date:
	return date(year, month, calendar.monthrange(year, month)[1])


def month_period(year: int, month: int, label: str = "") -> Period:
	return Period(MONTH, date(year, month, 1), month_end(year, month), (year,), label)


def quarter_period(year: int, quarter: int, label: str = "") -> Period:
	first = quarter * 3 - 2
	return Period(QUARTER, date(year, first, 1), month_end(year, first + 2), (year,), label)


@dataclass(frozen=True)
class PeriodName:
	"""Month, quarter or half year as a heading names it, the year still open where it is not written."""

	months: tuple[int, int]
	year: int | None

	def within(self, plan: Period | None) -> Period | None:
		"""Fix the year by the plan's own period; None where that does not tell it."""
		first, last = self.months
		year = self.year or (plan.year_of(last) if plan else None)
		if year is None:
			return None
		kind = MONTH if first == last else QUARTER
		# "Tháng 12, 1" runs over the turn of the year.
		start = date(year if first <= last else year - 1, first, 1)
		return Period(kind, start, month_end(year, last), tuple(sorted({start.year, year})), "")


def period_heading(text: str) -> PeriodName | None:
	"""Read a line that is nothing but a month, quarter or half year ("Tháng 3/2024:", "QUÝ II", "June 2024")."""
	if len(text) > 160:
		return None
	low = canon(text).strip(" *.-–")
	for pattern, months in (
		(_MONTH_HEADING, _months_of_month),
		(_QUARTER_HEADING, _months_of_quarter),
		(_HALF_HEADING, _months_of_half),
		(_MONTH_ENGLISH, _months_of_name),
	):
		found = pattern.fullmatch(low)
		if found and (
			_REST.fullmatch(found["rest"])
			or _TOPIC_REST.fullmatch(found["rest"])
			or _HONOURS.fullmatch(found["rest"])
		):
			return PeriodName(months(found), _written_year(found))
	return None


def _written_year(found: re.Match[str]) -> int | None:
	groups = found.groupdict()
	year = groups.get("year") or groups.get("year2")
	return int(year) if year else None


def _months_of_month(found: re.Match[str]) -> tuple[int, int]:
	month = int(found["month"])
	return month, int(found["last"] or month)


def _months_of_name(found: re.Match[str]) -> tuple[int, int]:
	month = MONTH_NAMES.index(found["name"]) + 1
	return month, month


def _months_of_quarter(found: re.Match[str]) -> tuple[int, int]:
	quarter = _ROMAN_QUARTER[found["quarter"]]
	return quarter * 3 - 2, quarter * 3


def _months_of_half(found: re.Match[str]) -> tuple[int, int]:
	return (1, 6) if found["half"] == "đầu" else (7, 12)


_SCHOOL_YEAR = re.compile(
	rf"(?:năm học|school year|academic year|nh)\s*:?\s*(?P<first>{_YEAR})\s*[-–/]\s*(?P<second>{_YEAR}|\d{{2}})(?!\d)"
)
_TERM = re.compile(
	rf"(?:nhiệm kỳ|nk|toàn khóa|giai đoạn|term)\D{{0,20}}(?P<first>{_YEAR})\s*[-–/]\s*(?P<second>{_YEAR})"
)
_BARE_YEARS = re.compile(rf"(?<!\d)(?P<first>{_YEAR})\s*[-–]\s*(?P<second>{_YEAR})(?!\d)")
_MONTH_IN = re.compile(rf"tháng\s*(?P<month>0?[1-9]|1[0-2])\s*(?:/|-|,?\s*năm)\s*(?P<year>{_YEAR})")
_MONTH_OPEN = re.compile(r"(?<![^\W\d_])tháng\s*(?P<month>0?[1-9]|1[0-2])(?![\d/])")
_MONTH_IN_ENGLISH = re.compile(rf"(?P<name>{'|'.join(MONTH_NAMES)}),?\s*(?P<year>{_YEAR})")
_QUARTER_IN = re.compile(
	rf"(?:qu[ýí]|quarter)\s*(?P<quarter>iv|i{{1,3}}|[1-4])\s*(?:/|-|,?\s*năm|of)?\s*(?P<year>{_YEAR})"
)
_HALF_IN = re.compile(rf"(?:6|sáu|06) tháng (?P<half>đầu|cuối) năm\s*(?P<year>{_YEAR})")
_YEAR_IN = re.compile(rf"(?:năm|year|for|in|of)?\s*(?<![\d/-])(?P<year>{_YEAR})(?![\d/-])")


def plan_period(title: str, sayings: tuple[str, ...] = (), issued: date | None = None) -> Period | None:
	"""The period that a plan is for.

	The title says it, else the words that lead over to the body, else the year of the day of issue.

	Args:
		title: title of the document.
		sayings: other lines of its head and end, in the order in which they are asked.
		issued: day of issue.
	"""
	for text in (title, *sayings):
		found = _named_period(canon(text), issued)
		if found:
			return found
	return _year(issued.year, "") if issued else None


def _named_period(low: str, issued: date | None) -> Period | None:
	for pattern, build in _PERIODS:
		found = pattern.search(low)
		if found:
			return build(found)
	open_month = _MONTH_OPEN.search(low)
	if open_month and issued:
		month = int(open_month["month"])
		# A plan for January is written in December.
		year = issued.year + 1 if month < issued.month - 6 else issued.year
		return month_period(year, month, open_month.group().strip())
	return None


def _school(found: re.Match[str]) -> Period | None:
	first, second = int(found["first"]), int(found["second"])
	second += first // 100 * 100 if second < 100 else 0
	kind = SCHOOL_YEAR if second == first + 1 else TERM
	return Period(kind, None, None, tuple(range(first, second + 1))[:12], found.group().strip())


def _term(found: re.Match[str]) -> Period | None:
	first, second = int(found["first"]), int(found["second"])
	return Period(TERM, None, None, tuple(range(first, second + 1))[:12], found.group().strip())


def _year(year: int, label: str) -> Period:
	return Period(CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31), (year,), label)


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = (
	(_MONTH_IN, lambda found: month_period(int(found["year"]), int(found["month"]), found.group())),
	(
		_MONTH_IN_ENGLISH,
		lambda found: month_period(int(found["year"]), MONTH_NAMES.index(found["name"]) + 1, found.group()),
	),
	(
		_QUARTER_IN,
		lambda found: quarter_period(int(found["year"]), _ROMAN_QUARTER[found["quarter"]], found.group()),
	),
	(
		_HALF_IN,
		lambda found: Period(
			RANGE,
			date(int(found["year"]), 1 if found["half"] == "đầu" else 7, 1),
			month_end(int(found["year"]), 6 if found["half"] == "đầu" else 12),
			(int(found["year"]),),
			found.group(),
		),
	),
	(_SCHOOL_YEAR, _school),
	(_TERM, _term),
	(_BARE_YEARS, _school),
	(_YEAR_IN, lambda found: _year(int(found["year"]), found.group().strip())),
)
