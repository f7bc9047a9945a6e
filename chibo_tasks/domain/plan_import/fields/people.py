"""Persons, posts and bodies as a text names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..lexicon import starts_with_action
from ..normalise import canon
from .bodies import body_at, find_bodies
from .titles import ENGLISH_POSTS, OF, POST, POST_HEAD, POSTS, title_behind

_CAPITAL = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
HONORIFIC = r"(?:các |hai |03 |02 |2 |3 )?(?:đ/c|đ\.c|đc|đồng chí|ông|bà|cô|thầy|anh|chị|bạn|chú|bác(?! hồ)(?: s[ĩỹ])?|bs\.?|ths\.?|comrades?|mr\.?|mrs\.?|ms\.?|miss|dr\.?)"
_WORD = rf"(?:[{_CAPITAL}][^\W\d_]*\.?|[{_CAPITAL}]\.)"
# A name: two to five capitalised words, or one behind an honorific; "Hoa A" keeps its letter.
NAME = rf"{_WORD}(?:\s+{_WORD}){{0,4}}"
_HONOURED = re.compile(
	rf"(?<![^\W\d_])(?i:{HONORIFIC})\s*:?\s+(?={_WORD})|(?<![^\W\d_])(?i:đ/c|đc)\.?:?\s*(?={_WORD})"
)
# "Người phụ trách: Nguyễn Thị Oanh" needs no honorific.
_LABELLED = re.compile(
	rf"(?i:phụ trách|chủ trì|thực hiện|phối hợp|thành viên|tổ trưởng|phân công|chịu trách nhiệm|đầu mối|lead|responsible|in charge|support)\s*:\s*(?={_WORD}\s+{_WORD})"
)
# Whole names without an honorific: a usual surname and two or three words more.
_SURNAMED = re.compile(
	r"(?<![^\W\d_])(?<!trường )(?<!Trường )(?<!đường )(?<!phố )(?<!xã )(?<!phường )(?<!học )(?<!THCS )(?<!THPT )(?<!TH )(?<!non )(?<!gương )(?<!giải )"
	r"(?=(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Đoàn|Lâm|Mai|Trương|Cao|Hà|Tô|Châu|Tạ|Lưu|Đào|Vương|Thạch|Sơn|Kim|Quách|Thái|Triệu|Nông|Hứa|Tống|Chu|Từ|Tăng|Lương|Phùng|Khuất|Kiều|Giáp|La|Mã|Văn|Quan|Tôn|Ninh|Doãn|Nghiêm|Bạch|Lò|Hầu|Vàng|Sùng)\s)"
	rf"(?!Hồ Chí Minh)(?={_WORD}\s+{_WORD}\s+{_WORD})"
)
_NAME = re.compile(NAME)

_BODY_NAMES = (
	r"các (?:đồng chí|đ/c) (?:trong )?(?:chi ủy viên|cấp ủy viên|cấp ủy|chi ủy|đảng ủy viên)|các tổ chức (?:thành viên|đoàn thể|chính trị - xã hội|đảng)|các (?:chi hội|chi đoàn|chi bộ|phòng|khoa|đơn vị|thôn|xóm|tổ dân phố|tổ đảng|nhóm|liên đội|phân đoàn|khối|hội đoàn thể|ngành)(?: trực thuộc)?|ban thường vụ(?: đảng ủy| huyện ủy)?|btv|ban chấp hành công đoàn|bch công đoàn|bch chi đoàn|bch đoàn(?: trường| xã)?|bch|ban chi ủy|chi ủy(?: chi bộ)?|cấp ủy(?: chi bộ)?|chi bộ(?: \d+)?|đảng ủy(?: xã| phường| cơ quan)?|đảng bộ(?: xã)?"
	r"|ban giám hiệu|bgh|ban giám đốc|ban lãnh đạo|ban chấp hành|lãnh đạo (?:đơn vị|cơ quan|phòng|nhà trường|ủy ban)|công đoàn(?: cơ sở| trường| nhà trường)?|cđcs|chi đoàn(?: thanh niên| giáo viên| trường)?|đoàn thanh niên|đoàn tncs(?: hồ chí minh)?|đoàn tn|đoàn trường|đoàn xã|liên đội"
	r"|đội tntp|hội (?:phụ nữ|cựu chiến binh|nông dân|chữ thập đỏ|khuyến học|cha mẹ học sinh|người cao tuổi|đồng)(?: xã| trường)?|chi hội(?: phụ nữ| nông dân| cựu chiến binh| khuyến học| thôn \w+| \d+)?|ban nữ công|nữ công|ban thanh tra nhân dân|thanh tra nhân dân|ban công tác mặt trận|mttq(?: xã)?|mặt trận tổ quốc"
	r"|các ban (?:xây dựng )?đảng|hđqt|bqt|ban chủ nhiệm(?: khoa| htx| câu lạc bộ)?|các bộ môn|ubkt(?: đảng ủy| công đoàn| đoàn(?: trường| xã| phường)?| huyện ủy)?|ủy ban kiểm tra|ubnd(?: xã| phường| huyện)?|công an xã|trạm y tế|hợp tác xã|htx|ban quản trị|ban kiểm soát|hội đồng quản trị|ban chỉ đạo|ban tổ chức|ban tuyên giáo|tiểu ban \w+"
	r"|văn phòng(?: đảng ủy)?|phòng (?:tổ chức(?: - hành chính)?|hành chính|kế toán|kinh doanh|kỹ thuật|tài chính(?: - kế toán)?|đào tạo|nghiệp vụ|gd&đt|giáo dục)|tổ (?:kiểm tra|giám sát|văn phòng|chuyên môn|hành chính|nuôi dưỡng|nuôi|tự nhiên|xã hội|mẫu giáo|nhà trẻ|đảng(?: số)?(?: \d+)?|dân vận|tuyên truyền|công tác|giúp việc"
	r"|dân phố(?: số)?(?: \d+)?|công đoàn(?: \d+)?|bảo vệ|quản trị|ngoại ngữ|toán[\w -]{0,12}?|ngữ văn|văn[\w -]{0,8}?|\d+(?:\s*(?:-|–|,|\+)\s*\d+)*(?: tuổi)?|lý[\w -]{0,8}?)|các tổ (?:chuyên môn|đảng|công đoàn|trưởng chuyên môn)|các tổ trưởng|các tổ(?! chức)|các (?:đoàn thể|tổ chức đoàn thể|bộ phận|ban ngành|đồng chí chi ủy viên|chi ủy viên)|bộ phận [\w]+(?: \w+)?|khối (?:mẫu giáo|nhà trẻ|\d+)"
	r"|nhóm (?:tuyên truyền|công tác)|hội đồng sư phạm|hội đồng thi đua|(?:cha mẹ|phụ huynh)(?: học sinh| trẻ)?(?: các lớp)?(?= (?:hỗ trợ|phối hợp))|ban biên tập|ban chi hội|nhà trường"
)
_ALL = (
	r"toàn thể thành viên(?: (?:hội đồng quản trị|hội đồng|ban quản trị|ban chấp hành|ban chủ nhiệm|hợp tác xã|chi hội|câu lạc bộ))?|toàn thể (?:cán bộ|cb|đảng viên|giáo viên|công chức)(?:,? (?:và )?(?:cán bộ|đảng viên|giáo viên|nhân viên|công chức|viên chức|người lao động|đoàn viên|hội viên|quần chúng|gv|nv)){1,5}|các đồng chí được (?:phân công|giao)|toàn thể (?:chi bộ|(?:cán bộ, )?đảng viên(?: trong chi bộ)?|cb,? ?gv,? ?nv|cán bộ,? giáo viên,? nhân viên|giáo viên|đoàn viên|hội viên)|tất cả (?:các )?(?:đồng chí )?(?:đảng viên|giáo viên|đoàn viên)|các (?:đồng chí |đ/c )?đảng viên(?: trong chi bộ)?|(?:các )?đảng viên được phân công|mỗi (?:đồng chí )?đảng viên|mỗi (?:đồng chí|đ/c|người|cá nhân|cán bộ)(?:,? (?:cán bộ|đảng viên|giáo viên|nhân viên|công chức|viên chức))*|các (?:đồng chí|đ/c)(?= (?:đảng viên|còn lại|khác))(?: đảng viên)?(?: còn lại| khác)?"
	r"|(?:each|every) (?:teacher|member|group|class|department|cell|employee)|all (?:teachers|groups|departments|employees|branches|[a-z]+ members)|toàn chi bộ|toàn trường|đảng viên(?: trong chi bộ)?|(?:các )?đoàn viên|(?:các )?hội viên|cán bộ,? đảng viên"
)
_ENGLISH = (
	ENGLISH_POSTS
	+ r"|(?:club|association|union|board|committee|department|division|office|council) of (?:the )?(?:(?:retired|young|former|senior|school|local|foreign|party) )?(?!(?:is|are|will|shall|must|has|have)\b)[a-z]+(?: and [a-z]+)?|(?:the )?(?:cell committee|party committee|cell|trade union|youth union|school board|committee|board of management|management board|inspection team|subject groups?|administrative office|office staff|parents' (?:association|committee)|women's union|union committee|all (?:party )?members|all staff|board)|(?:the )?(?:(?!the\b|with\b|to\b|of\b|by\b|and\b|for\b|in\b|an?\b|its\b|their\b|each\b|every\b|all\b|from\b)[a-z]+(?:['’]s?)? ){1,2}(?:office|council|association|committee|union|board|team|club|centre|center|service|unit|department|section|group|division|laboratory|workshop|clinic|panel|station|library|hospital|police|school|bank|front)s?|(?:(?:the )?[a-z]+ )?branches|the (?:office|library|station|secretariat|union|branch)|(?:branch|group|team|class|grade|workshop|line|shift|section|hamlet|department) (?:heads|leaders|chairs)|(?:the )?party cell"
)
_MENTION = re.compile(
	rf"(?<![^\W\d_])(?:(?P<all>{_ALL})|(?P<post>(?:đ/c |đồng chí |các đ/c |các đồng chí |các )?(?:{POSTS}){OF})|(?P<body>{_BODY_NAMES})|(?P<english>{_ENGLISH}))(?![^\W\d_])"
)
# Posts that a team gives for one piece of work; they say the role and are no part of the person's own line.
_TEAM_POST = re.compile(
	r"(?:tổ trưởng|tổ phó|nhóm trưởng|trưởng đoàn|trưởng ban|phó trưởng ban|ủy viên|thư ký|đội trưởng)\s*\)?$"
)
_LIST = re.compile(rf"\s*(?:,|;|và|and|cùng|&|\+)\s*(?:(?i:{HONORIFIC})\s*:?\s*)?(?={_WORD})")
_APPOSITION = re.compile(r"\s*[-–(]\s*|\s+(?:là|làm)\s+")

PERSON, GROUP, EVERYBODY = "person", "group", "everybody"


@dataclass(frozen=True)
class Mention:
	"""A person or body at a place of a text: `name` without honorific, `kind` one of the constants above."""

	start: int
	end: int
	name: str
	kind: str


def find_mentions(text: str) -> list[Mention]:
	"""Persons, posts and bodies of a clean text, in order, none inside another."""
	found = _persons(text)
	low = canon(text)
	named = [match.span() for match in _MENTION.finditer(low)]
	for start, end in find_bodies(text, low):
		if any(first < start and end <= last for first, last in named):
			continue  # "TPT Đội" is a post, whose last word is no body by itself
		listed = _MENTION.match(low, start)
		longer = listed is None or listed.end() < end
		if longer and not any(one.start < end and start < one.end for one in found):
			kind = EVERYBODY if low.startswith(("mỗi", "từng"), start) else GROUP
			found.append(Mention(start, end, text[start:end], kind))
	for match in _MENTION.finditer(low):
		if any(one.start < match.end() and match.start() < one.end for one in found):
			continue
		if match["body"] and low[: match.start()].endswith("giao ") and match["body"].startswith("ban "):
			continue  # "giao ban chi hội trưởng" is a meeting
		if match["post"] and any(
			_APPOSITION.fullmatch(low[one.end : match.start()]) for one in found if one.end <= match.start()
		):
			continue
		everybody = match["all"] or (match["english"] or "").startswith("all ")
		kind = EVERYBODY if everybody else GROUP
		name = text[match.start() : match.end()].strip()
		if match["english"]:
			name = re.sub(r"^[Tt]he ", "", name)
		elif match["post"] and not match["post"].startswith("các "):
			name = re.sub(r"^(?:các )?(?:đ/c|đồng chí)\s+", "", name, flags=re.IGNORECASE)
		found.append(Mention(match.start(), match.end(), name, kind))
	return sorted(found, key=lambda one: one.start)


def _persons(text: str) -> list[Mention]:
	found: list[Mention] = []
	low = canon(text)
	starts = [*_HONOURED.finditer(text), *_LABELLED.finditer(text)]
	if not text.isupper():
		starts += _SURNAMED.finditer(text)
	for match in sorted(starts, key=lambda one: one.start()):
		if found and match.start() < found[-1].end:
			continue
		place, first = match.end(), match.start()
		if match.re is not _HONOURED:
			first = place
			if body_at(text, low, place) > 0 or _MENTION.match(low, place) or _HONOURED.match(text, place):
				continue
		found.extend(_listed(text, low, first, place))
	return found


def _listed(text: str, low: str, first: int, place: int) -> Iterator[Mention]:
	"""The name at a place and those that follow it in one list: "đ/c Lan, Hoa và Bích"."""
	while name := _NAME.match(text, place):
		written, end = _named(text, place, name)
		behind, post = title_behind(text, low, end)
		if behind > 0 and (not _TEAM_POST.match(post) or _own_post(text[end:behind], text[behind:])):
			end = behind
		yield Mention(first, end, written, PERSON)
		more = _LIST.match(text, end)
		# "giao đ/c Lan, Chi đoàn và BGH": what follows is a body, not a further name.
		if more is None or _MENTION.match(low, more.end()):
			return
		following = _NAME.match(text, more.end())
		if (
			following is None
			or _starts_sentence(text, more, following)
			or _is_noun(low, more, following, written)
		):
			return
		first = place = more.end()


def _own_post(post: str, right: str) -> bool:
	"""A post in brackets before a verb is the person's own: "Cô Bích (tổ trưởng) duyệt giáo án"."""
	return post.strip().startswith("(") and re.match(r"\s+[^\W\d_]", right) is not None


def _named(text: str, place: int, name: re.Match[str]) -> tuple[str, int]:
	"""The name at a place and where it ends; behind "đồng chí" a post names the person, too ("đ/c Bí thư chi bộ")."""
	post = POST_HEAD.match(canon(text), place)
	if post is None:
		written = name.group().rstrip(".")
		return written, place + len(written)
	person = re.compile(rf"\s+(?P<name>{_WORD}(?:\s+{_WORD}){{1,4}})").match(text, post.end())
	if person and not _MENTION.match(canon(text), person.start("name")):
		return person["name"].rstrip("."), person.end()
	plural = re.search(r"(?:các (?:đồng chí|đ/c|đc))\s*:?\s*$", text[:place], re.IGNORECASE)
	return text[plural.start() if plural else place : post.end()], post.end()


def _is_noun(low: str, more: re.Match[str], following: re.Match[str], above: str) -> bool:
	"""A single capitalised word that goes on in lower case is no name where whole names are listed: ", Điều dưỡng …"."""
	if (
		more.group().rstrip().endswith((",", ";", "và", "and", "cùng", "&", "+")) is False
		or " " in following.group()
	):
		return False
	goes_on = re.match(r"\s+[^\W\d_]", low[following.end() :]) is not None
	return goes_on and " " in above and not starts_with_action(low[following.end() :].lstrip())


def _starts_sentence(text: str, more: re.Match[str], following: re.Match[str]) -> bool:
	return (
		";" in more.group()
		and re.match(r"\s+[^\W\d_]", text[following.end() :]) is not None
		and (" " not in following.group())
	)


_HEADING_LEAD = re.compile(r"(?:đối với|trách nhiệm của|nhiệm vụ của|phần việc của|về phía)\s+|")
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|và|&|-|–)\s*")
# "Ông Phùng Quốc Đạt - Phó Trưởng ban phụ trách văn nghệ:": whatever post stands between a name and the colon
_WITH_POST = re.compile(
	rf"(?:\s*[-–,(]\s*(?:{POSTS})?|\s+(?=phụ trách|quản lý|kiêm|trực tiếp))(?:{POSTS}|(?:phó )?trưởng|phó|ủy viên|thành viên|cán bộ|nhân viên|giáo viên|phụ trách|quản lý|kiêm|trực tiếp|member|deputy|head|officer|in charge)(?![^\W\d_])(?:(?!(?<![^\W\d_]){HONORIFIC}\s)[^:;.]){{0,100}}:?\s*"
)
_FURTHER_POST = re.compile(rf"\s*[-–,]\s*(?P<post>[{_CAPITAL}][^\W\d_]*(?:\s+[^\W\d_]+){{1,5}})\s*:?\s*")
_HEADING_REST = re.compile(
	rf"(?:[\s:.,;()–-]|\d|[“\"][^”\"]{{0,60}}[”\"]|và|kiêm|(?:{POSTS}|{_ENGLISH}){OF}|phụ trách chung)*$"
)


def heads_duties(text: str) -> tuple[str, ...]:
	"""The people and bodies whose duties stand below a heading, none where the heading names more than them.

	"Đồng chí Nguyễn Thị Hoa - Bí thư chi bộ:", "Đối với Công đoàn:", "Chi đoàn, Chi hội Phụ nữ".
	"""
	low = canon(text)
	lead = _HEADING_LEAD.match(low)
	start = lead.end() if lead else 0
	mentions = [one for one in find_mentions(text) if one.start >= start]
	if not mentions or mentions[0].start > start:
		bare = re.fullmatch(rf"({_WORD}(?:\s+{_WORD}){{1,4}})\s*(?:[-–,(:]\s*)(?P<rest>.+)", text)
		if bare and POST.match(canon(bare["rest"])) and _HEADING_REST.match(canon(bare["rest"])):
			return (bare[1],)
		return ()
	first = mentions[0]
	if first.kind == PERSON and (_WITH_POST.fullmatch(low, first.end) or _further_post(text, low, first)):
		return (first.name,)
	end = mentions[0].end
	names = [mentions[0].name]
	for one in mentions[1:]:
		if not _BETWEEN_NAMES.fullmatch(low[end : one.start]):
			break
		names.append(one.name)
		end = one.end
	return tuple(names) if _HEADING_REST.match(low, end) else ()


def _further_post(text: str, low: str, one: Mention) -> bool:
	"""Whether nothing but one more post follows a person and her post: "…, Ủy viên Ban Thường vụ, Xã đội phó"."""
	has_post = not text[: one.end].endswith(one.name)
	further = _FURTHER_POST.fullmatch(text, one.end)
	return has_post and further is not None and not starts_with_action(low[further.start("post") :])


def means_everybody(name: str) -> bool:
	"""Whether a name stands for all members rather than for somebody."""
	return any(one.kind == EVERYBODY for one in find_mentions(name))


def person_of(text: str) -> str:
	"""The name that a heading or cell gives: "1. Đ/c Nguyễn Thị Hoa - Bí thư, Hiệu trưởng:" → "Nguyễn Thị Hoa"."""
	mentions = [one for one in find_mentions(text) if one.kind == PERSON]
	if mentions:
		return mentions[0].name
	bare = re.match(rf"\s*({_WORD}(?:\s+{_WORD}){{1,4}})", text)
	return bare[1].strip() if bare else ""
