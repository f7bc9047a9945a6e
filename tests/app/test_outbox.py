"""The delivery: nothing lost, nothing doubled, nobody kept waiting, whatever the server says and whoever dies."""

import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import reminders
from chibo_tasks.domain.messages import outcome
from chibo_tasks.services import notify, outbox, rows
from chibo_tasks.services.channels import mail as mail_channel
from tests import factories
from tests.app.reminding import FRIDAY, given
from tests.hosts import ON_BENCH
from tests.mail import MailServer

AT = "2026-03-20 09:00"


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer) -> Iterator[factories.Cell]:
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	frappe.db.commit()
	yield cell
	frappe.db.rollback()
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	frappe.db.commit()


def fill(cell: factories.Cell, count: int, who: str = "hoa") -> list[str]:
	"""Put `count` mails about one piece of work into the outbox and return their rows' names."""
	deadline = given(cell, FRIDAY, lead=who)
	frappe.db.delete("Chibo Outbox", {"organization": cell.name})
	sent_at = datetime.fromisoformat("2026-03-20 08:00")
	base = {"organization": cell.name, "member": cell.members[who]}
	messages = [f"{number:08}{secrets.token_hex(12)}" for number in range(count)]
	rows.insert(
		"Chibo Message",
		notify.MESSAGE,
		(
			{**base, "name": name, "kind": "Event", "day": sent_at.date(), "sent_at": sent_at}
			for name in messages
		),
	)
	ledger = {**base, "task": deadline.task, "deadline": deadline.name, "rule": reminders.ASSIGNED, "step": 0}
	ledger |= {"day": sent_at.date(), "state": reminders.SENT}
	rows.insert(
		"Chibo Reminder",
		notify.LEDGER,
		({**ledger, "name": f"l{name}", "message": name} for name in messages),
	)
	waiting = {**base, "channel": "Email", "state": "Waiting", "attempts": 0, "next_try_at": sent_at}
	rows.insert(
		"Chibo Outbox", notify.OUTBOX, ({**waiting, "name": f"o{name}", "message": name} for name in messages)
	)
	frappe.db.commit()
	return [f"o{name}" for name in messages]


def states(cell: factories.Cell) -> Counter[str]:
	return Counter(
		frappe.get_all("Chibo Outbox", filters={"organization": cell.name}, pluck="state", order_by="name")
	)


def row_of(name: str) -> Any:
	return frappe.db.get_value(
		"Chibo Outbox",
		name,
		["state", "attempts", "next_try_at", "leased_until", "reason", "error"],
		as_dict=True,
	)


def delivered(at: str = AT, limit: int = outbox.BATCH) -> int:
	frappe.db.rollback()
	with clock.frozen(at):
		return outbox.deliver(limit)


def ids(server: MailServer) -> Counter[str]:
	return Counter(one.message_id for one in server.received)


class TestServer:
	def test_a_whole_mail_that_is_refused_is_not_sent_again(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		[name] = fill(cell, 1)
		mail_server.behave(data_answer="554 5.7.1 we do not like it")
		delivered()
		row = row_of(name)
		assert (row.state, row.attempts, row.reason) == ("Failed", 1, "refused")
		assert "5.7.1" in row.error
		mail_server.behave()
		assert delivered("2026-03-21 09:00") == 0

	def test_for_now_means_later(self, cell: factories.Cell, mail_server: MailServer) -> None:
		[name] = fill(cell, 1)
		mail_server.behave(data_answer="451 4.7.1 greylisted")
		waits = []
		at = datetime.fromisoformat(AT)
		for _attempt in range(8):
			delivered(str(at))
			row = row_of(name)
			assert (row.state, row.leased_until) == ("Waiting", None)
			waits.append(row.next_try_at - at)
			at = row.next_try_at
		assert waits == [timedelta(minutes=one) for one in (1, 2, 5, 10, 20, 40, 60, 60)]
		mail_server.behave()
		assert delivered(str(at)) == 1
		assert row_of(name).attempts == 9 and sum(ids(mail_server).values()) == 1

	def test_a_server_that_hangs_up_before_taking_it(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		fill(cell, 1)
		mail_server.behave(drop="before", times=1)
		assert delivered() == 0
		assert delivered("2026-03-20 09:02") == 1
		assert list(ids(mail_server).values()) == [1]

	def test_a_server_that_takes_it_and_hangs_up_gets_a_repeat_with_the_same_id(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		fill(cell, 1)
		mail_server.behave(drop="after", times=1)
		delivered()
		delivered("2026-03-20 09:02")
		assert list(ids(mail_server).values()) == [2]

	def test_one_bad_address_among_three_and_a_poisoned_row_keep_nobody_waiting(
		self, cell: factories.Cell, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
	) -> None:
		good = fill(cell, 50, "lan")
		fill_more(cell, 20, "hoa")
		mail_server.answers[cell.users["hoa"]] = "550 no such user"
		poisoned = good[7]
		original = mail_channel.mail.build

		def build(letter: Any) -> Any:
			if letter.key == poisoned:
				raise ZeroDivisionError("boom")
			return original(letter)

		monkeypatch.setattr(mail_channel.mail, "build", build)
		assert delivered() == 49
		assert states(cell) == {"Sent": 49, "Failed": 20, "Waiting": 1}
		row = row_of(poisoned)
		assert (row.state, row.reason, row.attempts) == ("Waiting", "broken", 1)
		assert "boom" not in row.error and row.error.startswith("ZeroDivisionError")
		monkeypatch.undo()
		assert delivered("2026-03-20 09:05") == 1

	def test_three_days_without_a_server_lose_nothing_and_bother_it_little(
		self, cell: factories.Cell, mail_server: MailServer, site: Any
	) -> None:
		names = fill(cell, 40)
		site.use_mail_server(1)  # nobody listens there
		at = datetime.fromisoformat(AT)
		end = at + timedelta(hours=72)
		while at < end:
			delivered(str(at))
			at += timedelta(minutes=10)
		attempts = [row_of(name).attempts for name in names]
		assert states(cell) == {"Waiting": 40}
		assert max(attempts) <= outcome.MOST_ATTEMPTS
		assert sum(attempts) <= 72 * 6 + 1  # one probe in each run, not forty
		site.use_mail_server(mail_server.port)
		latest = max(row_of(name).next_try_at for name in names)
		assert latest - end <= timedelta(hours=1)
		assert delivered(str(latest)) == 40
		assert set(ids(mail_server).values()) == {1}

	def test_after_a_hundred_attempts_the_secretary_is_told(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		[name] = fill(cell, 1)
		mail_server.behave(data_answer="451 never")
		frappe.db.set_value("Chibo Outbox", name, "attempts", outcome.MOST_ATTEMPTS - 1)
		frappe.db.commit()
		delivered()
		row = row_of(name)
		assert (row.state, row.reason) == ("Failed", "gave-up")
		assert "451" in row.error

	def test_without_a_mail_server_mails_are_kept_as_files(
		self, cell: factories.Cell, site: Any, mail_server: MailServer
	) -> None:
		if ON_BENCH:
			pytest.skip("a bench without an account keeps the messages waiting")
		fill(cell, 3)
		site.configure(mail_server=None)
		assert delivered() == 3
		files = list(Path(frappe.get_site_path("mail")).glob("*.eml"))
		assert len(files) >= 3 and mail_server.received == []


def fill_more(cell: factories.Cell, count: int, who: str) -> list[str]:
	"""Rows for `who` besides those that are there; they come first in the order of delivery."""
	waiting = frappe.qb.DocType("Chibo Outbox")
	kept = (
		frappe.qb.from_(waiting)
		.select(*(waiting[name] for name in notify.OUTBOX))
		.where(waiting.organization == cell.name)
		.orderby(waiting.name)
		.run(as_dict=True)
	)
	names = fill(cell, count, who)
	rows.insert("Chibo Outbox", notify.OUTBOX, kept)
	for name in names:
		frappe.db.set_value("Chibo Outbox", name, "next_try_at", datetime.fromisoformat("2026-03-20 07:00"))
	frappe.db.commit()
	return names


class TestWorkers:
	@pytest.mark.parametrize(("workers", "count"), [(2, 200), (4, 1000), (8, 200)])
	def test_many_at_once_double_nothing_and_lose_nothing(
		self, host: Any, cell: factories.Cell, mail_server: MailServer, workers: int, count: int
	) -> None:
		names = fill(cell, count)
		sent: list[int] = []

		def work() -> None:
			with host.connected():
				sent.append(outbox.deliver(limit=count))

		with clock.frozen(AT):
			began = time.monotonic()
			threads = [threading.Thread(target=work) for _number in range(workers)]
			for thread in threads:
				thread.start()
			for thread in threads:
				thread.join()
		print(f"{workers} workers, {count} mails: {time.monotonic() - began:.1f} s, each {sorted(sent)}")
		found = ids(mail_server)
		assert len(found) == count and set(found.values()) == {1}
		assert {one.partition("@")[0].lstrip("<") for one in found} == set(names)
		frappe.db.rollback()
		assert states(cell) == {"Sent": count}
		assert len([one for one in sent if one]) > 1  # control: they did work side by side

	def test_control_without_leases_they_would_double(
		self, host: Any, cell: factories.Cell, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
	) -> None:
		fill(cell, 30)
		taken = outbox._lease

		def without_lease(name: str, now: datetime) -> Any:
			row = taken(name, now)
			frappe.db.set_value("Chibo Outbox", name, {"leased_until": None, "next_try_at": now})
			frappe.db.commit()
			return row

		monkeypatch.setattr(outbox, "_lease", without_lease)
		mail_server.behave(delay=0.01)

		def work() -> None:
			with host.connected():
				outbox.deliver(limit=30)

		with clock.frozen(AT):
			threads = [threading.Thread(target=work) for _number in range(4)]
			for thread in threads:
				thread.start()
			for thread in threads:
				thread.join()
		assert max(ids(mail_server).values()) > 1

	def test_what_a_dead_worker_held_is_taken_again_after_five_minutes(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		[name] = fill(cell, 1)
		with clock.frozen(AT):
			assert outbox._lease(name, clock.now()) is not None
		for at in ("2026-03-20 09:01", "2026-03-20 09:04", "2026-03-20 09:05"):
			assert delivered(at) == 0
		assert delivered("2026-03-20 09:06") == 1
		assert row_of(name).attempts == 2

	def test_a_row_that_kills_its_worker_moves_back_and_ends(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		killer, *_others = fill(cell, 4)
		with clock.frozen(AT):
			outbox._lease(killer, clock.now())  # and dies
		assert delivered("2026-03-20 09:00") == 3
		frappe.db.set_value("Chibo Outbox", killer, "attempts", outcome.MOST_ATTEMPTS)
		frappe.db.commit()
		mail_server.behave(data_answer="451 x")
		delivered("2026-03-20 12:00")
		assert row_of(killer).state == "Failed"

	def test_a_later_zone_is_written_to_at_its_own_hour(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		frappe.db.set_value("Chibo Organization", cell.name, "time_zone", "Pacific/Auckland")
		[name] = fill(cell, 1)
		frappe.db.set_value("Chibo Outbox", name, "next_try_at", datetime.fromisoformat("2026-03-20 07:00"))
		frappe.db.commit()
		assert delivered("2026-03-20 00:59") == 0  # 06:59 in Auckland
		assert delivered("2026-03-20 01:00") == 1


WORKER = """
import sys
from benchless import bootstrap
bootstrap.install()
from benchless.site import Site, connected
from chibo_tasks import clock
from chibo_tasks.services import outbox
site = Site(sys.argv[1])
site.config.update(mail_server="127.0.0.1", mail_port=int(sys.argv[2]), auto_email_id="chibo@hoasen.example")
with clock.frozen(sys.argv[3]), connected(site):
	print("ready", flush=True)
	outbox.deliver(limit=10000)
"""


@pytest.mark.skipif(ON_BENCH, reason="starts processes on the embedded host; a bench has its own workers")
def test_processes_that_are_killed_at_random_lose_nothing(
	host: Any, cell: factories.Cell, mail_server: MailServer
) -> None:
	names = fill(cell, 300)
	mail_server.behave(delay=0.004)
	at, kills = datetime.fromisoformat(AT), 0
	seed = int(os.environ.get("CHIBO_SEED") or secrets.randbelow(10**6))
	print(f"seed {seed}")
	dice = random.Random(seed)
	while states(cell)["Waiting"] and kills < 40:
		workers = [
			subprocess.Popen(
				[sys.executable, "-c", WORKER, str(host.site.path), str(mail_server.port), str(at)],
				stdout=subprocess.PIPE,
				text=True,
			)
			for _number in range(2)
		]
		for worker in workers:
			assert worker.stdout
			worker.stdout.readline()
		time.sleep(dice.uniform(0.02, 0.6))
		for worker in workers:
			if worker.poll() is None:
				worker.send_signal(signal.SIGKILL)
				kills += 1
			worker.wait()
			assert worker.stdout
			worker.stdout.close()
		at += timedelta(minutes=6)
		frappe.db.rollback()
	mail_server.behave()
	for _round in range(3):
		delivered(str(at + timedelta(hours=1)))
		at += timedelta(hours=2)
	frappe.db.rollback()
	found = ids(mail_server)
	print(f"{kills} kills, {sum(found.values()) - len(found)} repeats")
	assert {one.partition("@")[0].lstrip("<") for one in found} == set(names)  # lost: none
	assert states(cell) == {"Sent": 300}
	assert kills > 3
	assert sum(found.values()) - len(found) <= kills
	assert max(found.values()) <= 1 + kills


def test_idle_it_asks_a_handful_of_questions(host: Any, cell: factories.Cell) -> None:
	frappe.db.set_value("Chibo Channel", {"enabled": 1}, "enabled", 0)  # of other tests
	frappe.db.commit()
	with clock.frozen("2031-03-20 09:00"):  # when no code of theirs is good any more
		outbox.deliver()
		with host.count_statements() as statements:
			assert outbox.deliver() == 0
	reading = [one for one in statements if one.lstrip().upper().startswith("SELECT")]
	assert len(reading) <= 5, reading
