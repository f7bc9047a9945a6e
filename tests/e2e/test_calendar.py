"""The calendar and the overview by clicking and by keyboard."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.e2e.committee import SIZES, TITLES, Work, drag, listed, shown
from tests.e2e.conftest import SignedIn
from tests.factories import Cell


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
