"""What the large operations cost, in statements; times are measured in `benchmarks/`, as ratios."""

import io
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks.domain import assignment, staffing
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.services import (
	assignments,
	bell,
	directory,
	drafts,
	figures,
	finder,
	outline,
	plans,
	worklist,
)
from chibo_tasks.services.reminders import sweep
from tests import factories


@pytest.fixture
def cell(site: Any) -> factories.Cell:
	"""A cell, after everything measured has run once: a bench reads its doctypes when they are first used."""
	warm = factories.make_cell()
	secretary, plan, items = plan_of(warm, 3)
	assignments.publish(secretary, plan, orders_for(warm, items))
	for who in ("secretary", "hoa"):
		for read in READINGS.values():
			read(warm.actor(who), warm)
	sweep.sweep(warm.name)
	frappe.set_user("Administrator")
	return factories.make_cell()


READINGS = {
	"listing": lambda who, cell: worklist.listing(
		who, cell.name, worklist.Filters(standing="overdue", query="hoạt động")
	),
	"mine": lambda who, _cell: worklist.mine(who),
	"queue": lambda who, _cell: worklist.review_queue(who),
	"bell": lambda who, _cell: bell.entries(who),
	"search": lambda who, _cell: finder.find(who, "hoat dong"),
	"overview": lambda who, cell: figures.overview(who, cell.name, date(2030, 1, 1), date(2030, 12, 31)),
	"members": lambda who, cell: directory.members(who, cell.name),
	"member": lambda who, cell: directory.member(
		who, cell.members["hoa"], date(2030, 1, 1), date(2030, 12, 31)
	),
	"log": lambda who, cell: directory.audit_page(who, cell.name, directory.Wanted(), limit=200, start=0),
}


def plan_of(cell: factories.Cell, items: int) -> tuple[Any, str, list[str]]:
	frappe.set_user(cell.users["secretary"])
	secretary = cell.actor("secretary")
	text = "I. NHIỆM VỤ\n" + "".join(
		f"- Tổ chức hoạt động chuyên đề số {number}.\n" for number in range(items)
	)
	plan = plans.import_document(secretary, cell.name, io.BytesIO(text.encode()), "k.txt")
	names = [one["name"] for one in outline.outline(secretary, plan)["items"] if one["kind"] == "task"]
	return secretary, plan, names


def orders_for(cell: factories.Cell, items: list[str]) -> list[assignment.Order]:
	leads = [cell.members[who] for who in ("hoa", "lan", "mai")]
	return [
		assignment.Order(
			plan_items=(item,),
			lead=leads[number % 3],
			collaborators=(leads[(number + 1) % 3],),
			reviewer=cell.members["deputy"],
			due_date=date(2030, 1, 1 + number % 28),
		)
		for number, item in enumerate(items)
	]


def test_publishing_a_plan_of_150_items_with_people(site: Any, cell: factories.Cell) -> None:
	secretary, plan, items = plan_of(cell, 150)
	assert len(items) == 150
	with site.count_statements() as statements:
		tasks = assignments.publish(secretary, plan, orders_for(cell, items))
	assert len(tasks) == 150
	print(f"\n{site.name}: publishing 150 items with people takes {len(statements)} statements")
	assert len(statements) <= 60


def test_publishing_a_draft_of_150_decided_items(site: Any, cell: factories.Cell) -> None:
	secretary, plan, items = plan_of(cell, 150)
	decide = {
		"do": "set",
		"items": items,
		"values": {"lead": cell.members["hoa"], "reviewer": cell.members["deputy"], "due_date": "2030-01-31"},
	}
	with site.count_statements() as statements:
		drafts.correct(secretary, plan, 0, [decide])
	print(f"\n{site.name}: deciding about 150 items takes {len(statements)} statements")
	assert len(statements) <= 60
	with site.count_statements() as statements:
		told = assignments.publish_draft(secretary, plan, 1, dry_run=False)
	assert len(told) == 150 and all(one["ok"] for one in told)
	print(f"{site.name}: publishing 150 decided items takes {len(statements)} statements")
	assert len(statements) <= 60


def test_ten_and_a_hundred_tasks_cost_the_same(site: Any, cell: factories.Cell) -> None:
	counts = []
	for number in (10, 100):
		secretary, plan, items = plan_of(cell, number)
		plans.publish(secretary, plan)
		with site.count_statements() as statements:
			assignments.assign(secretary, cell.name, orders_for(cell, items))
		counts.append(len(statements))
	assert counts[0] == counts[1]


def test_lists_cost_the_same_however_long_they_are(site: Any, cell: factories.Cell) -> None:
	def cost(who: Any) -> dict[str, int]:
		found = {}
		for name, read in READINGS.items():
			with site.count_statements() as statements:
				read(who, cell)
			found[name] = len(statements)
		return found

	secretary, plan, items = plan_of(cell, 60)
	plans.publish(secretary, plan)
	assignments.assign(secretary, cell.name, orders_for(cell, items[:3]))
	few = cost(cell.actor("secretary")), cost(cell.actor("hoa"))
	assignments.assign(secretary, cell.name, orders_for(cell, items[3:]))
	many = cost(cell.actor("secretary")), cost(cell.actor("hoa"))
	assert few == many


def test_a_sweep_costs_the_same_for_few_and_for_many(site: Any, cell: factories.Cell) -> None:
	from chibo_tasks import clock

	costs = []
	with clock.frozen("2030-02-13 07:00"):
		sweep.sweep(cell.name)
	for number, day in ((60, "2030-02-14"), (120, "2030-02-15")):
		secretary, plan, items = plan_of(cell, number)
		plans.publish(secretary, plan)
		assignments.assign(secretary, cell.name, orders_for(cell, items))
		with clock.frozen(f"{day} 07:00"), site.count_statements() as statements:
			sweep.sweep(cell.name)
		costs.append(len(statements))
	assert costs[0] == costs[1]


def test_a_duty_for_everybody_that_returns_monthly_is_opened_in_a_constant_number_of_statements(
	site: Any, cell: factories.Cell
) -> None:
	from chibo_tasks import clock
	from chibo_tasks.services import occurrences

	with clock.frozen("2030-01-05 08:00"):
		frappe.set_user(cell.users["secretary"])
		order = assignment.Order(
			title="Nộp đảng phí",
			audience=staffing.EVERY_MEMBER,
			recurrence=Recurrence("monthly", day=10),
			ends_on=date(2030, 12, 31),
			source="Other",
		)
		assignments.assign(cell.actor("secretary"), cell.name, [order])
	frappe.set_user("Administrator")
	with clock.frozen("2030-12-02 06:00"), site.count_statements() as statements:
		assert occurrences.open_due(cell.name) == 11 * 6
	assert len(statements) <= 25


def test_a_page_of_100_000_deadlines_is_found_by_an_index(site: Any, cell: factories.Cell) -> None:
	from chibo_tasks.domain.identity import new_name
	from chibo_tasks.services import rows

	first = factories.give(cell, "hoa", due=date(2030, 1, 1))
	members = list(cell.members.values())
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
		(
			{
				"name": new_name(),
				"organization": cell.name,
				"task": first.task,
				"member": members[number % len(members)],
				"occurrence": str(number),
				"state": ("Assigned", "Accepted", "Submitted", "Approved")[number % 4],
				"due_date": date(2030, 1 + number % 12, 1 + number % 28),
				"original_due_date": date(2030, 1 + number % 12, 1 + number % 28),
			}
			for number in range(100_000)
		),
	)
	wanted = worklist.Filters(states=("Submitted",), due_from=date(2030, 3, 1), due_to=date(2030, 3, 5))
	secretary = cell.actor("secretary")
	with site.count_statements() as statements:
		page = worklist.listing(secretary, cell.name, wanted)
	assert len(page) == 50
	assert len(statements) <= 4
	[query] = [one for one in statements if "tabChibo Deadline" in one and "LIMIT 50" in one]
	plan = site.explain(query)
	assert "organization_state_due_date" in plan or "organization_due_date_name" in plan
