"""What a section is for, told from its heading: situation, direction, targets, work, or how it is carried out."""

import re
from dataclasses import dataclass

from .normalise import canon

CONTEXT, GENERAL, TARGET, WORK, ORGANISATION, UNKNOWN = (
	"context",
	"general",
	"target",
	"work",
	"organisation",
	"",
)

# Order matters: the first pattern that fits wins. `deep` patterns count below an open work section too.
_RULES: tuple[tuple[str, bool, str], ...] = (
	(
		CONTEXT,
		True,
		r"(?:những |một số |các )?(?:thuận lợi|khó khăn|ưu điểm|hạn chế|tồn tại|khuyết điểm|nguyên nhân|bài học)"
		r"|(?:advantages|difficulties|strengths|weaknesses|challenges|shortcomings|causes)\b",
	),
	(
		TARGET,
		True,
		r"(?:[^.]* )?(?:chỉ tiêu|danh hiệu)\b(?!.*(?:giải pháp|nhiệm vụ))|mục tiêu cụ thể|(?:(?:key|main|specific|our) )?targets?\b|indicators\b|key figures|(?:(?:main|key|specific|our) )?(?:objectives|goals)$",
	),
	(
		GENERAL,
		True,
		r"(?:[^.]*)?\bnhiệm vụ chung\b|phương hướng chung|(?:mục tiêu|nhiệm vụ) (?:chung|tổng quát)|định hướng chung|general (?:direction|orientation|objective|task)",
	),
	(
		CONTEXT,
		False,
		r"khái quát(?: chung)?$|thông tin chung|(?:khái quát |sơ lược |một số nét về |vài nét về )?(?:đặc điểm|tình hình|bối cảnh|thực trạng)\b|(?:những |các )?căn cứ|cơ sở (?:xây dựng|pháp lý|thực tiễn|để|lập)"
		r"|(?:đánh giá|kiểm điểm|nhận xét)\b.*(?:tình hình|kết quả|tháng|quý|năm|hoạt động|việc thực hiện|công tác)|kết quả (?:thực hiện|đạt được|công tác|hoạt động|lãnh đạo|năm|tháng)"
		r"|(?:tóm tắt )?kết quả\b.*(?:năm|tháng|quý|nhiệm kỳ)\b|những kết quả|tổng kết\b|mục đích|yêu cầu$|phạm vi|thời gian,? (?:và )?địa điểm|thành phần|kinh phí"
		r"|(?:đề xuất|kiến nghị)|đội ngũ|tổ chức bộ máy|cơ cấu tổ chức"
		r"|(?:kết quả )?biểu quyết$|(?:(?:current|present|general|overall) )?(?:background|situation|context|review of|results of|purpose|aims?\b|budget|introduction|overview|where we stand|basis|legal basis)",
	),
	(
		GENERAL,
		False,
		r"(?:quan điểm|định hướng|phương châm|chủ đề|tư tưởng chỉ đạo|khẩu hiệu)|phương hướng(?!.*(?:cụ thể|trọng tâm))|mục tiêu$|mục tiêu,? (?!.*(?:nhiệm vụ|chỉ tiêu|giải pháp))"
		r"|(?:principles|orientation|direction|objective$|goal$|overall)",
	),
	(
		ORGANISATION,
		False,
		r"tổ chức (?:và )?thực hiện|(?:công tác )?tổ chức triển khai|trách nhiệm (?:thực hiện|của)|phân công (?:tổ chức )?thực hiện|chế độ (?:báo cáo|thông tin)|điều khoản thi hành"
		r"|(?:organi[sz]ation of implementation|implementation arrangements|arrangements|reporting)",
	),
	(
		WORK,
		True,
		r"[^.]*(?:nhiệm vụ|giải pháp|biện pháp|nội dung|công việc|chương trình|kế hoạch|lịch|phân công|công tác|hoạt động|triển khai|chỉ đạo|lãnh đạo|thực hiện|xây dựng)"
		r"|.*\b(?:tasks?|activities|solutions|measures|programme|program|schedule|duties|assignments?|work|actions?)\b",
	),
)
_COMPILED = tuple((role, deep, re.compile(pattern)) for role, deep, pattern in _RULES)
_SAYS_WORK = re.compile(
	r"nhiệm vụ|giải pháp|biện pháp|công việc|lịch|phân công|triển khai|thực hiện|tasks?\b|solutions|measures|schedule|duties|assignments?|actions?\b"
)
_WORK_AFTER_ALL = re.compile(r"phương hướng|mục tiêu|direction|objectives?")


@dataclass(frozen=True)
class Section:
	"""Role of an open section and the heading that gave it."""

	role: str
	heading: str


def role_of(heading: str, inside: str) -> str:
	"""Role that a heading gives to what stands below it.

	Args:
		heading: clean text.
		inside: role of the section around it.

	Returns: one of the roles; UNKNOWN leaves the role of the section around.
	"""
	low = canon(heading).strip(" :.*-–").removeprefix("về ")
	in_work = inside in (WORK, ORGANISATION)
	for role, deep, pattern in _COMPILED:
		if in_work and not deep:
			continue
		if pattern.match(low):
			if inside in (CONTEXT, GENERAL) and role == WORK:
				return UNKNOWN
			if inside == TARGET and role == CONTEXT and not deep:
				return UNKNOWN
			# "2. Về xây dựng Đảng" below "Chỉ tiêu" names what the targets are about
			if inside == TARGET and role == WORK and not _SAYS_WORK.search(low):
				return UNKNOWN
			return role
	return UNKNOWN


def is_direction(heading: str) -> bool:
	"""A heading like "Phương hướng, nhiệm vụ" that holds the work where no other section does."""
	return _WORK_AFTER_ALL.match(canon(heading)) is not None
