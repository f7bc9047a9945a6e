"""Words of the genre. All in the form that `canon` gives: lower case, tone on the first vowel (hòa, ủy).

Collected from yearly plans, resolutions, inspection and union plans of schools, offices, residential cells and
co-operatives; a word belongs here when it is a habit of the genre, never because one document has it.
"""

import re

# First words of a piece of work. A line that starts with one of them asks somebody to do something.
ACTION_VERBS = tuple(
	sorted(
		"""
		ban hành|báo cáo|bảo đảm|bảo vệ|bàn giao|bầu|biểu dương|bình xét|bố trí|bồi dưỡng|bổ sung|cải tạo|cải tiến|cập nhật|cấp
		chăm lo|chấm dứt|chấn chỉnh|chấp hành|chỉ đạo|chia sẻ|chọn|chống|chú trọng|chủ động|chủ trì|chuẩn bị|chuyển|công bố
		công khai|cung cấp|củng cố|cử|dạy|dự|duy trì|duyệt|dự thảo|đánh giá|đào tạo|đảm bảo|đăng|đăng ký|đầu tư|đẩy mạnh|đề cử
		đề nghị|đề ra|đề xuất|định hướng|định kỳ|đóng|đóng góp|đôn đốc|đổi mới|động viên|đưa|đối chiếu|gặp mặt|ghi|giải quyết|giám sát
		giao|giáo dục|giới thiệu|giúp|giúp đỡ|giữ|giữ gìn|giữ vững|góp ý|gửi|hoàn chỉnh|hoàn thành|hoàn thiện|học tập|họp|hỗ trợ
		huy động|hướng dẫn|hưởng ứng|kê khai|kết nạp|kết hợp|khai thác|khảo sát|khắc phục|khen thưởng|khuyến khích|kịp thời
		kiểm điểm|kiểm kê|kiểm tra|kiện toàn|ký|lãnh đạo|làm|lập|lấy|lên|lồng ghép|luân chuyển|lựa chọn|lưu|lưu trữ|mở|mở rộng
		mua|mua sắm|nâng cao|nâng|nắm|nắm bắt|nêu cao|nghiêm túc|nghiên cứu|nghiệm thu|nhân rộng|nộp|ổn định|phản ánh|phát động
		phát hành|phát hiện|phát huy|phát triển|phân công|phê duyệt|phổ biến|phối hợp|phòng|phòng chống|phòng ngừa|phụ trách|quan tâm
		quản lý|quán triệt|quy hoạch|quyên góp|rà soát|ra|rèn luyện|sắp xếp|sinh hoạt|soạn|sơ kết|sửa|sửa chữa|tạo|tập huấn
		tập hợp|tập trung|tăng cường|tặng|thanh toán|tham dự|tham gia|tham mưu|thảo luận|thăm|thẩm định|theo dõi|thi đua|thiết kế
		thông báo|thông qua|thu|thu chi|thu nộp|thúc đẩy|thực hành|thực hiện|thường xuyên|tích cực|tiến hành|tiếp|tiếp nhận|tiếp thu|tiếp tục
		tiết kiệm|tìm|tìm hiểu|tổ chức|tổng hợp|tổng kết|trang bị|trao|treo|triển khai|trình|trồng|truyên truyền|tuyên dương|tuyên truyền
		tự|từng bước|tuyển|ứng dụng|ủng hộ|vận động|vận dụng|viết|vệ sinh|xác định|xác minh|xem xét|xét|xây dựng|xử lý|yêu cầu|ưu tiên
		nhận xét|nhắc nhở|ngăn chặn|ngăn ngừa|nghỉ|nuôi dưỡng|chăm sóc|quyết toán|dọn|phân loại|phân bổ|phân tích|điều chỉnh|điều hành|điều phối|điều tiết
		kiên quyết|khẩn trương|luôn|luôn luôn|tổng vệ sinh|bám sát|căn cứ kết quả|chúc mừng|chúc tết|dâng hương|đón|đọc|kỷ niệm|mít tinh
		hội thảo|kết nghĩa|khai giảng|khai mạc|bế giảng|nhập|xuất|in|phô tô|scan|số hóa|chụp|quay|ra quân|lắp đặt|kiểm soát|liên hệ
		cụ thể hóa|giao ban|thống nhất|quyết định|bàn|nhắc|sưu tầm|biên soạn|thành lập|hoàn tất|cấp phát|gương mẫu|nêu gương|giao lưu|chỉnh sửa|truyền thông|trưng bày
		thẩm tra|bình chọn|rút kinh nghiệm|sao lưu|thao giảng|dự giờ|ôn tập|ra đề|chấm|khám|tiêm|tuyển sinh|thông tin|quảng bá|vay|hiến|hòa giải|tuần tra|canh gác|nạo vét
		tri ân|truy thu|tọa đàm|trực|vinh danh|xin|xúc tiến|đi|họp mặt|cam kết|chỉnh lý|chỉnh trang|cử tuyển|khởi công|nghiệm túc|nghe|mời|nhận|chốt|tham quan|dự trù|dự toán|trả lời|thuê|khởi động|bình bệnh án|hội ý|kéo giảm|thay thế|thử nghiệm|thí điểm|tạm ứng|tiêu hủy|tiêm chủng|tham vấn|tháo gỡ|thu gom|thu hồi|trợ cấp|rút ngắn|gắn|vào sổ|giải ngân|truyền đạt|tư vấn|soát xét|soát|xem lại|sơn|sơn sửa|đặt mua|góp|lau chùi|lắp|nêu|nhờ|quét dọn|tháo dỡ|thay|trả|vẽ|xếp|xóa|chia nhỏ|niêm yết|luân phiên|phân phối|chấm điểm|ghi chép|ghi biên bản|gặp|gặp gỡ|thăm hỏi|nhập liệu|phun|rải|tiêu độc|tưới|bón|gieo|thu hoạch|ươm|cân|đếm|dán|dựng|đóng gói|nâng cấp|bảo dưỡng|bảo trì|bảo quản|kiểm đếm|phục vụ|đưa đón|hội chẩn|chuyển giao|đấu nối|vận hành|tuyển chọn|huấn luyện|chào cờ|phụ đạo|ôn luyện|biên tập|trưng cầu|thương thảo|đàm phán|đấu giá|đấu thầu|chi trả|lo|lo liệu|đảm nhận|đảm nhiệm|đỡ đầu|phân phát|cho trẻ|cho học sinh
		""".replace("\n", "|")
		.replace("\t", "")
		.split("|"),
		key=len,
		reverse=True,
	)
)
ACTION_VERBS = tuple(verb for verb in (one.strip() for one in ACTION_VERBS) if verb)
ACTION_VERBS_ENGLISH = tuple(
	[
		"adopt",
		"analyse",
		"analyze",
		"appoint",
		"approve",
		"arrange",
		"assess",
		"assign",
		"attend",
		"audit",
		"build",
		"buy",
		"carry",
		"check",
		"clean",
		"collect",
		"commend",
		"complete",
		"conduct",
		"consult",
		"continue",
		"convene",
		"coordinate",
		"co-ordinate",
		"create",
		"deliver",
		"develop",
		"discuss",
		"distribute",
		"draft",
		"draw",
		"drive",
		"educate",
		"elect",
		"encourage",
		"ensure",
		"establish",
		"evaluate",
		"examine",
		"finalise",
		"finalize",
		"finish",
		"follow",
		"guide",
		"hand",
		"help",
		"hold",
		"host",
		"identify",
		"implement",
		"improve",
		"inform",
		"donate",
		"honour",
		"honor",
		"tutor",
		"award",
		"spend",
		"give",
		"offer",
		"screen",
		"increase",
		"inspect",
		"install",
		"introduce",
		"invite",
		"issue",
		"join",
		"keep",
		"launch",
		"lead",
		"maintain",
		"make",
		"manage",
		"meet",
		"monitor",
		"nominate",
		"note",
		"observe",
		"open",
		"organise",
		"organize",
		"oversee",
		"participate",
		"pay",
		"plan",
		"plant",
		"prepare",
		"present",
		"prevent",
		"print",
		"promote",
		"propose",
		"provide",
		"publish",
		"raise",
		"recruit",
		"record",
		"reduce",
		"register",
		"remind",
		"renew",
		"repair",
		"replace",
		"report",
		"require",
		"review",
		"revise",
		"run",
		"schedule",
		"secure",
		"send",
		"set",
		"settle",
		"sign",
		"strengthen",
		"study",
		"submit",
		"summarise",
		"summarize",
		"supervise",
		"support",
		"survey",
		"teach",
		"test",
		"train",
		"translate",
		"turn",
		"bring",
		"take",
		"put",
		"serve",
		"update",
		"upgrade",
		"verify",
		"visit",
		"welcome",
		"write",
	]
)
_VERB = re.compile(r"(?:" + "|".join(map(re.escape, ACTION_VERBS)) + r")(?![^\W\d_])")
_VERB_ENGLISH = re.compile(r"(?:" + "|".join(ACTION_VERBS_ENGLISH) + r")\b")


def starts_with_action(low: str) -> str:
	"""The action verb at the head of a canonical text, "" if there is none."""
	found = _VERB.match(low) or _VERB_ENGLISH.match(low)
	return found.group() if found else ""


# "Thời gian: quý II" tells of the work above; the words before the colon.
DETAIL_LABELS = re.compile(
	r"(?:(?:về )?(?:thời gian|thời hạn|thời điểm|địa điểm|thành phần|đối tượng|nội dung|hình thức|phương pháp|kinh phí|nguồn kinh phí|số lượng"
	r"|(?:người|cán bộ|đồng chí|đ/c|bộ phận) (?:thực hiện|phụ trách|chủ trì|chịu trách nhiệm|kiểm tra|giám sát|theo dõi|đôn đốc|tham mưu|phối hợp|duyệt)|lực lượng|pt|p/t|kết quả cần đạt|đơn vị (?:thực hiện|chủ trì|phối hợp)|chủ trì|phối hợp|phụ trách"
	r"|phân công|thực hiện|trách nhiệm|sản phẩm|kết quả|yêu cầu|tiến độ|mốc (?:thời gian )?(?:kiểm tra|giám sát)|mốc thời gian|(?:tổ|đoàn) (?:kiểm tra|giám sát|công tác)|thành viên|tổ trưởng|trưởng đoàn|tổ viên|niên độ"
	r"|time|date|deadline|due(?: date)?|place|venue|who|when|where|lead|responsible|participants|content|scope|budget|output|method)"
	r"(?: (?:thực hiện|hoàn thành|kiểm tra|giám sát|tổ chức|tiến hành|tham gia|tham dự|dự kiến|được kiểm tra|được giám sát|dự|nghiệm thu))*)"
	r"\s*:\s*(?=\S)"
)
# Lines that announce a list and hold nothing of their own.
ANNOUNCEMENT = re.compile(
	r"(?:(?:cụ thể|trong đó|bao gồm|gồm|như sau|gồm có|chi tiết|với các|theo các|specifically|as follows|including)\b.*"
	r"|(?:phấn đấu|đăng ký|thực hiện|hoàn thành|đạt)(?: \w+){0,4} (?:chỉ tiêu|danh hiệu|mục tiêu)\b[^\d%]*"
	r"|(?:các|những|một số|hệ thống|the)\s+(?:chỉ tiêu|danh hiệu|nội dung|giải pháp|nhiệm vụ|biện pháp|hoạt động|mục tiêu|yêu cầu|công việc"
	r"|following)\b.*"
	r"|(?:chỉ tiêu|danh hiệu|nội dung|giải pháp|nhiệm vụ|biện pháp|mục tiêu|yêu cầu|targets?|tasks?|solutions?)\b[^.]*)"
)
