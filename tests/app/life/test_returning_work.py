"""Work for groups, and work that comes back."""

import re
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import assignment, staffing
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.domain.review import OwnWork
from chibo_tasks.exceptions import NotFound
from chibo_tasks.services import (
	assignments,
	changes,
	detail,
	occurrences,
	reviews,
	upkeep,
	worklist,
)
from chibo_tasks.services.reminders import reach
from tests import factories
from tests.app.life.hands import as_, deadlines_of, give, give_monthly, submit


class TestGroups:
	def test_every_member_gets_a_deadline_of_her_own_and_the_roll_up_counts_them(
		self, cell: factories.Cell
	) -> None:
		rows = give(
			cell,
			audience=staffing.EVERY_MEMBER,
			due_date=date(2030, 1, 1),
			reviewer=cell.members["secretary"],
		)
		assert {row.member for row in rows} == set(cell.members.values())
		of = {row.member: row.name for row in rows}
		submit(cell, "hoa", of[cell.members["hoa"]])
		reviews.act(as_(cell, "secretary"), of[cell.members["hoa"]], "approve")
		found = detail.detail(cell.actor("secretary"), of[cell.members["lan"]])["roll_up"]
		assert (found["done"], found["expected"]) == (1, 6)

	def test_those_who_are_away_are_left_out_and_named(self, cell: factories.Cell) -> None:
		secretary = as_(cell, "secretary")
		upkeep.add_absence(secretary, cell.members["mai"], "Leave", clock.today(), None, "", "nghỉ thai sản")
		order = assignment.Order(
			title="Viết thu hoạch", audience=staffing.EVERY_MEMBER, due_date=date(2030, 1, 1), source="Other"
		)
		[told] = assignments.assign_possible(secretary, cell.name, [order], dry_run=True)
		assert told["deadlines"] == 5
		assert [one["name"] for one in told["left_out"]] == ["Nguyễn Thị Mai"]
		assert frappe.get_all("Chibo Task", filters={"organization": cell.name}, order_by="name") == []

	def test_one_of_a_group_does_not_see_the_work_of_another(self, cell: factories.Cell) -> None:
		rows = give(cell, audience=staffing.EVERY_MEMBER, due_date=date(2030, 1, 1))
		of = {row.member: row.name for row in rows}
		submit(cell, "hoa", of[cell.members["hoa"]])
		with pytest.raises(NotFound):
			detail.detail(cell.actor("lan"), of[cell.members["hoa"]])
		own = detail.detail(cell.actor("lan"), of[cell.members["lan"]])
		assert own["roll_up"]["members"] == []
		assert "Hoa" not in str(detail.history(cell.actor("lan"), of[cell.members["lan"]]))

	def test_a_reviewer_in_the_group_does_not_decide_on_herself(self, cell: factories.Cell) -> None:
		rows = give(
			cell,
			audience=staffing.EVERY_MEMBER,
			due_date=date(2030, 1, 1),
			reviewer=cell.members["secretary"],
		)
		own = next(row.name for row in rows if row.member == cell.members["secretary"])
		submit(cell, "secretary", own)
		with pytest.raises(OwnWork):
			reviews.act(cell.actor("secretary"), own, "approve")
		assert own not in {row["name"] for row in worklist.review_queue(cell.actor("secretary"))}
		assert own in {row["name"] for row in worklist.review_queue(cell.actor("deputy"))}
		reviews.act(as_(cell, "deputy"), own, "approve")

	def test_a_group_with_nobody_is_refused(self, cell: factories.Cell) -> None:
		with pytest.raises(staffing.NobodyThere):
			give(cell, audience="khong-co-to-nay", due_date=date(2030, 1, 1))


class TestRecurrence:
	def test_each_month_is_opened_when_it_begins_and_never_twice(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-01-10 08:00"):
			[first] = give_monthly(cell)
		assert first.occurrence == "2026-01"
		frappe.set_user("Administrator")
		for day in ("2026-01-31", "2026-02-01", "2026-02-02", "2026-04-10", "2026-04-10"):
			with clock.frozen(f"{day} 06:00"):
				occurrences.open_due(cell.name)
				assert occurrences.open_due(cell.name) == 0
		rows = deadlines_of(first.task)
		assert [(row.occurrence, str(row.due_date)) for row in rows] == [
			("2026-01", "2026-01-25"),
			("2026-02", "2026-02-25"),
			("2026-03", "2026-03-25"),
			("2026-04", "2026-04-25"),
		]

	def test_a_fresh_occurrence_goes_to_whoever_leads_by_then(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-01-10 08:00"):
			[first] = give_monthly(cell)
			[result] = changes.reassign(
				as_(cell, "secretary"), [first.name], cell.members["lan"], "đ/c Hoa nghỉ"
			)
			assert result["ok"], result
		frappe.set_user("Administrator")
		with clock.frozen("2026-02-01 06:00"):
			occurrences.open_due(cell.name)
		assert {row.member for row in deadlines_of(first.task)} == {cell.members["lan"]}

	def test_work_that_was_handed_over_is_not_opened_a_second_time(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-01-10 08:00"):
			[first] = give_monthly(cell)
			changes.reassign(as_(cell, "secretary"), [first.name], cell.members["lan"], "đ/c Hoa nghỉ")
			frappe.set_user("Administrator")
			assert occurrences.open_due(cell.name) == 0
		assert len(deadlines_of(first.task)) == 1

	def test_of_two_runs_at_once_the_second_writes_nothing(
		self, cell: factories.Cell, monkeypatch: pytest.MonkeyPatch
	) -> None:
		with clock.frozen("2026-01-10 08:00"):
			[first] = give_monthly(cell)
		frappe.set_user("Administrator")
		real = occurrences._alone

		def after_the_other(organization: str) -> Any:
			monkeypatch.setattr(occurrences, "_alone", real)
			assert occurrences.open_due(organization) == 1
			return real(organization)

		monkeypatch.setattr(occurrences, "_alone", after_the_other)
		with clock.frozen("2026-02-02 06:00"):
			assert occurrences.open_due(cell.name) == 0
		written = {"task": first.task, "action": "open occurrence"}
		assert len(frappe.get_all("Chibo Audit Entry", filters=written, order_by="seq")) == 1

	def test_deadlines_are_locked_before_the_audit_trail_as_by_those_who_decide(
		self, host: Any, cell: factories.Cell
	) -> None:
		with clock.frozen("2026-01-10 08:00"):
			give_monthly(cell)
		frappe.set_user("Administrator")
		with clock.frozen("2026-02-02 06:00"), host.locking_reads() as reads:
			assert occurrences.open_due(cell.name) == 1
		locked = [re.search('tabChibo ([A-Z a-z]+?)[`"]', one).group(1) for one in reads]
		assert list(dict.fromkeys(locked)) == ["Sweep", "Deadline", "Audit Head"]

	def test_nothing_is_opened_for_a_lead_who_has_left_and_the_secretary_sees_it(
		self, cell: factories.Cell
	) -> None:
		with clock.frozen("2026-01-10 08:00"):
			duty = {
				"lead": cell.members["hoa"],
				"recurrence": Recurrence("monthly", day=25),
				"ends_on": date(2026, 12, 31),
			}
			[shown] = give(cell, title="Nộp báo cáo tháng", **duty)
			give(cell, title="Việc mật của chi ủy", restricted=True, **duty)
			hidden = assignment.Order(
				title="Việc mật khác",
				source="Other",
				restricted=True,
				reviewer=cell.members["committee"],
				**duty,
			)
			assignments.assign(as_(cell, "deputy"), cell.name, [hidden])
		member = frappe.get_doc("Chibo Member", cell.members["hoa"])
		member.left_on = date(2026, 1, 31)
		frappe.set_user("Administrator")
		member.save()
		with clock.frozen("2026-02-02 06:00"):
			assert occurrences.open_due(cell.name) == 0
			told = " ".join(reach.state(as_(cell, "secretary"), cell.name)["problems"])
			assert "Nộp báo cáo tháng" in told and "Việc mật của chi ủy" in told
			assert "Việc mật khác" not in told
			assert "mật" not in " ".join(reach.problems(cell.name))
			changes.reassign(as_(cell, "secretary"), [shown.name], cell.members["lan"], "đ/c Hoa chuyển đi")
			frappe.set_user("Administrator")
			assert occurrences.open_due(cell.name) == 1
		assert deadlines_of(shown.task)[-1].member == cell.members["lan"]

	def test_a_date_moved_by_tet_says_so(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-02-01 08:00"):
			[row] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=17, on_free_day="after"),
				ends_on=date(2026, 3, 1),
			)
		shown = detail.detail(cell.actor("hoa"), row.name)
		assert (shown["named_on"], shown["due_date"]) == ("2026-02-17", "2026-02-23")
		assert shown["moved_because"] == "Tết Nguyên Đán"

	def test_a_duty_that_comes_back_has_no_single_deadline(self, cell: factories.Cell) -> None:
		with pytest.raises(assignment.BadOrder):
			give(cell, lead=cell.members["hoa"], recurrence=Recurrence("yearly"), due_date=date(2030, 1, 1))
