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
# Parts of a whole: "2/3 số đảng viên", "một nửa", "hai phần ba", "two thirds"; "6/8 giáo viên" counts six of them.
_SMALL = "một|hai|ba|bốn|one|two|three"
FRACTION = (
	r"(?<![\d/.,])(?P<over>[1-9])\s?/\s?(?P<under>10|[2-9])(?![\d/%])(?=\s+(?:trở lên\s+)?(?:tổng|số|toàn|of|the)\b)"
	rf"|(?<![^\W\d_])(?P<parts>{_SMALL})[ -](?:phần (?P<of>hai|ba|bốn|tư|năm|mười)|(?P<of2>thirds?|quarters?|fifths?))"
	r"|(?<![^\W\d_])(?P<half>một nửa|(?<!\d )nửa|(?:one |a )?half(?= of| the))"
)
_UNDER = {"hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "mười": 10, "third": 3, "quarter": 4, "fifth": 5}
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


def share(found: re.Match[str]) -> float:
	"""Per cent that a match of `FRACTION` names, with two decimals; 0 where it is no part of a whole."""
	if found["half"]:
		return 50.0
	if found["over"]:
		over, under = int(found["over"]), int(found["under"])
	else:
		over = int(figure(found["parts"]))
		under = _UNDER[(found["of"] or found["of2"]).rstrip("s")]
	return round(100 * over / under, 2) if over < under else 0.0


def blank(text: str, spans: list[tuple[int, int]]) -> str:
	"""Cover stretches of a text, keeping its length, so that later rules do not read them again."""
	for start, end in spans:
		text = text[:start] + "\x01" * (end - start) + text[end:]
	return text
