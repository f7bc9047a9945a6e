"""What else happens in the life of a piece of work, by clicking: more time, a checklist, paper, a PDF, the same duty of many."""

import io
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.e2e.conftest import Opened, SignedIn
from tests.factories import Cell, give


def made(host: Any, cell: Cell, **order: Any) -> str:
	from chibo_tasks import clock

	with host.connected():
		import frappe

		row = give(cell, "hoa", due=clock.today(), title="Báo cáo quý", reviewer="deputy", **order)
		frappe.db.commit()
		return str(row.name)


def pdf() -> FilePayload:
	stream = io.BytesIO()
	Image.new("RGB", (300, 400), "white").save(stream, "PDF")
	return {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": stream.getvalue()}


def test_more_time_is_asked_for_and_granted(host: Any, signed_in: SignedIn, cell: Cell) -> None:
	deadline = made(host, cell)
	hoa = signed_in("hoa", "phone")
	hoa.open(f"/viec/{deadline}")
	hoa.tap(hoa.button("Thao tác khác"))
	hoa.tap(hoa.page.get_by_role("menuitem", name="Xin gia hạn"))
	sheet = hoa.page.get_by_role("dialog", name="Xin gia hạn")
	hoa.check("asking for more time")
	hoa.tap(sheet.get_by_role("button", name="Gửi đề nghị"))
	expect(sheet.get_by_role("alert")).to_be_visible()
	hoa.tap(sheet.get_by_role("button", name="Chờ nơi khác"))
	hoa.page.wait_for_timeout(400)  # a second tap so soon is a trembling hand's
	hoa.tap(sheet.get_by_role("button", name="Gửi đề nghị"))
	expect(sheet.get_by_role("alert")).to_contain_text("Chọn ngày")
	hoa.tap(sheet.get_by_role("button", name="Cuối quý"))
	hoa.page.wait_for_timeout(400)
	hoa.tap(sheet.get_by_role("button", name="Gửi đề nghị"))
	expect(hoa.page.get_by_text("Đã gửi đề nghị và báo cho chi ủy.")).to_be_visible()
	expect(hoa.page.get_by_text("Chờ quyết định")).to_be_visible()

	secretary = signed_in("secretary", "laptop")
	secretary.open("/duyet")
	secretary.tap(
		secretary.page.get_by_role("region", name="Đề nghị gia hạn").get_by_role("link", name="Báo cáo quý")
	)
	secretary.tap(secretary.button("Đồng ý", exact=True))
	grant = secretary.page.get_by_role("dialog", name="Đồng ý gia hạn")
	secretary.tap(grant.get_by_role("button", name="Lý do hợp lý"))
	secretary.tap(grant.get_by_role("button", name="Đồng ý", exact=True))
	expect(secretary.page.get_by_text("Đã gia hạn đến")).to_be_visible()
	expect(secretary.page.get_by_text("Hạn ban đầu")).to_be_visible()
	secretary.check("more time granted")


def test_a_checklist_is_fulfilled_by_paper_and_pdf_and_reviewed_beside_it(
	host: Any, signed_in: SignedIn, cell: Cell
) -> None:
	deadline = made(host, cell, evidence_expected=("Biên bản", "Danh sách ký nhận"))
	hoa = signed_in("hoa", "phone")
	hoa.open(f"/viec/{deadline}")
	expect(hoa.page.get_by_text("Còn thiếu: Biên bản; Danh sách ký nhận")).to_be_visible()
	hoa.page.get_by_label("Chọn tệp", exact=True).set_input_files(pdf())
	expect(hoa.page.get_by_text("Còn thiếu: Danh sách ký nhận")).to_be_visible()
	hoa.tap(hoa.button("Đã nộp bản giấy"))
	hoa.tap(hoa.button("Ghi làm minh chứng"))
	expect(hoa.page.get_by_text("Ghi rõ nộp ở đâu")).to_be_visible()
	hoa.page.wait_for_timeout(400)
	hoa.page.get_by_label("Nộp ở đâu, cho ai?").fill("văn phòng trường")
	hoa.check("paper handed in")
	hoa.tap(hoa.button("Ghi làm minh chứng"))
	expect(hoa.page.get_by_text("Còn thiếu:")).to_have_count(0)
	hoa.tap(hoa.button("Gửi duyệt", exact=True))
	expect(hoa.page.get_by_text("Đã gửi duyệt và báo cho người duyệt.")).to_be_visible()

	deputy = signed_in("deputy", "laptop")
	deputy.open("/duyet")
	frame = deputy.page.locator("iframe[title='bien-ban.pdf']")
	expect(frame).to_be_visible()
	answer = deputy.page.request.get(f"{deputy.base}{frame.get_attribute('src')}")
	assert answer.headers["content-type"] == "application/pdf"
	policy = answer.headers["content-security-policy"]
	assert "frame-ancestors 'self'" in policy and "default-src 'none'" in policy
	expect(deputy.page.get_by_text("Đã nộp bản giấy ngày")).to_be_visible()
	expect(deputy.page.get_by_role("listitem").filter(has_text="Danh sách ký nhận").first).to_contain_text(
		"đã có"
	)


def test_the_same_duty_of_many_is_approved_together(host: Any, signed_in: SignedIn, cell: Cell) -> None:
	from chibo_tasks import clock
	from chibo_tasks.domain.assignment import Order
	from chibo_tasks.services import assignments, evidences, reviews

	with host.connected(cell.users["secretary"]):
		import frappe

		[task] = assignments.assign(
			cell.actor("secretary"),
			cell.name,
			[Order(audience="members", title="Viết bài thu hoạch", source="Meeting", due_date=clock.today())],
		)
		frappe.db.commit()
	senders = ("hoa", "lan", "mai")
	for login in senders:
		with host.connected(cell.users[login]):
			import frappe

			[name] = frappe.get_all(
				"Chibo Deadline",
				filters={"task": task, "member": cell.members[login]},
				fields=["name"],
				order_by="name",
			)
			actor = cell.actor(login)
			reviews.act(actor, name.name, "accept")
			evidences.send(actor, name.name, evidences.Piece(evidences.NOTE, note="Bài thu hoạch đã nộp."))
			reviews.act(actor, name.name, "submit")
			frappe.db.commit()
	deputy = signed_in("deputy", "phone")
	deputy.open("/duyet")
	deputy.tap(deputy.button("Duyệt cùng lúc 3 việc"))
	sheet = deputy.page.get_by_role("dialog", name="Duyệt cùng lúc")
	deputy.check("approving together")
	sheet.get_by_label("đ/c Nguyễn Thị Mai").uncheck()
	deputy.tap(sheet.get_by_role("button", name="Duyệt 2 việc"))
	expect(deputy.page.get_by_text("Đã duyệt 2 việc.")).to_be_visible()
	expect(deputy.page.get_by_text("1 việc đang chờ duyệt")).to_be_visible()


def test_a_task_is_changed_and_handed_over(host: Any, signed_in: SignedIn, cell: Cell) -> None:
	deadline = made(host, cell)
	secretary = signed_in("secretary", "laptop")
	page = secretary.page
	secretary.open(f"/viec/{deadline}")
	secretary.tap(secretary.button("Thao tác khác"))
	secretary.tap(page.get_by_role("menuitem", name="Sửa việc này"))
	sheet = page.get_by_role("dialog", name="Sửa việc này")
	sheet.get_by_label("Những gì cần có").fill("Biên bản\nẢnh")
	sheet.get_by_label("Vì sao?").fill("Chi ủy yêu cầu")
	secretary.check("changing a task")
	secretary.tap(sheet.get_by_role("button", name="Lưu"))
	expect(page.get_by_text("Đã sửa.")).to_be_visible()
	expect(page.get_by_role("listitem").filter(has_text="Biên bản")).to_contain_text("còn thiếu")

	secretary.tap(secretary.button("Thao tác khác"))
	secretary.tap(page.get_by_role("menuitem", name="Giao lại cho người khác"))
	sheet = page.get_by_role("dialog", name="Giao lại cho người khác")
	secretary.tap(sheet.get_by_label("Ai nhận việc?"))
	page.get_by_placeholder("Tìm tên").fill("do thi phuong")
	secretary.tap(page.get_by_role("option", name="Đỗ Thị Phương"))
	secretary.tap(sheet.get_by_role("button", name="Thay đổi phân công"))
	secretary.check("handing over")
	secretary.tap(sheet.get_by_role("button", name="Giao lại"))
	expect(page.get_by_text("Đã giao lại cho đ/c Đỗ Thị Phương.")).to_be_visible()
	secretary.tap(page.get_by_text("Lịch sử"))
	expect(page.get_by_role("listitem").filter(has_text="Giao lại việc")).to_contain_text(
		"Thay đổi phân công"
	)


def test_a_message_says_why_it_came_and_its_hour_can_be_chosen(opened: Opened) -> None:
	who = opened("hoa", "phone")
	page = who.page
	who.open("/thong-bao")
	who.tap(page.get_by_role("button", name="Vì sao tôi nhận?").first)
	sheet = page.get_by_role("dialog", name="Vì sao tôi nhận?")
	expect(sheet.get_by_text("Vũ Thị Hoa").first).to_be_visible()
	expect(sheet.get_by_role("heading", name="Đã nhắc đ/c")).to_be_visible()
	who.check("why a message came")
	who.tap(sheet.get_by_role("button", name="Đóng"))

	who.open("/toi")
	hour = page.get_by_label("Giờ nhận tin tổng hợp hằng ngày")
	expect(hour).to_be_enabled()
	other = "20" if hour.input_value() == "19" else "19"  # a site may have seen this test before
	hour.select_option(other)
	expect(page.get_by_text("Đã lưu.")).to_be_visible()
	who.open("/toi")
	expect(hour).to_have_value(other)
	who.check("my choices")
