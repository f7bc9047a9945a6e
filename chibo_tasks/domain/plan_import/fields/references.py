"""Documents that a line leans on: "Nghị quyết số 29-NQ/TW ngày 04/11/2013 của BCH Trung ương".

Forms of the numbers: Quy định 66-QĐ/TW and Hướng dẫn 36-HD/VPTW for the Party (05-CT/TW), Nghị định 30/2020/NĐ-CP for the
state (32/2020/TT-BGDĐT); real documents mix them (98/QĐ-TW), so every mix is read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ..normalise import canon
from ..result import Reference

# Name of the kind of document: how it is written. The first form that fits wins.
_TYPES: tuple[tuple[str, str], ...] = (
	("Thông tư liên tịch", "thông tư liên tịch|ttlt"),
	("Nghị quyết", "nghị quyết|nqlt|nq"),
	("Chỉ thị", "chỉ thị|ct"),
	("Quy định", "quy định|qui định|qyđ"),
	("Quyết định", "quyết định|qđ"),
	("Hướng dẫn", "hướng dẫn|hd"),
	("Kết luận", "kết luận|kl"),
	("Thông tư", "thông tư|tt"),
	("Nghị định", "nghị định|nđ"),
	("Bộ luật", "bộ luật"),
	("Luật", "luật"),
	("Pháp lệnh", "pháp lệnh"),
	("Kế hoạch", "kế hoạch|kh"),
	("Chương trình", "chương trình hành động|chương trình công tác|chương trình|ctr"),
	("Công văn", "công văn|cv"),
	("Thông báo", "thông báo|tb"),
	("Thông tri", "thông tri"),
	("Đề án", "đề án|đa"),
	("Quy chế", "quy chế|qui chế|qc"),
	("Điều lệ", "điều lệ"),
	("Công điện", "công điện|cđ"),
	("Báo cáo", "báo cáo|bc"),
	("Tờ trình", "tờ trình|ttr"),
	("Văn bản", "văn bản"),
	("Resolution", "resolution"),
	("Directive", "directive"),
	("Regulation", "regulation"),
	("Decision", "decision"),
	("Guideline", "guidelines?|guidance|instruction"),
	("Conclusion", "conclusion"),
	("Circular", "circular"),
	("Decree", "decree"),
	("Plan", "plan"),
	("Programme", "programme|program"),
	("Law", "law"),
)
_BY_WORD = {form: name for name, forms in _TYPES for form in forms.split("|")}
_BY_WORD |= {"guideline": "Guideline", "guidelines": "Guideline"}
_FORMS = [form for _name, forms in _TYPES for form in forms.split("|")]
_SHORT = re.compile(r"[^\W_aeiouyăâêôơư]{2,4}|đa|qyđ|nqlt|ttlt")
# Short forms are written in capitals: "tối đa 2" is no Đề án.
_TYPE = "|".join(rf"(?=[A-ZĐ])(?i:{form})" if _SHORT.fullmatch(form) else f"(?i:{form})" for form in _FORMS)
# Bodies of the Party, whose QĐ is a Quy định where no word says otherwise.
_PARTY = re.compile(r"(?:tw|tu|hu|qu|đu|btctw|ubkttw|tưđ)$")

_CODE = r"\d{1,5}(?:\s?/\s?(?:19|20)\d{2})?(?:\s?[-–/]\s?[A-ZĐ][A-ZĐa-zđ&.]{0,12}\d{0,2}(?:\s?[-–/]\s?[A-ZĐ][\w&.]{0,14})*)"
_CODED = re.compile(
	rf"(?:(?<![^\W\d_])(?P<type>{_TYPE})\s*)?(?:(?i:số|no\.?)\s*:?\s*)?"
	rf"(?P<more>(?:\d{{1,4}}\s*(?:,|;|và|and)\s*(?=[\d, và;]{{0,60}}\d{{1,4}}\s?[-–/]\s?[A-ZĐ]))*)(?P<code>{_CODE})(?![^\W_])"
)
_BARE = re.compile(
	rf"(?<![^\W\d_])(?P<type>{_TYPE})\s+(?:(?i:số|no\.?)\s*:?\s*)?(?P<code>(?!(?:19|20)\d\d)\d{{1,4}})"
	r"(?=\s*(?:$|[,;.()]|của\b|ngày\b|về\b|và\b|khóa\b|khoá\b|of\b|dated\b|on\b))"
)
_LAW = re.compile(
	r"(?<![^\W\d_])(?P<type>(?:Bộ l|L)uật|Pháp lệnh)\s+(?P<title>[A-ZĐÀ-Ỹ]\w*(?:,?\s+(?!(?:và|về|của|cho|trong|đến|tới|ngày|số|năm|có|được|do|để|với|tại)\b)"
	r"[\w&]+){0,7}?)(?P<year>\s+(?:năm\s+)?(?:19|20)\d{2})?(?=\s*(?:$|[;.:()“\"]|,|và\b|về\b|của\b|cho\b|trong\b|đến\b|tới\b|ngày\b|số\b|có\b|được\b|với\b|tại\b|do\b|để\b))"
)
_STATUTES = re.compile(
	r"(?<![^\W\d_])(?P<type>Điều lệ)\s+(?P<title>(?:Đảng(?:\s+[Cc]ộng\s+sản\s+Việt\s+Nam)?|Công đoàn(?:\s+Việt Nam)?|Đoàn(?:\s+TNCS(?:\s+Hồ Chí Minh)?)?"
	r"|[Tt]rường\s+[\w]+(?:\s+(?:non|học|sở|thông))?|Hội(?:\s+[A-ZĐÀ-Ỹ]\w*(?:\s+\w+)?)?))",
	re.IGNORECASE,
)
_CONGRESS = re.compile(
	r"(?<![^\W\d_])(?P<type>Nghị quyết|NQ)\s+(?P<title>(?:của\s+)?(?:Đại hội|ĐH)\b[^,;.()“\"]{0,80}?(?:nhiệm kỳ|NK|khóa|khoá|lần thứ)\s+[\dIVX]+(?:\s*[-–]\s*\d{4})?(?:\s+của\s+Đảng)?"
	r"(?:,?\s*nhiệm kỳ\s*\d{4}\s*[-–]\s*\d{4})?|(?:Đại hội|ĐH)\b[^,;.()“\"]{0,60}|"
	r"(?:Hội nghị\s+)?(?:lần thứ\s+\S+\s+)?(?:BCH\s+|Ban Chấp hành\s+)?(?:Trung ương|TW|T\.Ư)\s*\d{1,2}\b(?:,?\s*\(?(?:khóa|khoá)\s+[IVX]+\)?)?)",
	re.IGNORECASE,
)
_DATE = re.compile(
	r"\s*[,(]?\s*(?:ban hành\s+)?(?:ngày|dated|of|on)?\s*(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.-]|năm)\s*(?P<year>(?:19|20)\d{2})\)?",
	re.IGNORECASE,
)
_MONTHS = [
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
_DATE_ENGLISH = re.compile(
	rf"\s*,?\s*(?:dated|of|on)?\s*(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>(?:19|20)\d{{2}})",
	re.IGNORECASE,
)
_ISSUER = re.compile(
	r"\s*,?\s*(?:của|do|by|(?:issued )?by the|of the|of)\s+(?P<issuer>(?:[^\W\d_]|[&./-])(?:[\w&/-]|\.(?=\w)|['’]s(?= [A-Z])| (?!(?:về|v/v|khóa|khoá|quy định|qui định|hướng dẫn|ban hành|ngày|nhằm"
	r"|thực hiện|thi hành|sửa đổi|trong|tại|vào|trước|sau|ở|gắn|cho|tới|đến|năm|nhiệm kỳ|lần thứ|là|được|đã|đối với|một số|để|bằng|theo|và (?:các|những|thực|nghị|chỉ|quy|quyết|hướng|kết|thông|luật|kế|công văn)|tới|triển khai|quán triệt"
	r"|on|about|dated|regarding|concerning|and(?! (?-i:[A-Z]))|for|to|in|not|no later|before|by)\b)){1,90})",
	re.IGNORECASE,
)

_PROMULGATES = re.compile(r"ban hành(?:\s+kèm theo)?\s+$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")

Span = tuple[int, int]


def find_references(text: str) -> tuple[tuple[Reference, ...], list[Span]]:
	"""References in a clean text.

	Returns: references in the order of the text, and the stretches that they cover.
	"""
	found = sorted(_all(text), key=lambda one: one[1][0])
	kept: list[Reference] = []
	spans: list[Span] = []
	end = -1
	for references, span in found:
		if span[0] < end:
			continue
		if kept and kept[-1].title and not kept[-1].number and not text[end : span[0]].strip():
			# "Luật Viên chức số 58/2010/QH12" names the law once by its title and once by its number
			references = [replace(references[0], title=kept.pop().title)]
		kept.extend(one for one in references if one not in kept)
		spans.append(span)
		end = span[1]
	return tuple(kept), spans


def _all(text: str) -> Iterator[tuple[list[Reference], Span]]:
	covered: list[Span] = []
	has_digit = _DIGIT.search(text) is not None
	for found in _CODED.finditer(text) if has_digit else ():
		if _is_code(found["code"]):
			covered.append(found.span())
			yield _numbered(text, found)
	for found in _BARE.finditer(text) if has_digit else ():
		if not _inside(found.start(), covered):
			covered.append(found.span())
			yield _numbered(text, found)
	low = canon(text)
	for pattern, words in (
		(_LAW, ("luật", "pháp lệnh")),
		(_STATUTES, ("điều lệ",)),
		(_CONGRESS, ("nghị quyết", "nq")),
	):
		if not any(word in low for word in words):
			continue
		for found in pattern.finditer(text):
			if any(start < found.end() and found.start() < end for start, end in covered):
				continue
			if covered and _PROMULGATES.search(text[: found.start()]):
				continue  # "Thông tư số … ban hành Điều lệ trường tiểu học" is one document
			covered.append(found.span())
			yield _titled(text, found)


def _inside(place: int, spans: list[Span]) -> bool:
	return any(start <= place < end for start, end in spans)


def _is_code(code: str) -> bool:
	"""Letters of a document's sign: two capitals at least ("05-CT/TW"), not "1-Tổ trưởng"."""
	return re.search(r"[A-ZĐ]{2}|/\s?(?:19|20)\d{2}\s?/", code) is not None


def _numbered(text: str, found: re.Match[str]) -> tuple[list[Reference], Span]:
	code = re.sub(r"\s+", "", found["code"]).replace("–", "-").rstrip(".&")
	groups = found.groupdict()
	name = _name(groups.get("type") or "", code)
	issued, issuer, end = _afterwards(text, found.start("code") + len(found["code"].rstrip(" .&")))
	numbers = [code]
	sign = re.search(r"[-/](?=[A-ZĐ]).*|/(?:19|20)\d{2}/.*", code)
	for more in re.findall(r"\d+", groups.get("more") or ""):
		numbers.insert(-1, more + (sign.group() if sign else ""))
	return [Reference(name, number, issued, issuer) for number in numbers], (found.start(), end)


def _name(written: str, code: str) -> str:
	word = canon(written)
	sign = re.search(r"[-/]([A-ZĐa-zđ]+)(?:[-/](\w+))?", code)
	short = sign[1].lower() if sign else ""
	if word in _BY_WORD and not (word == "qđ" and sign and _PARTY.match((sign[2] or "").lower())):
		return _BY_WORD[word]
	if short == "qđ" and sign and _PARTY.search((sign[2] or "").lower()):
		return "Quy định"
	if short in _BY_WORD:
		return _BY_WORD[short]
	if re.search(r"/QH\d", code):
		return "Luật"
	# "2345/BGDĐT-GDTH" names the sender first: a letter of an office.
	return "Công văn"


def _titled(text: str, found: re.Match[str]) -> tuple[list[Reference], Span]:
	issued, issuer, end = _afterwards(text, found.end())
	year = found.groupdict().get("year") or ""
	title = re.sub(r"\s+", " ", f"{found['title'].strip(' ,')}{year}")
	name = _BY_WORD.get(canon(found["type"]), found["type"])
	return [Reference(name, "", issued, issuer, title)], (found.start(), end)


def _afterwards(text: str, start: int) -> tuple[date | None, str | None, int]:
	"""Day of issue and issuer behind a number, in either order."""
	issued: date | None = None
	issuer: str | None = None
	for _round in range(3):
		dated = _DATE.match(text, start) or _DATE_ENGLISH.match(text, start)
		if issued is None and dated:
			issued = _day(dated)
			start = dated.end()
			continue
		named = _ISSUER.match(text, start)
		if issuer is None and named:
			issuer = named["issuer"].strip(" -/")
			start = named.end()
			# The term of a committee belongs to its name, not to the number.
			term = re.match(r"\s*\(?(?:khóa|khoá)\s+[IVX]+\)?", text[start:], re.IGNORECASE)
			start += term.end() if term else 0
			continue
		break
	return issued, issuer, start


def _day(found: re.Match[str]) -> date | None:
	month = found["month"].lower()
	try:
		return date(
			int(found["year"]),
			_MONTHS.index(month) + 1 if month in _MONTHS else int(month),
			int(found["day"]),
		)
	except ValueError:
		return None
