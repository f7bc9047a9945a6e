"""Whether a line asks for a piece of work or sets something to be reached, told by its first words."""

import re

from . import sections
from .fields.target_words import UNIT
from .lexicon import starts_with_action
from .lines import Line
from .reasons import Reason, because

# Who is to reach it: "Chi bộ phấn đấu …", "Tập thể nhà trường đạt …".
_WHO = r"(?:(?:tập thể )?(?:chi bộ|chi đoàn|công đoàn|nhà trường|đoàn trường|liên đội|đảng bộ|tổ|trường|đơn vị|the cell|the school)(?: \w+){0,3}? )?"
_NUMBER = r"\(?\d[\d.,]*"
_MEASURE = re.compile(
	rf"(?:{_WHO}phấn đấu(?: \w+){{0,8}}? |{_WHO}đạt (?:từ )?|có |t[ỷỉ] lệ .{{0,80}}?|ít nhất |tối thiểu |trên |từ |dưới |tối đa |khoảng |không (?:quá |dưới |ít hơn |vượt quá )|đảm bảo |bảo đảm |duy trì |số (?!hóa|liệu).{{0,40}}?|(?:at least|at most|up to|(?:no|not) (?:fewer|less|more) than|more than|less than|over|under) )?"
	rf"{_NUMBER}(?:\s?/\s?\d+(?=\s+(?:{UNIT})(?![^\W\d_])))?\s?(?:[-–]\s?\d[\d.,]*\s?)?(?:%|[^\W\d_])"
	rf"|(?:mỗi|từng) .{{0,40}}?(?:có |ít nhất |tối thiểu |từ |phải ){{1,3}}{_NUMBER}"
	rf"|(?:duy trì|nâng|giảm|tăng|giữ)\b.{{0,60}}? (?:từ |đạt |trên |lên |xuống |còn |dưới |ở mức ){{1,2}}{_NUMBER}\s?%"
	rf"|(?:the )?(?:share|rate|number|proportion|percentage) of .{{0,80}}?{_NUMBER}\s?(?:%|per cent|[a-z])|(?:half|one third|two thirds|a quarter|three quarters) of "
	rf"|(?:raise|increase|reduce|keep|bring|lift)\b.{{0,60}}? {_NUMBER}\s?(?:%|per cent)"
)
# "Sản lượng nước đạt 12.500 m3/ngày"
_REACHES = re.compile(
	rf"(?:(?!, (?:với |tổng )?(?:kinh phí|mức|chi phí|giá trị|thời lượng))[^.;:]){{3,80}}?(?<!,) (?:đạt|chiếm|không quá|không dưới|stays? (?:below|above|under|over)|reach|reaches)(?: (?:từ|trên|dưới|ít nhất|tối thiểu|khoảng|mức))* {_NUMBER}"
)
_TITLE_TO_WIN = re.compile(
	r"(?:giữ vững|duy trì|giữ)\b.{0,40}?(?:danh hiệu|đạt chuẩn|chuẩn quốc gia|xếp loại)|(?:giữ vững|giữ)\b.{0,40}?[“\"]"
	rf"|{_WHO}(?:phấn đấu|đạt|đăng ký|được công nhận|được xếp loại|xếp loại (?=hoàn thành|tốt|khá|giỏi|xuất sắc|vững mạnh|loại|từ|[“\"a])|win|keep|reach|attain|achieve)\b"
	r".{0,60}?(?:danh hiệu|xuất sắc|tiên tiến|vững mạnh|văn hóa|hoàn thành (?:tốt|xuất sắc)|đạt chuẩn|loại (?:tốt|khá|giỏi)"
	r"|chuẩn quốc gia|an toàn|kiểu mẫu|bằng khen|giấy khen|cờ thi đua|title|grade|award|htxsnv|htttnv|[“\"])"
)
# "Mỗi quý tổ chức 01 buổi …", "Mỗi lớp làm 02 góc …" ask for work, however often and of whomever.
_TIMED = re.compile(r"(?:mỗi|hàng|hằng|từng|each|every) ")
_WORDS_BEFORE_VERB = 5
_PERCENT = re.compile(r"\d\s?%")
# A line that states how things are.
STATEMENT = re.compile(
	r"(?:được sự|nhìn chung|tập thể|đa số|hầu hết|một số (?:đồng chí|đảng viên|giáo viên|bộ phận)|tổng số|hiện (?:nay|có|tại)|về cơ bản"
	r"|trong (?:năm|tháng|quý) qua|so với|do ảnh hưởng|bên cạnh đó|tuy nhiên)"
)


# "Nghị quyết được 24/24 đảng viên có mặt nhất trí thông qua": true of the document, work of nobody.
DECLARES = re.compile(
	r"(?:nghị quyết|kế hoạch|thông báo|chương trình|quyết định)(?: này)? (?:đã )?(?:được .*(?:thông qua|nhất trí|ban hành)|có hiệu lực)"
	r"|(?:nghị quyết|kế hoạch|thông báo|chương trình|quyết định|quy chế|quy định|phân công|bản phân công|bảng phân công) này (?:thay thế|thay cho|bãi bỏ|hủy bỏ|có hiệu lực)(?![^\W\d_])"
	r"|this (?:plan|resolution|notice|decision|programme) (?:replaces|supersedes|takes effect)"
	r"|(?:\d+/\d+|100%|toàn thể|tất cả) .{0,40}(?:có mặt|dự họp)\b.{0,40}(?:nhất trí|thông qua|tán thành|biểu quyết)"
)


def _acts(low: str, start: int) -> bool:
	"""Whether an action follows within the next words."""
	place = start
	for _count in range(_WORDS_BEFORE_VERB):
		place = low.find(" ", place) + 1
		if not place or low[place].isdigit():
			return False
		if starts_with_action(low[place : place + 40]):
			return True
	return False


# "The Association wins the emulation flag", "Hội giữ cờ thi đua"
_WINS = re.compile(
	r"(?:[^\W\d_]+ ){1,3}?đạt danh hiệu |be (?:recognised|recognized|rated|awarded|classed) |"
	r"(?:the |our )?(?:[a-z]+ ){1,3}?(?:wins?|keeps?|is awarded|are awarded) .{0,60}?(?:flag|title|grade|award|certificate)\b"
)
_YEARS = re.compile(r"(?:năm |year )?(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)\d{2})?")
_PART = re.compile(r"\d|half|third|quarter")


def work_or_measure(line: Line, low: str, role: str) -> tuple[str, float, Reason | None]:
	"""Part, confidence and reason of a line of work.

	Args:
		line: the line.
		low: its canonical text.
		role: role of the section that it stands in.
	"""
	measured = _MEASURE.match(low)
	timed = _TIMED.match(low)
	if measured and not (timed and role != sections.TARGET and _acts(low, timed.end())):
		return "measure", 0.88, because("kind.measure", words=line.text[: measured.end() + 20].strip())
	if _REACHES.match(low) and not starts_with_action(low):
		return "measure", 0.82, because("kind.measure", words=line.text[:60].strip())
	winning = _TITLE_TO_WIN.match(low) or (None if starts_with_action(low) else _WINS.match(low))
	if winning:
		return "measure", 0.85, because("kind.title_to_win", words=line.text[: winning.end()].strip())
	in_targets = role == sections.TARGET
	if in_targets and (_PERCENT.search(low) or not starts_with_action(low)):
		return "measure", 0.8, None
	if (
		role == sections.GENERAL
		and not starts_with_action(low)
		and _PART.search(_YEARS.sub("", low))
		and line.words <= 20
	):
		return "measure", 0.7, None
	if in_targets and re.search(r"\d", low) and line.words <= 30:
		return "measure", 0.7, None
	if starts_with_action(low):
		return "work", 0.9, None
	return "work", 0.72, None
