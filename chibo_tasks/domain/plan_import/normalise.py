"""Makes text comparable without changing what it says.

`clean` is what people read on screen: NFC, plain spaces, Vietnamese Đ, no invisible characters, no leavings of Word.
`canon` and `fold` are what rules look at; both keep the length, so that a place found in them is the same place in
the clean text.
"""

import re
import unicodedata
from functools import lru_cache

_SPACES = dict.fromkeys(
	[0x09, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
)
_INVISIBLE = dict.fromkeys(
	[
		*range(0x00, 0x09),
		*range(0x0E, 0x20),
		*range(0x7F, 0x85),
		*range(0x86, 0xA0),
		0xAD,
		0x34F,
		0x61C,
		0x180E,
		*range(0x200B, 0x2010),
		*range(0x202A, 0x202F),
		*range(0x2060, 0x2070),
		*range(0xFE00, 0xFE10),
		0xFEFF,
		0xFFFC,
	]
)
_LETTERS = {
	0xD0: "Đ",  # Icelandic eth, typed for Đ by old keyboards
	0xF0: "đ",
	0x189: "Đ",
	0x256: "đ",
	0x2010: "-",
	0x2011: "-",
	0x2012: "-",
	0x2212: "-",
	0xFE63: "-",
	0xFF0D: "-",
	0xFB00: "ff",
	0xFB01: "fi",
	0xFB02: "fl",
	0xFB03: "ffi",
	0xFB04: "ffl",
	0x2028: "\n",
	0x2029: "\n",
}
# Word's symbol fonts keep their signs in the private use area; these are the ones that stand for list signs.
_SYMBOLS = {
	0xF0B7: "•",
	0xF0A7: "▪",
	0xF0A8: "▪",
	0xF06E: "▪",
	0xF071: "▪",
	0xF0D8: "➢",
	0xF0FC: "✓",
	0xF076: "❖",
	0xF0E0: "→",
	0xF0E8: "→",
	0xF02D: "-",
	0xF0BE: "-",
	0xF02B: "+",
	0xF02A: "*",
	0xF06F: "o",
}
_TABLE = {**_SPACES, **_INVISIBLE, **_LETTERS, **_SYMBOLS}
# Leavings of a conversion out of Word that stand in the running text.
ARTEFACTS = re.compile(
	r"\[bookmark:[^\]\n]{0,80}\]|<!--\[if[^>\n]{0,80}-->|<!--?\[endif\]--?>|<!\[endif\]-->|<o:p>|</o:p>",
	re.IGNORECASE,
)
_RUNS_OF_SPACE = re.compile(r" {2,}")

# Old and new way of placing the tone: hoà/hòa, khoẻ/khỏe, uỷ/ủy. Rules know the second only.
_TONE_PAIRS = {
	"oà": "òa",
	"oá": "óa",
	"oả": "ỏa",
	"oã": "õa",
	"oạ": "ọa",
	"oè": "òe",
	"oé": "óe",
	"oẻ": "ỏe",
	"oẽ": "õe",
	"oẹ": "ọe",
	"uỳ": "ùy",
	"uý": "úy",
	"uỷ": "ủy",
	"uỹ": "ũy",
	"uỵ": "ụy",
}
# Only in open syllables: "hoàn" and "hoạch" are written one way.
_TONES = re.compile("(?<!q)(?:" + "|".join(_TONE_PAIRS) + r")(?![^\W\d_])")


def clean(raw: str) -> str:
	"""The text as it should be shown: one line, NFC, plain spaces, no invisible characters."""
	text = ARTEFACTS.sub("", raw)
	text = unicodedata.normalize("NFC", text).translate(_TABLE).replace("\n", " ")
	return _RUNS_OF_SPACE.sub(" ", text).strip()


def clean_lines(raw: str) -> list[str]:
	"""As `clean`, line by line; empty lines are left out."""
	text = ARTEFACTS.sub("", raw)
	text = unicodedata.normalize("NFC", text).translate(_TABLE)
	lines = (_RUNS_OF_SPACE.sub(" ", line).strip() for line in text.split("\n"))
	return [line for line in lines if line]


def squeeze(raw: str) -> str:
	"""What counts when lost characters are looked for: everything but spaces, invisible signs and artefacts."""
	return clean(raw).replace(" ", "")


@lru_cache(maxsize=4096)
def canon(text: str) -> str:
	"""Lower case with one way of placing tones; same length as `text`."""
	low = "".join(one if len(one := char.lower()) == 1 else char for char in text)
	return _TONES.sub(lambda found: _TONE_PAIRS[found.group()], low)


def _base(char: str) -> str:
	if char in "đĐ":
		return "d"
	low = unicodedata.normalize("NFD", char)[0].lower()
	return low if len(low) == 1 else char


_FOLD_CACHE: dict[str, str] = {}


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
	"""Lower case without any diacritics, đ as d; same length as `text`."""
	out = []
	for char in text:
		known = _FOLD_CACHE.get(char)
		if known is None:
			known = _FOLD_CACHE[char] = _base(char)
		out.append(known)
	return "".join(out)
