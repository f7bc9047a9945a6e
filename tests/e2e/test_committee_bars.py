"""What the committee's screens hold beside what every screen does (`test_screens`): paper, and lists of 500."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overhang
from tests.e2e.committee import Work
from tests.e2e.conftest import SignedIn
from tests.factories import Cell


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
