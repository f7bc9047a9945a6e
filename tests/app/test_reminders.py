"""The sweep and the delivery: once each, to the right person, whatever is run twice, refused, away or missing."""

from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain.reminders.rules import DEFAULT_RULES, DUE, LEAD
from chibo_tasks.services import bell, changes, evidences, extensions, outbox, reviews, upkeep
from chibo_tasks.services.reminders import sweep
from tests import factories
from tests.app.reminding import FRIDAY, accepted, as_, every_day, given, ledger, only, swept
from tests.mail import MailServer


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer) -> factories.Cell:
	"""A committed cell, because delivery commits, with an outbox that holds nobody else's mail."""
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	return cell


def test_each_step_is_recorded_once_however_often_the_sweep_runs(cell: factories.Cell) -> None:
	every_day(cell)
	accepted(cell, given(cell, FRIDAY))
	for day in range(1, 32):
		with clock.frozen(f"2026-03-{day:02} 07:00"):
			sweep.sweep(cell.name)
			assert sweep.sweep(cell.name) == 0
	steps = [
		(row.rule, row.step, str(row.day), row.state) for row in ledger(cell, member=cell.members["hoa"])
	]
	assert steps == [
		("due-soon", -7, "2026-03-13", "Merged"),
		("due-soon", -3, "2026-03-17", "Merged"),
		("evidence-missing", -2, "2026-03-18", "Merged"),
		("due-soon", -1, "2026-03-19", "Merged"),
		("due-soon", 0, "2026-03-20", "Merged"),
		("overdue", 1, "2026-03-21", "Merged"),
		("overdue", 2, "2026-03-22", "Merged"),
		("overdue", 3, "2026-03-23", "Merged"),
		("overdue", 10, "2026-03-30", "Merged"),
	]
	assert [(row.rule, row.step) for row in ledger(cell, member=cell.members["secretary"])] == [
		("escalated-further", 7)
	]
	assert [(row.rule, row.step) for row in ledger(cell, member=cell.members["deputy"])] == [("escalated", 3)]


def test_after_five_days_without_a_scheduler_one_message_tells_how_it_stands_and_nothing_is_missing(
	cell: factories.Cell,
) -> None:
	for number in range(3):
		accepted(cell, given(cell, FRIDAY + timedelta(days=number), title=f"Việc {number}"))
	swept(cell, "2026-03-19")
	swept(cell, "2026-03-24")
	with clock.frozen("2026-03-24 08:00"):
		[entry] = [one for one in bell.entries(cell.actor("hoa")) if one["sent_at"].startswith("2026-03-24")]
	assert [line["text"].split(":")[0] for line in entry["lines"]] == [
		"Quá hạn 4 ngày",
		"Quá hạn 3 ngày",
		"Quá hạn 2 ngày",
	]
	passed = {
		(row.deadline, row.rule, row.step): row.state for row in ledger(cell, member=cell.members["hoa"])
	}
	for row in frappe.get_all(
		"Chibo Deadline", filters={"organization": cell.name}, fields=["name", "due_date"], order_by="name"
	):
		for rule in DEFAULT_RULES:
			for step in rule.days:
				if (
					rule.anchor == DUE
					and rule.to == LEAD
					and row.due_date + timedelta(days=step) <= date(2026, 3, 24)
				):
					assert (row.name, rule.key, step) in passed
	assert {row.reason for row in ledger(cell, state="Suppressed")} == {"superseded"}


def test_on_a_free_day_nothing_goes_out_and_on_the_next_working_day_everything(cell: factories.Cell) -> None:
	accepted(cell, given(cell, FRIDAY))
	swept(cell, FRIDAY)
	for free in ("2026-03-21", "2026-03-22"):
		swept(cell, free)
		assert not ledger(cell, day=free)
	swept(cell, "2026-03-23")
	told = ledger(cell, day="2026-03-23", member=cell.members["hoa"], state="Merged")
	assert [(row.rule, row.step) for row in told] == [("overdue", 3)]


def test_what_the_giving_has_said_is_not_said_again_the_same_morning(cell: factories.Cell) -> None:
	accepted(cell, given(cell, FRIDAY + timedelta(days=3), at="2026-03-20 06:30"), at="2026-03-20 06:40")
	swept(cell, FRIDAY)
	assert ledger(cell) == []
	swept(cell, "2026-03-23")
	assert [(row.rule, row.step) for row in ledger(cell, state="Merged")] == [
		("due-soon", 0),
		("evidence-missing", -2),
	]
	with clock.frozen("2026-03-23 09:00"):
		[entry] = [one for one in bell.entries(cell.actor("hoa")) if one["kind"] == "Digest"]
	assert [line["text"] for line in entry["lines"]] == ["Đến hạn hôm nay: Chuẩn bị hội nghị"]


@pytest.mark.parametrize("end", ["submit", "waive", "approve"])
def test_the_reminding_stops_the_moment_the_work_is_handed_in_or_decided(
	cell: factories.Cell, end: str
) -> None:
	deadline = given(cell, FRIDAY)
	accepted(cell, deadline)
	with clock.frozen("2026-03-11 10:00"):
		if end == "waive":
			reviews.act(as_(cell, "secretary"), deadline.name, "waive", reason="Không cần nữa.")
		else:
			evidences.send(as_(cell, "hoa"), deadline.name, evidences.Piece(evidences.NOTE, note="Xong."))
			reviews.act(cell.actor("hoa"), deadline.name, "submit")
		if end == "approve":
			reviews.act(as_(cell, "secretary"), deadline.name, "approve")
		frappe.set_user("Administrator")
	for day in ("2026-03-13", "2026-03-20", "2026-03-25"):
		swept(cell, day)
	assert ledger(cell, member=cell.members["hoa"]) == []


def test_a_line_that_was_overtaken_before_it_left_is_not_sent(
	cell: factories.Cell, mail_server: MailServer
) -> None:
	deadline = given(cell, FRIDAY)
	accepted(cell, deadline)
	frappe.db.delete("Chibo Outbox", {"organization": cell.name})
	swept(cell, "2026-03-19", hour=1)
	with clock.frozen("2026-03-19 06:30"):
		evidences.send(as_(cell, "hoa"), deadline.name, evidences.Piece(evidences.NOTE, note="Xong."))
		reviews.act(cell.actor("hoa"), deadline.name, "submit")
		frappe.set_user("Administrator")
	with clock.frozen("2026-03-19 08:00"):
		outbox.deliver()
	assert cell.users["hoa"] not in [mail.recipient for mail in mail_server.received]
	state = frappe.db.get_value("Chibo Outbox", {"member": cell.members["hoa"], "channel": "Email"}, "state")
	assert state == "Dropped"


def test_a_moved_deadline_is_reminded_of_by_its_new_date(cell: factories.Cell) -> None:
	only(cell, next(rule for rule in DEFAULT_RULES if rule.key == "due-soon"))
	deadline = given(cell, FRIDAY)
	accepted(cell, deadline)
	swept(cell, "2026-03-17")
	with clock.frozen("2026-03-17 10:00"):
		extensions.reschedule(as_(cell, "secretary"), deadline.name, date(2026, 3, 30), "Chờ tài liệu.")
		frappe.set_user("Administrator")
	for day in range(18, 32):
		swept(cell, f"2026-03-{day}")
	told = [(row.step, str(row.day)) for row in ledger(cell, state="Merged")]
	assert told == [(-3, "2026-03-17"), (-7, "2026-03-23"), (-3, "2026-03-27"), (0, "2026-03-30")]


def test_a_handed_over_deadline_reminds_whoever_has_it(cell: factories.Cell) -> None:
	deadline = given(cell, FRIDAY)
	accepted(cell, deadline)
	with clock.frozen("2026-03-16 10:00"):
		changes.reassign(as_(cell, "secretary"), [deadline.name], cell.members["lan"], "đổi người")
		frappe.set_user("Administrator")
	swept(cell, "2026-03-17")
	assert {row.member for row in ledger(cell)} == {cell.members["lan"]}


class TestAbsences:
	def test_the_stand_in_is_told_instead_but_not_of_restricted_work(self, cell: factories.Cell) -> None:
		open_one = given(cell, FRIDAY)
		given(cell, FRIDAY, title="Mật", restricted=True)
		with clock.frozen("2026-03-02 08:00"):
			secretary = as_(cell, "secretary")
			upkeep.add_absence(
				secretary, cell.members["hoa"], "Leave", date(2026, 3, 2), None, cell.members["lan"], "ốm"
			)
			frappe.set_user("Administrator")
		swept(cell, "2026-03-17")
		told = ledger(cell, state="Merged", rule="due-soon")
		assert [(row.member, row.deadline) for row in told] == [(cell.members["lan"], open_one.name)]

	def test_who_is_away_without_stand_in_is_left_in_peace_and_told_once_when_she_is_back(
		self, cell: factories.Cell
	) -> None:
		accepted(cell, given(cell, FRIDAY))
		with clock.frozen("2026-03-02 08:00"):
			secretary = as_(cell, "secretary")
			upkeep.add_absence(
				secretary, cell.members["hoa"], "Leave", date(2026, 3, 10), date(2026, 3, 24), "", "thai sản"
			)
			frappe.set_user("Administrator")
		for day in range(9, 25):
			swept(cell, f"2026-03-{day:02}")
		meanwhile = ledger(cell, member=cell.members["hoa"])
		assert {(row.state, row.message) for row in meanwhile} == {("Suppressed", None)}
		assert {row.reason for row in meanwhile if row.rule == "overdue"} >= {"away"}
		swept(cell, "2026-03-25")
		back = ledger(cell, member=cell.members["hoa"])
		assert [(row.rule, row.step) for row in back if row.state == "Merged"] == [("overdue", 3)]
		assert {row.step for row in back if row.rule == "due-soon"} == {-7, -3, -1, 0}


class TestOthers:
	def test_who_has_not_confirmed_receipt_is_asked(self, cell: factories.Cell) -> None:
		given(cell, date(2026, 12, 31), at="2026-03-16 08:00")
		for day in range(17, 28):
			swept(cell, f"2026-03-{day}")
		told = [(row.rule, row.step, str(row.day)) for row in ledger(cell, state="Merged")]
		assert told == [
			("receipt", 2, "2026-03-18"),
			("receipt", 4, "2026-03-20"),
			("receipt", 6, "2026-03-23"),
		]

	def test_a_reviewer_who_lets_work_wait_is_told_and_then_the_secretary(self, cell: factories.Cell) -> None:
		deadline = given(cell, date(2026, 12, 31), reviewer="committee")
		accepted(cell, deadline)
		with clock.frozen("2026-03-16 17:30"):
			evidences.send(as_(cell, "hoa"), deadline.name, evidences.Piece(evidences.NOTE, note="Xong."))
			reviews.act(cell.actor("hoa"), deadline.name, "submit")
			frappe.set_user("Administrator")
		for day in range(17, 28):
			swept(cell, f"2026-03-{day}")
		told = [(row.member, row.rule, row.step) for row in ledger(cell, state="Merged")]
		assert told == [
			(cell.members["committee"], "review-waiting", 3),
			(cell.members["secretary"], "review-escalated", 7),
			(cell.members["committee"], "review-waiting", 6),
			(cell.members["committee"], "review-waiting", 9),
		]

	def test_a_request_for_more_time_does_not_lie_about(self, cell: factories.Cell) -> None:
		deadline = given(cell, date(2026, 12, 31))
		accepted(cell, deadline)
		with clock.frozen("2026-03-16 17:30"):
			extensions.ask(as_(cell, "hoa"), deadline.name, date(2027, 1, 15), "Chờ số liệu.")
			frappe.set_user("Administrator")
		swept(cell, "2026-03-18")
		[row] = ledger(cell, state="Merged")
		assert (row.member, row.rule) == (cell.members["secretary"], "extension-waiting")

	def test_nobody_is_told_by_office_of_restricted_work(self, cell: factories.Cell) -> None:
		given(cell, FRIDAY, restricted=True, by="deputy", reviewer="committee")
		for day in (23, 24, 25, 26, 27, 30):
			swept(cell, f"2026-03-{day}")
		# the deputy gave it and is named on it; the secretary is not
		assert {row.member for row in ledger(cell, state="Merged")} == {
			cell.members["hoa"],
			cell.members["deputy"],
		}

	def test_the_one_in_charge_of_the_unit_hears_of_what_is_late(self, cell: factories.Cell) -> None:
		unit = frappe.get_doc(
			{
				"doctype": "Chibo Organization",
				"code": f"{cell.name}-to",
				"organization_name": "Tổ nhà trẻ",
				"kind": "Professional Group",
				"parent_organization": cell.name,
				"in_charge": cell.members["committee"],
			}
		).insert()
		member = frappe.get_doc("Chibo Member", cell.members["hoa"])
		member.unit = unit.name
		member.save()
		accepted(cell, given(cell, FRIDAY))
		swept(cell, "2026-03-20")
		swept(cell, "2026-03-23")
		[row] = ledger(cell, rule="escalated")
		assert row.member == cell.members["committee"]
