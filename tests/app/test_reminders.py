"""The sweep and the delivery: once each, whatever is run twice, refused or missing."""

from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.services import bell, outbox, reviews, sweep
from tests import factories
from tests.mail import MailServer


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer) -> factories.Cell:
	"""A committed cell, because delivery commits, with an outbox that holds nobody else's mail."""
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	return cell


def ledger(cell: factories.Cell, **filters: Any) -> list[Any]:
	return frappe.get_all(
		"Chibo Reminder",
		filters={"organization": cell.name, **filters},
		fields=["rule", "step", "state", "reason", "member", "day", "message"],
		order_by="day, name",
	)


def given(cell: factories.Cell, due: date, at: str = "2026-01-05 08:00", **order: Any) -> Any:
	with clock.frozen(at):
		return factories.give(cell, "hoa", due=due, **order)


def test_each_step_is_recorded_once_however_often_the_sweep_runs(cell: factories.Cell) -> None:
	given(cell, date(2026, 3, 20))
	for day in range(1, 31):
		with clock.frozen(f"2026-03-{day:02} 07:00"):
			sweep.sweep(cell.name)
			assert sweep.sweep(cell.name) == 0
	steps = [(row.rule, row.step, str(row.day)) for row in ledger(cell) if row.rule != "assigned"]
	assert steps == [
		("due-soon", -7, "2026-03-13"),
		("due-soon", -3, "2026-03-17"),
		("due-soon", -1, "2026-03-19"),
		("due-soon", 0, "2026-03-20"),
		("overdue", 1, "2026-03-21"),
		("overdue", 2, "2026-03-22"),
		("overdue", 3, "2026-03-23"),
		("overdue", 10, "2026-03-30"),
	]


def test_after_days_without_a_scheduler_one_message_tells_how_it_stands_now(cell: factories.Cell) -> None:
	for number in range(3):
		given(cell, date(2026, 3, 10 + number), title=f"Việc {number}")
	with clock.frozen("2026-03-20 07:00"):
		sweep.sweep(cell.name)
		digests = {row.message for row in ledger(cell, rule="overdue")}
		assert len(digests) == 1
		[entry] = [one for one in bell.entries(cell.actor("hoa")) if one["kind"] == "Digest"]
	assert [line["text"].split(":")[0] for line in entry["lines"]] == [
		"Quá hạn 10 ngày",
		"Quá hạn 9 ngày",
		"Quá hạn 8 ngày",
	]


def test_work_that_is_submitted_is_not_reminded_of(cell: factories.Cell) -> None:
	from chibo_tasks.services import evidences

	deadline = given(cell, date(2026, 3, 20))
	with clock.frozen("2026-03-19 10:00"):
		frappe.set_user(cell.users["hoa"])
		reviews.act(cell.actor("hoa"), deadline.name, "accept")
		evidences.send(cell.actor("hoa"), deadline.name, evidences.Piece(evidences.NOTE, note="Xong."))
		reviews.act(cell.actor("hoa"), deadline.name, "submit")
		frappe.set_user("Administrator")
	with clock.frozen("2026-03-25 07:00"):
		sweep.sweep(cell.name)
	assert ledger(cell, rule="overdue") == []


def test_a_mail_says_what_the_bell_says_and_nothing_of_restricted_work(
	cell: factories.Cell, mail_server: MailServer
) -> None:
	given(cell, date(2026, 3, 20), title="Sơ kết <quý I> & khen thưởng")
	given(cell, date(2026, 3, 20), title="Thẩm tra lý lịch", restricted=True)
	frappe.db.delete("Chibo Outbox", {"organization": cell.name})
	with clock.frozen("2026-03-21 07:00"):
		sweep.sweep(cell.name)
		outbox.deliver()
	[mail] = mail_server.received
	assert mail.recipient == cell.users["hoa"]
	assert "Sơ kết <quý I> & khen thưởng" in mail.text
	assert "Sơ kết &lt;quý I&gt; &amp; khen thưởng" in mail.html
	assert b"tra l\xc3\xbd l\xe1\xbb\x8bch" not in mail.raw
	assert "Thẩm tra" not in mail.text + mail.html + mail.subject
	assert "một việc chỉ người có tên được xem" in mail.text


@pytest.mark.parametrize(
	("answer", "state", "attempts"), [("550 no such user", "Failed", 1), ("451 try later", "Waiting", 1)]
)
def test_a_refused_address_keeps_nobody_else_waiting(
	cell: factories.Cell, mail_server: MailServer, answer: str, state: str, attempts: int
) -> None:
	given(cell, date(2026, 3, 20), collaborators=("lan",))
	with clock.frozen("2026-01-05 09:00"):
		factories.give(cell, "mai", due=date(2026, 3, 20))
		mail_server.answers[cell.users["hoa"]] = answer
		assert outbox.deliver() >= 1
	assert cell.users["mai"] in [mail.recipient for mail in mail_server.received]
	row = frappe.db.get_value(
		"Chibo Outbox", {"member": cell.members["hoa"]}, ["state", "attempts", "error"], as_dict=True
	)
	assert (row.state, row.attempts) == (state, attempts)
	assert answer[:3] in row.error


def test_mail_waits_out_an_outage_and_arrives_with_one_message_id(
	cell: factories.Cell, mail_server: MailServer, site: Any
) -> None:
	given(cell, date(2026, 3, 20))
	site.use_mail_server(1)  # nobody listens there
	with clock.frozen("2026-01-05 09:00"):
		assert outbox.deliver() == 0
		assert outbox.deliver() == 0  # not before the next try
	row = frappe.db.get_value(
		"Chibo Outbox", {"member": cell.members["hoa"]}, ["attempts", "state"], as_dict=True
	)
	assert (row.attempts, row.state) == (1, "Waiting")
	site.use_mail_server(mail_server.port)
	with clock.frozen("2026-01-05 10:00"):
		outbox.deliver()
		outbox.deliver()
	assert [mail.recipient for mail in mail_server.received].count(cell.users["hoa"]) == 1


def test_a_member_without_an_account_is_listed_as_not_reachable(cell: factories.Cell) -> None:
	from chibo_tasks.services import health

	member = frappe.get_doc("Chibo Member", cell.members["hoa"])
	member.user = None
	member.save()
	given(cell, date(2026, 3, 20))
	with clock.frozen("2026-01-05 09:00"):
		outbox.deliver()
	assert any("Nguyễn Thị Hoa" in finding for finding in health.examine())
