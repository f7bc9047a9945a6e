"""Numbers and bullets at the head of a line: what they look like, which family they are of, how they read in a path.

Families in the order in which Vietnamese plans nest them: part (Phần, Chương, Điều), capital letter (A.), Roman (I.),
decimal (1., 1.1, 1.1.1), letter (a), lower Roman (i), enclosed number (1), then bullets, where `*` is a heading above
`-`, and `+` stands below both. Source: the layout of administrative documents in Nghị định 30/2020/NĐ-CP, annex I
(phần, chương, mục, điều, khoản, điểm), and the habit of party offices for `*`, `-` and `+`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .normalise import canon

PART, CAPITAL, ROMAN, DECIMAL, LETTER, ROMAN_LOW, ENCLOSED = (
	"part",
	"capital",
	"roman",
	"decimal",
	"letter",
	"roman_low",
	"enclosed",
)
STAR, DASH, PLUS, DOT = "star", "dash", "plus", "dot"
BULLETS = frozenset({STAR, DASH, PLUS, DOT})
NUMBERED = frozenset({PART, CAPITAL, ROMAN, DECIMAL, LETTER, ROMAN_LOW, ENCLOSED})


@dataclass(frozen=True)
class Marker:
	"""A number or bullet as it stands at the head of a line.

	Args:
		written: as in the source, "III.", "1.2", "a)", "-".
		family: one of the families above.
		label: how it reads in a section path, "III", "1.2", "a"; empty for bullets.
		values: its numbers, (1, 2) for "1.2"; letters count from 1.
		sign: the bullet's own sign, so that • and ▪ are told apart; empty for numbers.
		above: a written section before the number ("III" in "III.1.").
	"""

	written: str
	family: str
	label: str = ""
	values: tuple[int, ...] = ()
	sign: str = ""
	above: str = ""

	@property
	def is_bullet(self) -> bool:
		return self.family in BULLETS


_ROMAN_DIGITS = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_ORDINALS = {
	"nhất": 1,
	"một": 1,
	"hai": 2,
	"ba": 3,
	"tư": 4,
	"bốn": 4,
	"năm": 5,
	"sáu": 6,
	"bảy": 7,
	"tám": 8,
	"one": 1,
	"two": 2,
	"three": 3,
	"four": 4,
	"five": 5,
}
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_END = r"\s*(?:[.:)/]|\s[-–—]|[-–—](?=\s))"

_PART = re.compile(
	r"(?:phần|chương|điều|part|section|chapter|article)\s+(?:thứ\s+)?"
	r"(?P<value>[ivx]{1,5}|\d{1,2}|[a-h]|" + "|".join(_ORDINALS) + r")\b\s*(?:[.:)]|[-–—](?=\s))?(?=\s|$)"
)
_COMPOSITE = re.compile(
	rf"(?P<above>{_ROMAN}|[A-H])\.\s?(?P<value>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?P<end>[.):]?)(?=\s|[^\W\d_])"
)
_ROMAN_LINE = re.compile(rf"(?P<value>{_ROMAN})(?:{_END}|(?=\s+[A-ZĐÀ-Ỹ]{{2}}))(?=\s|$|[^\W\d_]|[\"“‘'(])")
_CAPITAL = re.compile(r"(?P<value>[A-HKLM])(?:\s*[.)/:]|\s?[-–—])(?=\s+\S|[A-ZĐÀ-Ỹ]{2})")
_DECIMAL = re.compile(
	r"(?P<value>\d{1,2}(?:\.\d{1,2}){0,4})(?:(?P<end>[.):/]|\s?[-–—](?=\s*[^\W\d_]))(?=\s|$|[^\W\d_]|[\"“‘'(])|(?=\s))"
)
_CODE_REST = re.compile(r"[A-ZĐ]{1,8}\s?[-/]\s?[A-ZĐ]")
_ENCLOSED = re.compile(r"\((?P<value>\d{1,2})\)|(?P<second>\d{1,2})\)")
_LETTER = re.compile(r"\((?P<inner>[a-zđ])\)|(?P<value>[a-zđ])(?:\)|[./](?=\s)|\s?[-–—](?=\s))")
_ROMAN_SMALL = re.compile(r"\(?(?P<value>i{1,3}|iv|v|vi{1,3}|ix|x)[).](?=\s)")
_BULLET = re.compile(
	r"(?P<dash>[-–—―]+(?!>)\)?)|(?P<star>\(?\*{1,3}\)?)|(?P<plus>\+{1,2}\)?)"
	r"|(?P<dot>[•·●∙‣◦○▪■□◾◻◆◇❖➢➤►▶→⇒⮚✓✔✦★☆♦☑]|=>|->|(?:o|v|ü|Ø|§|q|¨|~)(?=\s))"
)


def roman_value(text: str) -> int:
	"""Value of a Roman number up to XXXIX, 0 for anything else."""
	total, rest = 0, text.upper()
	for digit, value in _ROMAN_DIGITS:
		while rest.startswith(digit):
			total += value
			rest = rest[len(digit) :]
	return 0 if rest else total


def roman_text(value: int) -> str:
	"""Roman number of a positive value."""
	out = ""
	for digit, step in (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), *_ROMAN_DIGITS):
		while value >= step:
			out += digit
			value -= step
	return out


def _part(text: str) -> tuple[Marker, int] | None:
	found = _PART.match(canon(text[:60]))
	if not found:
		return None
	value = found["value"]
	word = text[0]
	if word.islower():
		return None
	if value in _ORDINALS:
		number = _ORDINALS[value]
		label = roman_text(number)
	elif value.isdigit():
		number, label = int(value), str(int(value))
	else:
		number, label = roman_value(value) or ord(value[0]) - 96, value.upper()
	return Marker(text[: found.end()].strip(), PART, label, (number,)), found.end()


def _composite(text: str) -> tuple[Marker, int] | None:
	found = _COMPOSITE.match(text)
	if not found:
		return None
	values = tuple(int(one) for one in found["value"].split("."))
	label = ".".join(map(str, values))
	return Marker(found.group().strip(), DECIMAL, label, values, above=found["above"]), found.end()


def _roman(text: str) -> tuple[Marker, int] | None:
	found = _ROMAN_LINE.match(text)
	if not found or not found["value"]:
		return None
	# Initials of a name: "V.I. Lê-nin".
	if re.match(r"\s*[A-Z]\.\s?[A-ZĐ]", text[found.end() :]):
		return None
	return Marker(found.group().strip(), ROMAN, found["value"], (roman_value(found["value"]),)), found.end()


def _capital(text: str) -> tuple[Marker, int] | None:
	found = _CAPITAL.match(text)
	if not found:
		return None
	rest = text[found.end() :].lstrip()
	if not rest[:1].isupper() and rest[:1] not in '"“':
		return None
	return Marker(found.group().strip(), CAPITAL, found["value"], (ord(found["value"]) - 64,)), found.end()


def _decimal(text: str) -> tuple[Marker, int] | None:
	found = _DECIMAL.match(text)
	if not found:
		return None
	parts = found["value"].split(".")
	rest = text[found.end() :].lstrip()
	# "1.1 Công tác" carries no closing sign; "1.5 triệu" and "02 đảng viên" are figures.
	if not found["end"] and (len(parts) == 1 or not (rest[:1].isupper() or rest[:1] in '"“')):
		return None
	# The number of a document that stands at the head of a wrapped line: "18/CT-TTg", "05-CT/TW".
	if _CODE_REST.match(rest):
		return None
	if any(not part.strip("0") for part in parts) or (found["end"] == "/" and rest[:1].isdigit()):
		return None
	values = tuple(map(int, parts))
	family = ENCLOSED if found["end"] == ")" and len(parts) == 1 else DECIMAL
	return Marker(found.group().strip(), family, ".".join(map(str, values)), values), found.end()


def _enclosed(text: str) -> tuple[Marker, int] | None:
	found = _ENCLOSED.match(text)
	if not found:
		return None
	value = int(found["value"] or found["second"])
	return (Marker(found.group(), ENCLOSED, str(value), (value,)), found.end()) if value else None


def _roman_small(text: str) -> tuple[Marker, int] | None:
	found = _ROMAN_SMALL.match(text)
	if not found:
		return None
	return Marker(found.group(), ROMAN_LOW, found["value"], (roman_value(found["value"]),)), found.end()


def _letter(text: str) -> tuple[Marker, int] | None:
	found = _LETTER.match(text)
	if not found:
		return None
	value = found["value"] or found["inner"]
	if value not in _LETTERS or not text[found.end() :].strip():
		return None
	return Marker(found.group().strip(), LETTER, value, (_LETTERS.index(value) + 1,)), found.end()


def _bullet(text: str) -> tuple[Marker, int] | None:
	found = _BULLET.match(text)
	if not found:
		return None
	family = next(name for name in ("dash", "star", "plus", "dot") if found[name])
	sign = "-" if family == DASH else found.group()[0]
	return Marker(found.group(), family, sign=sign), found.end()


_KINDS: tuple[Callable[[str], tuple[Marker, int] | None], ...] = (
	_part,
	_composite,
	_roman,
	_capital,
	_decimal,
	_enclosed,
	_roman_small,
	_letter,
	_bullet,
)


def split_marker(text: str) -> tuple[Marker | None, str]:
	"""Take the number or bullet off the head of a clean line.

	Returns: the marker or None, and the rest of the line.
	"""
	for kind in _KINDS:
		found = kind(text)
		if found:
			marker, end = found
			return marker, text[end:].lstrip()
	return None, text


def read_label(label: str, depth: int) -> Marker | None:
	"""The marker that an automatic number or bullet stands for.

	Args:
		label: as shown, "1.", "III", "a)", "•".
		depth: level of the list, told apart for bullets of the same sign.
	"""
	if not label:
		return None
	marker, rest = split_marker(label + " X")
	if marker is None or rest != "X":
		marker, rest = split_marker(label.rstrip(".") + ". X")
	if marker is None or rest != "X":
		return Marker(label, DOT, sign=f"{label[:1]}{depth}")
	if marker.is_bullet and depth > 0:
		return Marker(label, marker.family, sign=f"{marker.sign}{depth}")
	return Marker(label, marker.family, marker.label, marker.values, marker.sign, marker.above)
