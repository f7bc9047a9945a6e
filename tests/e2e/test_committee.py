"""The committee's screens by clicking: plan, assigning, calendar, overview, search, members, log, settings."""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser import Person
from tests.e2e.conftest import SignedIn
from tests.factories import Cell

PLAN = """KẾ HOẠCH
Công tác của Chi bộ
Năm {year}
I. ĐẶC ĐIỂM TÌNH HÌNH
- Chi bộ có 07 đảng viên.
II. NHIỆM VỤ
1. Công tác chính trị, tư tưởng
- Tổ chức học tập nghị quyết mới.
- Tổ chức hội nghị chuyên đề hàng quý.
2. Công tác tổ chức
- Kiểm tra việc chấp hành Điều lệ của đảng viên.
- Hoàn thiện hồ sơ kết nạp quần chúng ưu tú.
- Cập nhật sổ tay đảng viên.
"""
TITLES = (
	"Tổ chức học tập nghị quyết mới",
	"Tổ chức hội nghị chuyên đề hàng quý",
	"Kiểm tra việc chấp hành Điều lệ",
)
SIZES = pytest.mark.parametrize("size", ["phone", "laptop"])


@dataclass
class Work:
	"""What the screens have to show.

	Attributes:
		plan: its plan; five sentences of it are work, two of them nobody's.
		due: title → due date.
		today: day of the cell.
	"""

	plan: str
	due: dict[str, date]
	today: date


@pytest.fixture
def work(host: Any, cell: Cell) -> Work:
	"""A published plan and six pieces of work in different states, two of them overdue."""
	with host.connected():
		import frappe

		from chibo_tasks import clock
		from chibo_tasks.services import evidences, outline, plans, reviews
		from tests import factories

		today = clock.today()
		frappe.set_user(cell.users["secretary"])
		secretary = cell.actor("secretary")
		text = PLAN.format(year=today.year).encode()
		plan = plans.import_document(secretary, cell.name, io.BytesIO(text), "ke-hoach.txt")
		plans.publish(secretary, plan)
		items = [
			one["name"]
			for one in outline.outline(secretary, plan)["items"]
			if one["kind"] in ("task", "target")
		]
		assert len(items) == 5
		due = {}

		def give(title: str, lead: str, days: int, **more: Any) -> Any:
			due[title] = today + timedelta(days=days)
			return factories.give(cell, lead, due=due[title], title=title, reviewer="deputy", **more)

		give(TITLES[0], "hoa", 2, plan_items=(items[0],), source="Plan")
		give(TITLES[1], "hoa", -2, plan_items=(items[1],), source="Plan")
		give(TITLES[2], "lan", 6, plan_items=(items[2],), source="Plan")
		give("Báo cáo thu đảng phí", "lan", -5)
		sent = give("Viết tin về người tốt, việc tốt", "mai", 1)
		done = give("Chuẩn bị sinh hoạt chi bộ", "mai", 3)
		for row in (sent, done):
			frappe.set_user(cell.users["mai"])
			mai = cell.actor("mai")
			reviews.act(mai, row.name, "accept")
			evidences.send(mai, row.name, evidences.Piece(evidences.NOTE, note=f"Đã xong {row.name}"))
			reviews.act(mai, row.name, "submit")
		frappe.set_user(cell.users["deputy"])
		reviews.act(cell.actor("deputy"), done.name, "approve")
		frappe.set_user("Administrator")
		frappe.db.commit()
	return Work(plan, due, today)


def shown(day: date) -> str:
	return f"{day:%d/%m/%Y}"


def pick(who: Person, field: Locator, typed: str, name: str) -> None:
	"""Choose a person, typed without accents."""
	who.tap(field)
	who.page.get_by_placeholder("Tìm tên").fill(typed)
	who.tap(who.page.get_by_role("option", name=name))


def drag(who: Person, what: Locator, to: Locator) -> None:
	"""Drag as a hand does: many small moves, a look around over the target, and letting go."""
	mouse, start, end = who.page.mouse, what.bounding_box(), to.bounding_box()
	assert start and end
	mouse.move(start["x"] + 30, start["y"] + start["height"] / 2)
	mouse.down()
	x, y = end["x"] + end["width"] / 2, end["y"] + min(end["height"] / 2, 60)
	mouse.move(x, y, steps=12)
	mouse.move(x + 4, y + 6, steps=4)
	mouse.up()


def listed(who: Person) -> int:
	"""How many pieces of work the list says it has."""
	text = who.page.get_by_text(re.compile(r"^\d+ việc$")).first.inner_text()
	return int(text.split()[0])


# The plan ----------------------------------------------------------------------------------------------------------


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


# Assigning ---------------------------------------------------------------------------------------------------------


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


# Calendar ----------------------------------------------------------------------------------------------------------


@SIZES
def test_the_calendar_moves_a_deadline_with_a_reason(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	day = work.due[TITLES[0]]
	who.open(f"/lich?thang={day:%Y-%m}")
	expect(page.get_by_role("link", name=TITLES[0])).to_be_visible()
	who.check("calendar")
	target = day + timedelta(days=1 if day.day < 15 else -1)
	if size == "laptop":
		drag(who, page.locator("[data-drag]", has_text=TITLES[0]), page.locator(f"[data-drop='{target}']"))
		dialog = page.get_by_role("dialog", name="Dời hạn")
		expect(dialog.get_by_label("Hạn mới")).to_have_value(shown(target))
	else:
		who.tap(page.get_by_role("button", name=f"Chuyển: {TITLES[0]}"))
		who.tap(page.get_by_role("menuitem", name="Dời hạn…"))
		dialog = page.get_by_role("dialog", name="Dời hạn")
		dialog.get_by_label("Hạn mới").fill(shown(target))
	who.tap(dialog.get_by_role("button", name="Chi ủy thống nhất"))
	who.tap(dialog.get_by_role("button", name="Dời hạn"))
	expect(page.get_by_text(f"Đã dời 1 hạn đến {shown(target)}.")).to_be_visible()
	who.tap(page.get_by_role("status").get_by_role("button", name="Hoàn tác"))
	expect(page.get_by_text("Đã hoàn tác.")).to_be_visible()


def test_the_calendar_by_keyboard_and_of_a_member(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	who = signed_in("secretary", "laptop")
	page = who.page
	day = work.due[TITLES[0]]
	who.open(f"/lich?thang={day:%Y-%m}")
	page.get_by_role("button", name=re.compile(rf"^{day.day}\s*.{day:%m.%Y}$")).focus()
	page.keyboard.press("Enter")
	button = page.get_by_role("dialog").get_by_role("button", name=re.compile(rf"^Dời hạn ?: {TITLES[0]}$"))
	expect(button).to_be_visible()
	who.check("one day")
	button.focus()
	page.keyboard.press("Enter")
	expect(page.get_by_role("dialog", name="Dời hạn")).to_be_visible()
	page.keyboard.press("Escape")
	expect(page.get_by_role("dialog")).to_be_hidden()

	member = signed_in("hoa", "laptop")
	member.open(f"/lich?thang={day:%Y-%m}")
	expect(member.page.get_by_role("link", name=TITLES[0])).to_be_visible()
	expect(member.page.locator("[data-drag]")).to_have_count(0)
	expect(member.page.get_by_role("link", name="Kiểm tra việc chấp hành")).to_have_count(0)


def test_holidays_stand_in_the_calendar(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	for size in ("laptop", "phone"):
		who = signed_in("secretary", size)
		who.open("/lich?thang=2027-09")
		expect(who.page.get_by_text("Quốc khánh").first).to_be_visible()
		who.check("a month with a holiday")


# Overview ----------------------------------------------------------------------------------------------------------


@SIZES
def test_every_number_of_the_overview_opens_its_list(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/tong-quan")
	who.check("overview")
	figures = page.get_by_role("list", name="Số liệu").get_by_role("listitem")
	numbers = {
		one.get_by_role("link").inner_text(): int(one.locator("p").first.inner_text())
		for one in figures.all()
	}
	assert numbers == {"Tổng số": 6, "Đã duyệt": 1, "Chờ duyệt": 1, "Quá hạn": 2}
	for name, number in numbers.items():
		who.open("/tong-quan")
		who.tap(page.get_by_role("list", name="Số liệu").get_by_role("link", name=name))
		who.settle()
		assert listed(who) == number, name
	who.open("/tong-quan")
	hrefs = page.locator("main table a, main section a[href*='/giao-viec']").evaluate_all(
		"links => links.map(a => [a.getAttribute('href').replace('/chibo', ''), a.textContent.trim()])"
	)
	# "3", "3 quá hạn": a number; "II. Nhiệm vụ", "1/2": none
	numbered = [
		(href, int(found[1]))
		for href, text in hrefs
		if (found := re.match(r"(\d+)(\s+\D+)?$", text)) and "nhom=" not in href
	]
	checked = 0
	for href, number in numbered[:12] if size == "phone" else numbered:
		who.open(href)
		assert listed(who) == number, href
		checked += 1
	assert checked >= 8


def test_the_period_is_in_the_address_and_decisions_wait(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	who = signed_in("secretary", "laptop")
	page = who.page
	who.open("/tong-quan")
	who.tap(page.get_by_role("link", name="2 nội dung kế hoạch chưa giao"))
	expect(page.get_by_text("2 nội dung chưa có người chủ trì")).to_be_visible()
	who.open("/tong-quan")
	page.get_by_label("Kỳ", exact=True).select_option(label=f"Năm {work.today.year - 1}")
	expect(page).to_have_url(re.compile(f"ky={work.today.year - 1}"))
	page.reload()
	who.settle()
	expect(page.get_by_label("Kỳ", exact=True)).to_have_value(str(work.today.year - 1))


def test_the_upper_level_sees_figures_only(
	host: Any, chromium: Any, server: Any, signed_in: SignedIn, cell: Cell, work: Work
) -> None:
	with host.connected():
		import frappe

		from chibo_tasks.domain import access
		from tests import factories

		upper = factories.make_cell(people_of={"observer": access.OBSERVER})
		frappe.db.set_value("Chibo Organization", cell.name, "parent_organization", upper.name)
		cell.users["observer"], cell.members["observer"] = upper.users["observer"], upper.members["observer"]
		frappe.db.commit()
	for size in ("phone", "laptop"):
		who = signed_in("observer", size)
		page = who.page
		who.open("/")
		expect(page).to_have_url(re.compile("/tong-quan"))
		who.settle()
		expect(page.get_by_role("list", name="Số liệu").get_by_role("listitem").first).to_contain_text("6")
		expect(page.locator("main a[href*='giao-viec'], main a[href*='/viec/']")).to_have_count(0)
		expect(page.get_by_text("Nguyễn Thị Hoa")).to_have_count(0)
		expect(page.get_by_role("navigation").get_by_role("link", name="Giao việc")).to_have_count(0)
		who.check("overview from above")


# Search, members, log, settings ------------------------------------------------------------------------------------


@SIZES
def test_search_without_accents_groups_its_hits_and_remembers(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/viec")
	who.tap(page.get_by_role("link", name="Tìm", exact=True))
	who.check("search, empty")
	page.get_by_role("searchbox").fill("hoi nghi chuyen de")
	expect(page.get_by_role("heading", name=re.compile("^Việc"))).to_be_visible()
	expect(page.get_by_role("heading", name=re.compile("^Nội dung kế hoạch"))).to_be_visible()
	expect(page).to_have_url(re.compile("q=hoi"))
	who.check("search with hits")
	who.tap(page.get_by_role("link", name=TITLES[1]).first)
	who.open("/tim")
	who.tap(page.get_by_role("button", name="hoi nghi chuyen de"))
	expect(page.get_by_role("link", name=TITLES[1]).first).to_be_visible()
	page.get_by_role("searchbox").fill("do thi phuong")
	expect(page.get_by_role("link", name="Đỗ Thị Phương")).to_be_visible()
	page.get_by_role("searchbox").fill("khong co gi the nay")
	expect(page.get_by_text("Không có gì chứa")).to_be_visible()
	who.check("search without hits")


@SIZES
def test_an_absence_with_a_stand_in_and_handing_everything_over(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/dang-vien")
	who.check("members")
	page.get_by_placeholder("Tìm tên").fill("hoa")
	who.tap(page.get_by_role("link", name="Nguyễn Thị Hoa"))
	expect(page.get_by_role("heading", name="đ/c Nguyễn Thị Hoa")).to_be_visible()
	who.settle()
	who.check("one member")
	who.tap(who.button("Thêm vắng mặt"))
	dialog = page.get_by_role("dialog", name="Thêm vắng mặt")
	dialog.get_by_label("Ngày cuối").fill(shown(work.today - timedelta(days=3)))
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_role("alert")).to_contain_text("sớm hơn")
	dialog.get_by_label("Ngày cuối").fill(shown(work.today + timedelta(days=9)))
	pick(who, dialog.get_by_label("Người làm thay"), "lan", "Nguyễn Thị Lan")
	who.check("entering an absence")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(page.get_by_text("Đã ghi đ/c Nguyễn Thị Hoa vắng mặt.")).to_be_visible()
	expect(page.get_by_text(f"vắng đến {shown(work.today + timedelta(days=9))}")).to_be_visible()
	who.tap(who.button("Sửa ngày về"))
	page.get_by_role("dialog").get_by_label("Ngày cuối").fill(shown(work.today + timedelta(days=2)))
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Lưu"))
	expect(page.get_by_text(f"vắng đến {shown(work.today + timedelta(days=2))}")).to_be_visible()

	who.tap(who.button("Bàn giao toàn bộ"))
	dialog = page.get_by_role("dialog", name="Giao lại · 2 việc")
	pick(who, dialog.get_by_label("Người nhận"), "lan", "Nguyễn Thị Lan")
	who.tap(dialog.get_by_role("button", name="Nghỉ", exact=False).first)
	who.tap(dialog.get_by_role("button", name="Xem trước"))
	who.tap(dialog.get_by_role("button", name="Thực hiện 2 việc"))
	expect(page.get_by_text("Đã giao lại 2 việc cho đ/c Nguyễn Thị Lan.")).to_be_visible()
	expect(page.get_by_text("Không còn việc chưa xong")).to_be_visible()
	who.open("/dang-vien?loc=vang")
	expect(page.get_by_role("listitem").filter(has_text="Nguyễn Thị Hoa")).to_contain_text(
		"người làm thay: đ/c Nguyễn Thị Lan"
	)


@SIZES
def test_a_member_is_entered_changed_and_seen_off(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.context.grant_permissions(["clipboard-read", "clipboard-write"])
	who.open("/dang-vien")
	who.tap(who.button("Thêm đảng viên"))
	dialog = page.get_by_role("dialog", name="Thêm đảng viên")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_role("alert")).to_contain_text("họ và tên")
	dialog.get_by_label("Họ và tên").fill("Trần Thị Mới")
	dialog.get_by_label("Thư điện tử").fill(cell.users["hoa"])
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_role("alert")).to_contain_text("Nguyễn Thị Hoa")
	email = f"moi.{cell.name}@hoasen.example"
	dialog.get_by_label("Thư điện tử").fill(email)
	dialog.get_by_label("Chức vụ").select_option(label="Đảng viên")
	who.check("entering a member")
	who.tap(dialog.get_by_role("button", name="Lưu"))

	told = page.get_by_role("dialog", name="Tài khoản của đ/c Trần Thị Mới")
	expect(told.get_by_text(email)).to_be_visible()
	password = told.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}$")).inner_text()
	who.check("the first password")
	who.tap(told.get_by_role("button", name="Xong"))
	expect(told.get_by_role("alert")).to_contain_text("sẽ không hiện lại")
	who.tap(told.get_by_role("button", name="Sao chép"))
	expect(page.get_by_text("Đã sao chép.")).to_be_visible()
	assert password in page.evaluate("navigator.clipboard.readText()")
	who.tap(told.get_by_role("button", name="Xong"))
	expect(told).to_have_count(0)
	expect(page.get_by_text(password)).to_have_count(0)

	new = signed_in(None, size)
	new.open("/dang-nhap")
	new.page.get_by_label("Tài khoản").fill(email)
	new.page.get_by_label("Mật khẩu", exact=True).fill(password)
	new.tap(new.button("Đăng nhập", exact=True))
	expect(new.page.get_by_role("navigation", name="Chính")).to_be_visible()

	page.get_by_placeholder("Tìm tên").fill("moi")
	who.tap(page.get_by_role("link", name="Trần Thị Mới"))
	who.tap(who.button("Sửa", exact=True))
	dialog = page.get_by_role("dialog", name="Sửa thông tin đảng viên")
	expect(dialog.get_by_label("Thư điện tử")).to_have_value(email)
	dialog.get_by_label("Chức vụ").select_option(label="Chi ủy viên")
	who.check("changing a member")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(page.get_by_text("Đã lưu.")).to_be_visible()
	expect(page.get_by_text("Chi ủy viên").first).to_be_visible()

	who.open(f"/dang-vien/{cell.members['hoa']}")
	who.tap(who.button("Chuyển đi / thôi"))
	dialog = page.get_by_role("dialog", name="Chuyển đi / thôi")
	expect(dialog.get_by_text("Còn 2 việc chưa xong")).to_be_visible()
	dialog.get_by_label("Ngày cuối tại chi bộ").fill(shown(work.today - timedelta(days=1)))
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_role("alert")).to_contain_text("lý do")
	who.tap(dialog.get_by_role("button", name="Chuyển sinh hoạt đến chi bộ khác"))
	who.check("a member leaves")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	dialog = page.get_by_role("dialog", name="Giao lại · 2 việc")
	expect(dialog).to_be_visible()
	page.keyboard.press("Escape")
	expect(page.get_by_text(f"đã rời chi bộ {shown(work.today - timedelta(days=1))}")).to_be_visible()
	expect(page.get_by_role("link", name=TITLES[0]).first).to_be_visible()
	who.check("a member who left")
	who.tap(who.button("Ghi lại là còn ở chi bộ"))
	expect(page.get_by_text("Đã ghi đ/c Nguyễn Thị Hoa còn ở chi bộ.")).to_be_visible()

	who.open(f"/dang-vien/{cell.members['secretary']}")
	expect(page.get_by_role("button", name="Sửa", exact=True)).to_be_visible()
	expect(page.get_by_role("button", name="Chuyển đi / thôi")).to_have_count(0)
	member = signed_in("lan", size)
	member.open(f"/dang-vien/{cell.members['lan']}")
	expect(member.page.get_by_role("heading", name="đ/c Nguyễn Thị Lan")).to_be_visible()
	expect(member.page.get_by_role("button", name="Sửa", exact=True)).to_have_count(0)


@SIZES
def test_the_log_tells_before_and_after_and_verifies_its_chain(
	host: Any, signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/nhat-ky")
	who.check("log")
	entry = page.get_by_role("article").filter(has_text="duyệt việc")
	expect(entry.first).to_contain_text("đ/c Nguyễn Thị Deputy")
	expect(entry.first.locator("del").first).to_have_text("Chờ duyệt")
	expect(entry.first.locator("ins", has_text="Đã duyệt")).to_be_visible()
	who.open(f"/nhat-ky?viec=submit&nguoi={cell.members['mai']}")
	expect(page.get_by_role("article")).to_have_count(2)
	who.tap(page.get_by_role("button", name=re.compile("^Gửi duyệt")))
	expect(page).not_to_have_url(re.compile("viec="))
	who.tap(who.button("Kiểm tra chuỗi nhật ký"))
	expect(page.get_by_role("alert")).to_contain_text("nguyên vẹn")
	who.check("log, verified")
	with host.connected():
		import frappe

		name = frappe.get_all(
			"Chibo Audit Entry", filters={"organization": cell.name, "action": "approve"}, pluck="name"
		)[0]
		frappe.db.set_value("Chibo Audit Entry", name, "why", "sửa trộm")
		frappe.db.commit()
	who.tap(who.button("Kiểm tra chuỗi nhật ký"))
	expect(page.get_by_role("alert")).to_contain_text("bị đứt")

	member = signed_in("hoa", size)
	member.open("/nhat-ky")
	member.tap(member.button("Kiểm tra chuỗi nhật ký"))
	expect(
		member.page.get_by_role("status").or_(member.page.get_by_role("alert")).filter(has_text="Bí thư")
	).to_be_visible()


@SIZES
def test_settings_are_saved_undone_and_refused_by_field(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/cai-dat")
	who.check("settings")
	soon = page.get_by_label("Số ngày tính là sắp đến hạn")
	soon.fill("0")
	page.get_by_label("Bắt đầu năm học").fill("31/2")
	who.tap(who.button("Lưu"))
	expect(page.get_by_text("Số nguyên từ 1 đến 60.")).to_be_visible()
	expect(page.get_by_text("Ghi ngày và tháng, ví dụ 01/09.")).to_be_visible()
	who.check("settings, refused")
	soon.fill("10")
	page.get_by_label("Bắt đầu năm học").fill("5/9")
	page.get_by_label("Nhận ghi chú").uncheck()
	who.tap(who.button("Lưu"))
	expect(page.get_by_text("Đã lưu cài đặt.")).to_be_visible()
	page.reload()
	who.settle()
	expect(soon).to_have_value("10")
	expect(page.get_by_label("Bắt đầu năm học")).to_have_value("05/09")
	soon.fill("12")
	who.tap(who.button("Lưu"))
	who.tap(page.get_by_role("status").get_by_role("button", name="Hoàn tác"))
	expect(soon).to_have_value("10")

	who.tap(page.get_by_text("Lịch và ngày nghỉ"))
	expect(page).to_have_url(re.compile("muc=lich"))
	who.settle()
	who.check("free days")
	who.tap(who.button("Thêm ngày"))
	dialog = page.get_by_role("dialog")
	dialog.get_by_label("Ngày", exact=True).fill(f"20/11/{work.today.year}")
	dialog.get_by_label("Tên ngày").fill("Ngày Nhà giáo Việt Nam")
	who.check("entering a free day")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(page.get_by_text("Ngày Nhà giáo Việt Nam")).to_be_visible()

	who.tap(page.get_by_text("Người duyệt", exact=True))
	expect(page.get_by_text("Người duyệt mặc định").first).to_be_visible()
	page.get_by_label(re.compile("Nguyễn Thị Committee")).check()
	expect(page.get_by_text("Đã lưu cài đặt.").last).to_be_visible()
	who.check("reviewers")


@SIZES
def test_reminder_rules_are_seen_in_effect_before_they_are_saved(
	signed_in: SignedIn, cell: Cell, work: Work, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/cai-dat?muc=nhac")
	who.check("reminder rules")
	rule = page.get_by_role("listitem").filter(has_text="Trước hạn").first
	who.tap(rule.get_by_role("button", name=re.compile("^Sửa")))
	dialog = page.get_by_role("dialog")
	dialog.get_by_label("Số ngày trước hạn").fill("mai")
	who.tap(dialog.get_by_role("button", name="Áp dụng"))
	expect(dialog.get_by_role("alert")).to_contain_text("ví dụ 7, 3, 1")
	dialog.get_by_label("Số ngày trước hạn").fill("5, 1")
	who.check("one rule")
	who.tap(dialog.get_by_role("button", name="Áp dụng"))
	expect(rule).to_contain_text("trước hạn 5, 1 ngày")
	who.tap(who.button("Xem trước 60 ngày"))
	expect(page.get_by_role("heading", name="60 ngày tới, nếu lưu thay đổi này")).to_be_visible()
	who.tap(page.locator("details summary").first)
	who.check("what the rules would do")
	page.reload()
	who.settle()
	expect(rule).not_to_contain_text("trước hạn 5, 1 ngày")
	who.tap(rule.get_by_role("button", name=re.compile("^Sửa")))
	dialog.get_by_label("Số ngày trước hạn").fill("5, 1")
	who.tap(dialog.get_by_role("button", name="Áp dụng"))
	who.tap(who.button("Lưu"))
	expect(page.get_by_text("Đã lưu cài đặt.")).to_be_visible()
	page.reload()
	who.settle()
	expect(rule).to_contain_text("trước hạn 5, 1 ngày")
	who.tap(who.button("Về quy tắc mặc định"))
	expect(page.get_by_text("Đã trở về quy tắc mặc định.")).to_be_visible()
	expect(rule).not_to_contain_text("trước hạn 5, 1 ngày")


def test_a_member_may_not_change_what_the_secretary_sets(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	who = signed_in("hoa", "phone")
	page = who.page
	who.open("/cai-dat")
	expect(page.get_by_label("Số ngày tính là sắp đến hạn")).to_be_disabled()
	expect(page.get_by_role("button", name="Lưu")).to_have_count(0)
	expect(page.get_by_role("navigation", name="Chính").get_by_role("link", name="Cài đặt")).to_have_count(0)
	who.open("/giao-viec")
	expect(page.get_by_text("2 việc", exact=True)).to_be_visible()
	expect(page.get_by_role("checkbox")).to_have_count(0)
