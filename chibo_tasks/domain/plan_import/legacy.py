"""Vietnamese from before Unicode: TCVN3 (.VnTime), VNI, VISCII and Windows-1258.

The letters were drawn by the font; without it the text reads `§¶ng bé x·`. Tables: TCVN 5712:1993 (VN3) and the VNI
Windows layout, as both stand in every converter since; checked here by a round trip over all letters.
"""

import re
import unicodedata
from collections.abc import Callable

from .normalise import clean, fold

_VN3_CODES = (
	"A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ "
	"CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở "
	"ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
TCVN3 = {int(code[:2], 16): code[2:] for code in _VN3_CODES.split()}
# Converters and keyboards turn these two into their look-alikes.
TCVN3[0x03BC] = "à"
TCVN3[0x2212] = "ư"

_VNI_MARKS = {
	"a": {
		"ù": "á",
		"ø": "à",
		"û": "ả",
		"õ": "ã",
		"ï": "ạ",
		"â": "â",
		"á": "ấ",
		"à": "ầ",
		"å": "ẩ",
		"ã": "ẫ",
		"ä": "ậ",
	},
	"ă": {"ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ"},
	"e": {
		"ù": "é",
		"ø": "è",
		"û": "ẻ",
		"õ": "ẽ",
		"ï": "ẹ",
		"â": "ê",
		"á": "ế",
		"à": "ề",
		"å": "ể",
		"ã": "ễ",
		"ä": "ệ",
	},
	"o": {
		"ù": "ó",
		"ø": "ò",
		"û": "ỏ",
		"õ": "õ",
		"ï": "ọ",
		"â": "ô",
		"á": "ố",
		"à": "ồ",
		"å": "ổ",
		"ã": "ỗ",
		"ä": "ộ",
	},
	"ô": {"ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
	"u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
	"ö": {"ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự"},
	"y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _vni_table() -> dict[str, str]:
	table: dict[str, str] = {}
	for base, marks in _VNI_MARKS.items():
		for mark, letter in marks.items():
			typed = ("a" if base == "ă" else base) + mark
			table[typed] = letter
			table[typed.upper()] = letter.upper()
			table[typed[0].upper() + mark] = letter.upper()
	for typed, letter in _VNI_SINGLE.items():
		table[typed] = letter
		table[typed.upper()] = letter.upper()
	return table


VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])"
_SYLLABLE = re.compile(f"{_ONSET}?[aeiouy]{{1,3}}(?:ch|ng|nh|[cmnpt])?")
_ALPHABET = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxy")
_TONES = frozenset("̣̀́̃̉")
_WORD = re.compile(r"[^\s.,;:()/\"“”‘’'…\-–+*0-9%&?!]+")
# What follows the family in the name of a font: ,Bold -Italic
_FONT_STYLE = re.compile(r"[,\-]")
_SAMPLE_BYTES = 64 * 1024
# Letters that only real Unicode Vietnamese has: the text is not an old encoding.
_UNICODE_ONLY = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")


def from_tcvn3(text: str) -> str:
	"""Text of a .VnTime font as Unicode."""
	return text.translate(TCVN3)


def from_tcvn3_capitals(text: str) -> str:
	"""Text of a .VnTimeH font, which draws capitals for small codes."""
	return text.translate(TCVN3).upper()


def from_vni(text: str) -> str:
	"""Text of a VNI- font as Unicode."""
	return _VNI_PATTERN.sub(lambda found: VNI[found.group()], unicodedata.normalize("NFC", text))


def by_font(font: str) -> Callable[[str], str] | None:
	"""The conversion that the name of a font asks for.

	Returns: a function, or None for a Unicode font.
	"""
	name = _FONT_STYLE.split(font.strip().lower())[0]
	if name.startswith(".vn"):
		return from_tcvn3_capitals if name.endswith("h") else from_tcvn3
	if font.strip().lower().startswith(("vni-", "vni ")):
		return from_vni
	return None


def name_of(conversion: Callable[[str], str]) -> str:
	"""Name of the old encoding that a conversion reads."""
	return "VNI" if conversion is from_vni else "TCVN3"


def is_syllable(word: str) -> bool:
	"""Whether a word can be Vietnamese: at most one tone, letters of the alphabet, onset – vowels – coda."""
	tones = 0
	for char in unicodedata.normalize("NFC", word.lower()):
		parts = unicodedata.normalize("NFD", char)
		found = [part for part in parts[1:] if part in _TONES]
		tones += len(found)
		letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
		if letter not in _ALPHABET:
			return False
	return tones <= 1 and _SYLLABLE.fullmatch(fold(word)) is not None


def vietnamese_share(text: str, sample: int = 3000) -> float:
	"""Share of words that can be Vietnamese syllables, 0 to 1; 0 for text without words."""
	words = _WORD.findall(clean(text[: sample * 8]))[:sample]
	return sum(map(is_syllable, words)) / len(words) if words else 0.0


_CONVERSIONS: tuple[tuple[str, Callable[[str], str]], ...] = (("TCVN3", from_tcvn3), ("VNI", from_vni))


def detect(text: str) -> tuple[str, Callable[[str], str]] | None:
	"""The old encoding that a whole text was typed in.

	Args:
		text: decoded by its bytes (Latin-1 letters where the font drew Vietnamese).

	Returns: name and conversion, or None when the text reads better as it is.
	"""
	head = text[:40_000]
	if (
		not any("\x80" <= char <= "\xff" for char in head)
		or len(_UNICODE_ONLY.findall(head)) > len(head) / 100
	):
		return None
	best = max(_CONVERSIONS, key=lambda one: vietnamese_share(one[1](head)))
	before, after = vietnamese_share(head), vietnamese_share(best[1](head))
	return best if _is_better(after, before) else None


def _is_better(after: float, before: float) -> bool:
	"""Whether the share of Vietnamese words after a conversion proves that the text was typed for it."""
	return after > before + 0.15 and after > 0.6


def convert_line(text: str, conversion: Callable[[str], str]) -> str:
	"""Convert one line of a document known to be legacy, unless the line is real Unicode already."""
	return text if _UNICODE_ONLY.search(text) else conversion(text)


def decode_single_bytes(data: bytes) -> tuple[str, str]:
	"""Decode text that is neither UTF-8 nor UTF-16.

	Returns: text, and the name of the encoding that reads most like Vietnamese.
	"""
	head = data[:_SAMPLE_BYTES]
	shares = {name: vietnamese_share(decode(head)) for name, decode in _SINGLE_BYTES.items()}
	best = max(shares, key=lambda name: shares[name])
	# Text in which nearly every word reads as Vietnamese needs no further proof.
	proved = shares[best] > 0.8 or _is_better(shares[best], shares["windows-1252"])
	name = best if proved else "windows-1252"
	return _SINGLE_BYTES[name](data), name


def _latin(data: bytes) -> str:
	return data.decode("latin-1") if b"\x81" in data else data.decode("cp1252", "replace")


_SINGLE_BYTES: dict[str, Callable[[bytes], str]] = {
	"windows-1252": _latin,
	"windows-1258": lambda data: unicodedata.normalize("NFC", data.decode("cp1258", "replace")),
	"TCVN3": lambda data: from_tcvn3(data.decode("latin-1")),
	"VNI": lambda data: from_vni(_latin(data)),
}
