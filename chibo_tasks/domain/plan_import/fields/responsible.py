"""Who does the work and in which role. Those whom the work is about are not responsible.

A mention gets its role from the words right before and right behind it; a list of mentions shares them. Nothing said
about a mention means no role: "nghị quyết của chi bộ" makes nobody responsible.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..lexicon import starts_with_action
from ..normalise import canon
from ..result import APPROVE, COORDINATE, LEAD, MEMBER, Responsible
from .people import EVERYBODY, GROUP, PERSON, Mention, find_mentions

_FILL = r"(?:[\s:,(]|là |cho |thêm |đối với |chính |đồng thời )*"
# Words right before a mention. The first row that fits decides.
_BEFORE: tuple[tuple[str, str], ...] = (
	(
		COORDINATE,
		r"(?:phối hợp|kết hợp|hiệp đồng|cùng phối hợp|together|in co-?operation|in coordination|co-?ordinat\w+|jointly)(?: chặt chẽ| tốt| đồng bộ)?(?:,? (?:giữa|với|cùng|cùng với|with))?",
	),
	(
		COORDINATE,
		r"(?:cùng với|cùng|supported by|with (?:the )?support (?:of|from)|assisted by|sự (?:hỗ trợ|phối hợp|tham gia) của)",
	),
	(COORDINATE, r"(?:(?:đơn vị|bộ phận|người|tổ chức) )?(?:phối hợp(?: thực hiện)?|hỗ trợ|support)\s*:"),
	(
		APPROVE,
		r"(?:trình|xin ý kiến|submit(?:ted)? to|thông qua|to be approved by|approved by|approval (?:of|by|from)|(?:phê )?duyệt(?: bởi)?\s*:|(?:do|được)\s+(?=x))",
	),
	(MEMBER, r"(?:thành viên|tổ viên|ủy viên|members?|tham gia|thành phần tham gia)(?: gồm| là)?\s*[:)]?"),
	(
		LEAD,
		r"(?:(?<!bàn )giao(?: trách nhiệm| nhiệm vụ| việc)?|phân công|ủy quyền|chỉ định|giao trực tiếp|đề nghị|yêu cầu|chỉ đạo)(?: cho)?(?: (?:trực tiếp|cụ thể|các tổ chức đoàn thể|các tổ chức|các đoàn thể|các đơn vị|các|tập thể|tổ chức))?",
	),
	(
		LEAD,
		r"(?:do|bởi|assigned to|assign|led by|carried out by|by|responsible:|lead:|in charge:|owner:)(?: the)?",
	),
	(
		LEAD,
		r"(?:(?:đơn vị|bộ phận|người|cá nhân|đồng chí)? ?(?:chủ trì|phụ trách|chịu trách nhiệm|thực hiện|đầu mối|theo dõi|tổ trưởng|trưởng đoàn|trưởng ban|nhóm trưởng|phân công|người phụ trách|trách nhiệm|chỉ đạo|tham mưu))\s*:",
	),
)
# Words right behind a mention.
_BEHIND: tuple[tuple[str, str], ...] = (
	(
		APPROVE,
		r"(?:để )?(?:xem xét,? )?(?:phê duyệt|duyệt|thông qua|cho ý kiến|ký duyệt|ký(?! (?:\d|ít nhất|tối thiểu|thêm|mới|cam kết|hợp đồng|kết|giao ước|nhận|tên|xác nhận|thỏa thuận|biên bản|quy chế))|quyết định|approves?|for approval|to approve|xem xét)",
	),
	(
		COORDINATE,
		r"(?:cùng )?(?:phối hợp|hỗ trợ(?! (?:khoảng |tối đa |ít nhất )?\d)|giúp việc|phụ giúp|co-?ordinates?|supports?|assists?)",
	),
	(
		MEMBER,
		r"(?:làm |là |- )?(?:thành viên|tổ viên|ủy viên|thư ký|tham gia|member|tổ phó|phó trưởng (?:đoàn|ban))",
	),
	(
		LEAD,
		r"(?:làm |là |- )?(?:tổ trưởng|trưởng đoàn|trưởng ban|nhóm trưởng|chủ trì|phụ trách|chịu trách nhiệm|đảm trách|trực tiếp|đầu mối|tham mưu|team leader|leads?|(?:is |are )?(?:responsible|in charge)|chairs?)",
	),
)
_BEHIND_FILL = r"[\s:)(,–-]{0,4}(?:(?:có|sẽ|chịu|cùng|tiếp tục|thì|will|shall|must|should|đồng|is to|are to) )*(?:trách nhiệm )?"
# Before a person these make it the object of the work.
_OBJECT = re.compile(
	r"(?:kiểm tra|giám sát|kết nạp|bồi dưỡng|giúp đỡ|kèm cặp|thăm hỏi|thăm|chăm sóc|chúc mừng|động viên|công nhận|chính thức|xét|đánh giá|xếp loại|khen thưởng|biểu dương|giới thiệu|quan tâm|báo cáo|gửi"
	r"|tham mưu|kiến nghị|theo dõi|quản lý|đối với|của|tới|đến|về|lãnh đạo|củng cố|xây dựng|kiện toàn|nghị quyết|điều lệ|quy chế|hồ sơ|cho|tặng|mừng|nguồn|tại|ở|từ|trong|thuộc|các|giữa|vào|thành lập|đồng chí|đối tượng"
	r"|chuyển|kỷ luật|nhắc nhở|phê bình|đại hội|ban|nhận xét|hướng dẫn|người thân|inspect\w*|supervis\w*|visit\w*|admi\w+|help\w*|of|to|for|at|in|about|review\w*|evaluat\w*|support\w*)(?: (?:cho|với|đến|tới|về|thường xuyên|chuyên đề|là|các|toàn diện|quần chúng|đảng viên|đảng viên dự bị|của|chính thức|the))*[\s:,]*$"
)
# "Phân công 05 đảng viên kèm cặp công nhân trẻ: đ/c Thông, đ/c Thái …"
_ASSIGNED_LIST = re.compile(
	r"(?:^|[.;]\s*)(?:giao|phân công|chỉ định|assign)(?![^\W\d_])[^.;:]{0,120}:\s*(?:các |gồm )?$"
)
# "đ/c B phối hợp, đ/c C duyệt": without "với" what stands behind the comma begins anew.
_TOGETHER = re.compile(r"với|cùng|giữa|with|:|support|assist|together")
_ASSIGNS = re.compile(
	r"[:\s]*(?:giao|phân công|chỉ định|ủy quyền|yêu cầu|đề nghị|assigns?|appoints?)(?![^\W\d_])"
)
# "Xây dựng quy chế phối hợp giữa chi ủy và BGH": the name of a paper, not of those who write it.
_PAPER = re.compile(r"(?:quy chế|quy định|chương trình|kế hoạch|văn bản|biên bản|thỏa thuận|hợp đồng)\s*$")
# "Kiểm tra hồ sơ các tổ: tổ 1 ngày 12/10, tổ 2 ngày 14/10": the list names those whom the work is about.
_OBJECT_LIST = re.compile(
	r"(?:kiểm tra|giám sát|dự giờ|khảo sát|thăm|kết nạp|bồi dưỡng|giúp đỡ|khen thưởng|biểu dương|đánh giá|xếp loại|nghiệm thu|inspect|supervise|visit|review)(?![^\W\d_])[^.;:]{0,80}"
	r"(?:các|những|\d+|the) (?:tổ đảng|tổ|chi bộ|chi đoàn|chi hội|đơn vị|lớp|khối|bộ phận|phòng|khoa|thôn|nhóm|đồng chí|đ/c|đảng viên|quần chúng|cá nhân|tập thể|groups|classes|units|members|departments)"
	r"(?: (?:trực thuộc|chuyên môn|dự bị|sau|gồm|following))*\s*:[^.;]*$"
)
# "Tổ giám sát gồm: đ/c A (tổ trưởng), đ/c B": whoever has no post of his own is a member.
_TEAM = re.compile(
	r"(?<![^\W\d_])(?:tổ|đoàn|nhóm|ban|team)(?: [^\W\d_]+){0,6} (?:gồm(?: có)?|bao gồm|consists of)(?: các)?(?![^\W\d_])[^.]*$"
)
_TEAM_END = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[,;.]|và(?![^\W\d_])|and\b|$)")
# "Chi bộ giữ vững danh hiệu …": a target is measured on the body that holds it.
_HOLDS = re.compile(
	r"\s*(?:tiếp tục )?(?:giữ vững|giữ|được|xếp loại|duy trì|keeps?|maintains?|retains?|wins?|holds?)(?![^\W\d_])[^.;,]{0,40}(?:danh hiệu|đạt chuẩn|chuẩn quốc gia|xếp loại|hoàn thành (?:xuất sắc|tốt)|title|grade|award|[“\"])"
)
_PER = re.compile(r"\d[^,;.]{0,30}/\s?$")
_COUNTED = re.compile(r"[\d%]\s*(?:số |tổng số )?$")
_CLAUSE_END = re.compile(r"(?:[;!?]|\.(?!\w))\s*$")
_SUBJECT_LEAD = re.compile(
	r"(?:^|[;.:!?]\s|\(\s*|[-–]\s)\s*(?:[\"“]\s*)?(?:the |tập thể |riêng |sau đó,? |đồng thời,? |yêu cầu |and |hàng tháng,? |hằng tháng,? |mỗi tháng,? |hàng quý,? |hằng quý,? |mỗi quý,? |định kỳ,? )?$"
)
# "Kết thúc kiểm tra, tổ kiểm tra báo cáo …": the subject stands behind what says when.
_ADVERBIAL = re.compile(
	r"(?:^|[.;]\s)(?:kết thúc|sau|khi|trước|hằng|hàng|định kỳ|vào|trong|từ|ngày|cuối|đầu|căn cứ|trên cơ sở|tháng|quý|mỗi|before|after|when|in|by|on|every|at)\b[^,;]{0,80},\s*$"
)
_VERB_ENGLISH = re.compile(
	r"\s*(?:will|shall|must|should|is to|are to|has to|to)\s+\w+|\s+(?!is\b|has\b|was\b|does\b|as\b|this\b|members\b)[a-z]+s\s"
)
_FACT = re.compile(r"\s*(?:có|gồm|hiện|là|đã|được|luôn|không|is|are|has|have|was)(?![^\W\d_])")
# "Các tổ công đoàn cho đoàn viên đăng ký …"
_LETS = re.compile(
	r"cho (?:đoàn viên|đảng viên|hội viên|công đoàn viên|trẻ|học sinh|các cháu|cán bộ|giáo viên|nhân viên|công nhân|người)"
)
# Whatever a named person does, in a sentence of its own, is a piece of work of hers; what is true of her is not.
_DOES = re.compile(
	r"\s(?!(?:có|gồm|hiện|là|đã|được|luôn|không|và|hoặc|thì|mà|của|ở|tại|trong|về|với|cho|từ|đến|nghỉ|ốm|bị|mất|sinh|chuyển|vào|cùng|kiêm|chưa|vẫn"
	r"|hoàn cảnh|thuộc|diện|khiếu nại|tố cáo|sức khỏe|hy sinh|quê|tuổi|nguyên|vi phạm|xin|đạt|hưởng|gặp|thiếu|còn|mới|vừa|qua đời|mắc|khó khăn|chồng|vợ|con|dự bị|chính thức|hết|về hưu|tròn"
	r"|is|are|has|have|was|and|or|of|at|in|from|to|for)(?![^\W\d_]))[^\W\d_]{2,} [^\W\d_]"
)
# "…, các tổ đảng luân phiên chuẩn bị": behind a comma only words that are said of a body alone
_ROUND = re.compile(
	r"\s(?:luân phiên|lần lượt|thay phiên|trực tiếp|chịu trách nhiệm|đảm nhận|đảm nhiệm)(?![^\W\d_])"
)
_CARRIES = re.compile(r"\s*(?:thực hiện|đảm nhận|đảm nhiệm|làm|soạn|chuẩn bị|quản lý|[.,;)]|$)")
_GAP = re.compile(
	r"\s*(?:,|;|và|and|cùng|&|\+|/|cùng với|hoặc)?\s*(?:(?:các|the|đ/c|đồng chí|ông|bà|cô|thầy|anh|chị|comrade|mr\.?|mrs\.?|ms\.?)\s*:?\s*)?"
)
_MODALS = re.compile(
	r"\s*(?:cần|phải|có trách nhiệm|tiếp tục|chủ động|thường xuyên|tích cực|trực tiếp|kịp thời|nghiêm túc|sẽ|thì|trong chi bộ|mỗi (?:đồng chí|đ/c|người|tổ|lớp))(?![^\W\d_])\s*"
)


# Said of somebody in passing: "bác Quảng (tổ bảo trì) làm trưởng ban", "Chi ủy (đ/c Bí thư) làm việc với …".
_ASIDE = re.compile(
	r"^\s*(?:\([^()]{1,60}\)|,\s(?:together with|along with|with the support of|cùng với|phối hợp với)[^,;.]{1,60},)(?=\s*[^\W\d_])"
)
_INSIDE_BRACKET = re.compile(r"\([^)]*$")
_END = re.compile(r"\s*[.;)]*\s*(?:$|\()")
_WHEN = re.compile(
	r"\s*(?:[,;–-]|\()?\s*(?:thời gian|thời hạn|hạn|trước|xong|hoàn thành|chậm nhất|ngày|tháng|quý|từ ngày|từ \d|\d{1,2}/|by|before|due)(?![^\W\d_])"
)
_DASH = re.compile(r"(?:\s[-–—]\s*|[-–—]\s+|[→:]\s*)$")
_STOP_BEFORE = re.compile(r"[.;]\s*$")


@dataclass(frozen=True)
class Found:
	"""Somebody responsible and the words that say so; `gives` when the work is passed on to others."""

	who: Responsible
	words: str
	gives: bool = False


def find_responsible(text: str, masked: str, measured: bool = False) -> list[Found]:
	"""People and bodies responsible by running text.

	Args:
		text: clean text.
		masked: the text with references covered ("Kế hoạch của Đảng ủy" names no one responsible).
		measured: the text is a target; "mỗi giáo viên" and "đảng viên" are whom it is measured on.
	"""
	mentions = [
		one
		for one in find_mentions(text)
		if "\x01" not in masked[one.start : one.end]
		# "20 cây/chi hội" is a measure
		and not _PER.search(text[: one.start])
		# "Lãnh đạo nhà trường …" at the head of a line is a verb and whom it is done to
		and not (one.start < 3 and canon(one.name).startswith("lãnh đạo"))
	]
	low = canon(masked)
	found: list[Found] = []
	for group in _groups(low, mentions):
		if measured and (all(one.kind == EVERYBODY for one in group) or _HOLDS.match(low, group[-1].end)):
			continue
		role, words = _role(low, group)
		role = _beside_lead(low, group, role, words, found, mentions)
		if role:
			gives = _ASSIGNS.match(low, group[-1].end) is not None
			found.extend(
				Found(
					Responsible(one.name, MEMBER if role == LEAD and one.kind == EVERYBODY else role),
					words,
					gives,
				)
				for one in group
			)
	return unique(_without_assigners(found))


def _without_assigners(found: list[Found]) -> list[Found]:
	"""Who gives work to somebody named does not do it: "Chi ủy giao đ/c Hoa …"."""
	kept: list[Found] = []
	for place, one in enumerate(found):
		later = any(other.who.role == LEAD for other in found[place + 1 :])
		if not (later and one.who.role == LEAD and one.gives):
			kept.append(one)
	return kept


def _beside_lead(
	low: str, group: list[Mention], role: str, words: str, found: list[Found], mentions: list[Mention]
) -> str:
	"""What a role becomes by those named before it.

	"Công đoàn phối hợp với Chi đoàn": whoever works together with others and stands alone leads. "BGH chỉ đạo các tổ
	rà soát": who is directed by a lead named before takes part.
	"""
	leads = any(one.who.role == LEAD for one in found)
	together = re.match(
		r"\s*(?:cùng )?(?:phối hợp|co-?ordinates?)(?: chặt chẽ| tốt)?(?: với| cùng| with)?",
		low[group[-1].end :],
	)
	if role == COORDINATE and not leads and together:
		end = group[-1].end + together.end()
		if together.group().endswith((" với", " cùng", " with")) or any(
			end < one.start <= end + 6 for one in mentions
		):
			return LEAD
	if role == LEAD and leads and words.startswith("chỉ đạo"):
		return MEMBER
	return role


def unique(found: Iterable[Found]) -> list[Found]:
	"""Everybody once, with the first role said."""
	seen: dict[str, Found] = {}
	for one in found:
		seen.setdefault(canon(one.who.name), one)
	return list(seen.values())


def _groups(low: str, mentions: list[Mention]) -> list[list[Mention]]:
	"""Lists of mentions that share their words: "giao đ/c Hoa, đ/c Lan và Chi đoàn …"."""
	groups: list[list[Mention]] = []
	for one in mentions:
		if groups:
			above = groups[-1][-1]
			gap = low[above.end : one.start]
			# "đ/c Hoa theo dõi tổ 1, đ/c Thái theo dõi tổ 2": a person who acts begins anew
			anew = above.kind != PERSON and one.kind == PERSON and "," in gap and _acts(low[one.end :])
			dashed = above.kind == one.kind == PERSON and re.fullmatch(r"\s*[-–]\s*", gap)
			if (
				(dashed or _GAP.fullmatch(gap))
				and not (";" in gap and not one.kind == above.kind == PERSON)
				and gap.strip()
				and not anew
			):
				groups[-1].append(one)
				continue
		groups.append([one])
	return groups


def _role(low: str, group: list[Mention]) -> tuple[str, str]:
	left = low[: group[0].start]
	right = low[group[-1].end :]
	if group[-1].kind == PERSON or not _INSIDE_BRACKET.search(left):
		right = _ASIDE.sub(" ", right)
	behind = None if left.endswith("để ") and right.startswith(" xem xét") else _behind(right)
	before = _said_before(left, right, group, behind)
	if before is not None:
		return before
	if group[0].kind == PERSON and _ASSIGNED_LIST.search(left):
		return LEAD, left.rstrip(" :")[-40:].strip()
	if _COUNTED.search(left):
		return "", ""
	if behind and group[0].kind != EVERYBODY and (behind[0] == APPROVE or not _is_object(left, group)):
		return behind
	return _by_place(left, right, group)


def _said_before(
	left: str, right: str, group: list[Mention], behind: tuple[str, str] | None
) -> tuple[str, str] | None:
	"""Role by the words right before a group, ("", "") where they say that it has none, None where none stand there."""
	for role, pattern in _BEFORE:
		match = re.search(rf"(?<![^\W\d_]){pattern}{_FILL}$", left)
		loose = match and role == COORDINATE and "," in match.group() and not _TOGETHER.search(match.group())
		if match and "giữa" in match.group() and _PAPER.search(left[: match.start()]):
			return "", ""
		if match and not loose:
			return _before(role, match.group().strip(" ,:("), left, right, group, behind)
	return None


def _by_place(left: str, right: str, group: list[Mention]) -> tuple[str, str]:
	"""Role of a group by where it stands, where no word says it."""
	if _bracketed(left, right):
		return LEAD, "(…)"
	if _OBJECT_LIST.search(left):
		return "", ""
	if group[0].kind == PERSON and _TEAM.search(left) and _TEAM_END.match(right):
		return MEMBER, left[-24:].strip(" ,:")
	if _closes(left, right, group):
		return LEAD, left[-24:].strip()
	if _is_subject(left, right, group):
		return LEAD, right[:24].strip()
	return "", ""


def _before(
	role: str, words: str, left: str, right: str, group: list[Mention], behind: tuple[str, str] | None
) -> tuple[str, str]:
	if role == APPROVE:
		return (
			(APPROVE, words)
			if (behind and behind[0] == APPROVE) or words.endswith(("duyệt", "by"))
			else ("", "")
		)
	if words in ("do", "by", "bởi") and group[0].kind != PERSON and not (behind or _CARRIES.match(right)):
		return "", ""  # "các phong trào do Công đoàn phát động" names the host of something else
	if role == MEMBER and words.startswith("tham gia"):
		return "", ""
	if role == LEAD and behind and behind[0] in (COORDINATE, MEMBER, APPROVE):
		return behind
	if role == LEAD and words.startswith("chỉ đạo") and not behind and not _acts(right):
		return "", ""
	return role, words


def _behind(right: str) -> tuple[str, str] | None:
	for role, pattern in _BEHIND:
		match = re.match(_BEHIND_FILL + f"(?P<said>{pattern})" + r"(?![^\W\d_])", right)
		if match:
			return role, match["said"].strip(" -")
	return None


def _is_object(left: str, group: list[Mention]) -> bool:
	return _OBJECT.search(left) is not None


def _bracketed(left: str, right: str) -> bool:
	""" "(đ/c Hoa)": the one who does it, as minutes note it behind a piece of work."""
	return (
		left.rstrip().endswith("(")
		and (right.lstrip().startswith(")") or _WHEN.match(right) is not None)
		and bool(left.strip(" ("))
	)


def _closes(left: str, right: str, group: list[Mention]) -> bool:
	"""Behind a dash or a full stop at the end of a line: "Viết bài tuyên truyền - đ/c Hoa", "… . Đ/c Hoa."."""
	if not (_END.match(right) or _WHEN.match(right)) or left.count(" ") < 2 or _OBJECT.search(left):
		return False
	return _DASH.search(left) is not None or (
		group[0].kind == PERSON and _STOP_BEFORE.search(left) is not None
	)


def _is_subject(left: str, right: str, group: list[Mention]) -> bool:
	listed = left.rstrip().endswith(",") and not _OBJECT.search(left)
	listed = listed and (group[0].kind == PERSON or (len(group) == 1 and _ROUND.match(right) is not None))
	if not _SUBJECT_LEAD.search(left) and not _ADVERBIAL.search(left) and not listed:
		return False
	if group[-1].kind == PERSON:
		if right.lstrip().startswith(":") and not left.strip():
			return True
		return _acts(right) or (not listed and _DOES.match(right) is not None)
	if right.lstrip().startswith(":") and not left.strip():
		return group[0].kind == GROUP and _acts(right.lstrip(" :"))
	return _acts(right)


def _acts(right: str) -> bool:
	rest = _MODALS.sub("", right, count=2) if _MODALS.match(right) else right
	if _FACT.match(rest):
		return False
	rest = rest.lstrip(" :-–,")
	return (
		bool(starts_with_action(rest))
		or _LETS.match(rest) is not None
		or rest.startswith("căn cứ")
		or _VERB_ENGLISH.match(right) is not None
	)
