"""What the words of a line fix: the decisions of docs/plan-import.md, one sentence each."""

from datetime import date

import pytest

from chibo_tasks.domain.plan_import.fields.due import Setting, due_in_cell, due_in_text
from chibo_tasks.domain.plan_import.fields.facts import find_facts
from chibo_tasks.domain.plan_import.fields.people import heads_duties
from chibo_tasks.domain.plan_import.fields.people_cell import people_in_cell
from chibo_tasks.domain.plan_import.fields.period import month_period, plan_period
from chibo_tasks.domain.plan_import.fields.recurrence import find_recurrence
from chibo_tasks.domain.plan_import.fields.references import find_references
from chibo_tasks.domain.plan_import.fields.responsible import find_responsible
from chibo_tasks.domain.plan_import.fields.targets import find_targets

YEAR = Setting(plan_period("Kế hoạch năm 2024"))
SCHOOL = Setting(plan_period("Kế hoạch năm học 2023-2024"))
DECEMBER = Setting(plan_period("Nghị quyết tháng 12/2024"))
MARCH = Setting(plan_period("Kế hoạch năm 2024"), month_period(2024, 3))


@pytest.mark.parametrize(
	("setting", "text", "days", "inferred"),
	[
		(YEAR, "Nộp báo cáo trước ngày 25/3.", ["2024-03-25"], False),
		(YEAR, "Hoàn thành chậm nhất ngày 15 tháng 4 năm 2024.", ["2024-04-15"], False),
		(YEAR, "Đại hội từ ngày 10/3 đến ngày 12/3.", ["2024-03-12"], False),
		(YEAR, "Hoàn thành trong tháng 6.", ["2024-06-30"], True),
		(YEAR, "Thực hiện đến hết tháng 6.", ["2024-06-30"], False),
		(YEAR, "Hoàn thành trước tháng 6.", ["2024-05-31"], True),
		(YEAR, "Xong trong quý II và quý IV.", ["2024-06-30", "2024-12-31"], True),
		(YEAR, "Kiểm tra đợt 1 ngày 05/4, đợt 2 ngày 06/9.", ["2024-04-05", "2024-09-06"], False),
		(YEAR, "Tháng 5: tổ chức hội thi.", ["2024-05-31"], True),
		(YEAR, "Tháng 12: viếng nghĩa trang ngày 22/12.", ["2024-12-22"], False),
		(YEAR, "Submit the report by 30 June.", ["2024-06-30"], False),
		(YEAR, "Complete the survey by the end of May 2024.", ["2024-05-31"], False),
		(SCHOOL, "Nộp kế hoạch trước ngày 15/9.", ["2023-09-15"], False),
		(SCHOOL, "Nộp sổ điểm trước ngày 20/5.", ["2024-05-20"], False),
		(DECEMBER, "Họp chi bộ vào ngày 05/01.", ["2025-01-05"], False),
		(
			MARCH,
			"Hội thao, thi đấu ngày 11, ngày 18 và ngày 25.",
			["2024-03-11", "2024-03-18", "2024-03-25"],
			False,
		),
		(MARCH, "Thu quỹ ngày 05 hằng tháng, họp ngày 25.", ["2024-03-25"], False),
		(YEAR, "Đánh giá vào cuối tháng 6 và cuối năm.", ["2024-06-30", "2024-12-31"], True),
		(DECEMBER, "Nộp đảng phí chậm nhất ngày 10.", ["2024-12-10"], False),
		(MARCH, "Báo cáo trước ngày 20.", ["2024-03-20"], False),
		# no day is fixed, none is made up
		(YEAR, "Chào mừng ngày 20/11, lập thành tích kỷ niệm 03/02.", [], False),
		(YEAR, "Hội thi mừng ngày thành lập Đoàn 26/3.", [], False),
		(YEAR, "Trước ngày 05 hằng tháng thu đảng phí.", [], False),
		(YEAR, "Đánh giá kết quả công tác tháng 2.", [], False),
		(YEAR, "Kết nạp 02 đảng viên trong năm 2024.", [], False),
		(YEAR, "Tổng kết việc thực hiện nghị quyết ban hành ngày 12/6/2018.", [], False),
		(YEAR, "Chi bộ có 12/12 đảng viên dự họp.", [], False),
		(SCHOOL, "Hoàn thành chương trình học kỳ I.", [], False),
		(SCHOOL, "Duy trì trong cả năm học 2023-2024.", [], False),
		(Setting(plan_period("nhiệm kỳ 2025-2030")), "Hoàn thành trong tháng 6.", [], False),
	],
)
def test_due_dates_of_running_text(setting, text, days, inferred):
	masked = find_references(text)[1]
	found = due_in_text(
		text,
		"".join("\x01" if any(a <= i < b for a, b in masked) else c for i, c in enumerate(text)),
		setting,
	)
	assert ([day.isoformat() for day in found.days], found.inferred) == (days, inferred)


@pytest.mark.parametrize(
	("setting", "text", "days"),
	[
		(YEAR, "Tháng 3, 6, 9", ["2024-03-31", "2024-06-30", "2024-09-30"]),
		(YEAR, "Tháng 3 - 5", ["2024-05-31"]),
		(YEAR, "T9/2024", ["2024-09-30"]),
		(YEAR, "6 tháng đầu năm", ["2024-06-30"]),
		(YEAR, "Cuối năm", ["2024-12-31"]),
		(YEAR, "15/3 và 15/9", ["2024-03-15", "2024-09-15"]),
		(YEAR, "Cả năm", []),
		(YEAR, "Thường xuyên", []),
		(YEAR, "Hằng tháng", []),
		(SCHOOL, "Cuối năm", []),
		(SCHOOL, "Tháng 01", ["2024-01-31"]),
		(SCHOOL, "Học kỳ II", []),
	],
)
def test_due_dates_of_a_time_cell(setting, text, days):
	assert [day.isoformat() for day in due_in_cell(text, setting).days] == days


@pytest.mark.parametrize(
	("text", "days"),
	[("3", ["2024-03-31"]), ("5 - 6", ["2024-06-30"]), ("8, 9", ["2024-09-30"]), ("Quý I", ["2024-03-31"])],
)
def test_a_month_column_names_stretches(text, days):
	assert [day.isoformat() for day in due_in_cell(text, YEAR, months=True).days] == days


@pytest.mark.parametrize(
	("text", "words"),
	[
		("Sinh hoạt chi bộ hằng tháng", ["monthly"]),
		("Đánh giá hàng tháng, hàng kỳ và cuối năm", ["monthly", "semester", "yearly"]),
		("Báo cáo mỗi quý 01 lần", ["quarterly"]),
		("Họp 01 lần/tháng", ["monthly"]),
		("Sinh hoạt một tháng một lần", ["monthly"]),
		("Định kỳ 6 tháng báo cáo", ["semester"]),
		("Nộp vào ngày 20 tháng cuối quý", ["quarterly"]),
		("Trực ban hằng ngày, giao ban hằng tuần", ["daily", "weekly"]),
		("Kê khai hằng năm", ["yearly"]),
		("Meet weekly; report twice a year", ["weekly", "semester"]),
		("Họp 2 tuần một lần", []),
		("Hoàn thành trong tháng", []),
		("Chủ trì các kỳ họp", []),
	],
)
def test_recurrence(text, words):
	assert list(find_recurrence(text)[0]) == words


@pytest.mark.parametrize(
	("text", "figures"),
	[
		("100% đảng viên học nghị quyết", [(100, None, "%", "=", None)]),
		("đạt từ 80% số đảng viên trong chi bộ trở lên", [(80, None, "%", ">=", None)]),
		("bình quân 1,2 đảng viên/tháng", [(1.2, None, "đảng viên", "~", "month")]),
		("mỗi tháng có từ 1-2 bài viết", [(1, 2, "bài viết", "=", "month")]),
		("không quá 5% học sinh yếu", [(5, None, "%", "<=", None)]),
		("trên 90%, dưới 3%", [(90, None, "%", ">", None), (3, None, "%", "<", None)]),
		("ít nhất một sáng kiến/tổ", [(1, None, "sáng kiến", ">=", "unit")]),
		("mỗi đảng viên viết 01 bài thu hoạch", [(1, None, "bài thu hoạch", "=", "person")]),
		("ủng hộ 1.200.000 đồng", [(1200000, None, "đồng", "=", None)]),
		("tổ chức hai đợt hiến máu", [(2, None, "đợt", "=", None)]),
		("6/8 giáo viên giỏi", [(6, None, "giáo viên", "=", None)]),
		("at least two families per semester", [(2, None, "families", ">=", "semester")]),
		("mỗi hộ góp 02 công", [(2, None, "công", "=", "unit")]),
		("trích quỹ, tối đa 2,5 triệu đồng", [(2.5, None, "triệu đồng", "<=", None)]),
		("mức 500.000 đồng/người", [(500000, None, "đồng", "=", "person")]),
		# names, places in a row and ages count nothing
		("hoàn thành tốt mức 2, hội trường tầng 2", []),
		("thực hiện Điều 30, khoản 2", []),
		("trẻ 5 tuổi, lớp 3A, tổ 4", []),
		("kỷ niệm 94 năm thành lập Đảng", []),
		("liên hệ điện thoại 0912345678", []),
		("là một trong những trường đi đầu", []),
		("năm học 2023-2024, nhiệm kỳ 2020 - 2025", []),
	],
)
def test_targets(text, figures):
	found = find_targets(text, text)
	assert [(one.value, one.max, one.unit, one.comparator, one.per) for one in found] == figures


def test_a_target_bound_to_a_condition_says_so():
	(target,) = find_targets(*["Cử 01 đồng chí đi học (nếu có chỉ tiêu)"] * 2)
	assert target.conditional
	assert target.object == ""


@pytest.mark.parametrize(
	("text", "people"),
	[
		(
			"Giao đ/c Lê Thị Hoa chủ trì, phối hợp với Công đoàn",
			[("Lê Thị Hoa", "lead"), ("Công đoàn", "coordinate")],
		),
		("Công đoàn phối hợp với Chi đoàn tổ chức", [("Công đoàn", "lead"), ("Chi đoàn", "coordinate")]),
		("Chi ủy xây dựng kế hoạch, trình Đảng ủy phê duyệt", [("Chi ủy", "lead"), ("Đảng ủy", "approve")]),
		("Tổ gồm: đ/c Hoa - Tổ trưởng, đ/c Lan - thành viên", [("Hoa", "lead"), ("Lan", "member")]),
		("Giao các đồng chí: Hoa, Lan và Mai chuẩn bị", [("Hoa", "lead"), ("Lan", "lead"), ("Mai", "lead")]),
		("Nộp hồ sơ về Đảng ủy (đ/c Hoa)", [("Hoa", "lead")]),
		("Toàn thể đảng viên nghiêm túc thực hiện", [("Toàn thể đảng viên", "member")]),
		("Ban Thường vụ Đoàn phường phát hành bản tin", [("Ban Thường vụ Đoàn phường", "lead")]),
		(
			"Chỉ đạo các tổ chức Công đoàn, Chi đoàn báo cáo Chi ủy",
			[("Công đoàn", "lead"), ("Chi đoàn", "lead")],
		),
		("Assign Comrade Hoa to draft the report", [("Hoa", "lead")]),
		("Chi ủy giao đ/c Hoa lập danh sách", [("Hoa", "lead")]),
		(
			"Đ/c An chủ trì, đ/c Ba phối hợp, đ/c Cúc duyệt",
			[("An", "lead"), ("Ba", "coordinate"), ("Cúc", "approve")],
		),
		(
			"Phụ trách: Lê Thị Oanh; phối hợp: Trần Văn Hậu",
			[("Lê Thị Oanh", "lead"), ("Trần Văn Hậu", "coordinate")],
		),
		("PBT tham mưu kế hoạch năm", [("PBT", "lead")]),
		("Tổ chức lễ khai giảng (BGH, TPT Đội)", [("BGH", "lead"), ("TPT Đội", "lead")]),
		("Tổ đảng Văn phòng chuẩn bị hội trường", [("Tổ đảng Văn phòng", "lead")]),
		("Tổ giám sát gồm: đ/c An (tổ trưởng), đ/c Ba.", [("An", "lead"), ("Ba", "member")]),
		("Dự giờ các tổ: tổ Văn (đ/c Hoa), tổ Toán (đ/c Lan)", [("Hoa", "lead"), ("Lan", "lead")]),
		(
			"The Library Team, in coordination with the Parents' Board, organises a fair",
			[("Library Team", "lead"), ("Parents' Board", "coordinate")],
		),
		# inspected, admitted, cared for, reported to: not responsible
		("Kiểm tra đ/c Lê Văn Tám về việc chấp hành điều lệ", []),
		("Xét chuyển đảng chính thức cho đ/c Phạm Thị Lan", []),
		("Thăm hỏi đ/c Nguyễn Thị Nga ốm", []),
		("Báo cáo Đảng ủy kết quả thực hiện", []),
		("Lãnh đạo Công đoàn, Chi đoàn hoạt động", []),
		("Quán triệt nghị quyết của Chi bộ", []),
		("Kiểm tra hồ sơ các tổ: tổ Văn ngày 12/10, tổ Toán ngày 14/10", []),
		("Xây dựng quy chế phối hợp giữa Chi ủy và BGH", []),
		("Hưởng ứng các phong trào do Công đoàn phát động", []),
	],
)
def test_responsible(text, people):
	assert [(one.who.name, one.who.role) for one in find_responsible(text, text)] == people


@pytest.mark.parametrize(
	("text", "people"),
	[
		("Đ/c Hoa, Lan và Mai", [("Hoa", "lead"), ("Lan", "lead"), ("Mai", "lead")]),
		("Đ/c Hoa (tổ trưởng), đ/c Lan", [("Hoa", "lead"), ("Lan", "member")]),
		(
			"Đ/c Hoa (chủ trì); Chi đoàn, BGH (phối hợp)",
			[("Hoa", "lead"), ("Chi đoàn", "coordinate"), ("BGH", "coordinate")],
		),
		("Đ/c Trần Thị Nga, Bí thư chi bộ", [("Trần Thị Nga", "lead")]),
		("Cán bộ, giáo viên, nhân viên", [("Cán bộ, giáo viên, nhân viên", "lead")]),
		("Công đoàn + Chi đoàn", [("Công đoàn", "lead"), ("Chi đoàn", "lead")]),
		("-", []),
	],
)
def test_people_of_a_cell(text, people):
	assert [(one.name, one.role) for one in people_in_cell(text, "lead")] == people


@pytest.mark.parametrize(
	("text", "name"),
	[
		("Đồng chí Lê Thị Hoa - Bí thư chi bộ:", "Lê Thị Hoa"),
		("Đ/c Kiều Anh Dũng, Bí thư Chi bộ, Trưởng phòng", "Kiều Anh Dũng"),
		("Đối với Công đoàn:", "Công đoàn"),
		("Phó Bí thư chi bộ", "Phó Bí thư chi bộ"),
		("Công đoàn tổ chức hội thi", ""),
		("Công tác đoàn thể", ""),
	],
)
def test_a_heading_that_names_whose_duties_follow(text, name):
	assert heads_duties(text) == ((name,) if name else ())


@pytest.mark.parametrize(
	("text", "references"),
	[
		(
			"Nghị quyết số 29-NQ/TW ngày 04/11/2013 của BCH TW về đổi mới",
			[("Nghị quyết", "29-NQ/TW", "2013-11-04", "BCH TW")],
		),
		("Chỉ thị 05-CT/TW của Bộ Chính trị khóa XII", [("Chỉ thị", "05-CT/TW", None, "Bộ Chính trị")]),
		(
			"Kế hoạch số 5-KH/ĐU của Đảng ủy, ngày 12/01/2024",
			[("Kế hoạch", "5-KH/ĐU", "2024-01-12", "Đảng ủy")],
		),
		(
			"NQ số 18, 19-NQ/TW",
			[("Nghị quyết", "18-NQ/TW", None, None), ("Nghị quyết", "19-NQ/TW", None, None)],
		),
		(
			"QĐ 37-QĐ/TW và KL 21-KL/TW",
			[("Quy định", "37-QĐ/TW", None, None), ("Kết luận", "21-KL/TW", None, None)],
		),
		("Thông tư 32/2020/TT-BGDĐT", [("Thông tư", "32/2020/TT-BGDĐT", None, None)]),
		("Luật Viên chức số 58/2010/QH12", [("Luật", "58/2010/QH12", None, None)]),
		("Luật Giáo dục 2019", [("Luật", "", None, None)]),
		("ĐA 06 của Chính phủ", [("Đề án", "06", None, "Chính phủ")]),
		("trích quỹ tối đa 2, chi 3", []),
		("viết 5 KH, 1-Tổ trưởng, 12/12 đ/c", []),
	],
)
def test_references(text, references):
	found = find_references(text)[0]
	assert [
		(one.type, one.number, one.date.isoformat() if one.date else None, one.issuer) for one in found
	] == references


@pytest.mark.parametrize(
	("title", "issued", "start", "end"),
	[
		("KẾ HOẠCH năm 2024", None, "2024-01-01", "2024-12-31"),
		("NGHỊ QUYẾT tháng 3 năm 2024", None, "2024-03-01", "2024-03-31"),
		("NGHỊ QUYẾT tháng 1", date(2023, 12, 28), "2024-01-01", "2024-01-31"),
		("Chương trình công tác quý II/2024", None, "2024-04-01", "2024-06-30"),
		("KẾ HOẠCH công tác 6 tháng cuối năm 2024", None, "2024-07-01", "2024-12-31"),
		("WORK PLAN FOR 2025", None, "2025-01-01", "2025-12-31"),
	],
)
def test_period_of_a_plan(title, issued, start, end):
	found = plan_period(title, (), issued)
	assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


def test_a_school_year_and_a_term_fix_no_day():
	for title in ("Kế hoạch năm học 2023 - 2024", "Chương trình nhiệm kỳ 2025-2030"):
		found = plan_period(title)
		assert (found.start, found.end) == (None, None)


def test_facts_of_the_organisation():
	facts, sources = find_facts(
		[
			(4, "Chi bộ có 23 đảng viên, trong đó: chính thức 20; dự bị: 03; đảng viên nữ: 23."),
			(5, "Trường có 42 cán bộ, giáo viên, nhân viên; 12 lớp."),
			(6, "Năm qua chi bộ kết nạp 02 đảng viên."),
		]
	)
	assert facts == {
		"members": 23,
		"official_members": 20,
		"probationary_members": 3,
		"female_members": 23,
		"staff": 42,
		"classes": 12,
	}
	assert sources["members"] == 4
