"""The committee by clicking: the plan, giving and moving work."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.e2e.committee import SIZES, TITLES, Work, drag, listed, pick, shown
from tests.e2e.conftest import SignedIn
from tests.factories import Cell


@SIZES
def test_the_plan_shows_what_became_of_each_sentence(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open(f"/ke-hoach/{work.plan}")
	section = page.locator("li", has=page.get_by_role("heading", name="Công tác chính trị, tư tưởng"))
	expect(section.get_by_text("0/2 đã duyệt")).to_be_visible()
	expect(section.get_by_text("chậm 1")).to_be_visible()
	expect(
		page.get_by_role("listitem").filter(has_text="Tổ chức học tập nghị quyết mới.").first
	).to_contain_text("Nguyễn Thị Hoa")
	who.check("plan with its work")

	who.tap(page.get_by_role("radiogroup", name="Hiển thị").get_by_text("Quá hạn"))
	expect(page).to_have_url(re.compile(r"\?loc=qua-han"))
	expect(page.get_by_text("Tổ chức hội nghị chuyên đề hàng quý.")).to_be_visible()
	expect(page.get_by_text("Cập nhật sổ tay đảng viên.")).to_be_hidden()
	who.check("plan, overdue only")

	who.open(f"/ke-hoach/{work.plan}?loc=chua-giao")
	expect(page.get_by_text("Cập nhật sổ tay đảng viên.")).to_be_visible()
	expect(page.get_by_text("Tổ chức hội nghị chuyên đề hàng quý.")).to_be_hidden()

	who.tap(page.get_by_text("Văn bản gốc"))
	expect(page).to_have_url(re.compile(r"\?xem=goc"))
	expect(page.get_by_text("Chi bộ có 07 đảng viên.")).to_be_visible()
	expect(page.get_by_role("link", name=re.compile("Nguyễn Thị Hoa"))).to_be_hidden()
	who.check("the document alone")

	member = signed_in("hoa", size)
	member.open(f"/ke-hoach/{work.plan}?loc=cua-toi")
	expect(member.page.get_by_text("Tổ chức học tập nghị quyết mới.")).to_be_visible()
	expect(member.page.get_by_text("Cập nhật sổ tay đảng viên.")).to_be_hidden()


def test_a_link_to_a_sentence_scrolls_to_it(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	who = signed_in("secretary", "phone")
	who.open("/tim?q=so tay")
	who.tap(who.page.get_by_role("link", name="Cập nhật sổ tay đảng viên"))
	expect(who.page.get_by_text("Cập nhật sổ tay đảng viên.")).to_be_in_viewport()


@SIZES
def test_filters_live_in_the_address(signed_in: SignedIn, cell: Cell, work: Work, size: str) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/giao-viec")
	assert listed(who) == 6
	who.check("all work in a table")
	page.get_by_placeholder("Tìm việc").fill("hoc tap nghi quyet")
	expect(page.get_by_text("1 việc", exact=True)).to_be_visible()
	expect(page).to_have_url(re.compile("q=hoc"))
	who.tap(
		who.button("Bỏ hết")
		if page.get_by_text("Bỏ hết").is_visible()
		else who.button("“hoc tap nghi quyet”")
	)
	who.tap(who.button("Lọc"))
	dialog = page.get_by_role("dialog")
	dialog.get_by_label("Trạng thái").select_option(label="Chưa xong")
	dialog.get_by_label("Hạn", exact=True).select_option(label="Quá hạn")
	who.check("filters")
	who.tap(dialog.get_by_role("button", name="Xem"))
	expect(page.get_by_text("2 việc", exact=True)).to_be_visible()
	expect(page).to_have_url(re.compile("tt=mo&han=qua|han=qua&tt=mo"))
	page.reload()
	who.settle()
	assert listed(who) == 2
	who.tap(who.button("Quá hạn"))
	expect(page.get_by_text("4 việc", exact=True)).to_be_visible()
	who.tap(page.get_by_role("link", name=TITLES[0]))
	page.go_back()
	expect(page).to_have_url(re.compile("tt=mo"))


@SIZES
def test_many_are_handed_over_after_a_preview_and_each_says_what_became_of_it(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/giao-viec")
	for title in (TITLES[0], TITLES[1], "Chuẩn bị sinh hoạt chi bộ"):
		page.get_by_label(f"Chọn “{title}”").check()
	bar = page.get_by_role("group", name="Với các việc đã chọn")
	who.tap(bar.get_by_role("button", name="Giao lại"))
	dialog = page.get_by_role("dialog", name="Giao lại · 3 việc")
	who.tap(dialog.get_by_role("button", name="Xem trước"))
	expect(dialog.get_by_role("alert")).to_contain_text("chọn người nhận")
	pick(who, dialog.get_by_label("Người nhận"), "do thi phuong", "Đỗ Thị Phương")
	who.tap(dialog.get_by_role("button", name="Xem trước"))
	expect(dialog.get_by_role("alert")).to_contain_text("lý do")
	who.tap(dialog.get_by_role("button", name="Phân công lại"))
	who.tap(dialog.get_by_role("button", name="Xem trước"))
	expect(dialog.get_by_role("status")).to_have_text("Làm được 2/3 việc. Chưa ghi gì vào hệ thống.")
	expect(dialog.get_by_text("Việc đã kết thúc hoặc đang chờ duyệt")).to_be_visible()
	who.check("preview of handing over")
	who.tap(dialog.get_by_role("button", name="Thực hiện 2 việc"))
	expect(page.get_by_text("Đã giao lại 2 việc cho đ/c Đỗ Thị Phương.")).to_be_visible()
	who.tap(dialog.get_by_role("button", name="Xong"))
	row = page.get_by_role("listitem").filter(has_text=TITLES[0])
	expect(row).to_contain_text("Đỗ Thị Phương")
	who.tap(page.get_by_role("status").get_by_role("button", name="Hoàn tác"))
	expect(page.get_by_text("Đã hoàn tác.")).to_be_visible()
	expect(row).to_contain_text("Nguyễn Thị Hoa")


@SIZES
def test_people_are_added_and_a_deadline_is_moved_where_it_stands(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/giao-viec?tt=mo")
	row = page.get_by_role("listitem").filter(has_text=TITLES[2])
	who.tap(row.get_by_role("button", name=re.compile("dời hạn")))
	dialog = page.get_by_role("dialog", name="Dời hạn")
	new = work.today + timedelta(days=20)
	dialog.get_by_label("Hạn mới").fill(f"{new:%d/%m/%Y}")
	dialog.get_by_label("Lý do", exact=True).fill("Chờ hướng dẫn của Đảng ủy xã")
	who.check("moving a deadline")
	who.tap(dialog.get_by_role("button", name="Dời hạn"))
	expect(page.get_by_text(f"Đã dời 1 hạn đến {shown(new)}.")).to_be_visible()
	expect(row).to_contain_text(shown(new))

	page.get_by_label("Chọn tất cả").check()
	who.tap(who.button("Thêm người"))
	dialog = page.get_by_role("dialog", name="Thêm người · 4 việc")
	who.tap(dialog.get_by_label("Phối hợp"))
	page.get_by_placeholder("Tìm tên").fill("phuong")
	who.tap(page.get_by_role("option", name="Đỗ Thị Phương"))
	who.tap(page.get_by_role("dialog", name="Ai phối hợp?").get_by_role("button", name="Xong"))
	who.tap(dialog.get_by_role("button", name="Cần thêm người"))
	who.tap(dialog.get_by_role("button", name="Xem trước"))
	who.tap(dialog.get_by_role("button", name="Thực hiện 4 việc"))
	expect(page.get_by_text("Đã thêm người vào 4 việc.")).to_be_visible()


@SIZES
def test_the_board_moves_cards_by_dragging_and_by_menu(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/giao-viec?xem=kanban")
	waiting, approved = (page.locator(f"[data-column='{state}']") for state in ("Submitted", "Approved"))
	who.check("board by state")
	card = "Viết tin về người tốt, việc tốt"
	waiting.scroll_into_view_if_needed()
	who.tap(page.get_by_role("button", name=f"Chuyển: {card}"))
	who.tap(page.get_by_role("menuitem", name=re.compile("Duyệt → Đã duyệt")))
	expect(page.get_by_text("Đã duyệt.", exact=True)).to_be_visible()
	approved.scroll_into_view_if_needed()
	expect(approved.get_by_text(card)).to_be_visible()
	who.tap(page.get_by_role("status").get_by_role("button", name="Hoàn tác"))
	waiting.scroll_into_view_if_needed()
	expect(waiting.get_by_text(card)).to_be_visible()

	who.open("/giao-viec?xem=kanban&cot=nguoi&tt=mo")
	who.check("board by person")
	if size == "phone":
		who.tap(page.get_by_role("button", name=f"Chuyển: {TITLES[0]}"))
		who.tap(page.get_by_role("menuitem", name="Giao lại cho người khác…"))
		dialog = page.get_by_role("dialog", name="Giao lại")
		pick(who, dialog.get_by_label("Người nhận"), "nguyen thi lan", "Nguyễn Thị Lan")
	else:
		lan = page.locator(f"[data-drop='{cell.members['lan']}']")
		drag(who, page.locator("[data-drag]", has_text=TITLES[0]), lan)
		dialog = page.get_by_role("dialog", name="Giao lại")
		expect(dialog.get_by_text("Nguyễn Thị Lan", exact=True)).to_be_visible()
	who.tap(dialog.get_by_role("button", name="Giao lại", exact=True))
	expect(dialog.get_by_role("alert")).to_contain_text("lý do")
	dialog.get_by_label("Lý do", exact=True).fill("Đ/c Hoa nghỉ")
	who.tap(dialog.get_by_role("button", name="Giao lại", exact=True))
	expect(page.get_by_text("Đã giao lại 1 việc cho đ/c Nguyễn Thị Lan.")).to_be_visible()
	expect(page.locator(f"[data-drop='{cell.members['lan']}']").get_by_text(TITLES[0])).to_be_visible()


@SIZES
def test_timeline_and_load_are_views_of_the_same_filter(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open(f"/giao-viec?nguoi={cell.members['hoa']}")
	assert listed(who) == 2
	who.tap(page.get_by_text("Thời gian", exact=True))
	expect(page).to_have_url(re.compile("xem=thoi-gian"))
	expect(page.get_by_role("list", name="Dòng thời gian").get_by_role("listitem")).to_have_count(2)
	who.check("timeline")
	who.tap(page.get_by_text("Tải", exact=True))
	load = (
		page.get_by_role("list", name="Khối lượng từng người").get_by_role("listitem").filter(has_text="Hoa")
	)
	expect(load).to_contain_text("1 quá hạn")
	expect(load).to_contain_text("2 chưa xong")
	who.check("load")
	who.tap(load.get_by_role("link", name="1 quá hạn"))
	expect(page.get_by_text("1 việc", exact=True)).to_be_visible()


@SIZES
def test_sentences_that_nobody_has_are_given_in_a_grid(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/giao-viec?nhom=chua-giao")
	expect(page.get_by_text("2 nội dung chưa có người chủ trì")).to_be_visible()
	row = page.get_by_role("listitem").filter(has_text="Cập nhật sổ tay đảng viên.")
	pick(who, row.get_by_role("button", name="Chọn người"), "phuong", "Đỗ Thị Phương")
	due = work.today + timedelta(days=4)
	if due.year == work.today.year:
		row.get_by_label(re.compile("Hạn của")).fill(shown(due))
	who.check("grid of open sentences")
	page.get_by_label("Chọn tất cả").check()
	who.tap(who.button("Điền cho các dòng đã chọn"))
	dialog = page.get_by_role("dialog", name="Điền 2 dòng")
	pick(who, dialog.get_by_label("Chủ trì"), "nguyen thi mai", "Nguyễn Thị Mai")
	who.tap(dialog.get_by_role("button", name="Điền", exact=True))
	who.tap(who.button("Xem trước"))
	expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
		"Làm được 2/2 việc. Chưa ghi gì vào hệ thống."
	)
	who.check("preview of assigning")
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Giao 2 việc"))
	expect(page.get_by_text("Đã giao 2 việc.")).to_be_visible()
	expect(page.get_by_text("Đã giao hết việc")).to_be_visible()
	who.open(f"/giao-viec?nguoi={cell.members['mai']}")
	assert listed(who) == 4
