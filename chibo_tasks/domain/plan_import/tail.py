"""The end of a document: closing words, signatures, and the list of recipients, where no work is."""

import re
from dataclasses import replace

from .lines import Line
from .normalise import canon, fold

CLOSING, SIGNATURE, RECIPIENT_HEAD, RECIPIENT, ORNAMENT = (
	"closing",
	"signature",
	"recipient_head",
	"recipient",
	"ornament",
)

RECIPIENT_START = re.compile(
	r"(?:nơi (?:nhận|gửi)|kính gửi|đồng kính gửi|recipients?|distribution(?: list)?|copies? to|cc)\s*(?:[:;./-]|$)"
)
_SIGNATURE = re.compile(
	r"(?:t/?\s?m|t\.m|tm|kt|k/t|tl|t/l|tuq|tu q|thay mat|thua lenh|on behalf of)\s*[./]?\s+(?:[a-z]|\.)|(?:\(?\s*(?:da ky|ky ten|ky,? (?:va )?ghi ro|ky va|signed?)\b.*)"
	r"|(?:pho )?(?:bi thu|chu tich|hieu truong|truong phong|giam doc|to truong|chu nhiem|thu ky|chu toa|truong ban)(?: (?:chi bo|cong doan|chi doan|dang uy|hoi dong|tong))*(?:,? (?:hieu truong|pho bi thu))?$"
	r"|(?:xac nhan|phe duyet|duyet|y kien|thu truong)\b.{0,60}(?:cua|don vi|cap uy|ban giam hieu|hieu truong|bgh)\b.*$|(?:nguoi (?:lap|viet|xay dung|ghi)|thu ky|chu toa)\b.{0,30}$"
	r"|(?:secretary|chair(?:man|woman|person)?|principal|director|president)$|for the (?:cell|committee|board|party).{0,40}$|approved by.*"
)
_NAME = re.compile(r"(?:(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ']+|[A-ZĐÀ-Ỹ]{2,}|[A-ZĐÀ-Ỹ](?:\.|(?=\s)))\s?){2,5}$")
CLOSING_START = re.compile(
	r"(?:trên đây là|(?:nghị quyết|kế hoạch|chương trình|thông báo) (?:này )?(?:được thông qua tại|có hiệu lực (?:kể )?từ)|(?:bản )?(?:kế hoạch|chương trình|nghị quyết|phân công|bảng phân công|quy chế|lịch|thông báo|quyết định|hướng dẫn)(?: \w+){0,6} (?:này|trên)\b.*(?:thông qua|hiệu lực|phổ biến|triển khai|thực hiện|nghiêm túc|thay thế|gửi)"
	r"|(?:đề nghị|yêu cầu|giao)\b.*\b(?:kế hoạch|nghị quyết|chương trình|phân công) này\b|trong quá trình (?:tổ chức )?(?:triển khai|thực hiện)\b.*(?:vướng mắc|khó khăn|phát sinh|phản ánh|báo cáo|bổ sung|điều chỉnh)"
	r"|nhận được (?:kế hoạch|nghị quyết)|(?:hội nghị|chi bộ|cuộc họp|buổi họp|nghị quyết)\b.*(?:biểu quyết|nhất trí|thông qua|kết thúc|bế mạc)\b.*|(?:this|the above) (?:plan|programme|resolution|schedule|assignment)\b.*|should any difficult"
	r"|(?:cuộc họp|hội nghị|buổi họp) kết thúc)"
)


def is_recipient_head(line: Line) -> bool:
	return RECIPIENT_START.match(canon(line.text)) is not None


def is_signature(line: Line) -> bool:
	"""A line of the signature block by its words."""
	return line.words <= 14 and _SIGNATURE.match(fold(line.text).strip(" .:()*-")) is not None


def is_name(line: Line) -> bool:
	"""A bare personal name, as below a signature."""
	return _NAME.match(line.text.strip(" .")) is not None and line.words <= 5


def is_closing(line: Line) -> bool:
	"""Words that close a document."""
	return CLOSING_START.match(canon(line.text)) is not None


def ends_document(line: Line) -> bool:
	"""The sign that Vietnamese offices put after the last sentence."""
	return line.text.rstrip().endswith("./.")


def tail_parts(lines: list[Line], start: int) -> dict[int, str]:
	"""Parts of the lines that close the document.

	Args:
		lines: all lines.
		start: first line of the body.

	Returns: part by index; lines that are not in it belong to the body.
	"""
	parts: dict[int, str] = {}
	last = _last_work(lines, start)
	listing = False
	for index in range(start, len(lines)):
		line = lines[index]
		part = ""
		if is_recipient_head(line) and (line.marker is None or index > last):
			listing = True
			rest = replace(line, text=line.text.partition(":")[2].strip())
			part = (
				RECIPIENT_HEAD
				if not rest.text or rest.caps or is_signature(rest) or len(line.text) < 20
				else RECIPIENT
			)
		elif listing:
			part, listing = _in_list(line, listing, index > last)
		elif index > last:
			part = _after_work(line)
		elif line.marker is None and not line.block.is_row and is_closing(line) and ends_document(line):
			part = CLOSING
		if part:
			parts[index] = part
	return parts


def _in_list(line: Line, listing: bool, in_tail: bool) -> tuple[str, bool]:
	if line.block.is_row:
		return "", False
	if line.marker is not None and line.marker.is_bullet:
		return (RECIPIENT if line.text else ORNAMENT), True
	if line.marker is not None or (not in_tail and line.look and not is_signature(line)):
		return "", False
	if is_signature(line) or line.caps or is_name(line) or not line.text[:1].isalnum():
		return (SIGNATURE if any(map(str.isalnum, line.text)) else ORNAMENT), True
	return RECIPIENT, True


def _after_work(line: Line) -> str:
	if line.block.is_row:
		return ""
	if not any(map(str.isalnum, line.text)):
		return ORNAMENT
	if is_signature(line) or line.caps or is_name(line):
		return SIGNATURE
	return CLOSING if is_closing(line) or ends_document(line) else ""


def _last_work(lines: list[Line], start: int) -> int:
	"""Index of the last line that carries a number, a bullet or a table row before the recipients and signatures."""
	end = len(lines)
	for index in range(len(lines) - 1, start - 1, -1):
		if is_recipient_head(lines[index]) and lines[index].marker is None and len(lines) - index < 40:
			end = index
			break
	for index in range(end - 1, start - 1, -1):
		line = lines[index]
		if (line.marker is not None and line.text) or line.block.is_row:
			return index
		if (
			line.marker is None
			and line.words > 5
			and not line.caps
			and not is_closing(line)
			and not ends_document(line)
			and not is_signature(line)
		):
			return index
	return start - 1
