"""A site with work for four days, and the schedules by which its workers are killed."""

import os
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchless import bootstrap, installer
from benchless.site import Site, connected
from tests import factories
from tests.host.smtp_sink import DROP, OK, SLOW, TEMPFAIL, Sink
from tests.host.workers import DELIVER, SWEEP, Kill, Worker, run

SCHEDULES = int(os.environ.get("CHIBO_KILL_SCHEDULES", "0"))
SEED = int(os.environ.get("CHIBO_KILL_SEED", random.randrange(1 << 30)))
BUDGET_SECONDS = 22
MAILS = 1000 if SCHEDULES else 100

DAYS = ("2026-03-10", "2026-03-11", "2026-03-12", "2026-03-16")
"""A Tuesday to a Thursday, and the Monday after: over the week-end the machine was off."""
RESTARTS = ("07:20", "07:55", "08:05")
"""Moments of a day at which whatever was killed is tried again; the clock has leapt on Monday, so the first only looks."""
WRONG_CLOCKS = (timedelta(hours=-1), timedelta(days=-1), timedelta(days=-30), timedelta(days=30))


@dataclass(frozen=True)
class Step:
	"""Some processes that run at once.

	Attributes:
		workers: (job, how far into it the process is killed: 0–1 of its lines, -1–0 of its time, None for not at all).
		server: how the mail server answers.
		leap: by how much the clock is wrong.
	"""

	workers: tuple[tuple[str, float | None], ...]
	server: str
	leap: timedelta


def schedule(number: int) -> list[list[Step]]:
	"""The schedule of this number: for each day the steps before it comes to rest."""
	chance = random.Random(number)
	return [
		[_step(chance) for _ in range(chance.randint(1, 3))]
		for _ in range(chance.choice([1, 1, 2, 2, 3, len(DAYS)]))
	]


def _step(chance: random.Random) -> Step:
	where = (
		lambda: chance.random(),
		lambda: chance.random() ** 3,
		lambda: chance.uniform(-1.2, 0),
		lambda: None,
	)
	return Step(
		workers=tuple(
			(chance.choice([SWEEP, DELIVER]), chance.choice(where)())
			for _ in range(chance.choice([1, 1, 2, 3]))
		),
		server=chance.choice([OK, OK, SLOW, SLOW, TEMPFAIL, DROP]),
		leap=chance.choice([*WRONG_CLOCKS, *[timedelta(0)] * 8]),
	)


class World:
	"""A site as it was before the first day, its copies, and the mail server."""

	def __init__(self, folder: Path) -> None:
		bootstrap.install()
		self._folder = folder
		self.sink = Sink(folder)
		self._template = Site.create(
			folder / "template",
			["chibo_tasks"],
			language="vi",
			mail_server="127.0.0.1",
			mail_port=self.sink.port,
			auto_email_id="chibo@hoasen.example",
		)
		installer.install(self._template)
		with connected(self._template):
			import frappe

			cell = _furnish()
			frappe.db.commit()
		rest(self._template, "2026-03-09")
		with connected(self._template):
			_give_late(cell)
			frappe.db.commit()
		self.sent_before = {row.message_id for row in outbox(self._template)} - {None, ""}
		self._expected: dict[int, Any] = {}
		for job in (SWEEP, DELIVER):  # imports once what every child would have to import
			run(self.fresh(), job, f"{DAYS[0]} 07:00")
		self.lines, self.seconds = self._measured()

	def fresh(self) -> Site:
		"""A copy of the site, and a mail server that remembers nothing."""
		target = self._folder / "site"
		shutil.rmtree(target, ignore_errors=True)
		shutil.copytree(self._template.path, target)
		self.sink.answer(OK)
		self.sink.clear()
		return Site(target)

	def expected(self, days: int) -> Any:
		"""What is planned and said in the first `days` days when nothing goes wrong."""
		if days not in self._expected:
			site = self.fresh()
			for day in DAYS[:days]:
				rest(site, day)
			self._expected[days] = outcome(site)
		return self._expected[days]

	def _measured(self) -> tuple[dict[str, int], dict[str, float]]:
		"""Job → its watched lines and its seconds, on the first day."""
		lines, seconds = {}, {}
		for job in (SWEEP, DELIVER):
			site = self.fresh()
			if job == DELIVER:
				Worker(site, [SWEEP], f"{DAYS[0]} 07:00").wait()
			lines[job] = Worker(site, [job], f"{DAYS[0]} 07:00", Kill(line=1 << 40)).wait() or 0
			site = self.fresh()
			began = time.monotonic()
			Worker(site, [SWEEP, job], f"{DAYS[0]} 07:00").wait()
			seconds[job] = time.monotonic() - began
		return lines, seconds


def _furnish() -> factories.Cell:
	"""A cell with work that is soon due, due, late and escalated in the days of the test."""
	from chibo_tasks import clock
	from chibo_tasks.services import reviews

	with clock.frozen("2026-03-02 09:00"):
		cell = factories.make_cell()
		for number, days in enumerate((-3, 0, 1, 2, 3, 6, 9, 14)):
			lead = ("hoa", "lan", "mai")[number % 3]
			due = date(2026, 3, 10) + timedelta(days=days)
			given_one = factories.give(cell, lead, due=due, reviewer="committee", title=f"Việc số {number}")
			if number % 2:
				import frappe

				frappe.set_user(cell.users[lead])
				reviews.act(cell.actor(lead), given_one.name, "accept")
				frappe.set_user("Administrator")
	return cell


def _give_late(cell: factories.Cell) -> None:
	"""Work given late in the evening before the first day; its mail leaves in the morning."""
	from chibo_tasks import clock

	with clock.frozen("2026-03-09 22:30"):
		for lead in ("hoa", "mai"):
			factories.give(cell, lead, due=date(2026, 3, 13), title="Việc giao muộn")


def outbox(site: Site) -> list[Any]:
	"""Every row of it."""
	with connected(site):
		import frappe

		return frappe.get_all(
			"Chibo Outbox", fields=["name", "state", "message_id", "leased_until"], order_by="name"
		)


def rest(site: Site, day: str) -> None:
	"""Start everything again and let it finish the day."""
	Worker(site, [SWEEP, DELIVER], [f"{day} {at}" for at in RESTARTS]).wait()


def outcome(site: Site) -> tuple[list[Any], list[Any]]:
	"""The ledger, and who got which message; without names of rows and moments."""
	with connected(site):
		import frappe

		ledger = frappe.get_all(
			"Chibo Reminder",
			fields=["deadline", "rule", "step", "member", "day", "state", "reason"],
			order_by="deadline, rule, step, member, day",
		)
		message, row = frappe.qb.DocType("Chibo Message"), frappe.qb.DocType("Chibo Outbox")
		sent = (
			frappe.qb.from_(row)
			.join(message)
			.on(message.name == row.message)
			.select(row.name, message.kind, message.day, row.member, row.state)
			.orderby(row.name)
			.run()
		)
		frappe.db.rollback()
		return [tuple(one.values()) for one in ledger], sent


def handed_over(world: World, site: Site) -> int:
	"""Check that each mail was handed over once, or again with the same Message-ID only after a death that nobody could know of.

	Returns:
		Number of such repeats.
	"""
	rows, events = outbox(site), world.sink.events()
	assert not [row for row in rows if row.state == "Waiting" or row.leased_until]
	accepted = [event for event in events if event.event == "accepted"]
	times = Counter(event.message_id for event in accepted)
	assert sorted(times) == sorted(
		row.message_id for row in rows if row.state == "Sent" and row.message_id not in world.sent_before
	)
	last = {
		event.session: number for number, event in enumerate(events) if event.event in ("accepted", "quit")
	}
	latest = {event.message_id: number for number, event in enumerate(events) if event.event == "accepted"}
	for number, event in enumerate(events):
		if event.event == "accepted" and latest[event.message_id] != number:
			# it was sent again: then this connection has done nothing after it, not even said goodbye
			assert last[event.session] == number, f"{event} was repeated though its sender lived on"
	return sum(times.values()) - len(times)
