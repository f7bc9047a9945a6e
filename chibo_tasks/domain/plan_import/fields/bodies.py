"""Bodies that no list can hold: "Ban Thường vụ Đoàn phường", "Phòng Kế hoạch - Tổng hợp", "Các tổ dân phố".

Such a name begins with a word for a kind of body and goes on over its capitalised words and nouns, up to a verb.
"""

import re

from ..lexicon import starts_with_action

_KINDS = (
	"ủy ban kiểm tra(?: công đoàn| đảng ủy| huyện ủy)?|hội đồng (?:thẩm định|nghiệm thu|thi đua|kỷ luật|sáng kiến|khoa học)|bộ môn|công an|cảnh sát|dân phòng|dân quân|ban chỉ huy|bưu điện|đồn|đài truyền thanh|hội cha mẹ|doanh nghiệp|thư viện|phòng|khoa|tổ|nhóm|hội|đoàn|chi hội|chi đoàn|liên đoàn|trung tâm|đội|ủy ban|xưởng|phân xưởng|cụm|khối|trạm|viện|sở|thành đoàn"
	"|tỉnh đoàn|huyện đoàn|quận đoàn|thành ủy|huyện ủy|tỉnh ủy|quận ủy|đảng ủy|đảng bộ|công ty|mặt trận|hội đồng|tiểu ban|clb|câu lạc bộ|thường trực|bch|btv"
	"|ban chấp hành|ban thường vụ|công đoàn|chi bộ|chi ủy|cấp ủy|văn phòng|giáo viên|nhân viên|cán bộ|chuyên viên|kế toán|trường|cơ quan|bộ phận|ban|tổ trưởng|trưởng"
	"|liên đội|phân đoàn|hợp tác xã|htx|ngân hàng|bệnh viện|ubnd|hđnd|ubmttq|mttq|lđlđ|hội đồng|kho bạc|chi cục|trạm|xí nghiệp|chi nhánh|nhà văn hóa"
)
_BODY = re.compile(rf"(?<![^\W\d_])(?:các |mỗi |từng )?(?:{_KINDS})(?![^\W\d_])")
_NO_BODY = re.compile(
	r"(?:các |mỗi |từng )?(?:tổ chức|ban hành|ban ngày|hội thảo|hội nghị|hội thi|hội trại|hội giảng|hội thao|hội diễn|hội họp|hội viên|hội chợ|hội nhập|hội tụ|hội ý|hội khỏe|hội xuân|hội sách|đoàn kết|đoàn viên|đoàn thể|đội ngũ|đội hình"
	r"|khối lượng|phòng,? ?chống|phòng ngừa|phòng học|phòng tránh|khoa học|tổ quốc|sở hữu|sở thích|nhóm trẻ|khối kiến|trưởng thành|cán bộ,|trường hợp|trường lớp|trường học|viện phí|trạm dừng|ban đầu)(?![^\W\d_])"
)
_WORD = re.compile(r"(?:\s+[-–]\s+(?=[A-ZĐ])|\s+)(?P<word>[^\s,;:.()“”\"!?/]+)")
_STOP = re.compile(
	r"(?:khoảng|giải ngân|sáng|chiều|tối|với|về|cho|tại|để|trong|từ|đến|tới|theo|nhằm|có|là|được|bị|đã|sẽ|cần|phải|không|chủ trì|chịu|tham mưu|của|khi|nếu|này|trên|bằng|vào|do|trước|sau|hàng|hằng|mỗi|định kỳ|cùng|phối hợp|trực tiếp"
	r"|và|hoặc|đồng thời|tự|xong|cơ bản|hiện|thì|cũng|ngày|tháng|quý|năm|cụ thể|nơi|đảm nhận|đảm nhiệm|đảm trách|tối thiểu|ít nhất|đạt|giỏi|thực|đi|ra|phát|gửi|mua|nấu|dựng|cắm|thắp|quét|vẽ|thi|kẻ|đúng|kịp|\d+%?)(?![^\W\d_])"
)
# Nouns one of whose words is a verb by itself: "Tổ Khoa học tự nhiên", "Phòng Kế hoạch sản xuất".
_COMPOUND = re.compile(
	r"(?:đào tạo|biên phòng|cấp dưỡng|quốc phòng|trật tự|tự nhiên|tự vệ|sản xuất|xuất nhập khẩu|dự án|đề án)(?![^\W\d_])"
)
# Second halves of the names of state and Party bodies: "Ban Tuyên giáo và Dân vận", "Phòng Giáo dục và Đào tạo"
_JOINS = re.compile(
	r"và (?:Dân vận|Đào tạo|Môi trường|Công nghệ|Du lịch|Thể thao|Đô thị|Hạ tầng|Xã hội|Đầu tư|Phát triển|Truyền thông|Thông tin|Thương binh|Công nghiệp)(?![^\W\d_])"
)
# A body that is named by what it does: "Tổ giám sát bữa ăn chịu trách nhiệm"
_NAMED_BY_WORK = re.compile(
	r"(?:tổ|đoàn|đội|ban|nhóm) (?:giám sát|kiểm tra|tuyên truyền|hướng dẫn|vận động|phục vụ|quản lý|xây dựng|chăm sóc|hỗ trợ|đón tiếp)(?: (?!chịu|chủ trì|phụ trách|phối hợp)[^\W\d_]+){1,3}(?= (?:chịu trách nhiệm|chủ trì|phụ trách)(?![^\W\d_]))"
)
_MOST_WORDS = 7


def body_at(text: str, low: str, place: int) -> int:
	"""Where the name of a body that begins at a place ends, -1 where none does.

	Args:
		text, low: clean and canonical text, of the same length.
		place: where the name would begin.
	"""
	working = _NAMED_BY_WORK.match(low, place)
	if working:
		return working.end()
	found = _BODY.match(low, place)
	if found is None or _NO_BODY.match(low, place):
		return -1
	end = found.end()
	named = _WORD.match(text, end)
	if not text[place].isupper() and not (named and named["word"][0].isupper()):
		return -1
	for _count in range(_MOST_WORDS):
		word = _WORD.match(text, end)
		if word is None:
			break
		start = word.start("word")
		capital = text[start].isupper()
		if (
			not capital
			and not _COMPOUND.match(low, start)
			and not _ends_kind(low, end, word.end())
			and not _JOINS.match(text, start)
			and (_STOP.match(low, start) or starts_with_action(low[start : start + 40]))
		):
			break
		compound = _COMPOUND.match(low, start)
		end = compound.end() if compound else word.end()
	return end


def _ends_kind(low: str, above: int, end: int) -> bool:
	"""Whether a word closes the name of a kind of body that the word above it begins: "Tổ đảng Văn phòng"."""
	kind = _BODY.match(low, low.rfind(" ", 0, above) + 1)
	return kind is not None and kind.end() >= end


def find_bodies(text: str, low: str) -> list[tuple[int, int]]:
	"""All of them in a text that is not written in capitals."""
	if text.isupper():
		return []
	found: list[tuple[int, int]] = []
	for match in _BODY.finditer(low):
		meeting = match.group().startswith("ban") and low[: match.start()].endswith("giao ")  # "giao ban"
		if meeting or (found and match.start() < found[-1][1]):
			continue
		end = body_at(text, low, match.start())
		if end > match.start():
			found.append((match.start(), end))
	return found
