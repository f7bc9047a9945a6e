"""Requests for more time when the work goes on without them: closed, told of no more, and never made twice."""

from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain.extension import BadExtension
from chibo_tasks.domain.reminders.rules import REQUEST, SECRETARY, Rule
from chibo_tasks.services import audit, changes, detail, evidences, extensions, figures, reviews, worklist
from chibo_tasks.services.reminders import foresight
from tests import factories
from tests.app.reminding import FRIDAY, as_, ledger, only, swept
from tests.app.test_at_once import at_once

AT = "2026-03-02 08:00"
NOTE = evidences.Piece(evidences.NOTE, note="Đã làm.")


def asked(cell: factories.Cell) -> tuple[Any, str]:
	"""Accepted work of Hoa, due on Friday, for which she has asked for more time."""
	with clock.frozen(AT):
		row = factories.give(cell, "hoa", due=FRIDAY, reviewer="deputy")
		hoa = as_(cell, "hoa")
		reviews.act(hoa, row.name, "accept")
		request = extensions.ask(hoa, row.name, FRIDAY + timedelta(days=7), "Chờ tài liệu của xã.")
	return row, request


def leave(cell: factories.Cell, deadline: str, how: str) -> str:
	"""Take the work out of what can be moved; who did it."""
	with clock.frozen(AT):
		if how == "submit":
			hoa = as_(cell, "hoa")
			evidences.send(hoa, deadline, NOTE)
			reviews.act(hoa, deadline, "submit")
			return "hoa"
		secretary = as_(cell, "secretary")
		if how == "reassign":
			[told] = changes.reassign(secretary, [deadline], cell.members["lan"], "đ/c Hoa bận.")
			assert told["ok"], told
		else:
			reviews.act(secretary, deadline, how, reason="Không còn cần.")
	return "secretary"


def state_of(request: str) -> str:
	return str(frappe.db.get_value("Chibo Extension", request, "state"))


@pytest.mark.parametrize("how", ["submit", "waive", "fail", "reassign"])
def test_a_request_is_closed_when_nothing_is_left_to_decide(site: Any, how: str) -> None:
	cell = factories.make_cell()
	row, request = asked(cell)
	who = leave(cell, row.name, how)
	assert state_of(request) == "Overtaken"
	assert extensions.waiting(cell.actor("secretary")) == []
	[entry] = frappe.get_all(
		"Chibo Audit Entry",
		filters={"subject": request, "action": "overtake extension"},
		fields=["task", "member"],
		order_by="seq",
	)
	assert (entry.task, entry.member) == (row.task, cell.members[who])
	assert audit.verify(cell.name).ok
	[shown] = detail.detail(cell.actor("secretary"), row.name)["extensions"]
	assert (shown["state"], shown["decided_by_name"]) == ("Overtaken", None)
	with clock.frozen(AT), pytest.raises(BadExtension, match="left to decide"):
		extensions.decide(as_(cell, "secretary"), request, grant=True, reason="Đồng ý.")


def test_after_it_is_returned_she_may_ask_again(site: Any) -> None:
	cell = factories.make_cell()
	row, request = asked(cell)
	leave(cell, row.name, "submit")
	with clock.frozen(AT):
		reviews.act(as_(cell, "deputy"), row.name, "return", reason="Thiếu ảnh.")
		again = extensions.ask(as_(cell, "hoa"), row.name, FRIDAY + timedelta(days=3), "Chụp lại.")
		assert [one["name"] for one in extensions.waiting(cell.actor("secretary"))] == [again]
	assert state_of(request) == "Overtaken"


def test_confirming_receipt_leaves_a_request_waiting(site: Any) -> None:
	cell = factories.make_cell()
	with clock.frozen(AT):
		row = factories.give(cell, "hoa", due=FRIDAY)
		hoa = as_(cell, "hoa")
		request = extensions.ask(hoa, row.name, FRIDAY + timedelta(days=7), "Chờ tài liệu.")
		reviews.act(hoa, row.name, "accept")
	assert state_of(request) == "Waiting"


def test_a_request_that_an_earlier_release_left_behind_is_shown_and_told_nowhere(site: Any) -> None:
	cell = factories.make_cell()
	row, request = asked(cell)
	rule = Rule("extension-waiting", REQUEST, SECRETARY, (1, 2, 3))
	only(cell, rule)
	swept(cell, "2026-03-03")
	assert [one.step for one in ledger(cell)] == [1], "while the work is being done, it is told of"
	leave(cell, row.name, "submit")
	frappe.set_user("Administrator")
	frappe.db.set_value("Chibo Extension", request, "state", "Waiting")
	swept(cell, "2026-03-04")
	swept(cell, "2026-03-05")
	assert [one.step for one in ledger(cell)] == [1]
	secretary = cell.actor("secretary")
	assert extensions.waiting(secretary) == []
	[shown] = worklist.listing(secretary, cell.name, worklist.Filters())
	assert shown["extension_open"] is False
	with clock.frozen("2026-03-04 08:00"):
		found = figures.overview(secretary, cell.name, date(2026, 1, 1), date(2026, 12, 31))
		assert found["decisions"]["extensions"] == []
		frappe.set_user(cell.users["secretary"])
		ahead = foresight.preview(secretary, cell.name, [], {})
	lines = [line for day in ahead["days"] for one in day["members"] for line in one["lines"]]
	assert "extension-waiting" not in {line["rule"] for line in lines}


def test_what_decides_is_read_behind_the_lock(site: Any) -> None:
	"""A plain read on InnoDB shows what was there when the transaction began, not what arrived since."""
	cell = factories.make_cell()
	with clock.frozen(AT):
		row = factories.give(cell, "hoa", due=FRIDAY, reviewer="deputy")
		hoa = as_(cell, "hoa")
		reviews.act(hoa, row.name, "accept")
		with site.locking_reads() as reads:
			extensions.ask(hoa, row.name, FRIDAY + timedelta(days=7), "Chờ tài liệu.")
		assert tuple(_tables(reads))[:2] == ("Chibo Deadline", "Chibo Extension")
		evidences.send(hoa, row.name, NOTE)
		with site.locking_reads() as reads:
			reviews.act(hoa, row.name, "submit")
		assert "Chibo Evidence" in _tables(reads)
		deputy = as_(cell, "deputy")
		reviews.act(deputy, row.name, "return", reason="Nhầm.")
		with site.locking_reads() as reads:
			reviews.act(deputy, row.name, "undo")
		assert _tables(reads).count("Chibo Evidence") >= 2, "what has come since, and what was decided on"


def _tables(reads: list[str]) -> list[str]:
	return [sql.split("FROM `tab", 1)[1].split("`", 1)[0] for sql in reads]


def test_a_double_tap_makes_one_request(host: Any, sign_in: Any, cell: factories.Cell) -> None:
	hoa = sign_in(cell, "hoa")
	with host.connected():
		due = clock.today() + timedelta(days=5)
		deadline = factories.give(cell, "hoa", due=due).name
		frappe.db.commit()
	later = str(due + timedelta(days=7))
	tap = lambda: hoa.post("extensions.ask", deadline=deadline, due_date=later, reason="Chờ tài liệu.")
	refusals = at_once([tap] * 4)
	assert refusals.count(None) == 1, [str(one) for one in refusals]
	assert all(one is None or one.text for one in refusals)
	with host.connected():
		kept = frappe.get_all("Chibo Extension", filters={"deadline": deadline}, order_by="name")
	assert len(kept) == 1


def test_of_restricted_work_who_gave_it_is_told_of_the_request_and_decides(site: Any) -> None:
	cell = factories.make_cell()
	with clock.frozen(AT):
		# the deputy has no part in the work itself: she reviews nothing and follows it because she gave it
		row = factories.give(cell, "hoa", due=FRIDAY, reviewer="committee", by="deputy", restricted=True)
		hoa = as_(cell, "hoa")
		reviews.act(hoa, row.name, "accept")
		request = extensions.ask(hoa, row.name, FRIDAY + timedelta(days=7), "Chờ tài liệu của xã.")
		[told] = frappe.get_all(
			"Chibo Reminder",
			filters={"deadline": row.name, "rule": "extension-asked"},
			fields=["member"],
			order_by="name",
		)
		assert told.member == cell.members["deputy"]
		deputy = as_(cell, "deputy")
		[waiting] = extensions.waiting(deputy)
		assert waiting["name"] == request
		assert extensions.waiting(as_(cell, "secretary")) == []
		moved = extensions.decide(as_(cell, "deputy"), request, grant=True, reason="Đồng ý.")
	assert moved.due_date == FRIDAY + timedelta(days=7)
