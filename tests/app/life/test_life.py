"""The life of an assignment: more time, evidence, decisions, and how it is given."""

import io
from datetime import date

import frappe
import pytest
from PIL import Image

from chibo_tasks import clock
from chibo_tasks.domain import assignment
from chibo_tasks.domain.deadlines import BadDates
from chibo_tasks.domain.errors import DomainError
from chibo_tasks.domain.extension import BadExtension
from chibo_tasks.domain.review import EvidenceMissing, NotAllowed, StateSkipped, TooLate
from chibo_tasks.services import (
	assignments,
	detail,
	evidence_store,
	evidences,
	extensions,
	reviews,
	worklist,
)
from tests import factories
from tests.app.life.hands import NOTE, as_, give, submit


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
