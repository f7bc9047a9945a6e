"""Exactly once: sweeps and deliveries killed anywhere, several of each at once, a clock that is wrong, a mail server that fails.

Real processes are really killed, and what was handed over is what a real SMTP server in a third process has written down.
`CHIBO_KILL_SCHEDULES=1000` runs that many schedules without a limit of time; by default a tenth at most, for half a minute.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchless.site import Site, connected
from tests.host.kill_world import (
	BUDGET_SECONDS,
	DAYS,
	MAILS,
	SCHEDULES,
	SEED,
	Step,
	World,
	handed_over,
	outcome,
	rest,
	schedule,
)
from tests.host.smtp_sink import DROP, HANG, OK, Event
from tests.host.workers import DELIVER, SWEEP, Kill, Worker


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
	made = World(tmp_path_factory.mktemp("kills"))
	yield made
	made.sink.stop()


def _kill(world: World, job: str, where: float | None) -> Kill | None:
	if where is None:
		return None
	if where > 0:
		return Kill(line=max(1, int(where * world.lines[job])))
	return Kill(after=-where * world.seconds[job])


def _play(world: World, site: Site, days: Sequence[Sequence[Step]]) -> Counter[str]:
	counts: Counter[str] = Counter()
	for day, steps in zip(DAYS, days, strict=False):
		for minute, step in enumerate(steps):
			at = datetime.fromisoformat(f"{day} 07:00") + timedelta(minutes=minute) + step.leap
			world.sink.answer(step.server)
			workers = [Worker(site, [job], str(at), _kill(world, job, where)) for job, where in step.workers]
			counts["processes"] += len(workers)
			counts["kills"] += [worker.wait() for worker in workers].count(None)
			counts["drops"] += step.server == DROP
		world.sink.answer(OK)
		rest(site, day)
	return counts


def test_everything_is_planned_once_and_handed_over_once_whatever_is_killed_when(world: World) -> None:
	until = None if SCHEDULES else time.monotonic() + BUDGET_SECONDS
	totals: Counter[str] = Counter()

	@seed(SEED)
	@settings(
		max_examples=SCHEDULES or 100,
		deadline=None,
		database=None,
		phases=[Phase.generate],  # an instant does not come again, so nothing can be made smaller
		suppress_health_check=list(HealthCheck),
	)
	@given(st.integers(0, (1 << 63) - 1).map(schedule))
	def plays(days: list[list[Step]]) -> None:
		if until and time.monotonic() > until:
			return
		wanted = world.expected(len(days))
		site = world.fresh()
		counts = _play(world, site, days)
		events = world.sink.events()
		repeats = handed_over(world, site)
		assert outcome(site) == wanted
		totals.update(
			counts, schedules=1, repeats=repeats, mails=sum(one.event == "accepted" for one in events)
		)
		if totals["schedules"] % 50 == 0:
			print(dict(totals), flush=True)

	print(f"\nCHIBO_KILL_SEED={SEED}")
	plays()
	print(dict(totals))
	assert totals["kills"] > 0


class TestManyAtOnce:
	def test_two_sweepers_and_four_carriers_hand_over_each_mail_once(self, world: World) -> None:
		site = world.fresh()
		_hire(site, MAILS)
		at = f"{DAYS[0]} 07:30"
		sweepers = [Worker(site, [SWEEP], at) for _ in range(2)]
		carriers = [Worker(site, [DELIVER] * (MAILS // 40 + 2), at) for _ in range(4)]
		assert None not in [worker.wait() for worker in (*sweepers, *carriers)]
		rest(site, DAYS[0])
		events = world.sink.events()
		assert handed_over(world, site) == 0
		hired = Counter(
			one.recipient for one in events if one.event == "accepted" and "nguoi-" in one.recipient
		)
		assert len(hired) == MAILS and set(hired.values()) == {1}
		assert len({one.session for one in events if one.event == "accepted"}) > 1, "one carrier did it all"

	def test_what_a_dead_carrier_held_is_taken_over_after_five_minutes(self, world: World) -> None:
		site = world.fresh()
		Worker(site, [SWEEP], f"{DAYS[0]} 07:00").wait()
		world.sink.answer(HANG)
		dying = Worker(site, [DELIVER], f"{DAYS[0]} 07:00", Kill(line=1 << 40))
		until = time.monotonic() + 30
		while not world.sink.events() and time.monotonic() < until:
			time.sleep(0.01)
		dying.die()
		assert dying.wait() is None
		[held] = world.sink.events()
		world.sink.answer(OK)
		Worker(site, [DELIVER], f"{DAYS[0]} 07:04:59").wait()
		assert held.message_id not in _accepted(world)
		Worker(site, [DELIVER], f"{DAYS[0]} 07:05:01").wait()
		assert _accepted(world).count(held.message_id) == 1
		assert handed_over(world, site) == 0


def test_after_five_days_off_everybody_gets_one_digest_with_everything(world: World) -> None:
	site = world.fresh()
	rest(site, "2026-03-10")
	world.sink.clear()
	back = "2026-03-16"
	rest(site, back)
	with connected(site):
		import frappe

		from chibo_tasks.domain import reminders
		from chibo_tasks.domain.reminders import rules, windows

		told = frappe.get_all(
			"Chibo Reminder",
			filters={"day": back, "rule": ["not in", list(reminders.EVENTS)]},
			fields=["deadline", "rule", "step", "state", "reason"],
			order_by="name",
		)
		due = frappe.get_all("Chibo Deadline", fields=["name", "due_date", "told_step"], order_by="name")
		digests = frappe.get_all(
			"Chibo Message",
			filters={"kind": "Digest", "day": [">", "2026-03-10"]},
			fields=["member", "day"],
			order_by="name",
		)
		frappe.db.rollback()
	wanted = {
		(row.name, window.rule.key, window.step)
		for window in windows.windows(date(2026, 3, 16), date(2026, 3, 10), rules.DEFAULT_RULES)
		for row in due
		if window.rule.anchor == rules.DUE and window.rule.to == rules.LEAD
		if window.holds(row.due_date) and row.told_step < window.step
	}
	assert wanted and wanted <= {(row.deadline, row.rule, row.step) for row in told}
	assert len(digests) == len({one.member for one in digests}) and {str(one.day) for one in digests} == {
		back
	}
	assert max(Counter(one.recipient for one in _events(world, "accepted")).values()) == 1


def _events(world: World, kind: str) -> list[Event]:
	return [event for event in world.sink.events() if event.event == kind]


def _accepted(world: World) -> list[str]:
	return [event.message_id for event in _events(world, "accepted")]


def _hire(site: Site, number: int) -> None:
	"""`number` more members, each with an account and a deadline that fell due yesterday."""
	from chibo_tasks.domain.identity import new_name
	from chibo_tasks.services import rows

	with connected(site):
		import frappe

		[sample] = frappe.get_all(
			"Chibo Deadline",
			filters={"due_date": "2026-03-10"},
			fields=["task", "organization"],
			order_by="name",
		)
		people = [f"nguoi-{one:04}" for one in range(number)]
		rows.insert(
			"User",
			("name", "email", "first_name", "enabled", "language"),
			(
				{
					"name": f"{one}@hoasen.example",
					"email": f"{one}@hoasen.example",
					"first_name": one,
					"enabled": 1,
					"language": "vi",
				}
				for one in people
			),
		)
		rows.insert(
			"Chibo Member",
			(
				"name",
				"organization",
				"full_name",
				"user",
				"position",
				"party_status",
				"digest_hour",
				"mail_digest",
				"mail_events",
			),
			(
				{
					"name": one,
					"organization": sample.organization,
					"full_name": f"Trần Văn {one}",
					"user": f"{one}@hoasen.example",
					"position": "Member",
					"party_status": "Official",
					"digest_hour": -1,
					"mail_digest": 1,
					"mail_events": 1,
				}
				for one in people
			),
		)
		rows.insert(
			"Chibo Deadline",
			(
				"name",
				"organization",
				"task",
				"member",
				"occurrence",
				"opened_on",
				"original_due_date",
				"due_date",
				"state",
				"attempt",
				"told_step",
			),
			(
				{
					"name": new_name(),
					"organization": sample.organization,
					"task": sample.task,
					"member": one,
					"occurrence": "once",
					"opened_on": "2026-03-02",
					"original_due_date": "2026-03-09",
					"due_date": "2026-03-09",
					"state": "Accepted",
					"attempt": 1,
					"told_step": -366,
				}
				for one in people
			),
		)
		frappe.db.commit()
