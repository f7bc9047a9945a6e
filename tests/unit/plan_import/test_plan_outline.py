"""Numbers, bullets and headings become the tree that the eye sees."""

import pytest

from chibo_tasks.domain.plan_import import read_text
from chibo_tasks.domain.plan_import.markers import split_marker


@pytest.mark.parametrize(
	("line", "family", "label", "rest"),
	[
		("III. Nhiệm vụ", "roman", "III", "Nhiệm vụ"),
		("IV/ GIẢI PHÁP", "roman", "IV", "GIẢI PHÁP"),
		("II - KẾT QUẢ", "roman", "II", "KẾT QUẢ"),
		("A. TÌNH HÌNH", "capital", "A", "TÌNH HÌNH"),
		("Phần thứ hai: Nhiệm vụ", "part", "II", "Nhiệm vụ"),
		("1. Họp", "decimal", "1", "Họp"),
		("1/ Họp", "decimal", "1", "Họp"),
		("1.2.3. Họp", "decimal", "1.2.3", "Họp"),
		("1.1 Họp", "decimal", "1.1", "Họp"),
		("2) Họp", "enclosed", "2", "Họp"),
		("đ) Họp", "letter", "đ", "Họp"),
		("(a) Meet", "letter", "a", "Meet"),
		("ii) Meet", "roman_low", "ii", "Meet"),
		("-100% đảng viên", "dash", "", "100% đảng viên"),
		("– Họp", "dash", "", "Họp"),
		("+ Họp", "plus", "", "Họp"),
		("* Về công tác đoàn", "star", "", "Về công tác đoàn"),
		("• Họp", "dot", "", "Họp"),
		("o Họp", "dot", "", "Họp"),
	],
)
def test_a_number_or_bullet_is_told_from_the_text(line, family, label, rest):
	marker, text = split_marker(line)
	assert (marker.family, marker.label, text) == (family, label, rest)


@pytest.mark.parametrize(
	"line",
	[
		"02 quần chúng ưu tú",
		"15/3/2024: họp chi bộ",
		"1-2 bài viết",
		"1.5 triệu đồng",
		"1.200 cháu",
		"đ/c Hoa phụ trách",
		"V.I. Lê-nin",
		"Phần mềm quản lý",
		"07 giờ 30",
		"2024. Năm bản lề",
		"18/CT-TTg vào sinh hoạt",
		"05-CT/TW của Bộ Chính trị",
	],
)
def test_figures_dates_and_names_are_no_numbers(line):
	assert split_marker(line)[0] is None


def outline(text):
	return [(item.section_path, item.kind, item.level, item.text) for item in read_text(text).items]


def test_star_stands_above_dash_and_plus_below_both():
	reading = read_text(
		"I. NHIỆM VỤ\n1. Công tác tổ chức:\n* Về cán bộ:\n- Rà soát quy hoạch\n+ Lập danh sách\n- Cử đi học\n* Về đảng viên:\n- Thu phí"
	)
	parents = {item.text: item.parent for item in reading.items}
	positions = {item.text: item.position for item in reading.items}
	assert parents["Rà soát quy hoạch"] == positions["Về cán bộ:"]
	assert parents["Lập danh sách"] == positions["Rà soát quy hoạch"]
	assert parents["Cử đi học"] == positions["Về cán bộ:"]
	assert parents["Thu phí"] == positions["Về đảng viên:"]
	assert {item.section_path for item in reading.items if item.marker in "-+*"} == {"I.1"}


def test_other_bullets_are_ordered_as_the_document_uses_them():
	reading = read_text(
		"II. GIẢI PHÁP\n• Tổ chức học tập, gồm:\n- Mời báo cáo viên\n- In tài liệu\n• Kiểm tra sổ sách\n- Chi bộ kiểm tra"
	)
	by_text = {item.text: item for item in reading.items}
	assert by_text["In tài liệu"].parent == by_text["Tổ chức học tập, gồm:"].position
	assert by_text["Kiểm tra sổ sách"].parent == by_text["GIẢI PHÁP"].position


def test_decimal_numbers_take_the_place_of_the_number_they_repeat():
	paths = [
		row[0]
		for row in outline(
			"II. NỘI DUNG\n1. Công tác A:\n1.1. Tổ chức họp\n1.2. Lập danh sách\n2. Công tác B:\na) Viết bài\nb) Gửi bài"
		)
	]
	assert paths == ["II", "II.1", "II.1.1", "II.1.2", "II.2", "II.2.a", "II.2.b"]


def test_numbers_start_again_under_a_month():
	reading = read_text(
		"KẾ HOẠCH\nNăm 2024\nII. CÔNG VIỆC TỪNG THÁNG\nTháng 1\n1. Họp chi bộ\n2. Thu đảng phí\nTháng 2\n1. Chúc Tết\n2. Trực Tết"
	)
	by_text = {item.text: item for item in reading.items}
	assert by_text["Chúc Tết"].parent == by_text["Tháng 2"].position
	assert by_text["Trực Tết"].parent == by_text["Tháng 2"].position
	assert by_text["Tháng 2"].part == "period"


def test_an_unmarked_paragraph_follows_the_item_above():
	reading = read_text(
		"IV. GIẢI PHÁP\n1. Tăng cường kiểm tra việc chấp hành quy chế làm việc của các tổ.\nThường xuyên đôn đốc các tổ báo cáo.\n2. Phối hợp với công đoàn."
	)
	follow = reading.items[2]
	assert follow.parent == 2
	assert follow.section_path == "IV.1"
	assert follow.kind == "task"


def test_nothing_after_the_recipients_is_work():
	reading = read_text(
		"KẾ HOẠCH\nI. NHIỆM VỤ\n- Họp chi bộ\nTrên đây là kế hoạch của chi bộ./.\nNơi nhận:\n- Đảng ủy;\n- Lưu chi bộ.\nT/M CHI BỘ\nBÍ THƯ\n(Đã ký)\nNguyễn Thị Mơ"
	)
	assert [item.part for item in reading.items[3:]] == [
		"closing",
		"recipient_head",
		"recipient",
		"recipient",
		*["signature"] * 4,
	]
	assert reading.recipients == ("Đảng ủy;", "Lưu chi bộ.")
