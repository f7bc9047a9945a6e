"""The import wizard by clicking and by keyboard, at a phone and at a laptop: read, correct, assign, publish, compare."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.e2e.browser import Person
from tests.e2e.conftest import SignedIn
from tests.factories import Cell

PLAN = """CHI BỘ TRƯỜNG MẦM NON HOA SEN
KẾ HOẠCH
Công tác của Chi bộ năm 2031
I. NHIỆM VỤ CỤ THỂ
1. Công tác chuyên môn
- Tổ chức hội thi làm đồ chơi cho trẻ và báo cáo kết quả với Chi ủy.
- Kiểm tra bếp ăn và hồ sơ lưu mẫu thức ăn của từng bữa.
- Mỗi tổ chuyên môn viết bài về người tốt việc tốt trên bảng tin.
2. Công tác tổ chức
- Duy trì sinh hoạt định kỳ, có chuẩn bị nội dung trước.
- Mỗi tổ chuyên môn viết bài về người tốt, việc tốt trên bảng tin.
- Học tập cách làm của Trường Mầm non Sơn Ca trong phát triển đảng viên.
II. MẤY ĐIỀU CẦN NHỚ
- Lời hay, ý đẹp, việc tốt
- Bếp ấm, lớp sạch, sân vui
"""
NEWER = (
	PLAN.replace("Kiểm tra bếp ăn", "Kiểm tra đột xuất bếp ăn")
	.replace(
		"2. Công tác tổ chức\n", "2. Công tác tổ chức\n- Rà soát quy chế làm việc của Chi ủy trong quý II.\n"
	)
	.replace("- Duy trì sinh hoạt định kỳ, có chuẩn bị nội dung trước.\n", "")
)
SHOTS = os.environ.get("CHIBO_SHOTS")


def payload(name: str, text: str) -> FilePayload:
	return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def look(who: Person, what: str) -> None:
	"""axe and no sideways scrolling; with CHIBO_SHOTS a picture for human eyes."""
	who.page.wait_for_timeout(250)
	if SHOTS:
		who.page.screenshot(path=Path(SHOTS) / f"{what.replace(' ', '-')}-{who.size}.png", full_page=True)
	who.check(what)


def line(who: Person, words: str) -> Locator:
	return who.page.locator("li[data-position]", has_text=words).first


def act(who: Person, words: str, action: str) -> None:
	"""One action of a line's menu."""
	who.tap(line(who, words).get_by_role("button", name="Thao tác với dòng"))
	who.tap(who.page.get_by_role("menuitem", name=action))


def pick(who: Person, label: str, name: str) -> None:
	"""Choose a person in the open sheet."""
	page = who.page
	who.tap(page.get_by_role("dialog").get_by_label(label, exact=True).first)
	page.get_by_placeholder("Tìm tên").fill(name)
	who.tap(page.get_by_role("option", name=name))


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_read_correct_assign_publish_and_compare(signed_in: SignedIn, cell: Cell, size: str) -> None:
	who = signed_in("secretary", size)
	read_in(who)
	discard_and_take_back(who)
	settle_doubts(who)
	correct(who)
	assign(who)
	publish(who)
	read_the_same_file_again(who)
	compare(who)


def read_in(who: Person) -> None:
	page = who.page
	who.open("/ke-hoach/nhap")
	look(who, "import upload")
	who.tap(who.button("Hoặc dán văn bản"))
	page.get_by_label("Văn bản kế hoạch").fill(PLAN)
	who.tap(who.button("Đọc văn bản này"))
	page.wait_for_url("**/ke-hoach/nhap/*")
	who.settle()
	expect(page.locator("[data-account]")).to_have_text("15 dòng: 2 việc chưa chắc.")
	expect(page.get_by_text("không mất ký tự nào")).to_be_visible()


def discard_and_take_back(who: Person) -> None:
	page = who.page
	address = page.url
	who.tap(who.button("Bỏ bản nháp…"))
	dialog = page.get_by_role("dialog", name="Bỏ bản nháp này?")
	look(who, "import discard")
	who.tap(dialog.get_by_role("button", name="Bỏ", exact=True))
	page.wait_for_url("**/ke-hoach")
	expect(page.get_by_text("Chưa có kế hoạch")).to_be_visible()
	who.tap(page.get_by_role("status").get_by_role("button", name="Hoàn tác"))
	page.wait_for_url(address)
	who.settle()


def settle_doubts(who: Person) -> None:
	page = who.page
	expect(page.locator("li[data-position]")).to_have_count(2)
	look(who, "import doubts")
	if who.size == "laptop":
		page.keyboard.press(".")
		expect(line(who, "Lời hay, ý đẹp")).to_be_focused()
		page.keyboard.press(".")
		expect(line(who, "Bếp ấm, lớp sạch")).to_be_focused()
		expect(page.locator("mark")).to_have_text("Bếp ấm, lớp sạch, sân vui")
	line(who, "Lời hay, ý đẹp").get_by_role("combobox").select_option(label="Bối cảnh")
	expect(page.locator("[data-account]")).to_have_text("15 dòng: 1 việc chưa chắc.")
	who.tap(line(who, "Bếp ấm").get_by_role("button", name="Đúng rồi"))
	expect(page.locator("[data-account]")).to_have_text("15 dòng: không có dòng nào chưa chắc.")


def correct(who: Person) -> None:
	page = who.page
	if who.size == "phone":
		who.tap(page.get_by_role("button", name="lưu ý về nội dung"))
	finding = page.locator("[data-finding='elsewhere.name']")
	expect(finding).to_contain_text("Trường Mầm non Sơn Ca")
	who.tap(finding.get_by_role("button", name="Dòng 12"))
	expect(line(who, "Học tập cách làm")).to_be_focused()
	look(who, "import lines")

	twice = page.locator("[data-finding='duplicate.pair']")
	who.tap(twice.get_by_role("button", name="Gộp thành một việc"))
	expect(page.get_by_text("Giao gộp với dòng 8.")).to_be_visible()
	expect(twice).to_have_count(0)

	act(who, "Tổ chức hội thi", "Tách dòng")
	dialog = page.get_by_role("dialog")
	who.tap(dialog.get_by_role("button", name="và", exact=True))
	look(who, "import split")
	who.tap(dialog.get_by_role("button", name="Tách", exact=True))
	expect(page.locator("li[data-position]")).to_have_count(16)
	expect(line(who, "và báo cáo kết quả với Chi ủy.")).to_be_visible()
	expect(page.get_by_text("không mất ký tự nào")).to_be_visible()

	if who.size == "laptop":
		line(who, "và báo cáo kết quả").focus()
		page.keyboard.press("Alt+ArrowRight")
		expect(page.get_by_role("button", name="Hoàn tác: thụt vào")).to_be_enabled()
		page.keyboard.press("Control+z")
		expect(page.get_by_role("button", name="Hoàn tác: tách")).to_be_enabled()
	act(who, "và báo cáo kết quả", "Gộp lên dòng trên")
	expect(line(who, "làm đồ chơi cho trẻ và báo cáo kết quả")).to_be_visible()
	who.tap(who.button("Hoàn tác: gộp"))
	expect(line(who, "và báo cáo kết quả với Chi ủy.")).to_be_visible()

	for words in ("và báo cáo kết quả", "Bếp ấm"):
		line(who, words).get_by_role("checkbox").check(force=True)
	look(who, "import bulk")
	page.get_by_label("Loại của các dòng đã chọn").select_option(label="Chỉ tiêu")
	expect(line(who, "Bếp ấm").get_by_role("combobox")).to_have_value("target")


def assign(who: Person) -> None:
	page = who.page
	who.tap(page.get_by_role("link", name="Tiếp tục"))
	page.wait_for_url("**/giao")
	who.settle()
	look(who, "import assign")
	who.tap(line(who, "Kiểm tra bếp ăn").get_by_role("button", name="Người và hạn"))
	look(who, "import decide")
	pick(who, "Chủ trì", "Nguyễn Thị Hoa")
	page.get_by_role("dialog").get_by_label("Hạn", exact=True).select_option(label="Hằng tháng")
	page.get_by_role("dialog").get_by_label("Ngày nào").select_option(label="Ngày 25")
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Lưu", exact=True))
	expect(line(who, "Kiểm tra bếp ăn")).to_contain_text("Hằng tháng, ngày 25")

	who.tap(page.get_by_label("Chọn cả mục I.2"))
	who.tap(who.button("Người và hạn…"))
	pick(who, "Chủ trì", "Nguyễn Thị Lan")
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Lưu", exact=True))
	expect(line(who, "Duy trì sinh hoạt")).to_contain_text("đ/c Nguyễn Thị Lan")
	expect(line(who, "Học tập cách làm")).to_contain_text("đ/c Nguyễn Thị Lan")
	look(who, "import assigned")


def publish(who: Person) -> None:
	page = who.page
	who.tap(page.get_by_role("link", name="Tiếp tục"))
	page.wait_for_url("**/phat-hanh")
	who.settle()
	expect(page.locator("li[data-ok=true]")).to_have_count(3)
	look(who, "import publish")
	who.tap(who.button("Phát hành…"))
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Phát hành", exact=True))
	expect(page.get_by_text("Kế hoạch đã phát hành. Cả chi bộ đọc được từ bây giờ.")).to_be_visible()
	look(who, "import published")
	page.reload()
	who.settle()
	expect(page.get_by_text("Kế hoạch này đã phát hành")).to_be_visible()
	look(who, "import published before")


def read_the_same_file_again(who: Person) -> None:
	page = who.page
	who.tap(page.get_by_role("link", name="Nhập tệp mới"))
	page.wait_for_url("**/ke-hoach/nhap?cho=*")
	page.get_by_label("Chọn tệp Word của kế hoạch").set_input_files(payload("cu.txt", PLAN))
	expect(page.get_by_text("Kế hoạch đang theo đúng tệp này; không có gì thay đổi.")).to_be_visible()
	look(who, "import same file")


def compare(who: Person) -> None:
	page = who.page
	page.get_by_label("Chọn tệp Word của kế hoạch").set_input_files(payload("moi.txt", NEWER))
	page.wait_for_url("**/doi-chieu/*")
	who.settle()
	changed = page.locator("li[data-how=changed]")
	expect(changed).to_contain_text("việc đang làm")
	expect(changed.locator("ins")).to_have_text("đột xuất")
	expect(page.locator("li[data-how=new]")).to_have_count(1)
	look(who, "import compare")
	who.tap(who.button("Áp dụng tệp mới…"))
	who.tap(page.get_by_role("dialog").get_by_role("button", name="Áp dụng", exact=True))
	page.wait_for_url("**/ke-hoach/*?loc=chua-giao")
	who.settle()
	expect(page.get_by_text("Rà soát quy chế làm việc của Chi ủy trong quý II.")).to_be_visible()
	who.open(page.url.split("/chibo")[1].split("?")[0])
	kitchen = page.get_by_role("listitem").filter(has_text="Kiểm tra đột xuất bếp ăn")
	expect(kitchen).to_contain_text("Nguyễn Thị Hoa")
	gone = page.get_by_role("listitem").filter(has_text="Duy trì sinh hoạt định kỳ")
	expect(gone.first).to_contain_text("Bản mới nhất không còn nội dung này")
	expect(page.get_by_role("link", name="Nhập tệp mới")).to_be_visible()
	look(who, "plan after a newer file")
