"""Words around a figure: what is counted, how it is bounded, what only looks like a target."""

import re

# Things that plans count, as they follow the figure; longer forms first.
UNITS = tuple(
	sorted(
		"""
		đảng viên|quần chúng|đoàn viên|công đoàn viên|hội viên|đồng chí|đ/c|đc|người
		cán bộ|giáo viên|nhân viên|học sinh|trẻ|cháu|hộ gia đình|hộ nghèo|hộ|gia đình|gương|bài viết|bài
		tin bài|tin|lần|cuộc|buổi|đợt|lượt|chuyên đề|tiết dạy|tiết mục|tiết|giờ dạy|hội thi|hội nghị|lớp|mô hình|sáng kiến kinh nghiệm|sáng kiến|skkn|đề tài
		cs thi đua|cstđ|gv|hs|cb|nv|cbgvnv|htxsnv|htttnv|chiến sĩ thi đua|chiến sỹ thi đua|công trình|phần việc|hoạt động|suất quà|suất|phần quà|triệu đồng|tỷ đồng|đồng
		nghìn đồng|kế hoạch|báo cáo|hồ sơ|tổ đảng|tổ chức|chi bộ|cơ sở|tập thể|cá nhân|sản phẩm|video|đơn vị máu|cây|ngôi nhà|nhà|km|m2|ha|tấn|kg|lít|phòng học|phòng|bộ
		máy tính|giải nhất|giải nhì|giải ba|giải|điểm|phút|giờ|xã|thôn|tổ|nhóm|doanh nghiệp|văn bản|thủ tục|clb|câu lạc bộ|góc|tủ sách|cuốn sách|cuốn|bản|chỉ tiêu|nội dung
		diễn đàn|tọa đàm|phiên|đoàn|ý kiến|đơn vị|ca|vụ|việc làm|việc|tủ|chậu hoa|khu vườn|đội|trường|khối|tháng lương|trường hợp|đối tượng|người dân|thành viên|xã viên|lao động
		mét khối|mét vuông|mét|cây số|tạ|trạm|trụ sở|kỳ họp|kỳ sinh hoạt|trường học|kỳ thủ|cụ|bóng đèn|nhà văn hóa|nhà giáo|nhà tình nghĩa|nhà tình thương|nhà đại đoàn kết|nhà vệ sinh|nhà khoa học|nhà lưới|nhà xưởng|nhà hảo tâm|căn nhà|bộ bàn ghế|bộ đồ chơi|bộ đồ dùng|bộ quần áo|bộ máy tính|bộ sách|bộ tài liệu|bộ câu hỏi|bộ đề|bộ thiết bị|hộp hồ sơ|loại thực phẩm|loại hình|tổ chức đảng|suất ăn|bài dự thi|giải thưởng|máy chiếu|máy in|máy lọc nước|sân chơi|vườn rau|bếp ăn|bể bơi|túi quà|túi thuốc|giỏ quà|xe lăn|con giống|hộ dân|hộ kinh doanh|cộng tác viên|tuyên truyền viên|mẩu chuyện|mẩu tin|bức tranh|bức ảnh|tấm gương|tấm ảnh|đầu sách|tờ rơi|tờ gấp|biển báo|trò chơi|đồ chơi|đồ dùng|giáo án|đề thi|câu hỏi|tiết học|bữa ăn|món ăn|thực đơn|sinh viên|giảng viên|bài báo|bể|nhà cung cấp|suất học bổng|học bổng|phiên chợ|giáo trình|đề tài|mô-đun|phần thưởng|căn hộ|tòa nhà|điểm trường|điểm cầu|đại biểu|cử tri|cấp ủy viên|chi ủy viên|ủy viên|dự thảo|tờ trình|nghị quyết|đơn thư|đơn|mái ấm|mái nhà|phóng sự|bản tin|tác phẩm|sổ tiết kiệm|tổ hợp tác|hợp tác xã
		chi hội|chi đoàn|tổ viên|bác sĩ|điều dưỡng|kỹ thuật viên|y sĩ|kỹ sư|công nhân|cựu chiến binh|phụ nữ|phụ huynh|nông dân|người cao tuổi|trẻ em|em|thí sinh|vận động viên|tình nguyện viên|giường bệnh|giường|thiết bị|dụng cụ|máy|xe|thùng rác|thùng
		phương án|dự án|quy trình|lớp học|lớp tập huấn|khóa học|khóa|lịch|bảng tin|pano|băng rôn|khẩu hiệu|tuyến đường|tuyến|đoạn đường|vườn|ao|chuồng|mẫu|sào|thư|sổ|phiếu|lá cờ|cờ|thẻ|xe đạp|chiếc|cái|câu chuyện|chuyện
		m3|m²|m³|kwh|đồng hồ|đồng phục|bộ hồ sơ|ngày lương|ngày công|giờ công|thiếu nhi|thanh niên|đội viên|nhi đồng|cuốn truyện|chứng từ|tổ trưởng|tổ phó|nhóm trưởng|trưởng thôn|học viên|bệnh nhân|hội thảo|ấn phẩm|bài thu hoạch|lượt người|children|women|pages?|members?|candidates?|persons?|people|teachers?|pupils?|students?|meetings?|sessions?|times?|articles?|reports?|visits?|lessons?|models?
		initiatives?|families|households?|trees|inspections?|courses?|events?|talks?|stories|hours|minutes|staff|trainees?|colleagues?|books?|classes|drills?|lectures?|complaints?|projects?|nominees?|volunteers?
		""".replace("\n", "|")
		.replace("\t", "")
		.strip("|")
		.split("|"),
		key=len,
		reverse=True,
	)
)
UNITS = tuple(one for one in UNITS if one)
UNIT = "|".join(one if one.endswith("?") else re.escape(one) for one in UNITS)
# Whom a percentage is of; a phrase of these runs on over commas: "cán bộ, giáo viên, nhân viên".
PEOPLE = (
	r"(?:cán bộ|đảng viên|giáo viên|nhân viên|gv|cb|nv|hs|đv|công đoàn viên|đoàn viên|hội viên|quần chúng|học sinh|trẻ|người lao động|lao động|công chức|viên chức|phụ huynh|cbgvnv|gvnv"
	r"|teachers|staff|pupils|members|parents)"
)
# First word after a noun phrase: a verb or a word that leads on.
STOP = (
	r"(?:ký|thực hiện|tham gia|đạt|được|không|có|hoàn thành|đăng ký|đóng|nộp|chấp hành|học tập|biết|sử dụng|gương mẫu|tích cực|nghiêm túc|phải|giữ|làm|ủng hộ|hưởng ứng|xây dựng|viết|tự|dự|chi bộ tham"
	r"|đảm bảo|bảo đảm|nhân dịp|nhân ngày|lên|xuống|còn|đề nghị|đi|học lớp|đi học|vào|xếp loại|đủ|là|trở lên|trở xuống|trong (?:năm|tháng|quý|học kỳ)|mỗi|hàng|hằng|cho|để|nhằm|theo|với|tại|ở|về|trước|sau|và (?:không|tham|thực|được)|nếu|bằng|từ|đến trường|ra lớp|sinh hoạt|kê khai|cài đặt"
	r"|ăn|khỏe|tốt nghiệp|lên lớp|đúng|thuộc|nắm|tiếp tục|phấn đấu|gồm|bao gồm|đã|sẽ|cam kết|vi phạm|cùng|nói|thi|rèn luyện|phát huy|vận động|trung bình|bình quân|tổ chức|giới thiệu|kết nạp|bồi dưỡng"
	r"|will|shall|must|are|is|take|takes|sign|signs|attend|attends|pay|pays|complete|completes|have|has|at|by|per|each|every|before|in|for|to|who|who|with|reach|reaches|read|write|join|study|keep)"
)
AT_LEAST = re.compile(
	r"(?:ít nhất|tối thiểu|không dưới|không ít hơn|không thấp hơn|không kém|≥|>=|at least|no fewer than|not less than|no less than|minimum(?: of)?)\s*(?:là |có |từ |đạt |phải đạt |được |:\s*)?(?:(?:mỗi|một|hàng|hằng|each|every) \w+(?: học| kỳ)?\s*)?$"
)
FROM = re.compile(r"(?:từ|from)\s*$")
MORE = re.compile(r"(?:(?<!cấp )trên|hơn|vượt|cao hơn|lớn hơn|>|more than|over|above)\s*(?:mức )?$")
AT_MOST = re.compile(
	r"(?:không quá|không (?:để |được |cho )?vượt(?: quá)?|tối đa|nhiều nhất|không[^,;.]{1,40}? quá|không cao hơn|không hơn|không trên|≤|<=|at most|no more than|not more than|(?:do |does |must |will |to )?not exceed(?:ing)?|up to|maximum(?: of)?)\s*(?:là |có |:\s*)?$"
)
LESS = re.compile(
	r"(?:(?<!không )dưới|thấp hơn|ít hơn|nhỏ hơn|<|less than|fewer than|under|below)\s*(?:mức )?$"
)
ABOUT = re.compile(
	r"(?:khoảng|bình quân|trung bình|xấp xỉ|an average of|about|approximately|on average|around|~)\s*(?:mỗi \w+ |đạt |có |từ |là )*$|(?:^|[,;.] )(?:bình quân|trung bình) mỗi [^\d,;.]{0,30}$"
)
UPWARD = re.compile(r"[^.;:\d]{0,70}?(?:trở lên|or more|and above|or above)\b")
DOWNWARD = re.compile(r"[^.;:\d]{0,40}?(?:trở xuống|or less|or fewer|or below)\b")
CONDITION = re.compile(
	r"\bnếu (?:có|được|đủ)|khi có (?:chỉ tiêu|điều kiện|yêu cầu)|tùy (?:theo )?(?:chỉ tiêu|điều kiện)|\bif\b|where possible|khi được (?:phân bổ|giao)"
)

_PER_UNITS: tuple[tuple[str, str], ...] = (
	("day", r"ngày đêm|ngày|day"),
	("week", r"tuần|week"),
	("month", r"tháng|month"),
	("quarter", r"qu[ýí]|quarter"),
	("semester", r"học kỳ|học kì|kỳ|kì|semester|term|half[- ]year"),
	("year", r"năm học|năm|school year|year"),
	(
		"person",
		r"chi ủy viên|đảng ủy viên|đảng viên|đồng chí|đ/c|người|giáo viên|giảng viên|sinh viên|gv|đoàn viên|công đoàn viên|cán bộ|hội viên|học sinh|học viên|em|cháu|trẻ|bệnh nhân|công nhân|lao động|đại biểu|ủy viên|cấp ủy viên|thành viên|cụ|cá nhân|member|person|worker|employee|mentor|colleague|trainee|volunteer|teacher|pupil",
	),
	(
		"unit",
		r"hộ gia đình|hộ|gia đình|tổ chuyên môn|tổ đảng|tổ|nhóm|lớp|khối|chi bộ|phòng|khoa|thôn|đơn vị|chi đoàn|chi hội|bộ phận|trạm|phân xưởng|chuyền|đội|cụm|xóm|bản|xã|trường|group|class|team|cell|household|family|school|workshop|gift|branch|hamlet|village|ward|section|association",
	),
)
# "Mỗi mô hình không quá 50 triệu đồng": whatever is counted there, if it is a thing and no occasion
PER_THING = re.compile(
	r"(?:mỗi|từng)\s+(?:một )?(?!(?:buổi|lần|đợt|cuộc|lượt|phiên|giờ|tiết|ca|kỳ|dịp|khi|tối|sáng|chiều|bên|loại|nội dung|chuyên đề|giai đoạn|khóa|vòng|hội)(?![^\W\d_]))[^\W\d_]+(?: [^\W\d_]+){1,5} $"
)
_PER_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _PER_UNITS)
PER_BEFORE = re.compile(rf"(?:mỗi|hàng|hằng|từng|each|every|per)\s+(?:một )?(?:{_PER_UNIT})(?![^\W\d_])")
PER_AFTER = re.compile(
	rf"\s*(?:/\s*(?:0?1 |một )?|(?:trong |cho |trên )?(?:mỗi|một|hàng|hằng)\s+|(?:a|per|each|every)\s+)(?:{_PER_UNIT})(?![^\W\d_])(?!\s*(?:qua|nay)\b)"
)
# "250 triệu đồng/tòa nhà/năm": the time stands behind something that is no unit of the list.
# "100% trẻ mỗi quý một lần": the time is that of the "lần"
HOW_OFTEN = re.compile(r"\s+(?:\d+|một|hai|ba)\s+(?:lần|lượt)(?![^\W\d_])")
# "400.000 đồng/suất", "48 triệu đồng/tủ"
PER_ANY = re.compile(r"\s?/\s?[^\W\d_]")
PER_FURTHER = re.compile(
	rf"(?:\s*/\s?[^\W\d_]+(?: [^\W\d_]+)?\s?/\s?|[^;.,:\d]{{0,30}} (?:to|for) each )(?:{_PER_UNIT})(?![^\W\d_])"
)
_ONCE_PER = re.compile(rf"(?:(?:0?1|một)\s+)?(?:{_PER_UNIT})\s*$")

# Figures that count nothing to be reached: names, places in a row, ages, sizes of groups, clock times.
NO_TARGET = re.compile(
	r"(?:năm học|nhiệm kỳ|giai đoạn|khóa|nk)\s*\d{4}\s*[-–/]\s*\d{2,4}|(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)|(?<![^\W\d_])(?:năm|year)\s+(?:19|20)\d{2}(?!\d)"
	r"|(?:điều|khoản|điểm|mục|chương|phần|article|section|chapter|khóa|lần thứ|lần(?=\s+\d+\s+(?:trước|trong|vào|từ|ngày))|thứ|bước|vòng(?!\s\d[\d.]*\s(?:đồng|triệu))|đợt|(?<!học )tập|câu|(?<!mỗi )(?<!hàng )(?<!hằng )(?<!một )(?<!từng )tuần|(?<!each )(?<!every )(?<!per )(?<!a )week|trang|phụ lục|mẫu(?: số)?|biểu(?: số)?|hội nghị (?:tw|trung ương)|trung ương|tw|số điện thoại|đt|sđt|tel|phone|fax)\s*:?\s*(?:số )?\d[\d.]*(?:\s*,\s*\d+)*(?:\s*(?:và|,|-|–|đến)\s*\d+(?!\s*[^\W\d_]))?"
	r"|(?<![^\W\d_])(?<!mỗi )(?<!từng )(?<!một )(?:nghị quyết|chỉ thị|quy định|kết luận|thông tư|đề án|chương trình|dự án|số|tổ|khối|lớp|phòng|nhà|thôn|xóm|phường|quận|ngõ|khu|tổ dân phố|mức(?: độ)?|cấp độ|hạng|loại|bậc|hệ|nhóm|đội|chi bộ|chi đoàn|no\.?|level|grade|class|group|team|room|loại hình)(?!\s+\d+\s(?:tuần|tháng) (?:một|1) lần)(?!\s+\d[\d.,]*\s*(?:đồng(?! chí)|nghìn|ngàn|triệu|tỷ|vnd)(?![^\W\d_]))\s+\d+(?:[./]\d+)*(?:\s*[,và-]+\s*\d+(?=\s*(?:tuổi|,|$|[.;)])))*(?!\s*%|\d|,\d+\s*%)(?!\s*(?:lần|buổi|cuộc|bài|tiết|người|đồng chí|đ/c|giáo viên|học sinh|chuyên đề|lượt|đợt|sản phẩm|hộ)\b)[a-zđ]?(?=\s*(?:tuổi|[^\W\d_]|$|[.,;:()“”\"]))"
	r"|\d+(?:\s*[-–,và]+\s*\d+)*\s*tuổi(?![^\W\d_])|(?<!quá )(?<!đa )(?<!dưới )(?<!thiểu )(?<!\d)\d{1,2}\s*(?:giờ|h)\s*\d{0,2}(?:\s*phút)?(?= (?:ngày|sáng|chiều|tối|thứ)|[,;.]|$)|\d{1,2}[h:]\d{2}|(?<!\d)0\d{2,3}[. ]?\d{3}[. ]?\d{3,4}(?!\d)"
	r"|(?:[2-9]|0[2-9]|1\d|hai|ba|sáu)\s*(?:tháng|tuần|năm|quý)\s*/?\s*(?:một|01|1)?\s*lần"
	r"|every (?:two|three|four|\d+) (?:weeks?|days?|months?)|(?:mùng|mồng)\s+\d+|(?:under|over|aged?|below|above)\s+(?:[a-z]+|\d+(?:\s?[-–]\s?\d+)?)(?=\s(?:years?|months?|stays?|are|is|have|has|receive|get|,))|aged?\s\d+(?:\s?[-–]\s?\d+)?(?:\s(?:years?|months?))?"
	r"|covid\s*-?\s*19|kỷ niệm\s+\d+\s+năm|lần thứ\s+\w+|\d+\s+năm\s+(?:ngày|thành lập|chiến thắng|giải phóng)|(?:kết thúc|sau|trong vòng|trong|trước|within)\s+\d+\s+(?:ngày|giờ|tháng|năm|tuần|days?|hours?)(?![^\W\d_])"
	r"|\d+\s*(?:ngày|ngày làm việc|days?)(?= (?:kể từ|trước|sau|tính|before|after))|(?:6|sáu|06|9|09|3|03) tháng (?:đầu|cuối)|\d+ sao(?![^\W\d_])|5s\b|4\.0|\d{1,2}(?:st|nd|rd|th)(?![^\W\d_])|(?<!sĩ )(?<!sỹ )(?<!tổng )(?<!dân )(?<!quân )(?:số|no\.?)\s*\d+(?!\d|[.,]\d+\s*%|\s*%)"
)
IS_PERIOD = re.compile(r"\s*(?:tháng|năm|ngày|quý|kỳ(?! (?:thủ|thi))|học kỳ|tuần|tuổi|năm học)(?![^\W\d_])")
DURATION = re.compile(
	r"\s*(?P<unit>ngày làm việc|ngày|tuần|tháng|năm|giờ|phút|working days|days|weeks|months|hours)(?![^\W\d_])(?! (?:tuổi|công tác|liên tục|được|học|trước|sau|kể từ|tính từ|nay|tới|before|after|of age))"
)
# "gửi tài liệu trước ít nhất 03 ngày" says when.
BEFORE_WHEN = re.compile(
	r"(?:trước|sau|cách|chậm nhất|before|after) (?:ít nhất |tối thiểu |không quá |tối đa |at least |at most )?$"
)
NOT_A_UNIT = re.compile(
	r"\s*(?:trong|của|là|và|hoặc|với|cho|thì|nên|được|có|để|do|bởi|tại|đến|tới|theo|trở|về|các|những|số(?!\s?/)|trên|dưới|năm|tháng|ngày|quý|tuổi|in|of|the|and|or|to)(?![^\W\d_])"
)


def per_of(match: re.Match[str]) -> str:
	groups = match.groupdict()
	return next(name for name, _words in _PER_UNITS if groups.get(name) is not None)
