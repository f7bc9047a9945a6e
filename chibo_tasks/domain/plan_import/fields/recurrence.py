"""How often work comes back: "hàng tháng", "mỗi quý", "02 lần/năm", "hàng kỳ và cuối năm"."""

import re

from ..normalise import canon

DAILY, WEEKLY, MONTHLY, QUARTERLY, SEMESTER, YEARLY = (
	"daily",
	"weekly",
	"monthly",
	"quarterly",
	"semester",
	"yearly",
)
ORDER = (DAILY, WEEKLY, MONTHLY, QUARTERLY, SEMESTER, YEARLY)

# The units of Vietnamese plans. "kỳ" is the school term; half a year is the same rhythm.
UNITS: tuple[tuple[str, str], ...] = (
	(DAILY, r"ngày"),
	(WEEKLY, r"tuần(?: lễ)?"),
	(MONTHLY, r"tháng"),
	(QUARTERLY, r"qu[ýí]|3 tháng|03 tháng|ba tháng"),
	(SEMESTER, r"học kỳ|học kì|kỳ học|kỳ|kì|nửa năm|6 tháng|06 tháng|sáu tháng|hk"),
	(YEARLY, r"năm học|năm|12 tháng"),
)
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in UNITS)
_ANY = "|".join(words for _name, words in UNITS)
_END = r"(?![^\W\d_])"
_EVERY = re.compile(
	rf"(?<![^\W\d_])(?:hàng|hằng|mỗi|từng|theo từng|cuối mỗi|đầu mỗi|định kỳ(?! ngày\s*[\d\x01])(?: theo)?)\s+(?:{_UNIT}){_END}"
)
# "02 lần/tháng", "1 buổi/quý", "01 tháng/lần", "một tháng một lần", "tháng 2 lần"
_SLASH = re.compile(rf"(?<=\w)\s*/\s*(?:0?1 )?(?:{_UNIT}){_END}(?!\s*\d)")
_ONCE = re.compile(
	rf"(?:(?<!\d)(?:0?1|một|mỗi)\s+|(?<!\d )(?<!\d)(?<!hai )(?<!ba ))(?:{_UNIT})\s*/?\s*(?:họp |sinh hoạt |tổ chức |ít nhất |có )?(?:\d{{1,2}}|một|hai|ba)?\s*(?:lần|buổi)\b(?! thứ)"
)
_PER = re.compile(
	rf"(?:\d{{1,2}}|một|hai|ba|bốn)\s*(?:lần|buổi|kỳ|cuộc|đợt|bài|phiên)?\s*(?:trong (?!năm)|trên|một|mỗi)\s*(?:một |0?1 )?(?:{_UNIT}){_END}(?!\s*\d|\s+(?:nay|này|học \d|qua|tới|(?:i{{1,3}}|iv)(?![^\W\d_])))"
)
# Several of one unit that make one of another.
_MULTIPLE = re.compile(
	rf"(?<![\d/])(?:(?P<{WEEKLY}>0?7 ngày)|(?P<{MONTHLY}>0?4 tuần|30 ngày)|(?P<{QUARTERLY}>0?3 tháng|ba tháng)"
	rf"|(?P<{SEMESTER}>0?6 tháng|sáu tháng|0?2 quý|hai quý)|(?P<{YEARLY}>12 tháng|mười hai tháng|2 học kỳ))"
	r"\s*(?:/|một|0?1|mỗi)?\s*lần(?![^\W\d_])"
)
_LAST_MONTH = re.compile(r"tháng (?:cuối|đầu)(?: mỗi| hàng| của)? (?:mỗi )?(?P<quarterly>qu[ýí])" + _END)
_TERM_ENDS = re.compile(
	r"(?:các|cuối|hai|sau)(?: mỗi)? (?P<semester>học kỳ|kỳ)"
	+ _END
	+ r"(?!\s*(?:i|[12])\b)(?!\s+(?:họp|thi|nghỉ|sinh hoạt|kiểm tra|cuộc))"
)
_BOTH_TERMS = re.compile(
	r"(?:học kỳ|hk|kỳ) (?:i|1) (?:và|,|;|&) ?(?:học kỳ |hk |kỳ )?(?:ii|2)\b(?P<semester>)"
)
# "Nộp báo cáo tháng trước ngày 25": a report named by the stretch it is about.
_REPORT = re.compile(
	rf"báo cáo (?:(?P<{WEEKLY}>tuần)|(?P<{MONTHLY}>tháng)|(?P<{QUARTERLY}>quý))"
	r"(?=\s*(?:[,;.)]|$|(?:trước|vào|chậm nhất|cho|về|gửi|đúng|đầy đủ|định kỳ|theo)(?![^\W\d_])))"
)
# "2 tuần một lần", "2 tháng/lần": a rhythm that has no word of its own.
_OTHER = re.compile(
	r"(?<![\d/])(?:[2-9]|0[2-9]|1\d|hai|ba|bốn|sáu)\s*(?:ngày|tuần|tháng|qu[ýí]|năm)\s*(?:/|(?:một|0?1|có một|họp|sinh hoạt))?\s*lần(?![^\W\d_])"
	r"|every (?:two|three|four|2|3|4|other|second) (?:weeks?|days?|months?)|fortnightly|bi-?(?:weekly|monthly)"
)
# What goes on after a first word of recurrence: "hàng tháng, quý và cuối năm".
_MORE = re.compile(
	rf"\s*(?:,|;|và|hoặc|/|-)\s*(?:hàng|hằng|mỗi|từng|cuối|cả|theo)?\s*(?:{_UNIT}){_END}(?!\s*(?:\d|đầu|cuối|i\b|ii\b))"
)
_NONE = re.compile(
	r"(?:hàng|hằng) (?:ngày|năm|tháng)(?= (?:của|trước)\b)|công việc hằng ngày|hàng năm trời|từng năm tháng"
)

_ENGLISH: tuple[tuple[str, str], ...] = (
	(DAILY, r"daily|every (?:working |school )?day|each (?:working |school )?day|per day|a day"),
	(
		WEEKLY,
		r"weekly|every week|each week|per week|(?:once|\d+ [a-z]+(?: [a-z]+)?) a week|every (?:mon|tues|wednes|thurs|fri|satur|sun)day",
	),
	(MONTHLY, r"(?<!bi-)monthly|(?:every|each|per|a) (?:calendar )?month\b|of (?:every|each) month"),
	(QUARTERLY, r"quarterly|(?:every|each|per|a) quarter\b|every three months"),
	(
		SEMESTER,
		r"half[- ]yearly|twice a year|every six months|(?:every|each|per) (?:semester|term|half[- ]year)|semi-?annual(?:ly)?|biannual(?:ly)?",
	),
	(
		YEARLY,
		r"yearly|annual(?:ly)?(?! (?:report|review|summary|plan)\b)|(?:every|each|per) (?:school |calendar )?year|once a year",
	),
)
_ENGLISH_COMPILED = tuple((name, re.compile(rf"\b(?:{words})(?!\w)")) for name, words in _ENGLISH)
_PATTERNS = (_EVERY, _SLASH, _ONCE, _PER, _LAST_MONTH, _TERM_ENDS, _BOTH_TERMS, _REPORT, _MULTIPLE)


def find_recurrence(masked: str) -> tuple[tuple[str, ...], str]:
	"""Rhythms of a text from the shortest to the longest, and the words that say so.

	Args:
		masked: clean text with its references and days covered.
	"""
	low = _NONE.sub(lambda found: "\x01" * len(found.group()), canon(masked))
	found: dict[str, str] = {}
	for pattern in _PATTERNS:
		for match in pattern.finditer(low):
			found.setdefault(_unit(match), match.group().strip())
			if pattern in (_EVERY, _LAST_MONTH):
				_follow(low, match.end(), found)
	for name, pattern in _ENGLISH_COMPILED:
		said = pattern.search(low)
		if said and not (name == YEARLY and SEMESTER in found):
			found.setdefault(name, said.group())
	names = tuple(name for name in ORDER if name in found)
	return names, ", ".join(found[name] for name in names)


def other_rhythm(masked: str) -> str:
	"""Words of a rhythm that none of the names fits ("2 tuần một lần"), "" where there is none."""
	low = canon(masked)
	found = _OTHER.search(low)
	return found.group() if found and not _MULTIPLE.search(low) else ""


def in_cell(text: str) -> tuple[tuple[str, ...], str]:
	"""Rhythm of a time cell, where a bare "tháng", "các kỳ" or "quý" says it too."""
	low = canon(text).strip(" .")
	bare = re.fullmatch(rf"(?:cuối |đầu |các |theo )?(?:{_UNIT})(?:\s*/\s*lần)?", low)
	if bare and _unit(bare) != YEARLY and _unit(bare) != DAILY:
		return (_unit(bare),), low
	return find_recurrence(text)


def _unit(match: re.Match[str]) -> str:
	groups = match.groupdict()
	return next(name for name in ORDER if groups.get(name) is not None)


def _follow(low: str, place: int, found: dict[str, str]) -> None:
	while True:
		match = _MORE.match(low, place)
		if not match:
			return
		found.setdefault(_unit(match), match.group().strip(" ,;"))
		place = match.end()
