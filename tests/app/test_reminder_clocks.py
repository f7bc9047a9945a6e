"""Clocks that stand still, leap, run back or show another zone; months, years and Tết."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain.reminders.rules import DEFAULT_RULES, DUE, LEAD
from chibo_tasks.exceptions import BadInput
from chibo_tasks.services import bell, outbox
from chibo_tasks.services.reminders import clock_watch, sweep
from tests import factories
from tests.app.reminding import FRIDAY, accepted, as_, every_day, given, ledger, swept
from tests.mail import MailServer


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer) -> factories.Cell:
	"""A committed cell, because delivery commits, with an outbox that holds nobody else's mail."""
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	return cell


def looked(cell: factories.Cell, *moments: str) -> None:
	for moment in moments:
		with clock.frozen(moment):
			sweep.sweep(cell.name)


def test_a_clock_set_back_doubles_nothing(cell: factories.Cell) -> None:
	accepted(cell, given(cell, FRIDAY))
	swept(cell, "2026-03-20")
	before = ledger(cell)
	swept(cell, "2026-03-18")
	swept(cell, "2026-03-20", hour=23)
	assert ledger(cell) == before


def test_a_deadline_day_ends_at_midnight_of_its_own_zone(cell: factories.Cell) -> None:
	organization = frappe.get_doc("Chibo Organization", cell.name)
	organization.time_zone = "Pacific/Auckland"
	organization.save()
	accepted(cell, given(cell, date(2026, 3, 19)))
	with clock.frozen("2026-03-19 17:59"):  # 23:59 in Auckland
		sweep.sweep(cell.name)
	assert not ledger(cell, rule="overdue")
	with clock.frozen("2026-03-19 18:01"):  # 00:01 on the 20th in Auckland
		sweep.sweep(cell.name)
	assert [row.step for row in ledger(cell, rule="overdue")] == [1]


def test_tet_is_passed_over_and_caught_up(cell: factories.Cell) -> None:
	accepted(cell, given(cell, date(2026, 2, 15)))
	swept(cell, "2026-02-13")
	for day in range(14, 23):
		swept(cell, f"2026-02-{day}")
	swept(cell, "2026-02-23")
	told = ledger(cell, day="2026-02-23", member=cell.members["hoa"], state="Merged")
	assert [(row.rule, row.step) for row in told] == [("overdue", 3)]
	assert {str(row.day) for row in ledger(cell)} == {"2026-02-13", "2026-02-23"}


def steps(cell: factories.Cell, who: str = "hoa", **filters: Any) -> list[tuple[str, int, str]]:
	rows = ledger(cell, member=cell.members[who], **filters)
	return [(row.rule, row.step, str(row.day)) for row in rows]


def test_a_clock_that_leaps_30_days_and_comes_back_has_done_nothing(
	cell: factories.Cell, mail_server: MailServer
) -> None:
	accepted(cell, given(cell, FRIDAY))
	looked(cell, "2026-03-12 07:00")
	with clock.frozen("2026-03-12 08:00"):
		outbox.deliver()
	mail_server.clear()
	given(cell, FRIDAY, at="2026-03-12 22:00", title="Giao ban đêm")
	with clock.frozen("2026-04-11 22:10"):  # the mail worker comes first
		assert cell.name in clock_watch.watch()
		outbox.deliver()
		sweep.sweep(cell.name)
		outbox.deliver()
		told = [entry for entry in bell.entries(cell.actor("secretary")) if entry["kind"] == "Notice"]
		assert "tạm giữ 30 phút" in told[0]["lines"][0]["text"]
		assert not [entry for entry in bell.entries(cell.actor("hoa")) if entry["kind"] == "Notice"]
	assert mail_server.received == []
	looked(cell, "2026-03-12 22:20", "2026-03-13 07:00")
	assert steps(cell) == [("due-soon", -7, "2026-03-13")] * 2  # two tasks, one message
	with clock.frozen("2026-03-13 07:00"):
		outbox.deliver()
	assert [mail.recipient for mail in mail_server.received].count(cell.users["hoa"]) == 2


def test_a_wrong_clock_that_was_believed_takes_no_reminder_from_the_days_that_come(
	cell: factories.Cell, mail_server: MailServer
) -> None:
	every_day(cell)
	accepted(cell, given(cell, FRIDAY))
	looked(cell, "2026-03-12 07:00")
	looked(cell, "2026-04-11 07:10", "2026-04-11 07:40")  # steadily wrong: caught up with
	assert ("overdue", 17, "2026-04-11") in steps(cell, state="Merged")
	mail_server.clear()
	looked(cell, "2026-03-12 08:00", "2026-03-12 08:30")  # set right again, which is a leap, too
	for day in range(13, 22):
		looked(cell, f"2026-03-{day} 07:00")
	told = [one for one in steps(cell, state="Merged") if one[2] < "2026-04-01"]
	assert told == [
		("due-soon", -7, "2026-03-13"),
		("due-soon", -3, "2026-03-17"),
		("evidence-missing", -2, "2026-03-18"),
		("due-soon", -1, "2026-03-19"),
		("due-soon", 0, "2026-03-20"),
		("overdue", 1, "2026-03-21"),
	]


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=30)])
def test_a_clock_set_back_doubles_nothing_however_far(cell: factories.Cell, back: timedelta) -> None:
	every_day(cell)
	accepted(cell, given(cell, FRIDAY))
	looked(cell, "2026-03-19 07:00", "2026-03-20 00:30")
	before = ledger(cell)
	with clock.frozen(datetime.fromisoformat("2026-03-20 00:40") - back):
		sweep.sweep(cell.name)
	looked(cell, "2026-03-20 00:50", "2026-03-20 07:00")
	assert ledger(cell) == before


def test_the_secretary_may_end_the_hold(cell: factories.Cell) -> None:
	accepted(cell, given(cell, FRIDAY))
	looked(cell, "2026-03-12 07:00", "2026-03-17 07:00")
	assert steps(cell) == []
	with clock.frozen("2026-03-17 07:05"):
		with pytest.raises(frappe.PermissionError):
			clock_watch.confirm(as_(cell, "hoa"), cell.name)
		clock_watch.confirm(as_(cell, "secretary"), cell.name)
		with pytest.raises(BadInput):
			clock_watch.confirm(as_(cell, "secretary"), cell.name)
		frappe.set_user("Administrator")
	looked(cell, "2026-03-17 07:06")
	assert ("due-soon", -3, "2026-03-17") in steps(cell, state="Merged")


def test_two_zones_keep_their_own_hours(cell: factories.Cell, mail_server: MailServer) -> None:
	organization = frappe.get_doc("Chibo Organization", cell.name)
	organization.time_zone = "Pacific/Auckland"
	organization.save()
	given(cell, date(2026, 12, 31), at="2026-03-20 05:00")  # 11:00 in Auckland
	with clock.frozen("2026-03-20 05:01"):
		outbox.deliver()
		assert len(bell.entries(cell.actor("hoa"))) == 1
	assert [mail.recipient for mail in mail_server.received] == [cell.users["hoa"]]
	mail_server.clear()
	given(cell, date(2026, 12, 31), at="2026-03-20 17:00", title="Việc đêm")  # 23:00 in Auckland
	for at, sent in (("2026-03-20 17:01", 0), ("2026-03-20 23:59", 0), ("2026-03-21 00:01", 1)):
		with clock.frozen(at):
			outbox.deliver()
		assert len(mail_server.received) == sent


@pytest.mark.parametrize(
	("due", "told"),
	[
		(date(2028, 2, 29), {-1: "2028-02-28", 0: "2028-02-29", 1: "2028-03-01", 2: "2028-03-02"}),
		(date(2027, 2, 28), {-1: "2027-02-27", 0: "2027-02-28", 1: "2027-03-01", 2: "2027-03-02"}),
		(date(2026, 1, 31), {-1: "2026-01-30", 0: "2026-01-31", 1: "2026-02-01", 2: "2026-02-02"}),
		(date(2026, 12, 31), {-1: "2026-12-30", 0: "2026-12-31", 1: "2027-01-01", 2: "2027-01-02"}),
	],
)
def test_months_and_years_end_where_the_calendar_says(
	cell: factories.Cell, due: date, told: dict[int, str]
) -> None:
	every_day(cell)
	accepted(cell, given(cell, due, at="2026-01-05 08:00"), at="2026-01-05 08:30")
	frappe.db.set_value("Chibo Sweep", {"organization": cell.name}, {"swept_on": due - timedelta(days=2)})
	for offset in range(-1, 3):
		looked(cell, f"{due + timedelta(days=offset)} 07:00")
	rows = ledger(cell, member=cell.members["hoa"], state="Merged", rule=["in", ["due-soon", "overdue"]])
	assert {row.step: str(row.day) for row in rows} == told


def test_a_night_with_an_hour_twice_or_not_at_all_is_one_day(cell: factories.Cell) -> None:
	every_day(cell)
	organization = frappe.get_doc("Chibo Organization", cell.name)
	organization.time_zone = "Europe/Berlin"
	organization.save()
	accepted(cell, given(cell, date(2026, 3, 28)))
	accepted(cell, given(cell, date(2026, 10, 24)))
	for begin in ("2026-03-28 00:00", "2026-10-24 00:00"):
		moment = datetime.fromisoformat(f"{begin}+00:00")
		frappe.db.set_value(
			"Chibo Sweep", {"organization": cell.name}, {"swept_on": moment.date(), "seen_at": None}
		)
		for hour in range(48):
			with clock.frozen(moment + timedelta(hours=hour)):
				sweep.sweep(cell.name)
	told = ledger(cell, member=cell.members["hoa"], rule="overdue", step=1)
	assert [str(row.day) for row in told] == ["2026-03-29", "2026-10-25"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_days_the_machine_is_on_every_step_has_one_row_and_every_day_one_message(
	cell: factories.Cell, seed: int
) -> None:
	chance = random.Random(seed)
	every_day(cell)
	dues = [FRIDAY + timedelta(days=chance.randint(-5, 20)) for _ in range(4)]
	for number, due in enumerate(dues):
		accepted(cell, given(cell, due, at="2026-01-05 08:00", title=f"Việc {number}"))
	swept(cell, "2026-03-01")
	day, on = date(2026, 3, 1), []
	while day < date(2026, 5, 10):
		day += timedelta(days=chance.choice([1, 1, 1, 2, 5, 9]))
		on.append(day)
		for _ in range(chance.randint(1, 2)):
			swept(cell, day)
	rows = ledger(cell, member=cell.members["hoa"])
	seen = [(row.deadline, row.rule, row.step) for row in rows]
	assert len(seen) == len(set(seen))
	expected = {
		(rule.key, step, due)
		for due in dues
		for rule in DEFAULT_RULES
		if rule.anchor == DUE and rule.to == LEAD
		for step in rule.days
		if due + timedelta(days=step) <= on[-1]
	}
	due_of = {
		row.name: row.due_date
		for row in frappe.get_all(
			"Chibo Deadline",
			filters={"organization": cell.name},
			fields=["name", "due_date"],
			order_by="name",
		)
	}
	assert {(row.rule, row.step, due_of[row.deadline]) for row in rows} == expected
	current: dict[Any, dict[Any, list[Any]]] = {}
	for row in rows:
		passed = due_of[row.deadline] + timedelta(days=row.step)
		assert row.day == min(one for one in [date(2026, 3, 1), *on] if one >= passed)  # at the first chance
		if row.state == "Merged":
			current.setdefault((row.deadline, row.rule), {}).setdefault(row.day, []).append(row.step)
	assert all(len(told) == 1 for by_day in current.values() for told in by_day.values())
	messages = frappe.get_all(
		"Chibo Message",
		filters={"organization": cell.name, "kind": "Digest"},
		fields=["member", "day"],
		order_by="day, member",
	)
	assert len(messages) == len({(row.member, row.day) for row in messages})
	assert {row.message for row in rows if row.state == "Suppressed"} <= {None}
