"""Numbers as Vietnamese documents write them: 02, 1,2, 1.200, hai, mười."""

import re

WORDS = {
	"một": 1,
	"hai": 2,
	"ba": 3,
	"bốn": 4,
	"năm": 5,
	"sáu": 6,
	"bảy": 7,
	"tám": 8,
	"chín": 9,
	"mười": 10,
	"one": 1,
	"two": 2,
	"three": 3,
	"four": 4,
	"five": 5,
	"six": 6,
	"seven": 7,
	"eight": 8,
	"nine": 9,
	"ten": 10,
}
DIGITS = r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
# "năm" is far more often the year than the number five
WORD = "|".join(one for one in WORDS if one != "năm")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")


def figure(text: str) -> float:
	"""Value of a number: a comma or point before three digits parts thousands, before one or two it is the decimal sign.

	Args:
		text: digits, or a number word in lower case.
	"""
	if text in WORDS:
		return float(WORDS[text])
	if _GROUPED.match(text) and not text.startswith("0"):
		return float(re.sub(r"[.,]", "", text))
	return float(text.replace(",", "."))


def blank(text: str, spans: list[tuple[int, int]]) -> str:
	"""Cover stretches of a text, keeping its length, so that later rules do not read them again."""
	for start, end in spans:
		text = text[:start] + "\x01" * (end - start) + text[end:]
	return text
