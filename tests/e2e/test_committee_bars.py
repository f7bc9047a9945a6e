"""What the committee's screens hold on any device: width, text size, touch, paper, and lists of 500."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overhang, violations
from tests.e2e.conftest import SignedIn
from tests.e2e.test_committee import Work, work
from tests.factories import Cell

__all__ = ["work"]

SCREENS = (
	"/ke-hoach/{plan}",
	"/ke-hoach/{plan}?xem=goc",
	"/giao-viec",
	"/giao-viec?tt=mo&han=qua",
	"/giao-viec?xem=kanban",
	"/giao-viec?xem=thoi-gian",
	"/giao-viec?xem=tai",
	"/giao-viec?nhom=chua-giao",
	"/lich",
	"/tong-quan",
	"/tim?q=hoi nghi",
	"/dang-vien",
	"/dang-vien/{member}",
	"/nhat-ky",
	"/cai-dat",
	"/cai-dat?muc=nhac",
	"/cai-dat?muc=lich",
	"/cai-dat?muc=nguoi-duyet",
	"/them",
)

SMALL_TARGETS = """() => {
	const found = [];
	for (const one of document.querySelectorAll('main a, main button, main select, main input, main summary, nav a')) {
		if (!one.checkVisibility({ visibilityProperty: true })) continue;
		const style = getComputedStyle(one);
		if (style.display === 'inline') continue;  // a link within a sentence
		const after = getComputedStyle(one, '::after');
		let box = one.getBoundingClientRect();
		if (after.position === 'absolute' && after.content !== 'none') {
			const grown = { top: parseFloat(after.top), left: parseFloat(after.left) };
			const frame = style.position === 'static' ? (one.offsetParent ?? one).getBoundingClientRect() : box;
			box = { width: frame.width - 2 * grown.left, height: frame.height - 2 * grown.top };
		}
		if (one.matches('input') && one.closest('label')) box = one.closest('label').getBoundingClientRect();
		if (box.width && (box.width < 43.5 || box.height < 43.5)) {
			found.push(`${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 120)}`);
		}
	}
	return found;
}"""

CUT_OFF = """() => [...document.querySelectorAll('main *')].filter((one) => {
	const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
	if (!own || !one.checkVisibility() || one.matches('.sr-only, option, text')) return false;
	const style = getComputedStyle(one);
	const clipped = style.overflow !== 'visible' && style.webkitLineClamp === 'none';
	return clipped && one.scrollHeight > one.clientHeight + 1;
}).map((one) => one.outerHTML.slice(0, 160))"""


def addresses(cell: Cell, work: Work) -> list[str]:
	return [one.format(plan=work.plan, member=cell.members["hoa"]) for one in SCREENS]


def test_no_screen_scrolls_sideways_and_every_target_fits_a_finger(
	signed_in: SignedIn, cell: Cell, work: Work
) -> None:
	who = signed_in("secretary", "phone")
	page = who.page
	problems = []
	for address in addresses(cell, work):
		who.open(address)
		problems += [f"{address}: {one}" for one in page.evaluate(SMALL_TARGETS)]
		for width in (320, 360):
			page.set_viewport_size({"width": width, "height": 740})
			page.wait_for_timeout(60)
			if overhang(page) > 0:
				problems.append(f"{address} at {width} px: {overhang(page)} px too wide")
		page.set_viewport_size({"width": 390, "height": 844})
	assert not problems, "\n".join(problems)


def test_large_text_and_twice_the_zoom(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	who = signed_in("secretary", "phone", color_scheme="dark")
	page = who.page
	who.open("/toi")
	page.evaluate("localStorage.setItem('chibo.prefs', JSON.stringify({ size: 'xl' }))")
	problems = []
	for address in addresses(cell, work):
		page.set_viewport_size({"width": 360, "height": 740})
		who.open(address)
		if overhang(page) > 0:
			problems.append(f"{address}, largest text: {overhang(page)} px too wide")
		problems += [f"{address}, largest text, cut off: {one}" for one in page.evaluate(CUT_OFF)]
		problems += [f"{address}, largest text, dark: {one}" for one in violations(page)]
	laptop = signed_in("secretary", "laptop")
	laptop.page.set_viewport_size({"width": 640, "height": 400})
	for address in addresses(cell, work):
		laptop.open(address)
		if overhang(laptop.page) > 0:
			problems.append(f"{address} at 200 %: {overhang(laptop.page)} px too wide")
	assert not problems, "\n".join(problems)


@pytest.fixture
def many(host: Any, cell: Cell, work: Work) -> int:
	"""500 more deadlines; how many there are then."""
	with host.connected():
		import frappe

		from chibo_tasks.domain.identity import new_name
		from chibo_tasks.services import rows

		task = frappe.get_all(
			"Chibo Task", filters={"organization": cell.name}, pluck="name", order_by="name"
		)[0]
		members = [cell.members[who] for who in ("hoa", "lan", "mai", "phuong", "committee")]
		fields = (
			"name",
			"organization",
			"task",
			"member",
			"occurrence",
			"state",
			"due_date",
			"original_due_date",
		)
		rows.insert(
			"Chibo Deadline",
			fields,
			[
				{
					"name": new_name(),
					"organization": cell.name,
					"task": task,
					"member": members[number % len(members)],
					"occurrence": str(number),
					"state": ("Assigned", "Accepted", "Submitted", "Returned", "Approved")[number // 7 % 5],
					"due_date": work.today + timedelta(days=number % 60 - 20),
					"original_due_date": work.today,
				}
				for number in range(500)
			],
		)
		frappe.db.commit()
		return len(frappe.get_all("Chibo Deadline", filters={"organization": cell.name}, pluck="name"))


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_a_list_of_500_keeps_the_page_small(signed_in: SignedIn, cell: Cell, many: int, size: str) -> None:
	who = signed_in("secretary", size)
	page = who.page
	rows = page.locator("main li[data-index], main li[data-drag]")
	for view in ("", "?xem=kanban", "?xem=kanban&cot=nguoi", "?xem=thoi-gian"):
		who.open(f"/giao-viec{view}")
		expect(page.get_by_text(f"{many} việc", exact=True)).to_be_visible()
		assert 5 <= rows.count() <= 80, (view, rows.count())
		page.mouse.wheel(0, 20_000)
		page.wait_for_timeout(200)
		assert 3 <= rows.count() <= 80, (view, rows.count())
		who.check(f"500 rows {view}")
	who.open("/giao-viec")
	page.evaluate("scrollTo(0, document.body.scrollHeight)")
	page.wait_for_timeout(300)
	page.evaluate("scrollTo(0, document.body.scrollHeight)")
	expect(page.locator(f"main li[aria-posinset='{many}']")).to_be_visible()
	page.evaluate("dispatchEvent(new Event('beforeprint'))")
	expect(rows).to_have_count(many)
	page.evaluate("dispatchEvent(new Event('afterprint'))")
	expect(rows).not_to_have_count(many)


def test_paper_shows_the_matter_and_no_controls(signed_in: SignedIn, cell: Cell, work: Work) -> None:
	who = signed_in("secretary", "laptop")
	page = who.page
	for address in (f"/ke-hoach/{work.plan}", "/giao-viec", "/tong-quan", "/nhat-ky", "/lich"):
		who.open(address)
		page.emulate_media(media="print")
		expect(page.get_by_role("navigation", name="Chính")).to_have_count(0)
		for name in ("In", "Lọc", "Chọn nhiều việc", "Giao trên bảng"):
			expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
		assert page.pdf(format="A4").startswith(b"%PDF")
		page.set_viewport_size({"width": 794, "height": 1123})
		assert overhang(page) <= 0, address
		page.set_viewport_size({"width": 1280, "height": 800})
		page.emulate_media(media="screen")
