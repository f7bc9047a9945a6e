"""Days, months, quarters and halves of a year as they stand in a text, without judging what they are there for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .period import MONTH_NAMES, month_end

DAY, MONTH, QUARTER, HALF, YEAR_END = "day", "month", "quarter", "half", "year_end"

_YEAR = r"(?:19|20)\d{2}"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = r"(?:iv|i{1,3}|[1-4])(?![^\W_])"
_MONTH_WORDS = {
	"giêng": 1,
	"một": 1,
	"hai": 2,
	"ba": 3,
	"tư": 4,
	"năm": 5,
	"sáu": 6,
	"bảy": 7,
	"tám": 8,
	"chín": 9,
	"mười một": 11,
	"mười hai": 12,
	"mười": 10,
}
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_NAMES = "|".join(MONTH_NAMES)
_SHORT_NAMES = "|".join(name[:3] for name in MONTH_NAMES if name != "may")
_MORE = r"(?:\s*(?:,|;|và|and|&|-|–|đến|tới|to)\s*(?:đến\s*)?{one})*"
# A figure behind "tháng 3:" that counts something is no further month.
_LISTED = (
	rf"(?:tháng\s*{_MONTH}(?!\s*/\s*\d{{1,2}}(?!\d))|{_MONTH}"
	+ r"(?!\s*(?:[/%]\s*[^\W2]|(?!và |đến |tới |năm |and |to )[^\W\d_])))"
)
_WITH_YEAR = rf"(?:\s*(?:/|-|năm|of|,)?\s*(?P<year>{_YEAR}))?"

_FULL_DAY = re.compile(
	rf"(?<![\d/])(?P<day>[0-3]?\d)\s?(?P<sep>[/.-])\s?(?P<month>{_MONTH})\s?(?P=sep)\s?(?P<year>{_YEAR}|\d{{2}})(?!\d)"
	rf"|(?<!\d)(?<!thứ )(?<!tuần )(?P<day2>[0-3]?\d)\s*(?:/|tháng)\s*(?P<month2>{_MONTH})\s*(?:/|,?\s*năm)\s*(?P<year2>{_YEAR})"
)
_DAY_MONTH = re.compile(
	rf"(?<![\d/.,])(?P<day>[0-3]?\d)\s?/\s?(?P<month>{_MONTH})(?!\s?[/%]|\d)(?!\s+(?:số|tổng số|kỳ|buổi|cuộc|đảng viên|đồng chí|đ/c|giáo viên|người|học sinh|hộ|thôn|xã|phòng|đơn vị|lớp|em|cháu|members|chi bộ|tổ|nhóm|trường|đoàn viên|hội viên))|(?<!\d)(?<!thứ )(?<!tuần )(?P<day2>[0-3]?\d)\s*tháng\s*(?P<month2>{_MONTH})(?!\s*/)"
	rf"|(?<=ngày )(?P<day3>[0-3]?\d)\s?[-.]\s?(?P<month3>{_MONTH})(?![\d/])"
)
# "ngày 21 và 22/3", "các ngày 5, 12, 19/4/2025"
_DAY_LIST = re.compile(
	rf"(?:(?<=ngày )|(?<![^\n]))(?P<days>[0-3]?\d(?:\s*(?:,|;|và|&)\s*(?:ngày\s*)?[0-3]?\d)+)\s?(?:/|tháng)\s?(?P<month>{_MONTH})(?!\s?%)(?:\s?(?:/|năm)\s?(?P<year>{_YEAR}))?"
)
_DAY_RANGE = re.compile(
	r"(?:(?<=ngày )|(?<=từ )|(?<=\()|(?<![\d/]))[0-3]?\d\s*(?:-|–|đến(?: hết)?(?: ngày)?|to)\s*(?=[0-3]?\d\s?/)"
)
_DAY_ENGLISH = re.compile(
	rf"(?<!\d)(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<month>{_NAMES}|{_SHORT_NAMES})\b\.?(?:,? (?P<year>{_YEAR}))?"
	rf"|\b(?P<month2>{_NAMES}|{_SHORT_NAMES})\.? (?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year2>{_YEAR}))?"
)
_DAY_ALONE = re.compile(
	rf"(?<=ngày )(?<!mỗi ngày )(?<!hằng ngày )(?<!hàng ngày )(?<!một ngày )(?:mùng |mồng )?(?P<day>[0-3]?\d)(?!\s*(?:[/.-]\s?\d|tháng\s*(?:{_MONTH}|giêng)|\d|%))"
	rf"|\bthe (?P<day2>[0-3]?\d)(?:st|nd|rd|th)\b(?! of (?:{_NAMES}|each|every))"
)
_MONTHS = re.compile(
	rf"(?:các )?(?<![^\W\d_])(?<!mỗi )(?<!hàng )(?<!hằng )(?<!từng )(?:tháng|t)\s?\.?(?P<first>{_MONTH}){_MORE.format(one=_LISTED)}{_WITH_YEAR}"
	rf"|(?<![^\W\d_])(?<!mỗi )(?<!hàng )(?<!hằng )(?<!một )(?<!từng )(?<!\d )tháng (?!\w+ (?:lần|buổi|cuộc|bài|kỳ))(?P<word>{'|'.join(_MONTH_WORDS)})(?![^\W\d_])"
)
_MONTH_YEAR = re.compile(rf"(?<![\d/])(?P<month>{_MONTH})\s?/\s?(?P<year>{_YEAR})(?!\d)")
_MONTHS_ENGLISH = re.compile(rf"\b(?P<month>{_NAMES})\b{_WITH_YEAR}")
# "on 11, 12 and 13 December"
_DAY_LIST_ENGLISH = re.compile(
	rf"\b(?P<days>[0-3]?\d(?:(?:, | and |, and )[0-3]?\d)+) (?P<month>{_NAMES})\b(?:,? (?P<year>{_YEAR}))?"
)
_QUARTER_LIST = re.compile(
	rf"(?<![^\W\d_])(?<!mỗi )(?<!hàng )(?<!hằng )(?<!từng )(?:các )?(?:qu[ýí]|quarters?|q)\s?(?P<first>{_QUARTER})(?P<more>(?:\s*(?:,|;|và|and|&|-|–|đến|to)\s*(?:quý\s*|quarter\s*)?{_QUARTER})*){_WITH_YEAR}"
)
_QUARTER_ENGLISH = re.compile(
	rf"(?P<which>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?! of each| of every)(?:(?: of)?,? (?P<year>{_YEAR}))?"
)
_QUARTER_WORDS = {
	"first": 1,
	"1st": 1,
	"second": 2,
	"2nd": 2,
	"third": 3,
	"3rd": 3,
	"fourth": 4,
	"4th": 4,
	"last": 4,
}
_HALF_YEAR = re.compile(rf"(?:6|sáu|06) tháng (?P<half>đầu|cuối) năm(?:\s*(?P<year>{_YEAR}))?")
_HALF_ENGLISH = re.compile(rf"(?P<half>first|second) half of (?:the (?:calendar )?year|(?P<year>{_YEAR}))")
_YEAR_END = re.compile(
	rf"(?:cuối|hết) năm(?! học)(?:\s*(?P<year>{_YEAR}))?|(?:the )?end of (?:the year|(?P<year2>{_YEAR}))|year[- ]end"
)
_WORTH_A_LOOK = re.compile(rf"\d|qu[ýí]|quarter|tháng|năm|end of|year|q[1-4i]|{_NAMES}")
_RANGE_WORDS = re.compile(r"-|–|đến|tới|\bto\b")


@dataclass(frozen=True)
class Stretch:
	"""One day or stretch of time in a text.

	Args:
		start, end: where it stands.
		kind: one of the constants above.
		points: (day or 0, month or 0, year or 0) of each last day it names; a range gives its end only.
	"""

	start: int
	end: int
	kind: str
	points: tuple[tuple[int, int, int], ...]


def find_stretches(low: str) -> list[Stretch]:
	"""All stretches of a canonical text, in order, none inside another."""
	if not _WORTH_A_LOOK.search(low):
		return []
	found: list[Stretch] = []
	for one in _all(low):
		if not any(one.start < other.end and other.start < one.end for other in found):
			found.append(one)
	return _join_ranges(low, sorted(found, key=lambda one: one.start))


def _all(low: str) -> Iterator[Stretch]:
	for match in _DAY_LIST.finditer(low):
		month, year = int(match["month"]), int(match["year"] or 0)
		yield Stretch(
			*match.span(), DAY, tuple((int(day), month, year) for day in re.findall(r"\d+", match["days"]))
		)
	for match in _DAY_LIST_ENGLISH.finditer(low):
		month, year = MONTH_NAMES.index(match["month"]) + 1, int(match["year"] or 0)
		yield Stretch(
			*match.span(), DAY, tuple((int(day), month, year) for day in re.findall(r"\d+", match["days"]))
		)
	for match in _FULL_DAY.finditer(low):
		year = int(_group(match, "year"))
		yield _day(match, year + 2000 if year < 100 else year)
	for match in _DAY_ENGLISH.finditer(low):
		yield _day(match, int(_group(match, "year") or 0))
	for match in _DAY_MONTH.finditer(low):
		yield _day(match, 0)
	yield from _longer(low)
	for match in _MONTH_YEAR.finditer(low):
		yield Stretch(*match.span(), MONTH, ((0, int(match["month"]), int(match["year"])),))
	for match in _DAY_ALONE.finditer(low):
		yield Stretch(*match.span(), DAY, ((int(_group(match, "day")), 0, 0),))


def _longer(low: str) -> Iterator[Stretch]:
	for match in _HALF_YEAR.finditer(low):
		month = 6 if match["half"] == "đầu" else 12
		yield Stretch(*match.span(), HALF, ((0, month, int(match["year"] or 0)),))
	for match in _HALF_ENGLISH.finditer(low):
		month = 6 if match["half"] == "first" else 12
		yield Stretch(*match.span(), HALF, ((0, month, int(match["year"] or 0)),))
	for match in _MONTHS.finditer(low):
		yield Stretch(*match.span(), MONTH, _months(match))
	for match in _QUARTER_LIST.finditer(low):
		yield Stretch(*match.span(), QUARTER, _quarters(match))
	for match in _QUARTER_ENGLISH.finditer(low):
		month = _QUARTER_WORDS[match["which"]] * 3
		yield Stretch(*match.span(), QUARTER, ((0, month, int(match["year"] or 0)),))
	for match in _MONTHS_ENGLISH.finditer(low):
		month = MONTH_NAMES.index(match["month"]) + 1
		yield Stretch(*match.span(), MONTH, ((0, month, int(match["year"] or 0)),))
	for match in _YEAR_END.finditer(low):
		yield Stretch(*match.span(), YEAR_END, ((0, 12, int(_group(match, "year") or 0)),))


def _group(match: re.Match[str], name: str) -> str:
	groups = match.groupdict()
	return next((groups[one] for one in (name, name + "2", name + "3") if groups.get(one)), "")


def _day(match: re.Match[str], year: int) -> Stretch:
	month = _group(match, "month")
	number = int(month) if month.isdigit() else [name[:3] for name in MONTH_NAMES].index(month[:3]) + 1
	return Stretch(*match.span(), DAY, ((int(_group(match, "day")), number, year),))


def _months(match: re.Match[str]) -> tuple[tuple[int, int, int], ...]:
	if match["word"]:
		return ((0, _MONTH_WORDS[match["word"]], 0),)
	year = int(match["year"] or 0)
	text = match.group()[: match.start("year") - match.start()] if match["year"] else match.group()
	numbers = [int(one) for one in re.findall(r"\d+", text)]
	return _points(numbers, text, year)


def _quarters(match: re.Match[str]) -> tuple[tuple[int, int, int], ...]:
	year = int(match["year"] or 0)
	words = [match["first"], *re.findall(_QUARTER, match["more"])]
	return _points([_QUARTERS[one] * 3 for one in words], match["more"], year)


def _points(numbers: list[int], text: str, year: int) -> tuple[tuple[int, int, int], ...]:
	"""A list gives every member, a range ("3-5", "từ I đến III") its end."""
	if len(numbers) == 2 and _RANGE_WORDS.search(text):
		numbers = numbers[1:]
	return tuple((0, number, year) for number in numbers)


def _join_ranges(low: str, found: list[Stretch]) -> list[Stretch]:
	""" "từ 10/3 đến 20/3" is one stretch that ends on the 20th."""
	joined: list[Stretch] = []
	for one in found:
		if joined:
			above = joined[-1]
			between = low[above.end : one.start].strip()
			if above.kind == one.kind and re.fullmatch(
				r"(?:-|–|đến|tới|to|until)(?: hết)?(?: ngày| tháng)?", between
			):
				joined[-1] = Stretch(above.start, one.end, one.kind, one.points)
				continue
		start = one.start
		lead = [
			match for match in _DAY_RANGE.finditer(low, max(0, start - 20), start + 8) if match.end() == start
		]
		joined.append(Stretch(lead[0].start(), one.end, one.kind, one.points) if lead else one)
	return joined


def last_day(day: int, month: int, year: int) -> date | None:
	"""The day that a point names, the last of its month where it names none; None where there is no such day."""
	if not year or not month:
		return None
	if not day:
		return month_end(year, month)
	try:
		return date(year, month, day)
	except ValueError:
		return None
