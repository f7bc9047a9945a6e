"""What the columns of a table mean, told from their heads; data only.

Usual heads of the assignment table and of the month programme: docs of party offices and the programme of work in the
statute of Vietnamese ministries (nội dung, đơn vị chủ trì, phối hợp, người phụ trách, thời hạn, sản phẩm).
"""

import re

ORDER, PERIOD, CONTENT, OBJECT, TARGET, LEAD, WHO, COORDINATE, MEMBER, APPROVE, DIRECT, TIME, START = (
	"order",
	"period",
	"content",
	"object",
	"target",
	"lead",
	"who",
	"coordinate",
	"member",
	"approve",
	"direct",
	"time",
	"start",
)
MEASURE = "measure"
"""In what the figures of a row are counted; the figure stands in a column beside it."""

PERSON, POSITION, METHOD, PRODUCT, PLACE, BUDGET, NOTE, OTHER = (
	"person",
	"position",
	"method",
	"product",
	"place",
	"budget",
	"note",
	"other",
)

# The first row that fits a head decides; heads are canonical, on one line.
HEADS: tuple[tuple[str, str], ...] = (
	(ORDER, r"(?:s?tt|số tt|số thứ tự|thứ tự|no\.?|#|item no\.?|ord\.?)"),
	(MEASURE, r"(?:đơn vị tính|đvt|đv tính|đơn vị đo|units? of measure|uom)"),
	(NOTE, r"(?:ghi chú|notes?|remarks?|chú thích|lưu ý)\b.*"),
	(WHO, r"(?:người|cán bộ|đồng chí|đ/c|tổ|đoàn) (?:kiểm tra|giám sát)(?:,? giám sát)?"),
	(
		OBJECT,
		r"(?:đối tượng|tên (?:tổ chức|đảng viên|đơn vị|đồng chí)|họ (?:và )?tên|tổ chức|đảng viên|đơn vị|cá nhân|người|bộ phận|member|person|unit|object)s?\b.*(?:được (?:kiểm tra|giám sát|thanh tra|giúp đỡ|phân công giúp đỡ|bồi dưỡng)|kiểm tra|giám sát|inspected|supervised)(?!.*(?:thực hiện))"
		r"|đối tượng|quần chúng(?: ưu tú| được giúp đỡ| được bồi dưỡng)?|whom",
	),
	(COORDINATE, r".*(?:phối hợp|phối kết hợp|hỗ trợ|cùng thực hiện|co-?ordinat|support|assist).*"),
	(APPROVE, r".*(?:phê duyệt|người duyệt|cấp (?:trình|duyệt)|duyệt|approv).*"),
	(
		DIRECT,
		r".*(?:chỉ đạo).*(?!nội dung)$",
	),
	(
		MEMBER,
		r"(?:thành viên|người tham gia|thành phần(?: tham gia| tham dự)?|tổ viên|members?|participants?|lực lượng tham gia)",
	),
	(
		LEAD,
		r".*(?:chủ trì|phụ trách|chịu trách nhiệm|đầu mối|tổ trưởng|trưởng đoàn|người được (?:giao|phân công)|responsible|lead\b|in charge|owner|person responsible).*",
	),
	(
		PERSON,
		r"(?:họ (?:và |, )?tên|họ tên)(?:.*(?:đảng viên|cán bộ|giáo viên|đ/c|đồng chí|người|chi ủy).*|,? .*)?|tên đảng viên|đồng chí|đảng viên|full name|name",
	),
	(
		WHO,
		r"(?:người|đơn vị|bộ phận|tổ|lực lượng|cá nhân|tập thể|ai|đoàn thể|who|by whom|responsibility|implement).*(?:thực hiện|làm|kiểm tra|giám sát|tiến hành|công tác|triển khai|tổ chức|by whom|whom|er|y|s)?|phân công(?: thực hiện| nhiệm vụ)?|(?:tổ chức )?thực hiện|trách nhiệm(?: thực hiện)?|tổ kiểm tra.*",
	),
	(POSITION, r"(?:chức vụ|chức danh|position|post|nhiệm vụ hiện nay).*"),
	(
		PERIOD,
		r"(?:tháng|quý|thời điểm \(tháng\)|tháng/năm|tháng, năm|months?|quarters?|tuần|week|học kỳ)(?:\s*/\s*\w+)?",
	),
	(START, r"(?:thời gian )?(?:bắt đầu|khởi công|start).*"),
	(
		TIME,
		r".*(?:thời gian|thời hạn|thời điểm|hoàn thành|tiến độ|kỳ hạn|hạn|ngày|deadline|due|date|time|when|schedule|by when|lịch).*",
	),
	(
		TARGET,
		r"(?:chỉ tiêu|mục tiêu|kết quả cần đạt|số lượng|mức phấn đấu|định mức|tỷ lệ|targets?|goals?|quantity|indicators?).*",
	),
	(PRODUCT, r".*(?:sản phẩm|kết quả|đầu ra|minh chứng|output|result|deliverable|evidence).*"),
	(
		CONTENT,
		r".*(?:nội dung|nhiệm vụ|công việc|hoạt động|tên việc|đầu việc|việc|chương trình|công tác|task|activit|content|work|description|duties|what|subject|chuyên đề|trọng tâm).*",
	),
	(
		METHOD,
		r".*(?:biện pháp|giải pháp|cách (?:làm|thức)|hình thức|phương pháp|yêu cầu|method|how|form|measure).*",
	),
	(PLACE, r".*(?:địa điểm|nơi|place|venue|where).*"),
	(BUDGET, r".*(?:kinh phí|nguồn|dự toán|budget|cost).*"),
)
COMPILED = tuple((role, re.compile(rf"\(?(?:{pattern})\)?")) for role, pattern in HEADS)
# The column of figures of a table that counts in units, where there are several ("Thực hiện 2025 | Kế hoạch 2026").
PLANNED = re.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu|phấn đấu|đăng ký|số lượng|mức|plan|target|goal)")
WORKING = frozenset({LEAD, WHO, COORDINATE, MEMBER, APPROVE, DIRECT, TIME, PERIOD, PERSON})
# Cells that repeat what stands above.
DITTO = re.compile(
	r"(?:nt|n\.t|như trên|-\s*nt\s*-|nt\.|ditto|as above|same|như trên\.|[\"”“″〃]|-?\s*như trên\s*-?|'')$"
)
EMPTY = re.compile(r"[-–—./…\s_]*$")


def column_role(head: str) -> str:
	"""Meaning of a canonical column head, OTHER when none is known."""
	head = re.sub(r"\s+", " ", head).strip(" .:*")
	if not head or len(head) > 90:
		return OTHER
	for role, pattern in COMPILED:
		if pattern.fullmatch(head):
			return role
	return OTHER
