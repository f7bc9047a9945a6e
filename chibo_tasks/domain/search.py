"""Search as people type it: with or without accents, `d` for `đ`, composed or decomposed, abbreviated or in full.

A record keeps a folded text beside its own. Folding is done here and nowhere in the database, so that the same words find
the same records on every host, whatever its collation.
"""

import re
import unicodedata
from collections.abc import Iterable

ABBREVIATIONS = (
	("ĐV", "đảng viên"),
	("CB", "cán bộ"),
	("GV", "giáo viên"),
	("NV", "nhân viên"),
	("HS", "học sinh"),
	("PH", "phụ huynh"),
	("CMHS", "cha mẹ học sinh"),
	("BGH", "ban giám hiệu"),
	("BCH", "ban chấp hành"),
	("CĐ", "công đoàn"),
	("ĐTN", "đoàn thanh niên"),
	("NQ", "nghị quyết"),
	("CT", "chỉ thị"),
	("KH", "kế hoạch"),
	("BC", "báo cáo"),
	("QĐ", "quyết định"),
	("HD", "hướng dẫn"),
	("HTXSNV", "hoàn thành xuất sắc nhiệm vụ"),
	("HTTNV", "hoàn thành tốt nhiệm vụ"),
	("HTNV", "hoàn thành nhiệm vụ"),
	("CSTĐ", "chiến sĩ thi đua"),
	("SKKN", "sáng kiến kinh nghiệm"),
	("TCLLCT", "trung cấp lý luận chính trị"),
	("SCLLCT", "sơ cấp lý luận chính trị"),
	("LLCT", "lý luận chính trị"),
	("GDMN", "giáo dục mầm non"),
	("CSND", "chăm sóc nuôi dưỡng"),
	("CSVC", "cơ sở vật chất"),
	("XHHGD", "xã hội hóa giáo dục"),
	("VSATTP", "vệ sinh an toàn thực phẩm"),
	("ATGT", "an toàn giao thông"),
	("ANTT", "an ninh trật tự"),
	("TNXH", "tệ nạn xã hội"),
	("PCCC", "phòng cháy chữa cháy"),
	("UBKT", "ủy ban kiểm tra"),
	("KTGS", "kiểm tra giám sát"),
)
"""Abbreviations of plans and minutes, each with what it stands for."""

LONGEST = 200
"""Characters of a query that are looked at."""


def fold(text: str) -> str:
	"""Lower case, no accents, `d` for `đ`, one blank between words, nothing but letters, digits and blanks."""
	decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
	plain = "".join(ch for ch in decomposed if not unicodedata.combining(ch)).replace("đ", "d")
	return " ".join(re.findall(r"[^\W_]+", plain))


_PAIRS = tuple((fold(short), fold(full)) for short, full in ABBREVIATIONS)


def index(*texts: str | None) -> str:
	"""What a record keeps to be found by: its folded texts, and the other form of every abbreviation in them."""
	folded = fold(" ".join(text for text in texts if text))
	padded = f" {folded} "
	other = [full for short, full in _PAIRS if f" {short} " in padded]
	other += [short for short, full in _PAIRS if f" {full} " in padded]
	return " ".join([folded, *other])


def words(query: str) -> list[str]:
	"""Folded words of a query, every one of which a hit has to contain."""
	return list(dict.fromkeys(fold(query[:LONGEST]).split()))


def rank(query: str, texts: Iterable[str | None]) -> int:
	"""How well a hit fits, smaller is better: 0 the very words with their accents, 1 without them, 2 somewhere in it."""
	shown = unicodedata.normalize("NFC", " ".join(text for text in texts if text)).lower()
	asked = unicodedata.normalize("NFC", query.strip()).lower()
	if asked and asked in shown:
		return 0
	return 1 if fold(query) in fold(shown) else 2
