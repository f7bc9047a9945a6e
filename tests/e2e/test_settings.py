"""Settings and channels by clicking, one's own password, and what a real service worker does with a push."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.committee import Work
from tests.e2e.conftest import SignedIn
from tests.e2e.demo import sign_in
from tests.factories import PASSWORD, Cell

SHOWN = """async () => {
	const worker = await navigator.serviceWorker.ready;
	for (let turn = 0; turn < 100; turn++) {
		const [one] = await worker.getNotifications();
		if (one) return [one.title, one.body, one.tag, one.data];
		await new Promise((done) => setTimeout(done, 50));
	}
}"""
SIZES = pytest.mark.parametrize("size", ["phone", "laptop"])


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


@SIZES
def test_channels_are_set_up_switched_off_and_secrets_never_shown_again(
	signed_in: SignedIn, cell: Cell, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/cai-dat?muc=kenh")
	expect(page.get_by_role("heading", name="Kênh gửi")).to_be_visible()
	who.check("channels")
	telegram = page.get_by_role("listitem").filter(has_text="Telegram")
	expect(telegram.get_by_role("checkbox")).to_be_disabled()
	who.tap(telegram.get_by_role("button", name="Thiết lập"))
	dialog = page.get_by_role("dialog", name="Telegram")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_text("Cần có mục này mới bật được kênh.")).to_have_count(2)
	who.check("a channel with what it needs missing")
	dialog.get_by_label("Tên bot").fill("chibo_hoa_sen_bot")
	dialog.get_by_label("Mã truy cập").fill("khong phai ma")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_role("alert")).to_contain_text("Telegram")
	dialog.get_by_label("Mã truy cập").fill("123456789:" + "A" * 35)
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog).to_have_count(0)
	expect(telegram.get_by_role("checkbox")).to_be_checked()
	who.tap(telegram.locator("label"))
	expect(page.get_by_text("Đã lưu cài đặt.").last).to_be_visible()
	page.reload()
	who.settle()
	expect(telegram.get_by_role("checkbox")).not_to_be_checked()
	who.tap(telegram.get_by_role("button", name="Sửa"))
	expect(dialog.get_by_label("Tên bot")).to_have_value("chibo_hoa_sen_bot")
	expect(dialog.get_by_label("Mã truy cập")).to_have_value("")
	expect(dialog.get_by_text("Đã lưu. Chỉ nhập khi muốn thay.")).to_be_visible()
	page.keyboard.press("Escape")


@SIZES
def test_the_secret_of_a_webhook_is_shown_once_and_a_try_says_what_is_wrong(
	signed_in: SignedIn, cell: Cell, size: str
) -> None:
	who = signed_in("secretary", size)
	page = who.page
	who.open("/cai-dat?muc=kenh")
	webhook = page.get_by_role("listitem").filter(has_text="Webhook")
	who.tap(webhook.get_by_role("button", name="Thiết lập"))
	dialog = page.get_by_role("dialog", name="Webhook")
	address = dialog.get_by_label("Địa chỉ của phần mềm nhận")
	address.fill("http://noi-bo/nhan")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(dialog.get_by_role("alert")).to_contain_text("https://")
	address.fill("https://nhan.hoasen.invalid/chibo")
	who.tap(dialog.get_by_role("button", name="Lưu"))
	secret = dialog.get_by_label("Khóa ký", exact=True)
	expect(secret).to_have_value(re.compile("^whsec_"))
	who.check("the secret of a webhook")
	first = secret.input_value()
	who.tap(dialog.get_by_role("button", name="Đóng", exact=True).last)
	expect(webhook.get_by_text("https://nhan.hoasen.invalid/chibo")).to_be_visible()
	who.tap(webhook.get_by_role("button", name="Gửi thử"))
	expect(page.get_by_text("Chưa gửi thử được: không kết nối được với bên nhận")).to_be_visible(
		timeout=20_000
	)
	who.tap(webhook.get_by_role("button", name="Sửa"))
	expect(secret).to_have_count(0)
	dialog.get_by_label("Tạo khóa ký mới").check()
	who.tap(dialog.get_by_role("button", name="Lưu"))
	expect(secret).to_have_value(re.compile("^whsec_"))
	assert secret.input_value() != first


@SIZES
def test_whom_no_message_reaches_is_named_with_the_reason(
	host: Any, signed_in: SignedIn, cell: Cell, size: str
) -> None:
	with host.connected():
		import frappe

		frappe.db.set_value("Chibo Member", cell.members["lan"], "user", None)
		frappe.db.commit()
	who = signed_in("secretary", size)
	who.open("/cai-dat?muc=kenh")
	row = who.page.get_by_role("region", name="Chưa nhận được thông báo").get_by_role("listitem")
	expect(row.filter(has_text="Nguyễn Thị Lan")).to_contain_text("tài khoản")
	who.check("who is not reached")


def test_others_have_no_channels_to_read(signed_in: SignedIn, cell: Cell) -> None:
	who = signed_in("hoa", "phone")
	who.open("/cai-dat")
	expect(who.page.get_by_role("radio", name="Nhắc hạn")).to_have_count(1)
	expect(who.page.get_by_role("radio", name="Kênh gửi")).to_have_count(0)


@SIZES
def test_a_new_password_needs_the_old_one_and_ends_all_other_devices(
	host: Any, signed_in: SignedIn, cell: Cell, size: str
) -> None:
	newer = "Hoa sen nở tháng năm"
	other = signed_in("hoa", "phone")
	other.open("/viec")
	who = signed_in("hoa", size)
	page = who.page
	who.open("/toi")
	who.tap(who.button("Đổi mật khẩu"))
	dialog = page.get_by_role("dialog", name="Đổi mật khẩu")
	old, wanted, again = (
		dialog.get_by_label(name, exact=True)
		for name in ("Mật khẩu đang dùng", "Mật khẩu mới", "Nhập lại mật khẩu mới")
	)
	save = dialog.get_by_role("button", name="Đổi mật khẩu")
	wanted.fill("ngắn")
	who.tap(save)
	expect(dialog.get_by_text("Đ/c nhập mật khẩu đang dùng.")).to_be_visible()
	expect(dialog.get_by_role("alert").filter(has_text="Ít nhất 10 ký tự.")).to_be_visible()
	who.check("a new password, refused")
	old.fill("không phải mật khẩu")
	wanted.fill(newer)
	again.fill(newer + "!")
	who.tap(save)
	expect(dialog.get_by_text("Chưa khớp với ô trên.")).to_be_visible()
	again.fill(newer)
	who.tap(save)
	expect(dialog.get_by_text("Mật khẩu này không đúng.")).to_be_visible()
	old.fill(PASSWORD)
	who.tap(save)
	expect(dialog).to_have_count(0)
	expect(page.get_by_text("Đã đổi mật khẩu.")).to_be_visible()
	who.open("/viec")  # this device goes on
	expect(page.get_by_role("dialog")).to_have_count(0)
	other.page.reload()
	expect(other.page.get_by_label("Mật khẩu", exact=True)).to_be_visible()
	third = signed_in(None, "phone")
	assert (
		third.page.request.post(
			f"{third.base}/api/method/login", data={"usr": cell.users["hoa"], "pwd": PASSWORD}
		).status
		== 401
	)
	sign_in(third, cell.users["hoa"], newer)
	host.give_password(cell.users["hoa"], PASSWORD)  # the user is shared by the tests of this run


def test_a_push_is_shown_by_the_real_worker_and_leads_into_the_app(signed_in: SignedIn, cell: Cell) -> None:
	who = signed_in("hoa", "laptop", service_workers="allow", permissions=["notifications"])
	page = who.page
	who.open("/viec")
	page.evaluate("navigator.serviceWorker.ready.then(() => true)")
	devtools = who.context.new_cdp_session(page)
	known: list[dict[str, Any]] = []
	devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
	devtools.send("ServiceWorker.enable")
	page.wait_for_function("navigator.serviceWorker.ready")
	while not known:
		page.wait_for_timeout(50)
	said = {
		"v": 1,
		"title": f"Chi bộ {cell.name}",
		"body": "Đồng chí có 2 việc cần xem",
		"url": f"{who.base}/chibo/thong-bao",
		"tag": "t1",
		"count": 2,
		"urgent": False,
	}
	devtools.send(
		"ServiceWorker.deliverPushMessage",
		{"origin": who.base, "registrationId": known[-1]["registrationId"], "data": json.dumps(said)},
	)
	shown = page.evaluate(SHOWN)
	assert shown == [said["title"], said["body"], said["tag"], said["url"]]
