"""Names in a cell or behind a label that says the role: "Đ/c Hoa (chủ trì); Chi đoàn, BGH"."""

import re

from ..normalise import canon
from ..result import APPROVE, COORDINATE, LEAD, MEMBER, Responsible
from .bodies import body_at
from .people import HONORIFIC, find_mentions
from .people import PERSON as PERSON_KIND
from .titles import POST

# Groups whose own name holds commas.
_JOINED = re.compile(
	r"(?:cb|gv|nv|cán bộ|giáo viên|nhân viên|hs|ph)(?:\s*[,-]\s*(?:cb|gv|nv|giáo viên|nhân viên|hs|ph|người lao động)(?![^\W\d_]))+"
	r"|các (?:khoa|phòng|ban|tổ|ngành)(?:, (?:khoa|phòng|ban|tổ|ngành|đơn vị|đoàn thể)(?![^\W\d_])(?! [^\W\d_]))+"
)
_PARTS = re.compile(
	r"\s*(?:[;,\n+•&]|\s(?:(?!và [A-ZĐ][^\W\d_]+ [^\W\d_]+(?: [^\W\d_]+)* (?:Huyện|Đảng|Tỉnh|Thành) ủy)và|and|cùng)\s|\s[-–]\s(?=(?:(?:đ/c|đc|đồng chí|Đ/c|Đ/C|ĐC|Đồng chí|[Ôô]ng|[Bb]à|[Cc]ô|[Tt]hầy|[Aa]nh|[Cc]hị)\b|(?:BS|ThS|TS|ĐD|DS|KS|CN|NHS|KTV)(?:CK\w*)?\.))|(?<![đĐ])/(?!c\b))\s*"
)
_SAID: tuple[tuple[str, str], ...] = (
	(APPROVE, r"(?:phê )?duyệt|approv\w+"),
	(COORDINATE, r"phối hợp|ph\b|hỗ trợ|p/h|support\w*|co-?ordinat\w+"),
	(MEMBER, r"thành viên|tổ viên|ủy viên|tổ phó|thư ký|tham gia|tv\b|members?"),
	(
		LEAD,
		r"chủ trì|ct\b|phụ trách(?: chính)?|tổ trưởng|nhóm trưởng|trưởng đoàn|trưởng ban|chịu trách nhiệm|đầu mối|lead\w*|chair",
	),
)
_ROLE_BEHIND = re.compile(r"\s*(?:[-–:(]\s*)?(?P<said>[^()]*?)\s*\)?\s*$")
_NOBODY = re.compile(r"(?:không|[-–—./…\s\"”]*|n/a|none)$")
_BRACKET = re.compile(r"\s*\((?P<inside>[^()]*)\)")
_HONOUR = re.compile(rf"(?:{HONORIFIC})\s*:?\s+(?=\S)|(?:các )?đ/c[.:]?\s*(?=\S)")
_SEGMENTS = re.compile(r"\s*[;\n]\s*")
_FULL_PERSON = re.compile(rf"(?:{HONORIFIC})\s*:?\s+\S+\s+\S+")


def people_in_cell(text: str, role: str) -> list[Responsible]:
	"""Everybody named in a cell.

	Args:
		text: text of the cell, one paragraph per line.
		role: role that the column or label gives.

	Returns: names in their order; a role written beside a name wins.
	"""
	parts = [one for segment in _SEGMENTS.split(text) for one in _segment(segment)]
	found: list[tuple[str, str]] = []
	current = role
	for name, said, leads_on in parts:
		if leads_on and said:
			current = said
		if name and not any(canon(one) == canon(name) for one, _said in found):
			found.append((name, said or (current if current != role else "")))
	# "Đ/c Hoa (tổ trưởng), đ/c Lan, đ/c Mai": whoever stands beside the one named as lead is a member.
	rest = MEMBER if role == LEAD and [said for _name, said in found].count(LEAD) == 1 else role
	return [Responsible(name, said or rest) for name, said in found]


def _segment(text: str) -> list[tuple[str, str, bool]]:
	"""Parts of a stretch between semicolons; a role in brackets at its end is said of all that have none."""
	parts: list[tuple[str, str, bool]] = []
	above = ""
	for part in _split(text):
		read = _read(part)
		if not (_FULL_PERSON.match(canon(above)) and POST.match(canon(part))):
			parts.append(read)
		elif read[1]:  # "đ/c Hoa, Phó Bí thư (trưởng đoàn)"
			parts[-1] = (parts[-1][0], read[1], parts[-1][2])
		above = part
	if len(parts) > 1 and parts[-1][1] and not any(said for _name, said, _on in parts[:-1]):
		return [(name, parts[-1][1], on) for name, _said, on in parts]
	return parts


def _split(text: str) -> list[str]:
	low = canon(text)
	kept = text
	for found in _JOINED.finditer(low):
		kept = (
			kept[: found.start()]
			+ kept[found.start() : found.end()].replace(",", "\x02").replace(" - ", "\x03")
			+ kept[found.end() :]
		)
	for found in _BRACKET.finditer(kept):
		kept = kept[: found.start()] + found.group().replace(",", "\x02") + kept[found.end() :]
	return [
		one.replace("\x02", ",").replace("\x03", " - ").strip(" -–.:")
		for one in _PARTS.split(kept)
		if one.strip(" -–.:")
	]


def _read(part: str) -> tuple[str, str, bool]:
	"""Name, role said beside it, and whether that role stands in front and goes on for those behind."""
	low = canon(part)
	if _NOBODY.match(low):
		return "", "", False
	front = re.match(r"(?P<label>[^:()]{2,40}?)\s*:\s*(?P<rest>.*)$", part, re.DOTALL)
	if front and not _is_somebody(front["label"]):
		said = _role_said(canon(front["label"]))
		return _name(front["rest"]), said, True
	brackets = " ".join(match["inside"] for match in _BRACKET.finditer(part))
	bare = _BRACKET.sub("", part)
	tail = re.split(r"\s[-–]\s|:\s*", bare, maxsplit=1)
	said = _role_said(canon(brackets)) or (
		_role_said(canon(tail[1])) if len(tail) > 1 else _verb_behind(bare)
	)
	return _name(_without_verb(bare)), said, False


def _is_somebody(label: str) -> bool:
	return bool(find_mentions(label)) and not re.match(r"tổ trưởng|thư ký", canon(label))


def _role_said(low: str) -> str:
	for role, pattern in _SAID:
		if re.match(rf"(?:người |đơn vị |cá nhân )?(?:{pattern})", low.strip()):
			return role
	return ""


_VERB_BEHIND = re.compile(
	r"\s+(?P<said>chủ trì|phụ trách|phối hợp|phê duyệt|duyệt|thực hiện|làm tổ trưởng|chịu trách nhiệm|chỉ đạo|theo dõi)(?![^\W\d_]).*$",
	re.DOTALL,
)


def _verb_behind(text: str) -> str:
	found = _VERB_BEHIND.search(canon(text))
	return _role_said(found["said"]) if found else ""


def _without_verb(text: str) -> str:
	found = _VERB_BEHIND.search(canon(text))
	return text[: found.start()] if found and found.start() > 1 else text


def _name(text: str) -> str:
	"""The bare name: without honorific, and without the post behind a dash."""
	text = re.sub(r"\s+", " ", text).strip(" .:-–;,")
	honour = _HONOUR.match(canon(text))
	if honour and POST.match(canon(text), honour.end()):
		return text[honour.end() :]
	persons = [one for one in find_mentions(text) if one.kind == PERSON_KIND]
	if persons:
		return persons[0].name
	if honour:
		text = text[honour.end() :]
	parts = re.split(r"\s[-–]\s", text, maxsplit=1)
	whole = body_at(text, canon(text), 0) == len(text)  # "Phòng Tài chính - Kế toán"
	if len(parts) == 2 and not whole and (POST.match(canon(parts[1])) or _role_said(canon(parts[1]))):
		text = parts[0]
	text = re.sub(r"^[Tt]he (?=\w)", "", text)
	return text.strip(" .:-–;,") if any(map(str.isalpha, text)) else ""
