"""What a member sets for herself on “Tôi”: her calendar for other programs, and where messages reach her."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import expect

from tests.e2e.browser import Person
from tests.e2e.conftest import SignedIn
from tests.factories import Cell

SIZES = pytest.mark.parametrize("size", ["phone", "laptop"])
OWN, HIDDEN, OTHERS = "Viết tin tuyên truyền", "Thẩm tra hồ sơ kín", "Thu đảng phí quý này"


@pytest.fixture
def due(host: Any, cell: Cell) -> date:
	"""Day on which Hoa has an open piece of work and a restricted one, and Lan another."""
	with host.connected():
		import frappe

		from chibo_tasks import clock
		from tests import factories

		day = clock.today() + timedelta(days=3)
		factories.give(cell, "hoa", due=day, title=OWN)
		factories.give(cell, "hoa", due=day, title=HIDDEN, restricted=True)
		factories.give(cell, "lan", due=day, title=OTHERS)
		frappe.db.commit()
	return day


def fetched(who: Person, link: str) -> requests.Response:
	"""What a calendar program gets, without anybody's session; the link names the site, the server stands elsewhere here."""
	parts = urlsplit(link)
	return requests.get(f"{who.base}{parts.path}?{parts.query}", timeout=30)


@SIZES
def test_own_deadlines_go_to_a_calendar_until_the_link_is_revoked(
	signed_in: SignedIn, cell: Cell, due: date, size: str
) -> None:
	who = signed_in("hoa", size)
	page = who.page
	who.open("/toi")
	section = page.get_by_role("region", name="Lịch cá nhân")
	who.tap(section.get_by_role("button", name="Tạo liên kết lịch"))
	field = section.get_by_label("Liên kết lịch")
	expect(field).to_be_visible()
	who.check("calendar link")
	link = field.input_value()

	reply = fetched(who, link)
	assert reply.status_code == 200
	assert reply.headers["Content-Type"].startswith("text/calendar")
	text = reply.content.decode().replace("\r\n ", "")
	assert text.count("BEGIN:VEVENT") == 1
	assert OWN in text and HIDDEN not in text and OTHERS not in text
	assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}" in text

	page.reload()
	who.settle()
	expect(field).to_have_count(0)
	who.tap(section.get_by_role("button", name="Tạo liên kết mới"))
	dialog = page.get_by_role("dialog", name="Tạo liên kết mới?")
	who.check("asking before a new link")
	who.tap(dialog.get_by_role("button", name="Tạo liên kết mới"))
	expect(field).to_be_visible()
	newer = field.input_value()
	assert newer != link
	assert fetched(who, link).status_code in (404, 410)
	assert fetched(who, newer).status_code == 200

	who.tap(section.get_by_role("button", name="Hủy liên kết"))
	dialog = page.get_by_role("dialog", name="Hủy liên kết?")
	who.tap(dialog.get_by_role("button", name="Hủy", exact=True))
	assert fetched(who, newer).status_code == 200, "whoever says no keeps it"
	who.tap(section.get_by_role("button", name="Hủy liên kết"))
	who.tap(dialog.get_by_role("button", name="Hủy liên kết"))
	expect(section.get_by_role("button", name="Tạo liên kết lịch")).to_be_visible()
	assert fetched(who, newer).status_code in (404, 410)


@SIZES
def test_the_daily_mail_is_muted_and_stays_so(host: Any, signed_in: SignedIn, cell: Cell, size: str) -> None:
	who = signed_in("hoa", size)
	page = who.page
	who.open("/toi")
	section = page.get_by_role("region", name="Nơi nhận thông báo")
	mail = section.get_by_role("listitem").filter(has_text=cell.users["hoa"])
	daily, decisions = mail.get_by_label("Tin tổng hợp hằng ngày"), mail.get_by_label("Tin duyệt, trả lại")
	expect(daily).to_be_checked()
	who.check("where messages go")
	daily.uncheck()
	expect(page.get_by_text("Đã lưu.")).to_be_visible()
	page.reload()
	who.settle()
	expect(daily).not_to_be_checked()
	expect(decisions).to_be_checked()
	with host.connected():
		import frappe

		wanted = frappe.db.get_value("Chibo Member", cell.members["hoa"], ["mail_digest", "mail_events"])
		assert [int(one) for one in wanted] == [0, 1]
	daily.check()
	expect(page.get_by_text("Đã lưu.")).to_be_visible()
	page.reload()
	who.settle()
	expect(daily).to_be_checked()


def test_a_connected_account_is_disconnected_after_asking(host: Any, signed_in: SignedIn, cell: Cell) -> None:
	with host.connected():
		import frappe

		from chibo_tasks.services import outreach

		frappe.set_user(cell.users["secretary"])
		outreach.configure(
			cell.actor("secretary"),
			cell.name,
			"Telegram",
			{"enabled": True, "address": "hoa_sen_bot", "token": "123456:" + "a" * 35},
		)
		frappe.set_user("Administrator")
		frappe.db.commit()
	who = signed_in("hoa", "phone")
	page = who.page
	who.open("/toi")
	section = page.get_by_role("region", name="Nơi nhận thông báo")
	who.tap(section.get_by_role("button", name="Kết nối Telegram"))
	link = section.get_by_role("link", name="Mở Telegram")
	expect(link).to_be_visible()
	assert (link.get_attribute("href") or "").startswith("https://t.me/hoa_sen_bot")
	row = section.get_by_role("listitem").filter(has_text="Telegram")
	expect(row).to_contain_text("Chưa xác nhận")
	who.check("connecting Telegram")
	who.tap(row.get_by_role("button", name="Ngắt kết nối"))
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Ngắt kết nối"))
	expect(page.get_by_text("Đã ngắt kết nối.")).to_be_visible()
	expect(row).to_have_count(0)
