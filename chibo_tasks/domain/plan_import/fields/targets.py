"""Figures to be reached: "ít nhất 80% đảng viên", "từ 1-2 bài viết mỗi tháng", "02 quần chúng", "không quá 5%"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..normalise import canon
from ..result import Target
from . import target_words as words
from .figures import DIGITS, FRACTION, WORD, figure, share

_ADJECTIVE = "new|young|outstanding|thematic|further|more|model|full|other|short|regular|official|joint"
_PERCENT = re.compile(
	rf"(?<![\d.,/])(?P<low>{DIGITS})\s?%?\s?(?:(?:-|–|đến|tới|to)\s*(?P<high>{DIGITS})\s?)?(?:%|phần trăm|per ?cent)"
)
# "từ 500.000 đồng đến 1.000.000 đồng" says its unit twice.
_COUNT = re.compile(
	rf"(?<![\d.,/\w%-])\(?(?P<low>{DIGITS})(?:(?:\s(?P<twice>{words.UNIT}))?\s?(?:-|–|đến|tới|to)\s{{0,2}}(?P<high>{DIGITS})(?(twice)(?=\s(?P=twice)(?![^\W\d_]))))?\)?(?![\d%/])(?=\s*[^\W\d_])"
)
_WORD_COUNT = re.compile(
	rf"(?<![^\W\d_])(?P<low>{WORD})(?:\s?(?:-|–|đến|to)\s?(?P<high>{WORD}))?\s+(?=(?:(?:{_ADJECTIVE})\s+)?(?:{words.UNIT})(?![^\W\d_]))"
)
_RATIO = re.compile(
	rf"(?<![\d.,/\w-])(?P<low>\d{{1,4}})(?P<high>)\s?/\s?\d{{1,4}}(?=\s+(?:{words.UNIT})(?![^\W\d_]))"
)
_WORD_ANY = re.compile(rf"(?<![^\W\d_])(?P<low>{WORD})(?P<high>)\s+(?=[^\W\d_])")
_FRACTION = re.compile(
	rf"(?:{FRACTION})(?P<low>)(?P<high>)(?=\s+(?:là [^\W\d_]|of (?:the |our |all )+[a-z]{{3,}}s\b)|\s+(?:(?:trong )?(?:tổng )?số |of |the )*(?:các |all |the |our )*(?:{words.UNIT}|{words.PEOPLE})(?![^\W\d_]))"
)
# English counts plural nouns; its attributes stand in front: "two safety drills".
_ENGLISH_COUNT = re.compile(
	r"\b(?P<low>two|three|four|five|six|seven|eight|nine|ten)(?P<high>)\s+(?=(?:[a-z-]+ ){0,2}?[a-z]{3,}s\b)"
)
_ENGLISH_PLURAL = re.compile(
	r"\s*(?:(?!(?:of|in|for|and|the|with|to|at|on|or|by|is|are|as|has)\b)[a-z-]+ ){0,2}?(?P<unit>(?!(?:months|weeks|days|years|quarters|hours|ways|this|is|has|was|less|as)\b)[a-z]{3,}s)\b"
)
_UNIT = re.compile(rf"\s*(?:(?:{_ADJECTIVE})\s+)?(?P<unit>{words.UNIT})(?![^\W\d_])")
# Most Vietnamese nouns have two syllables: "thiếu nhi", "doanh nhân".
_PLAIN_UNIT = re.compile(
	rf"\s*(?P<unit>[^\W\d_]+(?: (?!{words.STOP}(?![^\W\d_]))(?!(?:trong|của|và|mới|tốt|giỏi|the)(?![^\W\d_]))[^\W\d_]+(?: viên(?![^\W\d_]))?)?)"
)
_OBJECT_END = re.compile(
	rf"\s*(?:[;:.()“”\"\x01/=≥>]|,(?!\s*{words.PEOPLE}(?![^\W\d_]))|(?<![^\W\d_]){words.STOP}(?![^\W\d_])|\d)"
)
_BASELINE = re.compile(r"\s*(?:lên|xuống|còn|to)\s+(?:trên |dưới |tối thiểu |ít nhất |đạt |mức )?\d")
_BETWEEN = re.compile(r"(?<=between )(\d[\d.,]*) and(?= \d)")
_CHANGES = re.compile(r"(?<![^\W\d_])(?:nâng|tăng|giảm|hạ|raise|increase|reduce|lift|bring)(?![^\W\d_])")
_FROM_SHARE = re.compile(r"[\d.,]+\s?%")
# "tăng từ 5% đến 7% so với năm trước": by how much, not from where to where
_COMPARED = re.compile(r"\s*(?:so với|compared)")
_ONE_OF = re.compile(r"một (?:trong|nửa|số|cách|phần|người nào)|one of")
# A word in figures of one: an article rather than a number, unless something bounds or repeats it.
_ARTICLE = re.compile(r"(?:một|one)$")
_COUNTABLE_ONE = re.compile(r"(?:lần|buổi|cuộc|đợt|times?)(?![^\W\d_])")
_CLAUSE_END = re.compile(r"[;]|\.(?:\s|$)|,\s?(?=(?:ít nhất|tối thiểu|trên|(?:[^\W\d_]+ ){0,3}\d))")
_LONGEST_CLAUSE = 200
_MOST_OBJECT_WORDS = 12
_NEAR = 42


def find_targets(masked: str, text: str) -> tuple[Target, ...]:
	"""Targets of a text, in its order.

	Args:
		masked: the text with references and days covered, of the same length.
		text: clean text.
	"""
	low = words.NO_TARGET.sub(lambda found: "\x01" * len(found.group()), canon(masked))
	low = _BETWEEN.sub(lambda found: f"{found[1]} to ", low)
	found: list[tuple[int, Target]] = []
	taken: list[tuple[int, int]] = []
	for match in _FRACTION.finditer(low):
		percent = share(match)
		if percent:
			whole = re.match(r"\s*(?:trong )?(?:tổng )?(?:số |of )?(?:the )?", low[match.end() :])
			start = match.end() + (whole.end() if whole else 0)
			part = _target(low, text, match, "%", _phrase(low, text, start), value=percent)
			taken.append(match.span())
			found.append((match.start(), part))
	for match, is_percent in _figures(low):
		if any(start < match.end() and match.start() < end for start, end in taken):
			continue
		if is_percent and _BASELINE.match(low, match.end()):
			continue  # "từ 90% lên 95%": where it stands, not where it is to go
		target = _percent(low, text, match) if is_percent else _count(low, text, match)
		if target:
			taken.append(match.span())
			found.append((match.start(), target))
	return tuple(target for _start, target in sorted(found, key=lambda one: one[0]))


def _figures(low: str) -> Iterator[tuple[re.Match[str], bool]]:
	for match in _PERCENT.finditer(low):
		yield match, True
	for match in _COUNT.finditer(low):
		yield match, False
	for match in _WORD_COUNT.finditer(low):
		yield match, False
	for match in _ENGLISH_COUNT.finditer(low) if _english(low) else ():
		yield match, False
	for match in _RATIO.finditer(low):
		yield match, False
	for match in _WORD_ANY.finditer(low):
		# "ít nhất một" counts whatever follows
		if _comparator(low, match) in (">=", "<="):
			yield match, False


def _english(low: str) -> bool:
	return all(char.isascii() or not char.isalpha() for char in low)


def _percent(low: str, text: str, match: re.Match[str]) -> Target:
	start = match.end()
	lead = re.match(r"\s*(?:số|tổng số|of (?:all |the )?)\s*", low[start:])
	start += lead.end() if lead else 0
	target = _target(low, text, match, "%", _phrase(low, text, start))
	# "tăng từ 92% đến 95%": the first figure is where it stands
	if (
		target.max is not None
		and _CHANGES.search(low[max(0, match.start() - 70) : match.start()])
		and _FROM_SHARE.match(match.group())
		and not _COMPARED.match(low, match.end())
	):
		return replace(target, value=target.max, max=None, comparator="=")
	return target


def _count(low: str, text: str, match: re.Match[str]) -> Target | None:
	named = _UNIT.match(low, match.end()) or _duration(low, match)
	if named is None and (
		words.IS_PERIOD.match(low, match.end()) or words.NOT_A_UNIT.match(low, match.end())
	):
		return None
	if _ARTICLE.match(match["low"]) and not _counts_one(low, match):
		return None
	plural = _ENGLISH_PLURAL.match(low, match.end()) if named is None and _english(low) else None
	found = named or plural or _PLAIN_UNIT.match(low, match.end())
	if found is None or _ONE_OF.match(low, match.start()):
		return None
	if found["unit"] in ("giờ", "phút", "hours", "minutes", "điểm") and not _bounded(low, match):
		return None
	unit = text[found.start("unit") : found.end("unit")]
	return _target(low, text, match, unit, _phrase(low, text, found.end()), found.end())


def _duration(low: str, match: re.Match[str]) -> re.Match[str] | None:
	"""A bounded stretch of time is something to be reached: "thời hạn giải quyết không quá 30 ngày"."""
	if _comparator(low, match) not in ("<=", ">=") or words.BEFORE_WHEN.search(low[: match.start()]):
		return None
	return words.DURATION.match(low, match.end())


def _counts_one(low: str, match: re.Match[str]) -> bool:
	named = _UNIT.match(low, match.end())
	return (
		_bounded(low, match)
		or bool(match["high"])
		or _COUNTABLE_ONE.match(low, match.end()) is not None
		or (named is not None and words.PER_AFTER.match(low, named.end()) is not None)
	)


def _bounded(low: str, match: re.Match[str]) -> bool:
	return _comparator(low, match) != "="


def _target(
	low: str,
	text: str,
	match: re.Match[str],
	unit: str,
	of_whom: str,
	unit_end: int | None = None,
	value: float | None = None,
) -> Target:
	end = unit_end or match.end()
	high = match["high"]
	clause_end = _clause_end(low, match.end())
	return Target(
		value=figure(match["low"]) if value is None else value,
		max=figure(high) if high else None,
		unit=unit,
		object=of_whom,
		comparator=_comparator(low, match),
		per=_per(low, match, end),
		conditional=words.CONDITION.search(low[match.start() : clause_end]) is not None,
		text=text[match.start() : end].strip(" ("),
	)


def _comparator(low: str, match: re.Match[str]) -> str:
	left = low[max(0, match.start() - 30) : match.start()].rstrip("( ") + " "
	for sign, pattern in (
		(">=", words.AT_LEAST),
		("<=", words.AT_MOST),
		("<", words.LESS),
		(">", words.MORE),
	):
		if pattern.search(left):
			return sign
	if not match["high"]:
		if words.UPWARD.match(low[match.end() : _clause_end(low, match.end())]):
			return ">="
		if words.DOWNWARD.match(low[match.end() : _clause_end(low, match.end())]):
			return "<="
		if words.FROM.search(left):
			return ">="
	return "~" if words.ABOUT.search(left) else "="


def _clause_end(low: str, start: int) -> int:
	end = min(len(low), start + _LONGEST_CLAUSE)
	found = _CLAUSE_END.search(low, start, end)
	return found.start() if found else end


def _per(low: str, match: re.Match[str], end: int) -> str | None:
	after = words.PER_AFTER.match(low, end) or _after_phrase(low, end) or words.PER_FURTHER.match(low, end)
	if after and words.HOW_OFTEN.match(low, after.end()):
		after = None
	if after and not (re.match(r"\s*a\s", after.group()) and words.per_of(after) in ("person", "unit")):
		return _longest_chain(low, after)
	if words.PER_ANY.match(low, end):
		return "unit"
	left = low[max(0, match.start() - _NEAR) : match.start()]
	left = left[max(left.rfind(sign) for sign in (";", ". ", ", ", "%")) + 1 :]
	before = list(words.PER_BEFORE.finditer(left))
	if before:
		return words.per_of(before[-1])
	return "unit" if words.PER_THING.search(left) else None


def _longest_chain(low: str, after: re.Match[str]) -> str:
	"""Of "đồng/người/năm" the time counts."""
	further = words.PER_AFTER.match(low, after.end())
	if (
		further
		and words.per_of(after) in ("person", "unit")
		and words.per_of(further) not in ("person", "unit")
	):
		return words.per_of(further)
	return words.per_of(after)


def _after_phrase(low: str, end: int) -> re.Match[str] | None:
	"""A period behind what is counted: "01 buổi sinh hoạt chuyên đề/quý", "02 bài viết mỗi tháng"."""
	stretch = re.compile(
		r"(?:\s*,?\s*[^\W\d_]+){1,7}?(?=\s*/|\s+(?:mỗi|một|hàng|hằng|a|per|each|every)\s)"
	).match(low, end)
	if not stretch or re.search(r"(?<![^\W\d_])(?:và|có|thì|and)(?![^\W\d_])", stretch.group()):
		return None
	return words.PER_AFTER.match(low, stretch.end())


def _phrase(low: str, text: str, start: int) -> str:
	"""The noun phrase that stands there, up to a verb, a sign or another figure."""
	place = start
	count = 0
	while place < len(low) and count < _MOST_OBJECT_WORDS:
		if _OBJECT_END.match(low, place):
			break
		word = re.compile(r"\s*[^\s;:.()“”\"\x01/]+|\s*.").match(low, place)
		if word is None:
			break
		place = word.end()
		count += 1
		if low[place - 1] == "," and _OBJECT_END.match(low, place - 1):
			place -= 1
			break
	return text[start:place].strip(" ,")
