"""Giving work in bulk, beside giving it one at a time."""

import io
from datetime import date, timedelta
from typing import Any

import frappe

from benchmarks import cell as cells
from benchmarks.cell import PEOPLE, TODAY, Cell
from benchmarks.hosts import Host, settle
from benchmarks.measure import statements, timed
from chibo_tasks import clock
from chibo_tasks.domain.assignment import Order
from chibo_tasks.services import assignments, outline, plans

ITEMS = 150
SAMPLE = 20
"""Tasks that are given one at a time; the time for all is extrapolated from them."""


def run(host: Host, size: int) -> dict[str, Any]:
	"""Measure publishing a plan of 150 items with its people, and giving `size` tasks at once.

	Returns:
		{benchmark, n, host} and for each {seconds, seconds_loop, ratio_to_loop, statements}.
	"""
	cell = cells.make(0)
	try:
		with clock.frozen(f"{TODAY} 09:00"):
			_give(cell, 5)  # reads the doctypes
			figures = {f"publish_{ITEMS}": _publishing(host, cell), "assign": _assigning(host, cell, size)}
		return {"benchmark": "assigning", "n": size, **figures, "host": f"{host.name}, {frappe.db.db_type}"}
	finally:
		frappe.db.rollback()
		cells.remove(cell)


def _orders(cell: Cell, number: int, items: tuple[str, ...] = ()) -> list[Order]:
	"""One order for each of `items`, or `number` that come from no plan."""
	return [
		Order(
			title=f"Chuẩn bị nội dung sinh hoạt số {one}",
			source="Plan" if items else "Meeting",
			plan_items=items[one : one + 1],
			lead=cell.members[1 + one % (PEOPLE - 1)],
			collaborators=(cell.members[1 + (one + 7) % (PEOPLE - 1)],),
			due_date=date(2026, 12, 31) - timedelta(days=one % 200),
		)
		for one in range(len(items) or number)
	]


def _give(cell: Cell, number: int) -> None:
	assignments.assign(cell.secretary, cell.name, _orders(cell, number))
	frappe.db.commit()


def _one_by_one(cell: Cell) -> float:
	"""Seconds for one task of those that are given one at a time."""

	def work() -> None:
		for order in _orders(cell, SAMPLE):
			assignments.assign(cell.secretary, cell.name, [order])
			frappe.db.commit()

	return timed(work, settle=settle) / SAMPLE


def _assigning(host: Host, cell: Cell, number: int) -> dict[str, float]:
	seconds = timed(lambda: _give(cell, number), settle=settle)
	count = len(statements(host, lambda: _give(cell, number // 10))) if number >= 10 else 0
	return _figures(seconds, _one_by_one(cell) * number, count)


def _publishing(host: Host, cell: Cell) -> dict[str, float]:
	plan, items = _plan(cell, "chuyên đề")
	seconds = timed(lambda: _publish(cell, plan, items), settle=settle)
	again = _plan(cell, "ngoại khóa")  # the same document would be the same plan
	count = len(statements(host, lambda: _publish(cell, *again)))
	return _figures(seconds, _one_by_one(cell) * ITEMS, count)


def _plan(cell: Cell, subject: str) -> tuple[str, tuple[str, ...]]:
	text = "I. NHIỆM VỤ\n" + "".join(
		f"- Tổ chức hoạt động {subject} số {number}.\n" for number in range(ITEMS)
	)
	plan = plans.import_document(cell.secretary, cell.name, io.BytesIO(text.encode()), "ke-hoach.txt")
	frappe.db.commit()
	rows = outline.outline(cell.secretary, plan)["items"]
	return plan, tuple(row["name"] for row in rows if row["kind"] == "task")


def _publish(cell: Cell, plan: str, items: tuple[str, ...]) -> None:
	assignments.publish(cell.secretary, plan, _orders(cell, 0, items))
	frappe.db.commit()


def _figures(seconds: float, seconds_loop: float, count: int) -> dict[str, float]:
	return {
		"seconds": round(seconds, 3),
		"seconds_loop": round(seconds_loop, 3),
		"ratio_to_loop": round(seconds_loop / seconds, 1),
		"statements": count,
	}
