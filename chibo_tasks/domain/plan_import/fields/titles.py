"""The post that stands beside a name: "Nguyễn Thị Hoa - Bí thư chi bộ, Trưởng phòng Tổ chức - Hành chính"."""

import re

from .bodies import body_at

_HEADS = (
	r"phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó hiệu trưởng|hiệu phó|hiệu trưởng|phó (?:tổng )?giám đốc|(?:tổng )?giám đốc|phó trưởng phòng|phó phòng|trưởng phòng|tổ phó|tổ trưởng|nhóm trưởng"
	r"|phó trưởng ban|trưởng ban|trưởng thôn|trưởng ấp|trưởng khu phố|trưởng khóm|trưởng bản|trưởng xóm|khối trưởng|trưởng bộ phận|quản đốc|trưởng trạm|phó trạm|phó trưởng khoa|phó khoa|trưởng khoa"
	r"|điều dưỡng trưởng|hộ sinh trưởng|kỹ thuật viên trưởng|chi ủy viên|đảng ủy viên|cấp ủy viên|ủy viên|kế toán(?: trưởng)?|thủ quỹ|thủ kho|văn thư|thư ký|nhân viên y tế|y tế|tổng phụ trách(?: đội)?"
	r"|tpt(?: đội)?|p?btcb|p?bt|p?btđu|p?ctcđ|p?btcđ|pht|pct|ttcm|tpcm|cuv|giáo viên chủ nhiệm|gvcn|gvbm|giáo viên bộ môn|cán bộ phụ trách|phó chủ nhiệm|chủ nhiệm|bếp trưởng|trưởng bộ môn|phó bộ môn|trưởng ngành|cố vấn học tập|giáo viên hướng dẫn|chi hội trưởng|chi hội phó|chánh văn phòng|đội trưởng|phó chánh văn phòng|chánh thanh tra"
)
# What a plan calls somebody by: posts, each of which can stand for the person.
POSTS = (
	_HEADS
	+ r"|trưởng các (?:đoàn thể|bộ phận|ban ngành|tổ)|người đứng đầu các đoàn thể|phụ trách các bộ phận"
)
OF = r"(?:\s+(?:kiêm nhiệm|htx|hợp tác xã|công ty|bệnh viện|trung tâm|khoa|hội đồng|kiêm chức|chuyên trách|cđcs|cđ|chi bộ|chi ủy|(?:đảng ủy|đoàn|hội|công đoàn|ubnd|hđnd|mttq|công an)(?: (?:xã|phường|thị trấn|huyện|trường|cơ sở|phụ nữ|nông dân))?|chi đoàn|nhà trường|trường|chuyên môn|đảng|liên đội|(?:khối|lớp)(?: \d+)?|xã|phường|thôn|cơ quan|văn phòng|tổ(?! chức)(?: (?:chuyên môn|văn phòng|xã hội|tự nhiên|dân phố|đảng))?(?: \d+)?))?"
ENGLISH_POSTS = (
	r"(?:the )?(?:deputy )?heads? of (?:the )?(?:\w+ )?(?:department|office|group|section|unit|team|branch|class)(?:es|s)?|(?:the )?(?:class|subject|homeroom) teachers?"
	r"|(?:the )?(?:deputy )?(?:party )?(?:cell secretary|secretary|principal|vice[ -]principal|deputy principal|treasurer|accountant|chair(?:man|woman|person)?|head teacher|deputy head|librarian|school nurse|office manager)"
	r"|(?:the )?(?:(?:head|chief|senior|deputy|assistant|vice|school|ward|charge|team|group|union|project|line|safety|training|finance|human resources|hr|communications?|quality|branch|youth) ){1,2}(?:nurse|officer|manager|director|leader|coordinator|supervisor|technician|clerk|engineer|secretary|trainer|teacher|doctor)s?"
	r"|the (?:head|director|manager|midwife|doctor|nurse)(?! (?:of|teacher|office))|pharmacist|midwife"
)
# Said of somebody only behind a name.
_PLAIN = r"đảng viên|giáo viên|nhân viên|chuyên viên|cán bộ|công chức|bác sĩ|bác sỹ|dược sĩ|điều dưỡng|hộ sinh|kỹ sư|chi ủy|đảng ủy|ht|hp|ct"
POST = re.compile(rf"(?:{POSTS}|{ENGLISH_POSTS}|{_PLAIN}){OF}(?![^\W\d_])")
POST_HEAD = re.compile(rf"(?:{POSTS}){OF}(?![^\W\d_])")
_SEPARATOR = re.compile(r"\s*(?:[-–,]|(?P<bracket>\())\s*")
_AND_ALSO = re.compile(r"\s*(?:[-–,]|kiêm|và|,\s*kiêm)\s*")
# "trưởng khoa Nội": the body begins with the last word of the post.
_BODY_IN_POST = re.compile(
	r"(?:phòng|khoa|ban|tổ|trạm|xóm|bộ phận|văn phòng|công đoàn|chi đoàn|đoàn|hội|trường)$"
)


def post_end(text: str, low: str, place: int) -> int:
	"""Where a post that begins at a place ends, with the body it belongs to; -1 where none begins.

	Args:
		text, low: clean and canonical text, of the same length.
		place: where the post would begin.
	"""
	post = POST.match(low, place)
	if post is None:
		return -1
	end = post.end()
	inside = _BODY_IN_POST.search(low, place, end)
	start = inside.start() if inside else end + 1
	if start < len(low) and (inside or low[end : end + 1] == " "):
		end = max(end, body_at(text, low, start))
	return end


def title_behind(text: str, low: str, place: int) -> tuple[int, str]:
	"""Where the posts behind a name end, brackets included, and their words; (-1, "") where there are none.

	Args:
		text, low: clean and canonical text, of the same length.
		place: where the name ends.
	"""
	separator = _SEPARATOR.match(low, place)
	if separator is None:
		return -1, ""
	start = separator.end()
	end = post_end(text, low, start)
	if end < 0:
		return -1, ""
	while True:
		also = _AND_ALSO.match(low, end)
		further = post_end(text, low, also.end()) if also else -1
		if further < 0:
			break
		end = further
	words = low[start:end]
	if separator["bracket"]:
		closing = low.find(")", end)
		end = closing + 1 if 0 <= closing <= end + 40 else end
	return end, words
