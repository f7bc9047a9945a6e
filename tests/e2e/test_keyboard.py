"""The main jobs without a mouse: review ten pieces of work, give work out of the plan, find anything, read the help."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Person
from tests.e2e.conftest import Opened, SignedIn
from tests.e2e.test_scenario import SENTENCE, plan_file
from tests.factories import Cell, give


def focused(who: Person) -> str:
	"""Name of what has the focus, as it is read out."""
	return who.page.evaluate(
		"""() => {
			const node = document.activeElement;
			const label = node.labels && node.labels.length ? node.labels[0].textContent : "";
			return (node.getAttribute("aria-label") || label || node.textContent || "").trim().replace(/\\s+/g, " ");
		}"""
	)


def visible_ring(who: Person) -> bool:
	return who.page.evaluate(
		"""() => {
			const wide = (node) => parseFloat(getComputedStyle(node).outlineWidth) > 0 && getComputedStyle(node).outlineStyle !== "none";
			const node = document.activeElement;
			return node === document.body || wide(node) || (node.closest("label") && wide(node.closest("label")));
		}"""
	)


def tab_to(who: Person, name: str, most: int = 120) -> None:
	"""Press Tab until something of that name has the focus, seeing the focus all the way."""
	for _ in range(most):
		who.page.keyboard.press("Tab")
		assert visible_ring(who), f"no focus to be seen on “{focused(who)}”"
		if name in focused(who):
			return
	raise AssertionError(f"“{name}” is not reached by Tab")


@pytest.fixture
def ten(host: Any, cell: Cell) -> list[str]:
	"""Ten pieces of work under review by the deputy."""
	from chibo_tasks import clock
	from chibo_tasks.services import evidences, reviews

	names = []
	with host.connected():
		import frappe

		for index in range(10):
			made = give(
				cell, "hoa", due=clock.today(), title=f"Báo cáo tháng {index + 1:02}", reviewer="deputy"
			)
			names.append(str(made.name))
		frappe.db.commit()
	with host.connected(cell.users["hoa"]):
		import frappe

		actor = cell.actor("hoa")
		for name in names:
			reviews.act(actor, name, "accept")
			evidences.send(actor, name, evidences.Piece(evidences.NOTE, note="Đã làm xong."))
			reviews.act(actor, name, "submit")
		frappe.db.commit()
	return names


def states(host: Any, names: list[str]) -> list[str]:
	with host.connected():
		import frappe

		return sorted(frappe.db.get_value("Chibo Deadline", name, "state") for name in names)


def test_a_reviewer_reviews_ten_pieces_by_keyboard(host: Any, signed_in: SignedIn, ten: list[str]) -> None:
	who = signed_in("deputy", "laptop")
	page, keys = who.page, who.page.keyboard
	who.open("/viec")
	keys.press("g")
	keys.press("d")
	expect(page.get_by_role("button", name="Duyệt", exact=True)).to_be_visible()

	first = page.get_by_role("heading", level=2).first.inner_text()
	keys.press("j")
	expect(page.get_by_role("heading", level=2).first).not_to_have_text(first)
	keys.press("k")
	expect(page.get_by_role("heading", level=2).first).to_have_text(first)

	for left in range(9, 4, -1):
		keys.press("a")
		expect(page.get_by_text(f"{left} việc đang chờ")).to_be_visible()
		expect(page.get_by_role("button", name="Duyệt", exact=True)).to_be_enabled()
	keys.press("z")
	expect(page.get_by_text("Đã hoàn tác quyết định.")).to_be_visible()
	expect(page.get_by_text("6 việc đang chờ")).to_be_visible()
	expect(page.get_by_role("button", name="Duyệt", exact=True)).to_be_enabled()
	for left in range(5, -1, -1):
		keys.press("r")
		dialog = page.get_by_role("dialog", name="Trả lại")
		expect(dialog.get_by_role("textbox")).to_be_focused()
		keys.type("Thiếu chữ ký")
		keys.press("Control+Enter")
		expect(dialog).to_be_hidden()
		if left:
			expect(page.get_by_text(f"{left} việc đang chờ")).to_be_visible()
			expect(page.get_by_role("button", name="Duyệt", exact=True)).to_be_enabled()
	expect(page.get_by_text("Không còn minh chứng chờ duyệt")).to_be_visible()
	assert states(host, ten) == ["Approved"] * 4 + ["Returned"] * 6


def test_a_secretary_gives_work_by_keyboard(signed_in: SignedIn) -> None:
	who = signed_in("secretary", "laptop")
	page, keys = who.page, who.page.keyboard
	who.open("/ke-hoach/nhap")
	page.get_by_label("Chọn tệp Word của kế hoạch").set_input_files(plan_file())
	page.wait_for_url("**/ke-hoach/nhap/*")
	who.settle()
	for step in ("giao", "phat-hanh"):
		page.locator("body").press("Home")
		tab_to(who, "Tiếp tục", 400)
		keys.press("Enter")
		page.wait_for_url(f"**/{step}")
		who.settle()
	tab_to(who, "Phát hành…", 400)
	keys.press("Enter")
	expect(page.get_by_role("dialog")).to_be_visible()
	tab_to(who, "Phát hành", 12)
	keys.press("Enter")
	tab_to(who, "Mở kế hoạch", 60)
	keys.press("Enter")
	page.wait_for_url("**/ke-hoach/*?loc=chua-giao")
	who.settle()

	item = page.get_by_role("listitem").filter(has_text=SENTENCE)
	for _ in range(300):
		keys.press("Tab")
		if item.evaluate("(node) => node.contains(document.activeElement)") and "Giao việc" in focused(who):
			break
	keys.press("Enter")
	expect(page.get_by_role("dialog")).to_be_visible()
	tab_to(who, "Chủ trì", 10)
	keys.press("Enter")
	expect(page.get_by_placeholder("Tìm tên")).to_be_focused()
	keys.type("hoa")
	expect(page.get_by_role("option")).to_have_count(1)
	keys.press("Enter")
	expect(page.get_by_placeholder("Tìm tên")).to_be_hidden()
	assert "Chủ trì" in focused(who), "the focus returns to where it came from"
	tab_to(who, "Giao 1 việc", 25)
	keys.press("Enter")
	expect(page.get_by_text("Đã giao 1 việc cho đ/c Nguyễn Thị Hoa.")).to_be_visible()


def test_the_palette_finds_without_accents_and_the_help_says_the_keys(opened: Opened) -> None:
	who = opened("bithu", "laptop")
	page, keys = who.page, who.page.keyboard
	who.open("/viec")
	keys.press("Control+k")
	field = page.get_by_placeholder("Việc, người hoặc trang")
	expect(field).to_be_focused()
	who.check("palette")
	keys.type("ke hoach nuoi duong")
	hit = page.get_by_role("option").filter(has_text="nuôi dưỡng").first
	expect(hit).to_be_visible()
	keys.press("Enter")
	expect(field).to_be_hidden()
	assert page.url != f"{who.base}/chibo/viec"

	who.open("/viec")
	keys.press("?")
	help_sheet = page.get_by_role("dialog", name="Phím tắt")
	expect(help_sheet).to_be_visible()
	who.check("help")
	expect(help_sheet.get_by_text("Mở Kế hoạch")).to_be_visible()
	# switched off, a word said aloud does nothing any more
	help_sheet.get_by_label("Phím tắt một chữ").uncheck()
	keys.press("Escape")
	expect(help_sheet).to_be_hidden()
	keys.press("?")
	page.wait_for_timeout(200)
	expect(help_sheet).to_be_hidden()


def test_letters_typed_into_a_field_are_text(opened: Opened) -> None:
	who = opened("bithu", "laptop")
	who.open("/viec")
	who.page.keyboard.press("Control+k")
	field = who.page.get_by_placeholder("Việc, người hoặc trang")
	expect(field).to_be_focused()
	who.page.keyboard.type("g k ? a")
	expect(field).to_have_value("g k ? a")
	expect(who.page).to_have_url(f"{who.base}/chibo/viec")
