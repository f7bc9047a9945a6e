"""Pages of 50 out of N deadlines, beside the shortest SQL that finds the same 50."""

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe

from benchmarks import cell as cells
from benchmarks.cell import TODAY, Cell
from benchmarks.hosts import Host, fetch
from benchmarks.measure import statements, typical
from chibo_tasks import clock
from chibo_tasks.domain.deadlines import OVERDUE
from chibo_tasks.services import worklist
from chibo_tasks.services.worklist import PAGE, Filters

ROUNDS = 15
FAR = 20_000
"""Rows that are passed over to reach a late page."""


def run(host: Host, size: int) -> dict[str, Any]:
	"""Measure pages of `size` deadlines as the secretary reads them.

	Returns:
		{benchmark, n, statements, host} and for each page {seconds, seconds_sql, ratio_to_sql}.
	"""
	cell = cells.make(size)
	try:
		with clock.frozen(f"{TODAY} 09:00"):
			pages = {name: _page(cell, *page) for name, page in _pages(cell).items()}
			count = len(statements(host, lambda: _listing(cell, Filters())))
		return {
			"benchmark": "lists",
			"n": size,
			**pages,
			"statements": count,
			"host": f"{host.name}, {frappe.db.db_type}",
		}
	finally:
		frappe.db.rollback()
		cells.remove(cell)


def _pages(cell: Cell) -> dict[str, tuple[Filters, int, str]]:
	"""Name → what the service is asked, rows passed over, and the same as a condition in SQL."""
	lead = cell.members[7]
	return {
		"first": (Filters(), 0, "TRUE"),
		"late": (Filters(), min(FAR, cell.size // 2), "TRUE"),
		"overdue": (
			Filters(standing=OVERDUE),
			0,
			f"d.state IN ('Assigned', 'Accepted', 'Returned') AND d.due_date < '{TODAY}'",
		),
		"of_member": (Filters(member=lead), 0, f"d.member = '{lead}'"),
		"of_days": (
			Filters(states=("Accepted",), due_from=date(2026, 5, 1), due_to=date(2026, 5, 7)),
			0,
			"d.state = 'Accepted' AND d.due_date BETWEEN '2026-05-01' AND '2026-05-07'",
		),
	}


def _listing(cell: Cell, filters: Filters, start: int = 0) -> list[dict[str, Any]]:
	return worklist.listing(cell.secretary, cell.name, filters, start=start)


def _page(cell: Cell, filters: Filters, start: int, condition: str) -> dict[str, float]:
	found = [row["name"] for row in _listing(cell, filters, start)]
	assert found == [row[0] for row in _plain_sql(cell, start, condition)], "the two pages are not the same"
	assert len(found) == PAGE
	work: list[Callable[[], Any]] = [
		lambda: _listing(cell, filters, start),
		lambda: _plain_sql(cell, start, condition),
	]
	seconds, seconds_sql = (typical(one, ROUNDS) for one in work)
	return {
		"seconds": round(seconds, 4),
		"seconds_sql": round(seconds_sql, 4),
		"ratio_to_sql": round(seconds / seconds_sql, 2),
	}


def _plain_sql(cell: Cell, start: int, condition: str) -> Any:
	return fetch(
		f"""SELECT d.name, d.state, d.due_date, t.title, m.full_name
		FROM `tabChibo Deadline` d JOIN `tabChibo Task` t ON t.name = d.task JOIN `tabChibo Member` m ON m.name = d.member
		WHERE d.organization = '{cell.name}' AND {condition}
		ORDER BY d.due_date, d.name LIMIT {PAGE} OFFSET {start}"""
	)
