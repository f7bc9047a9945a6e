"""The whole life of an assignment: groups, recurrence, absences, extensions, checklists, handovers, undo."""

import io
import re
import sys
from datetime import date
from typing import Any

import frappe
import pytest
from PIL import Image

from chibo_tasks import clock
from chibo_tasks.domain import access, assignment, staffing
from chibo_tasks.domain.deadlines import BadDates
from chibo_tasks.domain.errors import DomainError
from chibo_tasks.domain.extension import BadExtension
from chibo_tasks.domain.recurrence import BadRecurrence, Recurrence
from chibo_tasks.domain.review import EvidenceMissing, NotAllowed, OwnWork, StateSkipped, TooLate
from chibo_tasks.exceptions import NotFound
from chibo_tasks.services import (
	assignments,
	changes,
	detail,
	evidence_store,
	evidences,
	extensions,
	occurrences,
	people,
	reviews,
	upkeep,
	worklist,
)
from chibo_tasks.services.reminders import reach, sweep
from tests import factories

NOTE = evidences.Piece(evidences.NOTE, note="Đã làm.")


@pytest.fixture
def cell(site: Any) -> factories.Cell:
	return factories.make_cell()


def as_(cell: factories.Cell, who: str) -> Any:
	frappe.set_user(cell.users[who])
	return cell.actor(who)


def give(cell: factories.Cell, **order: Any) -> list[Any]:
	"""Give one task and return its deadlines by due date and member."""
	secretary = as_(cell, "secretary")
	order.setdefault("title", "Chuẩn bị hội nghị")
	order.setdefault("source", "Meeting")
	[task] = assignments.assign(secretary, cell.name, [assignment.Order(**order)])
	return deadlines_of(task)


def deadlines_of(task: str) -> list[Any]:
	return frappe.get_all(
		"Chibo Deadline",
		filters={"task": task},
		fields=["name", "task", "member", "occurrence", "due_date", "state"],
		order_by="due_date, member",
	)


def submit(cell: factories.Cell, who: str, deadline: str) -> None:
	actor = as_(cell, who)
	if frappe.db.get_value("Chibo Deadline", deadline, "state") == "Assigned":
		reviews.act(actor, deadline, "accept")
	evidences.send(actor, deadline, NOTE)
	reviews.act(actor, deadline, "submit")


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
			[first] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
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
			[first] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
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
			[first] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
			changes.reassign(as_(cell, "secretary"), [first.name], cell.members["lan"], "đ/c Hoa nghỉ")
			frappe.set_user("Administrator")
			assert occurrences.open_due(cell.name) == 0
		assert len(deadlines_of(first.task)) == 1

	def test_of_two_runs_at_once_the_second_writes_nothing(
		self, cell: factories.Cell, monkeypatch: pytest.MonkeyPatch
	) -> None:
		with clock.frozen("2026-01-10 08:00"):
			[first] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
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
			give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
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


class TestExtensions:
	def test_asked_granted_and_judged_by_the_new_date_with_the_old_one_on_record(
		self, cell: factories.Cell
	) -> None:
		with clock.frozen("2026-03-01 08:00"):
			[row] = give(cell, lead=cell.members["hoa"], due_date=date(2026, 3, 10))
			request = extensions.ask(as_(cell, "hoa"), row.name, date(2026, 3, 20), "Chờ tài liệu của xã.")
			with pytest.raises(BadExtension):
				extensions.ask(cell.actor("hoa"), row.name, date(2026, 3, 21), "Lần nữa.")
			[waiting] = extensions.waiting(cell.actor("secretary"))
			assert waiting["name"] == request
			with pytest.raises(NotAllowed):
				extensions.decide(as_(cell, "hoa"), request, grant=True, reason="tự duyệt")
			extensions.decide(as_(cell, "secretary"), request, grant=True, reason="Đồng ý.")
		with clock.frozen("2026-03-18 08:00"):
			submit(cell, "hoa", row.name)
			done = reviews.act(as_(cell, "secretary"), row.name, "approve")
		assert done.outcome == "On Time"
		shown = detail.detail(cell.actor("hoa"), row.name)
		assert (shown["original_due_date"], shown["due_date"]) == ("2026-03-10", "2026-03-20")
		[extension] = shown["extensions"]
		assert extension["decided_by_name"] == "Nguyễn Thị Secretary"
		with pytest.raises(BadExtension):
			extensions.ask(as_(cell, "hoa"), row.name, date(2027, 1, 1), "Đã xong rồi.")

	def test_refused_twice_decided_and_badly_asked(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-03-01 08:00"):
			[row] = give(cell, lead=cell.members["hoa"], due_date=date(2026, 3, 10))
			hoa = as_(cell, "hoa")
			for due, reason in (
				(date(2026, 3, 10), "muộn"),
				(date(2026, 3, 1), "muộn"),
				(date(2026, 4, 1), "  "),
			):
				with pytest.raises(BadExtension):
					extensions.ask(hoa, row.name, due, reason)
			request = extensions.ask(hoa, row.name, date(2026, 4, 1), "Chờ tài liệu.")
			extensions.decide(as_(cell, "deputy"), request, grant=False, reason="Không chờ được.")
			with pytest.raises(BadExtension):
				extensions.decide(as_(cell, "secretary"), request, grant=True, reason="Đồng ý.")
		assert frappe.db.get_value("Chibo Deadline", row.name, "due_date") == date(2026, 3, 10)

	def test_the_committee_moves_a_date_with_a_reason(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 3, 10), starts_on=date(2030, 3, 1))
		secretary = as_(cell, "secretary")
		with pytest.raises(BadDates):
			extensions.reschedule(secretary, row.name, date(2030, 2, 1), "sớm")
		moved = extensions.reschedule(secretary, row.name, date(2030, 3, 5), "Đảng ủy yêu cầu sớm hơn.")
		assert (moved.due_date, moved.original_due_date) == (date(2030, 3, 5), date(2030, 3, 10))


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


class TestEvidence:
	def test_what_is_on_the_checklist_has_to_be_shown_first(self, cell: factories.Cell) -> None:
		[row] = give(
			cell,
			lead=cell.members["hoa"],
			due_date=date(2030, 1, 1),
			evidence_expected=("Biên bản họp", "Ảnh hội nghị"),
		)
		hoa = as_(cell, "hoa")
		reviews.act(hoa, row.name, "accept")
		evidences.send(
			hoa, row.name, evidences.Piece(evidences.NOTE, note="Có biên bản.", requirement="Biên bản họp")
		)
		evidences.send(hoa, row.name, NOTE)
		with pytest.raises(EvidenceMissing, match="Ảnh hội nghị"):
			reviews.act(hoa, row.name, "submit")
		with pytest.raises(frappe.ValidationError, match="Không có mục này"):
			evidences.send(
				hoa, row.name, evidences.Piece(evidences.NOTE, note="x", requirement="Không có mục này")
			)
		evidences.send(
			hoa, row.name, evidences.Piece(evidences.LINK, link="https://a.vn/x", requirement="Ảnh hội nghị")
		)
		reviews.act(hoa, row.name, "submit")

	def test_one_piece_proves_two_tasks_and_is_judged_for_each(self, cell: factories.Cell) -> None:
		[one] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		[two] = give(
			cell, lead=cell.members["hoa"], due_date=date(2030, 1, 2), reviewer=cell.members["deputy"]
		)
		submit(cell, "hoa", one.name)
		[piece] = frappe.get_all(
			"Chibo Evidence", filters={"deadline": one.name}, pluck="name", order_by="name"
		)
		hoa = as_(cell, "hoa")
		reviews.act(hoa, two.name, "accept")
		copy = evidences.reuse(hoa, piece, two.name)
		assert evidences.reuse(hoa, piece, two.name) == copy
		reviews.act(hoa, two.name, "submit")
		reviews.act(as_(cell, "secretary"), one.name, "approve")
		reviews.act(as_(cell, "deputy"), two.name, "return", reason="Chưa đúng nội dung.")
		states = dict(
			frappe.qb.from_(frappe.qb.DocType("Chibo Evidence"))
			.select("name", "state")
			.where(frappe.qb.DocType("Chibo Evidence").name.isin([piece, copy]))
			.run()
		)
		assert states == {piece: "Accepted", copy: "Returned"}

	def test_a_photo_loses_its_place_and_keeps_its_picture_upright(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		picture = Image.new("RGB", (40, 20), "red")
		exif = Image.Exif()
		exif[0x0112] = 6  # turned by 90 degrees
		exif[0x010F] = "Máy ảnh"
		exif.get_ifd(0x8825)[1] = "N"
		stream = io.BytesIO()
		picture.save(stream, "JPEG", exif=exif)
		stream.seek(0)
		hoa = as_(cell, "hoa")
		name = evidences.send(
			hoa, row.name, evidences.Piece(evidences.FILE, stream=stream, file_name="../../ảnh\n.jpg")
		)
		kept = frappe.get_doc("Chibo Evidence", name)
		assert kept.file_name == "ảnh.jpg"
		with Image.open(evidence_store.path(kept.sha256)) as stored:
			assert stored.size == (20, 40)
			assert not stored.getexif()
		assert evidence_store.is_intact(kept.sha256)

	def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		stream = io.BytesIO()
		Image.new("1", (30_000, 30_000)).save(stream, "PNG")
		stream.seek(0)
		with pytest.raises(frappe.ValidationError, match="50 triệu"):
			evidences.send(
				as_(cell, "hoa"), row.name, evidences.Piece(evidences.FILE, stream=stream, file_name="to.png")
			)

	def test_nothing_of_a_refused_file_is_kept(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		root = evidence_store.path("00").parent.parent
		before = sorted(root.rglob("*"))
		stream = io.BytesIO(b"MZ" + bytes(1000))
		with pytest.raises(frappe.ValidationError):
			evidences.send(
				as_(cell, "hoa"), row.name, evidences.Piece(evidences.FILE, stream=stream, file_name="a.exe")
			)
		assert sorted(root.rglob("*")) == before

	def test_withdrawn_before_submission_only_and_with_a_reason(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		hoa = as_(cell, "hoa")
		reviews.act(hoa, row.name, "accept")
		name = evidences.send(hoa, row.name, NOTE)
		with pytest.raises(frappe.ValidationError):
			evidences.withdraw(hoa, name, " ")
		evidences.withdraw(hoa, name, "Gửi nhầm.")
		with pytest.raises(EvidenceMissing):
			reviews.act(hoa, row.name, "submit")
		other = evidences.send(hoa, row.name, NOTE)
		reviews.act(hoa, row.name, "submit")
		with pytest.raises(frappe.ValidationError):
			evidences.withdraw(hoa, other, "Đổi ý.")


class TestDecisions:
	def test_a_decision_is_taken_back_within_a_quarter_of_an_hour(self, cell: factories.Cell) -> None:
		[row] = give(
			cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1), reviewer=cell.members["deputy"]
		)
		with clock.frozen("2029-12-01 08:00"):
			submit(cell, "hoa", row.name)
			reviews.act(as_(cell, "deputy"), row.name, "return", reason="Nhầm.")
		with clock.frozen("2029-12-01 08:14"):
			with pytest.raises(NotAllowed):
				reviews.act(as_(cell, "secretary"), row.name, "undo")
			back = reviews.act(as_(cell, "deputy"), row.name, "undo")
			assert (back.state, back.attempt, back.decided_by) == ("Submitted", 1, None)
			[piece] = detail.detail(cell.actor("deputy"), row.name)["evidence"]
			assert piece["state"] == "Submitted"
			reviews.act(cell.actor("deputy"), row.name, "approve")
		with clock.frozen("2029-12-01 08:30"):
			assert "undo" not in detail.detail(cell.actor("deputy"), row.name)["actions"]
			with pytest.raises(TooLate):
				reviews.act(as_(cell, "deputy"), row.name, "undo")

	def test_a_return_that_was_answered_stands(self, cell: factories.Cell) -> None:
		[row] = give(
			cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1), reviewer=cell.members["deputy"]
		)
		submit(cell, "hoa", row.name)
		reviews.act(as_(cell, "deputy"), row.name, "return", reason="Thiếu chữ ký.")
		evidences.send(as_(cell, "hoa"), row.name, NOTE)
		with pytest.raises(TooLate):
			reviews.act(as_(cell, "deputy"), row.name, "undo")

	def test_reopening_needs_a_reason_and_keeps_the_first_outcome_on_record(
		self, cell: factories.Cell
	) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		submit(cell, "hoa", row.name)
		reviews.act(as_(cell, "deputy"), row.name, "approve", exceeded=True)
		assert frappe.db.get_value("Chibo Deadline", row.name, "outcome") == "Exceeded"
		with pytest.raises(DomainError):
			reviews.act(as_(cell, "secretary"), row.name, "reopen")
		again = reviews.act(cell.actor("secretary"), row.name, "reopen", reason="Phát hiện số liệu sai.")
		assert (again.state, again.attempt, again.outcome) == ("Returned", 2, "")
		told = [entry["after"].get("outcome") for entry in detail.history(cell.actor("secretary"), row.name)]
		assert "Exceeded" in told

	def test_finished_work_does_not_move(self, cell: factories.Cell) -> None:
		[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1))
		reviews.act(as_(cell, "secretary"), row.name, "waive", reason="Chuyển sang năm sau.")
		for action in ("accept", "submit", "approve", "return", "fail"):
			with pytest.raises(StateSkipped):
				reviews.act(cell.actor("secretary"), row.name, action, reason="vì")


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
			[october] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
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
			[row] = give(
				cell,
				lead=cell.members["hoa"],
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
			)
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


def test_bulk_assignment_tells_of_each_row_and_adds_to_what_is_there(cell: factories.Cell) -> None:
	from chibo_tasks.services import outline, plans

	secretary = as_(cell, "secretary")
	text = "I. NHIỆM VỤ\n" + "".join(f"- Tổ chức hoạt động số {number}.\n" for number in range(5))
	plan = plans.import_document(secretary, cell.name, io.BytesIO(text.encode()), "k.txt")
	plans.publish(secretary, plan)
	items = [item["name"] for item in outline.outline(secretary, plan)["items"] if item["kind"] == "task"]
	assignments.assign(
		secretary, cell.name, [assignment.Order(plan_items=(items[0],), lead=cell.members["hoa"])]
	)
	orders = [assignment.Order(plan_items=(item,), lead=cell.members["lan"]) for item in items[:3]]
	orders.append(assignment.Order(plan_items=(items[3],), lead="khong-co-ai"))
	results = assignments.assign_possible(secretary, cell.name, orders, dry_run=False)
	assert [result["ok"] for result in results] == [False, True, True, False]
	rows = worklist.listing(secretary, cell.name, worklist.Filters())
	assert sorted(row["member"] for row in rows) == sorted(
		[cell.members["hoa"], cell.members["lan"], cell.members["lan"]]
	)


def test_work_without_a_date_runs_to_the_end_of_the_plan_and_is_not_late_today(cell: factories.Cell) -> None:
	from chibo_tasks.services import outline, plans

	secretary = as_(cell, "secretary")
	text = "KẾ HOẠCH\nNăm 2031\nI. NHIỆM VỤ\n- Tổ chức hoạt động thường xuyên.\n"
	with clock.frozen("2031-02-01 08:00"):
		plan = plans.import_document(secretary, cell.name, io.BytesIO(text.encode()), "k.txt")
		plans.publish(secretary, plan)
		[item] = [one for one in outline.outline(secretary, plan)["items"] if one["kind"] == "task"]
		[task] = assignments.assign(
			secretary, cell.name, [assignment.Order(plan_items=(item["name"],), lead=cell.members["hoa"])]
		)
		[row] = worklist.listing(secretary, cell.name, worklist.Filters(task=task))
	assert (row["due_date"], row["due_inferred"], row["standing"]) == ("2031-12-31", True, "later")


def test_markup_and_formulas_are_kept_as_they_were_typed(cell: factories.Cell) -> None:
	text = '<img src=x onerror=alert(1)> <NĐ-CP> =1+1 "a" & R&D'
	[row] = give(cell, lead=cell.members["hoa"], due_date=date(2030, 1, 1), title=text, content=text)
	hoa = as_(cell, "hoa")
	reviews.act(hoa, row.name, "accept")
	evidences.send(hoa, row.name, evidences.Piece(evidences.NOTE, note=text))
	shown = detail.detail(hoa, row.name)
	assert (shown["title"], shown["content"], shown["evidence"][0]["note"]) == (text, text, text)
	frappe.set_user("Administrator")
