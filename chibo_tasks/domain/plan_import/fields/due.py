"""Due dates: the days on which work must be done, where the text and the period of the plan fix them.

Decisions (docs/plan-import.md, "Due dates"):
- A written day counts; its year is written or that of the plan's period, a school year running from August to July.
- A month, quarter, half year or "cuối năm" counts with its last day, which is a default: `inferred`.
  "đến hết tháng 6" and "trước ngày …" name the day itself.
- A school year, a term ("học kỳ I"), "cả năm" and "thường xuyên" fix no day.
- In running text a day or month needs to stand there as a time of work. Days of remembrance, days of issue, months that
  only name a report or a meeting's subject are none.
- What recurs ("trước ngày 05 hàng tháng") has a recurrence and no day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..lexicon import starts_with_action
from ..normalise import canon
from .days import DAY, MONTH, YEAR_END, Stretch, find_stretches, last_day
from .period import MONTH as MONTH_PERIOD
from .period import SCHOOL_YEAR, TERM, Period, period_heading

# Days that Vietnam celebrates; without a year and without a word of deadline they are named, not set.
_CELEBRATED = frozenset(
	(int(day), int(month))
	for day, _, month in (
		one.partition("/")
		for one in [
			"3/2",
			"27/2",
			"8/3",
			"20/3",
			"26/3",
			"21/4",
			"30/4",
			"1/5",
			"7/5",
			"15/5",
			"19/5",
			"1/6",
			"5/6",
			"21/6",
			"26/6",
			"28/6",
			"11/7",
			"27/7",
			"28/7",
			"19/8",
			"2/9",
			"1/10",
			"10/10",
			"14/10",
			"15/10",
			"18/10",
			"20/10",
			"9/11",
			"18/11",
			"20/11",
			"23/11",
			"1/12",
			"6/12",
			"19/12",
			"22/12",
			"9/1",
			"13/5",
			"10/12",
		]
	)
)
_DEADLINE = re.compile(
	r"(?:trước|chậm nhất|muộn nhất|hạn (?:cuối|chót|hoàn thành|nộp|báo cáo)?|thời hạn|hoàn thành|xong|kết thúc|hết|đến|tới|vào|trong|nộp|gửi|thời gian|dự kiến|từ|bắt đầu|lúc|sáng|chiều|tối"
	r"|before|by|no later than|not later than|until|deadline|due|on|in|during|at the end|end of|within)"
	r"(?: (?:là|ngày|hết|cuối|đầu|giữa|the|end|of|early|late|mid|thời gian|khoảng|tháng|buổi|sáng|chiều|về|dự kiến|thực hiện|hoàn thành|muộn|nhất|tuần (?:thứ )?(?:\d|[^\W\d_]+)))*[\s:,(]*(?:ngày |the )?\(?$"
)
_STRONG = re.compile(
	r"(?:trước|chậm nhất|muộn nhất|hạn|hoàn thành|xong|hết|đến|tới|thời gian|before|by|later than|until|deadline|due)\b[^,;.]{0,22}$"
)
_CELEBRATION = re.compile(
	r"(?:kỷ niệm|chào mừng|lập thành tích|mừng|nhân dịp|nhân ngày|dịp|hưởng ứng|truyền thống|sinh nhật|quốc khánh|quốc tế|phụ nữ|nhà giáo|thành lập|giải phóng|chiến thắng|thương binh"
	r"|ngày (?:lễ|tết|sinh|pháp luật|môi trường)|(?<!vào )(?<!trong )(?<!từ )các ngày(?! \d+(?:, \d+)+/)|ngày thầy thuốc|cách mạng|khởi nghĩa|toàn quốc|toàn dân|anniversary|celebrat\w+|commemorat\w+|festival|phong trào|bác hồ)\b[^;.:]{0,60}$"
)
# What is done on or before a day, whatever day it is done in honour of: "chào mừng 20/10 vào chiều ngày 19/10".
_ON_A_DAY = re.compile(
	r"(?:(?:trước|chậm nhất|hoàn thành|xong|đến hết|before|by)\s*(?:ngày\s*)?|(?<!sự kiện )vào (?:(?:sáng|chiều|tối|ngày) )*|\d từ (?:(?:sáng|chiều|tối|ngày) )+|(?<![^\W\d_])(?:sáng|chiều|tối)\s(?:ngày )?|\bon (?:the )?|(?:khai giảng|khai mạc|bế mạc|tổng duyệt|chung kết|ra mắt|nghiệm thu)\s(?:ngày )?)$"
)
_ISSUED = re.compile(
	r"(?:ban hành|ký|số \w*[/-][\w/-]*|thông tin từ|được thành lập|sinh|công nhận|kết nạp|bổ nhiệm|vào đảng|dated|issued)\s*(?:ngày|on|from)?[\s:,(]*$"
)
_TOPIC = re.compile(
	r"(?:kết quả|tình hình|nghị quyết|kế hoạch|chương trình|công tác|nhiệm vụ|báo cáo|sinh hoạt(?: chi bộ)?|hoạt động|lương|phong trào|chủ đề|chủ điểm|đảng phí|họp(?: chi bộ)?|thi đua|đánh giá|sơ kết|tổng kết"
	r"|đảng viên|tiết|điểm|số liệu|nội dung|phương hướng|đề thi|kỳ|của|làm việc|results?|report|minutes|plan|meeting|(?<!end )of)\s*$"
)
_UNTIL_MONTH = re.compile(r"(?:trước|before)\s*(?:ngày\s*)?$")
_WHOLE = re.compile(
	r"(?:(?:đến |tới |chậm nhất )?(?:là )?(?:hết|ngày cuối(?: cùng)? của)|end of(?: the)?|trước khi hết)\s*$"
)
_RECURRING_DAY = re.compile(
	r"[^;.]{0,14}(?:hàng|hằng|mỗi|từng|các|của) (?:tháng|quý|năm|kỳ)|\s*tháng (?:cuối|đầu)(?: mỗi| của)? quý|[^;.]{0,8} (?:of )?(?:each|every) "
)
# "Quý I xét 01 hồ sơ; quý III kết nạp 01 quần chúng"
_OPENS = re.compile(r"(?:^|[:(,])\s*(?:riêng |dự kiến )?$")
# "Mốc kiểm tra từ 01/01/2024 đến …": the time that the work is about.
_LOOKED_AT = re.compile(r"(?:mốc|niên độ|thời kỳ|kỳ kiểm tra|(?<!chốt )số liệu)\b[^.;]{0,40}$")
# A month that closes a line names when a meeting or event is; what it says of a subject is told by _TOPIC.
_MEETING = re.compile(r"(?:tại|trong|vào|trước|sau)\s+(?:phiên|kỳ|buổi|cuộc|lần)\b[^,;.]{0,40}$")
_EVENT = re.compile(
	r"(?:tại|trong|vào|trước|sau)\s+(?:phiên|kỳ|buổi|cuộc|hội nghị|lần)\b[^,;.]{0,40}$"
	r"|(?:ngày hội|hội thi|hội thao|hội nghị|hội trại|hội chợ|hội giảng|hội diễn|lễ|giải|cuộc thi|diễn đàn|tọa đàm|đại hội|chuyến|đợt|ra quân|tuần lễ)\s[^,;.:]{0,60}$"
)
# "Trước kỳ họp cuối năm" names a meeting, not the end of the year.
_OCCASION = re.compile(r"(?:họp|tổng kết|sơ kết|hội nghị|báo cáo|đại hội)\s*$")
_AND = re.compile(r"\s*(?:,|;|và|and|&)\s*(?:(?:ngày|the|cuối|đầu|trước|trong|giữa)\s*)*")
_PREFIX = re.compile(
	r"(?:tháng|quý|\*?\s*thg|january|february|march|april|may|june|july|august|september|october|november|december)[^:–]{0,30}(?=\s?[:–])"
)
_CLAUSE = re.compile(r"[;.](?:\s|$)")
_MENTIONED = re.compile(r"\s*(?:là ngày|là tháng)")
_PAST = timedelta(days=45)
_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Setting:
	"""What is known about time where a text stands.

	Args:
		plan: period of the whole plan.
		month: month or quarter of the heading or cell that the text stands below.
		issued: day of issue.
	"""

	plan: Period | None = None
	month: Period | None = None
	issued: date | None = None


@dataclass(frozen=True)
class Due:
	"""Days in their order; `inferred` when a stretch gave its last day; `words` are those read."""

	days: tuple[date, ...] = ()
	inferred: bool = False
	words: str = ""

	def __bool__(self) -> bool:
		return bool(self.days)


def due_in_cell(text: str, setting: Setting, months: bool = False) -> Due:
	"""Read a text that stands there to name a time: a cell of a time column, the words behind "Thời gian:".

	Args:
		text: clean text.
		setting: the time around it.
		months: the column names months, a bare number is one.
	"""
	low = canon(text)
	if months:
		return _named_months(low, setting) or _days(low, text, find_stretches(low), setting)
	stretches = [
		one
		for one in find_stretches(low)
		if not _recurs(low, one)
		and not _OCCASION.search(low[: one.start])
		and not _LOOKED_AT.search(low[: one.start])
	]
	return _days(low, text, stretches, setting)


def _named_months(low: str, setting: Setting) -> Due:
	"""A cell of a month column: "3", "5 - 6", "Tháng 8, 9" name one stretch that ends with its last month."""
	named = period_heading(low) or period_heading(f"tháng {low.strip()}")
	period = named.within(setting.plan) if named else None
	return Due((period.end,), True, low.strip()) if period and period.end else Due()


def due_in_text(text: str, masked: str, setting: Setting) -> Due:
	"""Read running text; `masked` is the text with its references covered."""
	low = canon(masked)
	prefix = _PREFIX.match(low)
	named = period_heading(low[: prefix.end()]) if prefix else None
	period = named.within(setting.plan) if named else None
	if prefix and period and period.end:
		# "Tháng 3: …" is to its line what a month heading is to the lines below it.
		rest = due_in_text(
			text[prefix.end() + 1 :],
			masked[prefix.end() + 1 :],
			Setting(setting.plan, period, setting.issued),
		)
		return rest or Due((period.end,), True, text[: prefix.end()].strip())
	stretches: list[Stretch] = []
	passed: list[Stretch] = []
	for one in find_stretches(low):
		listed = bool(stretches) and _follows(low, stretches[-1], one)
		if (listed or _is_deadline(low, one, setting)) and not _recurs(low, one):
			stretches += [*_listed(low, passed, one), one]
			passed = []
		else:
			passed = [*_listed(low, passed, one), one]
	return _days(low, text, stretches, setting)


def _follows(low: str, above: Stretch, one: Stretch) -> bool:
	"""The second of "trong tháng 3 và tháng 10" stands there for what the first does."""
	alike = above.kind == one.kind or DAY not in (above.kind, one.kind)
	return alike and _AND.fullmatch(low, above.end, one.start) is not None


def _listed(low: str, passed: list[Stretch], one: Stretch) -> list[Stretch]:
	"""Those of `passed` that stand there for what `one` does: the first of "ngày 18 và ngày 25"."""
	bare = bool(passed) and all(each.kind == DAY and not each.points[0][1] for each in (passed[-1], one))
	return passed if bare and _AND.fullmatch(low, passed[-1].end, one.start) else []


def _recurs(low: str, one: Stretch) -> bool:
	return one.kind == DAY and _RECURRING_DAY.match(low, one.end) is not None


def _is_deadline(low: str, one: Stretch, setting: Setting) -> bool:
	left = low[: one.start]
	left = left[max((match.end() for match in _CLAUSE.finditer(left)), default=0) :]
	cued = _DEADLINE.search(left) is not None
	if one.kind == DAY:
		return _is_day_of_work(low, left, one, cued)
	if re.match(r"(?:\s*[:–-])", low[one.end :]) and not left.strip(" -*+•("):
		return True
	alone = re.match(r"\s*(?:\)|[.;,]?\s*$)", low[one.end :]) is not None
	if one.kind == YEAR_END:
		return cued or re.search(r"(?:,|vào|đến|trước|dự kiến|by|at)\s*(?:the )?$", left) is not None
	meets = _EVENT.search(left) is not None and alone
	if _TOPIC.search(left) and not (meets and _MEETING.search(left)):
		return False
	if _OPENS.search(left) and starts_with_action(low[one.end :].lstrip(" :,")):
		return True
	bracketed = left.rstrip().endswith("(") and low[one.end :].lstrip().startswith(")")
	return (
		cued
		or bracketed
		or meets
		or (alone and re.search(r"[,;(:–-]\s*(?:dự kiến\s*)?$|\btổ chức\s*$", left) is not None)
	)


def _own_clause(left: str) -> str:
	"""What stands before a day, from the last comma that work of its own follows."""
	comma = left.rfind(", ")
	return left[comma + 2 :] if comma >= 0 and starts_with_action(left[comma + 2 :]) else left


def _is_day_of_work(low: str, left: str, one: Stretch, cued: bool) -> bool:
	day, month, year = one.points[0]
	if _MENTIONED.match(low, one.end) or _ISSUED.search(left) or _LOOKED_AT.search(left):
		return False
	if not month:
		closes = re.match(r"\s*(?:[.;,()]|$)", low[one.end :]) is not None
		return closes or _DEADLINE.search(left) is not None
	if re.search(r"từ (?:ngày )?$", left) and re.search(r"đến|tới|-|–", low[one.start : one.end]):
		return True  # "từ 10/02 đến 30/4" is a stretch, not the day of remembrance
	strong = _STRONG.search(left) is not None
	if _CELEBRATION.search(_own_clause(left)) and not _ON_A_DAY.search(left):
		return False
	if not year and (day, month) in _CELEBRATED:
		return (
			strong
			or _ON_A_DAY.search(left) is not None
			or (cued and "vào" in left[-12:])
			or left.endswith("ngày ")
		)
	return True


def _days(low: str, text: str, stretches: Iterable[Stretch], setting: Setting) -> Due:
	days: list[date] = []
	words: list[str] = []
	inferred = False
	kept = list(stretches)
	for index, one in enumerate(kept):
		following = (
			kept[index + 1].points[0][2] if index + 1 < len(kept) and kept[index + 1].kind == one.kind else 0
		)
		for point in one.points:
			found, default = _fixed(low, one, point, setting, following)
			if found is None or found in days or not _plausible(found, setting):
				continue
			days.append(found)
			inferred = inferred or default
			words.append(text[one.start : one.end].strip())
	return Due(tuple(sorted(days)), inferred, ", ".join(dict.fromkeys(words)))


def _fixed(
	low: str, one: Stretch, point: tuple[int, int, int], setting: Setting, following: int
) -> tuple[date | None, bool]:
	day, month, year = point
	if one.kind == DAY and not month:
		return _day_of_month(day, setting)
	if one.kind == YEAR_END and not year and setting.plan and setting.plan.kind in (SCHOOL_YEAR, TERM):
		return None, False
	if not year and setting.plan and setting.plan.kind == SCHOOL_YEAR:
		year = _year_of(month, setting)
	year = year or following or _year_of(month, setting)
	left = low[max(0, one.start - 20) : one.start]
	if one.kind == MONTH and _UNTIL_MONTH.search(left) and year:
		return date(year, month, 1) - timedelta(days=1), True
	return last_day(day, month, year), not day and not _WHOLE.search(left)


def _day_of_month(day: int, setting: Setting) -> tuple[date | None, bool]:
	around = setting.month or (setting.plan if setting.plan and setting.plan.kind == MONTH_PERIOD else None)
	if around is None or around.start is None or around.kind != MONTH_PERIOD:
		return None, False
	return last_day(day, around.start.month, around.start.year), False


def _year_of(month: int, setting: Setting) -> int:
	around = setting.month
	if around and around.start and around.end and around.start.month <= month <= around.end.month:
		return around.start.year
	if setting.plan is None:
		return 0
	year = setting.plan.year_of(month) or 0
	start = setting.plan.start
	if year and start and setting.plan.kind != "year":
		# A resolution for December sets days in January.
		return year + 1 if month < start.month - 6 else year
	return year


def _plausible(found: date, setting: Setting) -> bool:
	"""A day long before the plan begins is one of the past, not a deadline."""
	plan = setting.plan
	if plan is None or not plan.years:
		return True
	start = plan.start or date(plan.years[0], 7 if plan.kind == SCHOOL_YEAR else 1, 1)
	end = plan.end or date(plan.years[-1], 12, 31)
	return start - _PAST <= found <= end + _AHEAD
