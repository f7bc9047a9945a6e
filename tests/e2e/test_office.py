"""Search, members and the log by clicking."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.e2e.committee import SIZES, TITLES, Work, pick, shown
from tests.e2e.conftest import SignedIn
from tests.factories import Cell


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
