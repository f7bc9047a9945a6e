"""The main job by clicking: from the plan's file to approved evidence, at a phone and at a laptop."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.e2e.browser import ROOT, Person
from tests.e2e.conftest import SignedIn
from tests.factories import PASSWORD, Cell

SENTENCE = "Lập danh mục đồ dùng, đồ chơi cần bổ sung"
REASON = "Ảnh mờ"


def photo() -> FilePayload:
	"""A camera's picture: 12 megapixels, lying on its side, with the place where it was taken."""
	image = Image.effect_noise((4000, 3000), 60).convert("RGB")
	exif = Image.Exif()
	exif[0x0112] = 6  # has to be turned by 90 degrees
	exif.get_ifd(0x8825)[1] = "N"
	stream = io.BytesIO()
	image.save(stream, "JPEG", quality=85, exif=exif)
	return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def plan_file() -> FilePayload:
	text = (ROOT / "chibo_tasks/setup/demo/sample_plan.txt").read_text(encoding="utf-8")
	return {
		"name": "ke-hoach.txt",
		"mimeType": "text/plain",
		"buffer": text.replace("{year}", str(date.today().year)).encode(),
	}


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_from_the_plan_to_approved_evidence(
	signed_in: SignedIn, cell: Cell, give_password: Callable[[str], None], size: str
) -> None:
	give_password(cell.users["secretary"])
	secretary = signed_in(None, size)
	enter_by_password(secretary, cell.users["secretary"])
	read_publish_and_assign(secretary)

	member = signed_in("hoa", size)
	accept_and_send(member)

	reviewer = signed_in("deputy", size)
	send_back(reviewer)
	send_again(member)
	approve(reviewer)

	member.open("/viec")
	member.tap(member.button("Xong"))
	expect(member.page.get_by_text("Đã duyệt · Đúng hạn")).to_be_visible()
	member.check("my tasks with something done")
	read_the_bell(member)


def enter_by_password(who: Person, user: str) -> None:
	page = who.page
	who.open("/")
	expect(page).to_have_url(f"{who.base}/chibo/dang-nhap")
	who.check("sign-in")
	page.get_by_label("Tài khoản").fill(user)
	page.get_by_label("Mật khẩu", exact=True).fill("sai-mat-khau-roi")
	who.tap(who.button("Đăng nhập"))
	expect(page.get_by_role("alert")).to_contain_text("Sai tài khoản hoặc mật khẩu")
	page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
	who.tap(who.button("Đăng nhập"))
	expect(page.get_by_role("heading", level=1)).to_contain_text("Chào đ/c")
	who.check("home of a secretary without work")


def read_publish_and_assign(who: Person) -> None:
	page = who.page
	who.open("/ke-hoach")
	who.check("no plan yet")
	who.tap(page.get_by_role("link", name="Nhập kế hoạch").first)
	page.get_by_label("Chọn tệp Word của kế hoạch").set_input_files(plan_file())
	page.wait_for_url("**/ke-hoach/nhap/*")
	who.settle()
	expect(page.get_by_text("không mất ký tự nào")).to_be_visible()
	who.check("lines of a draft")

	page.get_by_role("radio", name="Tất cả").check()
	row = page.locator("li[data-position]", has_text="Huy động cha mẹ trẻ cùng làm góc thiên nhiên")
	row.get_by_role("combobox").select_option(label="Chỉ tiêu")
	who.tap(page.get_by_role("link", name="Tiếp tục"))
	page.wait_for_url("**/giao")
	who.tap(page.get_by_role("link", name="Tiếp tục"))
	page.wait_for_url("**/phat-hanh")
	who.tap(who.button("Phát hành…"))
	who.check("publishing")
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Phát hành", exact=True))
	who.tap(page.get_by_role("link", name="Mở kế hoạch"))
	page.wait_for_url("**/ke-hoach/*?loc=chua-giao")
	who.settle()
	who.check("plan, not assigned")

	item = page.get_by_role("listitem").filter(has_text=SENTENCE)
	who.tap(item.get_by_role("button", name="Giao việc"))
	who.tap(page.get_by_label("Chủ trì"))
	page.get_by_placeholder("Tìm tên").fill("hoa")
	who.tap(page.get_by_role("option", name="Nguyễn Thị Hoa"))
	who.tap(page.get_by_label("Người duyệt"))
	page.get_by_placeholder("Tìm tên").fill("nguyen thi deputy")
	who.check("choosing a person")
	who.tap(page.get_by_role("option", name="Nguyễn Thị Deputy"))
	page.get_by_label("Hạn", exact=True).fill("31/12")
	page.get_by_label("Hạn", exact=True).blur()
	expect(page.get_by_label("Hạn", exact=True)).to_have_value(f"31/12/{date.today().year}")
	who.check("assigning")
	who.tap(who.button("Giao 1 việc"))
	expect(page.get_by_text("Đã giao 1 việc cho đ/c Nguyễn Thị Hoa.")).to_be_visible()

	who.tap(who.button("Chọn nhiều việc"))
	page.get_by_label("Chọn mọi việc chưa giao trong mục “Công tác chính trị, tư tưởng”").check()
	who.check("choosing several items")
	who.tap(page.locator(".sticky").get_by_role("button", name="Giao việc"))
	who.tap(page.get_by_label("Chủ trì"))
	page.get_by_placeholder("Tìm tên").fill("do thi phuong")
	who.tap(page.get_by_role("option", name="Đỗ Thị Phương"))
	who.tap(page.get_by_role("button", name="Giao 4 việc").last)
	expect(page.get_by_text("Đã giao 4 việc cho đ/c Đỗ Thị Phương.")).to_be_visible()
	who.open("/ke-hoach")
	who.tap(page.get_by_role("link", name="KẾ HOẠCH Công tác").first)
	who.settle()
	who.check("plan, whole text")


def accept_and_send(who: Person) -> None:
	page = who.page
	who.open("/viec")
	who.check("my tasks")
	who.taps = 0
	who.tap(who.button("Đã nhận việc"))
	expect(page.get_by_text("Đã xác nhận nhận việc.")).to_be_visible()
	assert who.taps == 1, "a receipt takes one tap"

	who.taps = 0
	who.tap(page.get_by_role("link", name=SENTENCE))
	expect(page.get_by_role("heading", name=SENTENCE)).to_be_visible()
	who.check("a task of mine")
	who.taps += 1  # the camera button; the shutter is the system's
	page.get_by_label("Chụp ảnh", exact=True).set_input_files(photo())
	expect(page.get_by_text("1/1 cần có")).to_be_visible(timeout=30_000)
	page.get_by_label("Ghi chú").fill("Đã lập danh mục, bản giấy để ở văn phòng.")
	who.check("a task with evidence")
	who.tap(who.button("Gửi duyệt", exact=True))
	expect(page.get_by_text("Đã gửi duyệt và báo cho người duyệt.")).to_be_visible()
	assert who.taps <= 3, "evidence is handed in with three taps"


def send_back(who: Person) -> None:
	page = who.page
	who.open("/duyet")
	who.check("queue")
	if who.size == "phone":
		who.tap(page.get_by_role("link", name=SENTENCE))
	expect(page.get_by_role("button", name="Duyệt", exact=True)).to_be_visible()
	expect(page.get_by_text("Đã lập danh mục, bản giấy để ở văn phòng.")).to_be_visible()
	expect_small_upright_and_anonymous(who)
	who.check("evidence under review")
	who.taps = 0
	who.tap(who.button("Trả lại", exact=True))
	who.check("returning")
	who.tap(page.get_by_role("dialog").get_by_role("button", name=REASON))
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Trả lại", exact=True))
	expect(page.get_by_text("Đã trả lại. Đảng viên đã được báo lý do.")).to_be_visible()
	assert who.taps <= 3
	expect(page.get_by_text("Không còn minh chứng chờ duyệt")).to_be_visible()
	who.check("empty queue")


def expect_small_upright_and_anonymous(who: Person) -> None:
	source = who.page.locator("img[src*='evidence.download']").first.get_attribute("src")
	answer = who.page.request.get(f"{who.base}{source}")
	body = answer.body()
	image = Image.open(io.BytesIO(body))
	assert image.size == (1200, 1600), "turned upright and made small"
	assert not image.getexif(), "place and device stay on the phone"
	assert len(body) <= 800_000


def send_again(who: Person) -> None:
	page = who.page
	who.open("/viec")
	expect(page.get_by_text(REASON)).to_be_visible()
	who.check("my tasks with something returned")
	who.taps = 1  # the camera of the row
	page.get_by_label(f"Chụp lại: {SENTENCE}").set_input_files(photo())
	who.tap(page.get_by_role("status").get_by_role("button", name="Gửi duyệt"))
	expect(page.get_by_text("Đã gửi duyệt và báo cho người duyệt.")).to_be_visible(timeout=30_000)
	assert who.taps == 2, "from the list, two taps"


def approve(who: Person) -> None:
	page = who.page
	who.open("/duyet")
	if who.size == "phone":
		who.tap(page.get_by_role("link", name=SENTENCE))
	expect(page.get_by_text("Lần gửi 1, đã trả lại")).to_be_visible()
	who.taps = 0
	who.tap(who.button("Duyệt", exact=True))
	expect(page.get_by_text("Đã duyệt.", exact=True)).to_be_visible()
	assert who.taps == 1


def read_the_bell(who: Person) -> None:
	page = who.page
	who.tap(page.get_by_role("link", name="Thông báo, "))
	expect(page.get_by_role("heading", name="Thông báo", level=1)).to_be_visible()
	who.settle()
	who.check("messages")
	expect(page.get_by_role("link", name=f"Đã duyệt: {SENTENCE}")).to_be_visible()
	who.tap(who.button("Đánh dấu đã đọc hết"))
	expect(who.button("Đánh dấu đã đọc hết")).to_be_hidden()
	who.open("/toi")
	who.check("me")
