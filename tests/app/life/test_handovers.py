"""Work that passes into other hands: stand-ins and handovers."""

import sys
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import access, assignment
from chibo_tasks.domain.deadlines import BadDates
from chibo_tasks.domain.errors import DomainError
from chibo_tasks.domain.recurrence import BadRecurrence
from chibo_tasks.domain.review import OwnWork
from chibo_tasks.exceptions import NotFound
from chibo_tasks.services import (
	changes,
	detail,
	occurrences,
	people,
	reviews,
	upkeep,
	worklist,
)
from chibo_tasks.services.reminders import sweep
from tests import factories
from tests.app.life.hands import as_, deadlines_of, give, give_monthly, submit


class TestStandIns:
	def test_a_stand_in_does_the_work_and_sees_no_restricted_work(self, cell: factories.Cell) -> None:
		[open_row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		[secret] = give(
			cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1), title="Mật", restricted=True
		)
		upkeep.add_absence(
			as_(cell, "secretary"), cell.members["hoa"], "Leave", clock.today(), None, cell.members["lan"], ""
		)
		lan = as_(cell, "lan")
		assert [row["name"] for row in worklist.mine(lan)["responsible"]] == [open_row.name]
		with pytest.raises(NotFound):
			detail.detail(lan, secret.name)
		submit(cell, "lan", open_row.name)
		assert frappe.db.get_value("Chibo Deadline", open_row.name, "submitted_by") == cell.members["lan"]

	def test_a_reviewers_stand_in_decides_unless_it_is_her_own_work(self, cell: factories.Cell) -> None:
		[row] = give(
			cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1), reviewer=cell.members["committee"]
		)
		[own] = give(
			cell, lead=cell.members["mai"], due_date=date(2030, 1, 1), reviewer=cell.members["committee"]
		)
		secretary = as_(cell, "secretary")
		upkeep.add_absence(
			secretary, cell.members["committee"], "Leave", clock.today(), None, cell.members["mai"], ""
		)
		submit(cell, "hoa", row.name)
		submit(cell, "mai", own.name)
		mai = as_(cell, "mai")
		assert [one["name"] for one in worklist.review_queue(mai)] == [row.name]
		reviews.act(mai, row.name, "approve")
		with pytest.raises(OwnWork):
			reviews.act(mai, own.name, "approve")

	def test_stand_ins_for_each_other_are_refused(self, cell: factories.Cell) -> None:
		secretary = as_(cell, "secretary")
		today = clock.today()
		upkeep.add_absence(secretary, cell.members["hoa"], "Leave", today, None, cell.members["lan"], "")
		with pytest.raises(frappe.ValidationError, match="Nguyễn Thị Hoa"):
			upkeep.add_absence(secretary, cell.members["lan"], "Leave", today, None, cell.members["hoa"], "")


class TestHandovers:
	def test_each_deadline_succeeds_or_fails_on_its_own_and_history_is_kept(
		self, cell: factories.Cell
	) -> None:
		[one] = give(
			cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1), reviewer=cell.members["deputy"]
		)
		[two] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 2))
		submit(cell, "hoa", two.name)
		secretary = as_(cell, "secretary")
		results = changes.reassign(
			secretary, [one.name, two.name, "khong-co"], cell.members["lan"], "đ/c Hoa chuyển tổ."
		)
		assert [result["ok"] for result in results] == [True, False, False]
		assert all(result["message"] for result in results[1:])
		with pytest.raises(NotFound):
			detail.detail(cell.actor("hoa"), one.name)
		assert detail.detail(cell.actor("lan"), one.name)["people"][0]["name"] == "Nguyễn Thị Lan"
		ended = frappe.get_all(
			"Chibo Task Member",
			filters={"task": one.task, "until": ["is", "set"]},
			pluck="member",
			order_by="name",
		)
		assert ended == [cell.members["hoa"]]
		[refused] = changes.reassign(secretary, [one.name], cell.members["deputy"], "thử")
		assert "Deputy" in refused["message"]

	def test_the_receipt_of_the_predecessor_is_not_the_successors(self, cell: factories.Cell) -> None:
		with clock.frozen("2030-01-07 08:00"):
			[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 3, 1))
			reviews.act(as_(cell, "hoa"), row.name, "accept")
		with clock.frozen("2030-01-08 08:00"):
			changes.reassign(as_(cell, "secretary"), [row.name], cell.members["lan"], "đ/c Hoa nghỉ")
		doc = frappe.get_doc("Chibo Deadline", row.name)
		assert (doc.state, doc.accepted_at) == ("Assigned", None)
		entry = detail.history(cell.actor("secretary"), row.name)[-1]
		assert entry["before"] == {"member": cell.members["hoa"], "state": "Accepted"}
		assert entry["after"] == {"member": cell.members["lan"], "state": "Assigned"}
		frappe.set_user("Administrator")
		for day in ("2030-01-09", "2030-01-10", "2030-01-11"):
			with clock.frozen(f"{day} 07:30"):
				sweep.sweep(cell.name)
		asked = {"deadline": row.name, "rule": "receipt", "member": cell.members["lan"]}
		assert frappe.db.exists("Chibo Reminder", asked)
		with clock.frozen("2030-01-11 08:00"):
			done = reviews.act(as_(cell, "lan"), row.name, "accept")
		assert str(done.accepted_at) == "2030-01-11 08:00:00"

	def test_occurrences_in_different_hands_leave_one_lead(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-10-05 08:00"):
			[october] = give_monthly(cell)
		frappe.set_user("Administrator")
		with clock.frozen("2026-11-02 06:00"):
			occurrences.open_due(cell.name)
			november = deadlines_of(october.task)[1]
			secretary = as_(cell, "secretary")
			for name, lead in ((october.name, "lan"), (november.name, "mai")):
				[result] = changes.reassign(secretary, [name], cell.members[lead], "chia việc")
				assert result["ok"], result
		assert [member for member, roles in people.of_task(october.task).items() if access.LEAD in roles] == [
			cell.members["mai"]
		]
		frappe.set_user("Administrator")
		with clock.frozen("2026-12-01 06:00"):
			assert occurrences.open_due(cell.name) == 1
		assert [row.member for row in deadlines_of(october.task)] == [
			cell.members[who] for who in ("lan", "mai", "mai")
		]

	def test_what_decides_on_a_seat_is_read_with_a_lock(
		self, site: Any, cell: factories.Cell, monkeypatch: pytest.MonkeyPatch
	) -> None:
		"""A second writer waits for the task, and then has to see the seats that the first one made, not its own snapshot."""
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		secretary = as_(cell, "secretary")
		reads: list[bool] = []
		real = people.of_task

		def of_task(task: str, *, for_update: bool = False) -> dict[str, set[str]]:
			if sys._getframe(1).f_globals["__name__"] == changes.__name__:
				reads.append(for_update)
			return real(task, for_update=for_update)

		monkeypatch.setattr(people, "of_task", of_task)
		changes.add_people(secretary, [row.task], [cell.members["lan"]], [cell.members["mai"]], "thêm người")
		changes.change(secretary, row.task, {"restricted": True}, "mật")
		changes.reassign(secretary, [row.name], cell.members["lan"], "đổi người")
		assert reads and all(reads)

	@pytest.mark.parametrize(
		("values", "error"),
		[
			({"evidence_needed": -1}, assignment.BadOrder),
			({"evidence_needed": assignment.MOST_EVIDENCE + 1}, assignment.BadOrder),
			({"evidence_expected": [f"mục {number}" for number in range(51)]}, assignment.BadOrder),
		],
	)
	def test_a_change_may_ask_for_no_more_than_an_order(
		self, cell: factories.Cell, values: dict[str, Any], error: type[DomainError]
	) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		with pytest.raises(error):
			changes.change(as_(cell, "secretary"), row.task, values, "đổi")

	def test_a_longer_checklist_asks_for_more_pieces(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		secretary = as_(cell, "secretary")
		changes.change(secretary, row.task, {"evidence_expected": ["ảnh", "biên bản", "danh sách"]}, "đổi")
		assert frappe.db.get_value("Chibo Task", row.task, "evidence_needed") == 3
		changes.change(secretary, row.task, {"evidence_needed": 1}, "đổi")
		assert frappe.db.get_value("Chibo Task", row.task, "evidence_needed") == 3

	@pytest.mark.parametrize(
		("day", "error"),
		[(date(2026, 1, 1), BadDates), (date(2999, 1, 1), BadRecurrence), (None, assignment.BadOrder)],
	)
	def test_a_last_day_is_refused_as_in_an_order(
		self, cell: factories.Cell, day: date | None, error: type[DomainError]
	) -> None:
		with clock.frozen("2026-01-10 08:00"):
			[row] = give_monthly(cell)
			secretary = as_(cell, "secretary")
			with pytest.raises(error):
				changes.change(secretary, row.task, {"ends_on": day}, "đổi")
			changes.change(secretary, row.task, {"ends_on": date(2026, 6, 30)}, "đổi")
		assert frappe.db.get_value("Chibo Task", row.task, "ends_on") == date(2026, 6, 30)

	def test_a_task_changes_with_a_reason_and_both_versions_on_record(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		secretary = as_(cell, "secretary")
		values = {"title": "Tên mới", "followers": [cell.members["mai"]], "restricted": True}
		with pytest.raises(frappe.ValidationError):
			changes.change(secretary, row.task, values, " ")
		changes.change(secretary, row.task, values, "Chi ủy thống nhất.")
		assert frappe.db.get_value("Chibo Deadline", row.name, "restricted") == 1
		assert detail.detail(cell.actor("mai"), row.name)["title"] == "Tên mới"
		with pytest.raises(NotFound):
			detail.detail(cell.actor("deputy"), row.name)
		entry = detail.history(cell.actor("secretary"), row.name)[-1]
		assert entry["before"]["title"] == "Chuẩn bị hội nghị"
		assert entry["why"] == "Chi ủy thống nhất."
