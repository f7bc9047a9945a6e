"""The job that opens recurring duties: what is wrong in one organization stays there, and is seen."""

from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import assignment
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.scheduler import jobs
from chibo_tasks.services import assignments, health
from tests import factories


@pytest.fixture
def cells(host: Any, cell: factories.Cell) -> tuple[factories.Cell, factories.Cell]:
	"""Two committed cells with a monthly duty each, in the order in which the job takes them."""
	with host.connected():
		found = sorted((cell, factories.make_cell()), key=lambda one: one.name)
		for one in found:
			frappe.set_user(one.users["secretary"])
			order = assignment.Order(
				lead=one.members["hoa"],
				title="Nộp báo cáo tháng",
				source="Other",
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
			with clock.frozen("2026-01-10 08:00"):
				assignments.assign(one.actor("secretary"), one.name, [order])
		frappe.db.commit()
	return found[0], found[1]


def deadlines(cell: factories.Cell) -> int:
	return len(frappe.get_all("Chibo Deadline", filters={"organization": cell.name}, order_by="name"))


def told(cell: factories.Cell) -> list[str]:
	return [line for line in health.examine() if cell.name in line and "BadRecurrence" in line]


def test_one_bad_value_stops_no_other_organization_and_is_seen_until_it_is_gone(
	host: Any, cells: tuple[factories.Cell, factories.Cell]
) -> None:
	broken, sound = cells
	key = {"organization": broken.name}
	with host.connected(), clock.frozen("2026-02-02 06:00"):
		kept = frappe.db.get_value("Chibo Task", key, "recurrence")
		frappe.db.set_value("Chibo Task", key, "recurrence", '{"unit": "fortnightly"}')
		frappe.db.commit()
		jobs.chibo_open_occurrences()
	with host.connected(), clock.frozen("2026-02-02 07:00"):
		assert (deadlines(broken), deadlines(sound)) == (1, 2)
		assert len(told(broken)) == 1 and told(sound) == []
		frappe.db.set_value("Chibo Task", key, "recurrence", kept)
		frappe.db.commit()
		jobs.chibo_open_occurrences()
		jobs.chibo_open_occurrences()
	with host.connected(), clock.frozen("2026-02-02 08:00"):
		assert (deadlines(broken), deadlines(sound)) == (2, 2)
		assert told(broken) == []
