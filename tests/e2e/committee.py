"""The committee's work as its screens have to show it, and hands for what several of their tests do."""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.e2e.browser import Person
from tests.factories import Cell

PLAN = """KẾ HOẠCH
Công tác của Chi bộ
Năm {year}
I. ĐẶC ĐIỂM TÌNH HÌNH
- Chi bộ có 07 đảng viên.
II. NHIỆM VỤ
1. Công tác chính trị, tư tưởng
- Tổ chức học tập nghị quyết mới.
- Tổ chức hội nghị chuyên đề hàng quý.
2. Công tác tổ chức
- Kiểm tra việc chấp hành Điều lệ của đảng viên.
- Hoàn thiện hồ sơ kết nạp quần chúng ưu tú.
- Cập nhật sổ tay đảng viên.
"""
TITLES = (
	"Tổ chức học tập nghị quyết mới",
	"Tổ chức hội nghị chuyên đề hàng quý",
	"Kiểm tra việc chấp hành Điều lệ",
)
SIZES = pytest.mark.parametrize("size", ["phone", "laptop"])


@dataclass
class Work:
	"""What the screens have to show.

	Attributes:
		plan: its plan; five sentences of it are work, two of them nobody's.
		due: title → due date.
		today: day of the cell.
	"""

	plan: str
	due: dict[str, date]
	today: date


@pytest.fixture
def work(host: Any, cell: Cell) -> Work:
	"""A published plan and six pieces of work in different states, two of them overdue."""
	with host.connected():
		import frappe

		from chibo_tasks import clock
		from chibo_tasks.services import evidences, outline, plans, reviews
		from tests import factories

		today = clock.today()
		frappe.set_user(cell.users["secretary"])
		secretary = cell.actor("secretary")
		text = PLAN.format(year=today.year).encode()
		plan = plans.import_document(secretary, cell.name, io.BytesIO(text), "ke-hoach.txt")
		plans.publish(secretary, plan)
		items = [
			one["name"]
			for one in outline.outline(secretary, plan)["items"]
			if one["kind"] in ("task", "target")
		]
		assert len(items) == 5
		due = {}

		def give(title: str, lead: str, days: int, **more: Any) -> Any:
			due[title] = today + timedelta(days=days)
			return factories.give(cell, lead, due=due[title], title=title, reviewer="deputy", **more)

		give(TITLES[0], "hoa", 2, plan_items=(items[0],), source="Plan")
		give(TITLES[1], "hoa", -2, plan_items=(items[1],), source="Plan")
		give(TITLES[2], "lan", 6, plan_items=(items[2],), source="Plan")
		give("Báo cáo thu đảng phí", "lan", -5)
		sent = give("Viết tin về người tốt, việc tốt", "mai", 1)
		done = give("Chuẩn bị sinh hoạt chi bộ", "mai", 3)
		for row in (sent, done):
			frappe.set_user(cell.users["mai"])
			mai = cell.actor("mai")
			reviews.act(mai, row.name, "accept")
			evidences.send(mai, row.name, evidences.Piece(evidences.NOTE, note=f"Đã xong {row.name}"))
			reviews.act(mai, row.name, "submit")
		frappe.set_user(cell.users["deputy"])
		reviews.act(cell.actor("deputy"), done.name, "approve")
		frappe.set_user("Administrator")
		frappe.db.commit()
	return Work(plan, due, today)


def shown(day: date) -> str:
	return f"{day:%d/%m/%Y}"


def pick(who: Person, field: Locator, typed: str, name: str) -> None:
	"""Choose a person, typed without accents."""
	who.tap(field)
	who.page.get_by_placeholder("Tìm tên").fill(typed)
	who.tap(who.page.get_by_role("option", name=name))


def drag(who: Person, what: Locator, to: Locator) -> None:
	"""Drag as a hand does: many small moves, a look around over the target, and letting go."""
	mouse, start, end = who.page.mouse, what.bounding_box(), to.bounding_box()
	assert start and end
	mouse.move(start["x"] + 30, start["y"] + start["height"] / 2)
	mouse.down()
	x, y = end["x"] + end["width"] / 2, end["y"] + min(end["height"] / 2, 60)
	mouse.move(x, y, steps=12)
	mouse.move(x + 4, y + 6, steps=4)
	mouse.up()


def listed(who: Person) -> int:
	"""How many pieces of work the list says it has."""
	text = who.page.get_by_text(re.compile(r"^\d+ việc$")).first.inner_text()
	return int(text.split()[0])
