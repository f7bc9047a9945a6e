"""The head of a document: who issues it, its number, place and date, its title, what it is based on.

The nine parts of a party document: Quy định 66-QĐ/TW, articles 15–16, layout in Hướng dẫn 36-HD/VPTW; of a state
document: Nghị định 30/2020/NĐ-CP, annex I. Real documents deviate, so every part may be missing or out of order.
"""

import re
from dataclasses import dataclass
from datetime import date

from .lines import PERIOD, Line
from .markers import CAPITAL, PART, ROMAN
from .normalise import canon, fold

LETTERHEAD, TITLE, BASIS, INTRO, ORNAMENT = "letterhead", "title", "basis", "intro", "ornament"

_NATIONAL = re.compile(
	r"cong hoa xa hoi|doc lap\s*[-–—.]?\s*tu do|dang cong san viet nam$|socialist republic|independence\s*[-–]\s*freedom"
)
_ORGANISATION = re.compile(
	r"(?:dang bo|dang uy|chi bo|chi uy|ban chap hanh|bch|cong doan|lien doan|ldld|cdcs|ubnd|uy ban|so giao duc|phong giao duc|phong gd|truong|tinh uy"
	r"|huyen uy|thanh uy|quan uy|bo |tong |doan |chi doan|hoi |ban |trung tam|benh vien|cong ty|hop tac xa|xi nghiep|tap doan|vien |khoa |to |so "
	r"|party|cell|school|office|department|committee|union|ministry|company|hospital)"
)
_NUMBER = re.compile(
	r"(?:^|\s)(?:số|no\.?)\s*:?\s*(?P<number>\d{0,4}\s*[-/]?\s*[A-ZĐ]{1,8}(?:\s?[-/&]\s?[A-ZĐa-zđ0-9]{1,12}){0,3}|\d{1,4}\s*/\s*[A-ZĐ].{0,20}?)(?=\s|$|[,;.])",
	re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"(?:so|no\.?)\s*:?\s*(?:\d|[./…_-]|$|kh|nq|ct|qd|bc)")
PLACE_DATE = re.compile(
	r"(?P<place>[^\W\d_][\w\s.'-]{0,50}?)\s*,?\s+(?:ngày|dated?)\s*(?P<day>\d{1,2}|[.…_]+)\s*(?:tháng|/)\s*(?P<month>\d{1,2}|[.…_]+)\s*(?:năm|/)\s*(?P<year>\d{4}|[.…_]+)",
	re.IGNORECASE,
)
_TYPES = (
	"chương trình hành động",
	"chương trình công tác",
	"chương trình",
	"kế hoạch",
	"nghị quyết",
	"kết luận",
	"quyết định",
	"hướng dẫn",
	"thông báo",
	"báo cáo",
	"bảng phân công",
	"phân công",
	"phương hướng",
	"lịch công tác",
	"lịch",
	"đề án",
	"quy chế",
	"quy định",
	"biên bản",
	"tờ trình",
	"danh mục",
	"bảng",
	"dự thảo",
	"phụ lục",
)
_TYPE = re.compile("(?:" + "|".join(_TYPES) + r")\b")
_TYPE_ENGLISH = re.compile(
	r"(?:[\w'’&,-]+ ){0,6}(?:plan|programme|program|resolution|schedule|assignment of duties|assignments|decision|report|timetable)\b(?:\s*$|\s*[:–(-].*| (?:of|for|on|in)\b.*| \d{4}.*)"
)
BASIS_START = re.compile(
	r"(?:- )?(?:căn cứ|thực hiện (?:nghị quyết|chỉ thị|kế hoạch|chương trình|hướng dẫn|quy định|công văn|kết luận|quyết định|sự chỉ đạo|nhiệm vụ|điều lệ|nq|kh|ct|hd|cv|thông tư)"
	r"|xét (?:đề nghị|tình hình|theo)|theo (?:đề nghị|tinh thần|chỉ đạo|nghị quyết|kế hoạch|quy định|công văn|hướng dẫn)|thi hành|trên cơ sở|tiếp tục thực hiện (?:nghị quyết|chỉ thị|kế hoạch)|để (?:thực hiện|triển khai)|nhằm|pursuant|based on|in accordance|under (?:the )?(?:resolution|plan|decision)|having regard|in implementation of|whereas)"
)
_LEADS_OVER = re.compile(
	r"(?:như sau|(?:các|những|một số) (?:[^\W\d_]+ ){1,3}sau(?=:?$)|sau đây|dưới đây|as follows|cụ thể|the following)[^:]{0,12}:?$|the following (?:plan|programme|contents?|targets|tasks)[^:;]{0,60}[:;]?$|^\((?:kèm theo|ban hành kèm|áp dụng|dự thảo|attached)"
)
_TITLE_LINES = 6
_HEAD_LINES = 60


@dataclass(frozen=True)
class Head:
	"""The head of a document.

	Args:
		end: index of the first line of the body.
		parts: part of each line before it.
	"""

	end: int
	parts: tuple[str, ...]


def read_head(lines: list[Line]) -> Head:
	"""Find where the body begins and what each line before it is."""
	parts: list[str] = []
	title_at = _find_title(lines)
	index = 0
	while index < min(len(lines), _HEAD_LINES):
		line = lines[index]
		if 0 <= title_at <= index < title_at + _TITLE_LINES and _is_title_line(lines, index, title_at, parts):
			parts.append(TITLE)
		else:
			part = _part(line, index < title_at, title_at >= 0)
			if not part:
				break
			parts.append(part)
		index += 1
	else:
		if index == len(lines):
			return _short_head(parts)
	return Head(index, tuple(parts))


def _short_head(parts: list[str]) -> Head:
	"""A document without numbers or bullets: what follows the title is its body."""
	last = max((place for place, part in enumerate(parts) if part in (TITLE, LETTERHEAD, BASIS)), default=-1)
	return Head(last + 1, tuple(parts[: last + 1]))


def _find_title(lines: list[Line]) -> int:
	for index, line in enumerate(lines[:25]):
		if line.block.is_row or line.marker is not None:
			if line.marker is not None and line.marker.family in (ROMAN, PART, CAPITAL):
				return -1
			continue
		if _names_type(line):
			return index
	return -1


def _names_type(line: Line) -> bool:
	low = canon(line.text).strip(' "“”*-–_')
	if line.words > 40 or BASIS_START.match(low) or (line.text.endswith((";", ":")) and not line.caps):
		return False
	found = _TYPE.match(low)
	if found:
		return line.caps or found.end() == len(low) or (line.words <= 25 and not line.text.endswith("."))
	english = _TYPE_ENGLISH.match(low)
	return (
		bool(english)
		and line.words <= 20
		and not line.text.endswith(".")
		and not _ORGANISATION.match(low.split(",")[0][:0])
	)


def _is_title_line(lines: list[Line], index: int, start: int, parts: list[str]) -> bool:
	line = lines[index]
	if index == start:
		return True
	if parts[-1] not in (TITLE, ORNAMENT) or line.marker is not None or line.block.is_row or not line.text:
		return False
	if line.words > 40 or line.text.endswith((".", ";", ":", ",")):
		return False
	if BASIS_START.match(canon(line.text)) and not _names_only_type(lines[start], index - start):
		return False
	if _LEADS_OVER.search(canon(line.text)):
		return False
	if line.look == PERIOD and index - start >= 1 and not _only_period_follows(lines, index):
		return False
	if not any(char.isalnum() for char in line.text):
		return False
	return (
		index - start <= 1
		or not line.caps
		or (lines[start].caps and index - start <= 3 and not _followed_by_body(lines, index))
	)


def _names_only_type(title: Line, distance: int) -> bool:
	"""Right below a bare "KẾ HOẠCH", "Thực hiện Chỉ thị …" says what the plan is about."""
	found = _TYPE.fullmatch(canon(title.text).strip(' "“”*-–_'))
	return distance == 1 and found is not None


def _only_period_follows(lines: list[Line], index: int) -> bool:
	"""A month under the title belongs to the title unless the plan's months begin there."""
	return not any(line.look == PERIOD for line in lines[index + 1 : index + 40])


def _followed_by_body(lines: list[Line], index: int) -> bool:
	"""A line in capitals right before bullets is a section, not a part of the title."""
	following = lines[index + 1] if index + 1 < len(lines) else None
	return (
		following is not None
		and following.marker is not None
		and following.marker.family not in (ROMAN, PART, CAPITAL)
	)


def _part(line: Line, before_title: bool, has_title: bool) -> str:
	text, folded = line.text, fold(line.text)
	if not any(char.isalnum() for char in text):
		return ORNAMENT
	if line.block.is_row:
		return ""
	if BASIS_START.match(canon(text)) and not (line.marker is not None and not line.marker.is_bullet):
		return BASIS
	if line.marker is not None and line.marker.family != "star":
		return ""
	if _LEADS_OVER.search(canon(text)) and line.look != PERIOD:
		return INTRO
	if _NATIONAL.search(folded) or _NUMBER_LINE.match(folded) or PLACE_DATE.fullmatch(text.strip(" ./")):
		return LETTERHEAD
	if before_title:
		return LETTERHEAD
	if not has_title and _ORGANISATION.match(folded) and line.caps:
		return LETTERHEAD
	if line.look or line.marker is not None:
		return ""
	return INTRO if has_title or text.endswith(":") else ""


def split_number(text: str) -> str:
	"""Number and sign of the document in a line ("Số: 05-KH/CB"), "" if there is none."""
	found = _NUMBER.search(text)
	return (
		re.sub(r"\s+", "", found["number"]).strip("-/")
		if found and any(char.isdigit() for char in found["number"])
		else ""
	)


def place_and_date(text: str) -> tuple[str, date | None]:
	"""Place and day of issue in a line; the day is None where it was left open."""
	found = PLACE_DATE.search(text)
	if not found:
		return "", None
	place = found["place"].strip()
	try:
		return place, date(int(found["year"]), int(found["month"]), int(found["day"]))
	except ValueError:
		return place, None


def issuers(letterhead: list[str]) -> tuple[str, str]:
	"""Superior and issuing body of a letterhead: the lines that name organisations, the last of them issues.

	Args:
		letterhead: clean lines in order.

	Returns: superior and issuer, "" where not found.
	"""
	found: list[str] = []
	for text in letterhead:
		bare = without_national(text).strip(" *-–—_")
		if PLACE_DATE.search(bare) or _NUMBER_LINE.match(fold(bare)) or not _ORGANISATION.match(fold(bare)):
			continue
		found.append(bare)
	if not found:
		return "", ""
	return (found[0] if len(found) > 1 else ""), found[-1]


_ISSUING = re.compile(
	r"(?P<name>(?:Chi bộ|Chi ủy|Đảng ủy|Công đoàn|Chi đoàn|Trường|Tổ chuyên môn|Tổ|BCH|Ban Chấp hành|Hội(?! nghị)|UBND|Văn phòng)\b[^,;.:()]{0,60}?)"
	r"\s+(?=xây dựng|ban hành|đề ra|triển khai|lập|(?i:năm học|năm) (?:19|20)|(?i:tháng) \d|(?i:quý) [IV\d]|(?:19|20)\d{2}|$)"
)


def issuer_in(title: str, sayings: tuple[str, ...]) -> str:
	"""The issuing body as the title or the words that lead over name it, where there is no letterhead."""
	for text in (title, *sayings):
		found = [match["name"] for match in _ISSUING.finditer(f"{text} ")]
		if found:
			return found[-1].strip()
	return ""


def document_type(title: str) -> str:
	"""Kind of document that a title names ("kế hoạch"), "" if none is known."""
	found = _TYPE.match(canon(title))
	return found.group() if found else ""


def is_national(text: str) -> bool:
	"""Whether a line is the name of the Party or the national motto."""
	return _NATIONAL.search(fold(text)) is not None


def without_national(text: str) -> str:
	"""A letterhead line without the right-hand half that plain text puts beside it."""
	found = _NATIONAL.search(fold(text))
	return text[: found.start()].strip(" -–—\t") if found else text
