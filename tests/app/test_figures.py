"""Figures are the lists behind them: every number is counted again by the filter that opens its list."""

import io
import random
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.api import members, overview
from chibo_tasks.domain import access
from chibo_tasks.services import (
	changes,
	evidences,
	extensions,
	figures,
	finder,
	outline,
	plans,
	reviews,
	worklist,
)
from tests import factories

START, END = date(2030, 1, 1), date(2030, 12, 31)
TODAY = "2030-06-15 08:00"
PLAN = """KẾ HOẠCH
Công tác năm 2030
I. NHIỆM VỤ
1. Công tác chính trị
- Tổ chức học tập nghị quyết.
- Kiểm tra 12 đảng viên.
2. Công tác tổ chức
- Kết nạp 02 đảng viên.
II. TỔ CHỨC THỰC HIỆN
- Báo cáo Đảng ủy hàng quý.
"""

FILTERS: dict[str, dict[str, Any]] = {
	"all": {},
	"open": {"states": ("Assigned", "Accepted", "Returned")},
	"approved": {"states": ("Approved",)},
	"waiting": {"states": ("Submitted",)},
	"returned": {"states": ("Returned",)},
	"waived": {"states": ("Waived",)},
	"not_done": {"states": ("Not Done",)},
	"overdue": {"standing": "overdue"},
	"soon": {"standing": "soon"},
	"exceeded": {"outcomes": ("Exceeded",)},
	"on_time": {"outcomes": ("On Time",)},
	"late": {"outcomes": ("Late",)},
	"due": {"due_to": date(2030, 6, 15)},
}


def carry(cell: factories.Cell, row: Any, goal: str) -> None:
	"""Bring one deadline to a state."""
	lead = next(who for who, member in cell.members.items() if member == row.member)
	secretary = cell.actor("secretary")
	if goal in ("Waived", "Not Done"):
		reviews.act(secretary, row.name, "waive" if goal == "Waived" else "fail", reason="vì")
		return
	if goal == "Assigned":
		return
	who = cell.actor(lead)
	reviews.act(who, row.name, "accept")
	if goal == "Accepted":
		return
	evidences.send(who, row.name, evidences.Piece(evidences.NOTE, note="xong"))
	reviews.act(who, row.name, "submit")
	if goal in ("Approved", "Exceeded"):
		reviews.act(secretary, row.name, "approve", exceeded=goal == "Exceeded")
	elif goal == "Returned":
		reviews.act(secretary, row.name, "return", reason="thiếu")


def world(dice: random.Random) -> tuple[factories.Cell, factories.Cell, str]:
	upper = factories.make_cell(people_of={"observer": access.OBSERVER})
	cell = factories.make_cell(parent=upper.name)
	unit = frappe.get_doc(
		{
			"doctype": "Chibo Organization",
			"code": f"{cell.name}-to",
			"organization_name": "Tổ mẫu giáo",
			"kind": "Professional Group",
			"parent_organization": cell.name,
		}
	).insert()
	factories.add_person(cell, "phuong", unit=unit.name)
	with clock.frozen("2030-01-02 08:00"):
		frappe.set_user(cell.users["secretary"])
		plan = plans.import_document(
			cell.actor("secretary"), cell.name, io.BytesIO(PLAN.encode()), "ke-hoach.txt"
		)
		plans.publish(cell.actor("secretary"), plan)
		items = [
			one["name"]
			for one in outline.outline(cell.actor("secretary"), plan)["items"]
			if one["kind"] in ("task", "target")
		]
	frappe.set_user("Administrator")
	goals = ["Assigned", "Accepted", "Submitted", "Returned", "Approved", "Exceeded", "Waived", "Not Done"]
	for number in range(24):
		with clock.frozen(f"2030-{dice.randint(1, 5):02}-10 08:00"):
			row = factories.give(
				cell,
				dice.choice(["hoa", "lan", "mai", "phuong"]),
				due=date(2030, dice.randint(5, 8), dice.randint(1, 28)),
				title=f"Việc {number}",
				reviewer="deputy",
				restricted=number % 7 == 3,
				**(
					{"plan_items": (items[number % (len(items) - 1)],), "again": True, "source": "Plan"}
					if number % 3
					else {}
				),
			)
		late = dice.random() < 0.3
		with clock.frozen("2030-09-01 08:00" if late else "2030-06-10 08:00"):
			carry(cell, row, dice.choice(goals))
	return upper, cell, plan


def list_of(actor: access.Actor, cell: str, **more: Any) -> int:
	base = {"due_from": START, "due_to": END} | more
	filters = worklist.Filters(**base)
	found = worklist.count(actor, cell, filters)
	assert found == len(worklist.listing(actor, cell, filters, limit=500))
	return found


@pytest.mark.parametrize("seed", range(3))
def test_every_number_is_the_length_of_its_list(site: Any, seed: int) -> None:
	print(f"seed {seed}")
	upper, cell, _plan = world(random.Random(seed))
	checked = 0
	with clock.frozen(TODAY):
		for actor in (cell.actor("secretary"), cell.actor("hoa"), upper.actor("observer")):
			found = figures.overview(actor, cell.name, START, END)
			tallies = [(found["totals"], {})]
			tallies += [
				(one, {"plan": one["plan"] or "-", "section": one["path"] or "-"})
				for one in found["sections"]
			]
			tallies += [(one, {"member": one["member"]}) for one in found["members"]]
			tallies += [
				(
					month,
					{
						"member": one["member"],
						"due_from": date.fromisoformat(f"{month['month']}-01"),
						"due_to": date.fromisoformat(f"{month['month']}-28"),
					},
				)
				for one in found["members"]
				for month in one["months"]
			]
			tallies += [(one, {"unit": one["unit"] or "-"}) for one in found["units"]]
			for tally, narrowed in tallies:
				for name, filters in FILTERS.items():
					wanted = narrowed | filters
					if name == "due":
						wanted["due_to"] = min(filters["due_to"], narrowed.get("due_to", END))
					assert tally[name] == list_of(actor, cell.name, **wanted), (name, wanted)
					checked += 1
			for target in found["targets"]:
				assert target["given"] == list_of(actor, cell.name, item=target["item"])
				assert target["done"] == list_of(actor, cell.name, item=target["item"], states=("Approved",))
			assert [one["value"] for one in found["targets"]] == [12, 2]
	assert checked > 500


def test_whoever_looks_from_above_gets_figures_and_no_names(site: Any) -> None:
	upper, cell, _plan = world(random.Random(5))
	with clock.frozen(TODAY):
		frappe.set_user(upper.users["observer"])
		seen = overview.get(cell.name, str(START), str(END))
		frappe.set_user(cell.users["secretary"])
		inside = overview.get(cell.name, str(START), str(END))
		frappe.set_user("Administrator")
	assert seen["members"] == [] and seen["decisions"] is None
	assert seen["totals"]["all"] > 0 and seen["sections"] and seen["units"]
	assert inside["members"] and inside["decisions"]


def test_what_the_committee_has_to_decide(site: Any) -> None:
	_upper, cell, plan = world(random.Random(6))
	with clock.frozen("2030-06-10 08:00"):
		row = factories.give(cell, "hoa", due=date(2030, 6, 20))
		carry(cell, row, "Accepted")
		extensions.ask(cell.actor("hoa"), row.name, date(2030, 7, 1), "chờ số liệu")
	with clock.frozen(TODAY):
		secretary = cell.actor("secretary")
		found = figures.overview(secretary, cell.name, START, END)["decisions"]
		items = outline.outline(secretary, plan)["items"]
		open_items = [
			one
			for one in items
			if one["kind"] in ("task", "target") and one["scope"] != "general" and not one["work"]
		]
		assert [one["deadline"] for one in found["extensions"]] == [row.name]
		assert [(one["plan"], one["n"]) for one in found["unassigned"]] == [(plan, len(open_items))]
		assert len(open_items) >= 1
		lying = worklist.Filters(
			states=("Submitted",), submitted_to=date.fromisoformat(found["waiting_since"])
		)
		assert found["waiting"] == worklist.count(secretary, cell.name, lying) > 0


def test_sentences_of_the_plan_are_found_by_their_words(site: Any) -> None:
	_upper, cell, plan = world(random.Random(8))
	found = finder.find(cell.actor("hoa"), "ket nap dang vien")["items"]
	assert [(one["plan"], one["section_path"]) for one in found] == [(plan, "I.2")]


def test_a_member_sees_her_own_figures(site: Any) -> None:
	_upper, cell, _plan = world(random.Random(7))
	with clock.frozen(TODAY):
		frappe.set_user(cell.users["hoa"])
		mine = members.get(cell.members["hoa"], str(START), str(END))
		assert mine["figures"]["all"] == list_of(cell.actor("hoa"), cell.name, member=cell.members["hoa"])
		frappe.set_user(cell.users["lan"])
		other = members.get(cell.members["hoa"], str(START), str(END))
		assert other["figures"]["all"] == 0 and other["absences"] == []
		frappe.set_user("Administrator")


def test_many_at_once_tell_of_each_and_write_nothing_when_asked_to(site: Any) -> None:
	cell = factories.make_cell()
	with clock.frozen("2030-03-01 08:00"):
		rows = [
			factories.give(cell, "hoa", due=date(2030, 4, 1), title=f"Việc {n}", reviewer="deputy")
			for n in range(3)
		]
		carry(cell, rows[2], "Approved")
		names = [row.name for row in rows]
		secretary = cell.actor("secretary")
		lan, mai = cell.members["lan"], cell.members["mai"]

		def state() -> list[Any]:
			rows = frappe.get_all(
				"Chibo Deadline",
				filters={"name": ["in", names]},
				fields=["member", "due_date"],
				order_by="name",
			)
			return [*rows, frappe.get_all("Chibo Audit Entry", pluck="name", order_by="name")]

		before = state()
		dry = [
			changes.reassign(secretary, names, lan, "nghỉ", dry_run=True),
			changes.reschedule_many(secretary, names, date(2030, 5, 1), "lùi", dry_run=True),
			changes.add_people(secretary, [row.task for row in rows], [mai], [lan], "thêm", dry_run=True),
		]
		assert state() == before
		assert [[one["ok"] for one in each] for each in dry[:2]] == [[True, True, False]] * 2
		assert [one["added"] for one in dry[2]] == [2, 2, 2]
		added = changes.add_people(secretary, [row.task for row in rows], [mai], [lan], "thêm")
		assert [one["added"] for one in added] == [2, 2, 2]
		again = changes.add_people(secretary, [rows[0].task], [mai], [cell.members["committee"]], "thêm")
		assert again[0]["added"] == 1
		seats = frappe.get_all(
			"Chibo Task Member",
			filters={"task": rows[0].task, "until": ["is", "not set"]},
			fields=["member", "role"],
			order_by="name",
		)
		assert {(one.member, one.role) for one in seats} >= {
			(mai, "Collaborator"),
			(lan, "Follower"),
			(cell.members["committee"], "Follower"),
			(cell.members["deputy"], "Reviewer"),
		}
		assert [one["ok"] for one in changes.reschedule_many(secretary, names, date(2030, 5, 1), "lùi")] == [
			True,
			True,
			False,
		]
		with pytest.raises(frappe.PermissionError):
			changes.add_people(cell.actor("committee"), [rows[1].task], [mai], [], "thêm")
