"""The sweep of N deadlines beside the plain SQL that writes the same rows, and beside a loop over documents.

What is printed are medians of one run, times in seconds, each with its commit.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

import frappe

from benchmarks import cell as cells
from benchmarks.cell import QUIET_DAY, TODAY, YESTERDAY, Cell
from benchmarks.hosts import Host, execute, settle
from benchmarks.measure import Peak, statements, timed
from chibo_tasks import clock, gate
from chibo_tasks.domain import review
from chibo_tasks.domain.deadlines import OVERDUE, standing
from chibo_tasks.services import notify
from chibo_tasks.services.reminders import sweep as sweeping

ROUNDS = ((1_000, 21), (10_000, 11), (100_000, 5), (float("inf"), 3))
"""Up to so many deadlines → rounds of which the median counts."""
FIRST, LATER = "06:30", "06:40"
IDLE_ROUNDS = 9
SAMPLE = 2000
"""Documents that the loop handles; its time for N is extrapolated from them."""

WRITTEN = {
	"Chibo Reminder": [
		"name",
		"organization",
		"task",
		"deadline",
		"member",
		"rule",
		"step",
		"day",
		"state",
		"reason",
		"message",
	],
	"Chibo Message": ["name", "organization", "member", "kind", "day", "sent_at"],
	"Chibo Outbox": [
		"name",
		"organization",
		"message",
		"member",
		"channel",
		"state",
		"attempts",
		"next_try_at",
	],
}
"""What a sweep writes, without the moments at which it wrote."""


@dataclass(frozen=True)
class Result:
	"""The figures of one size; the fields are the contract."""

	n: int
	seconds: float
	seconds_sql: float
	seconds_loop: float
	ratio_to_sql: float
	ratio_to_loop: float
	statements: int
	idle_statements: int
	idle_seconds: float
	rss_mb: float
	host: str


def run(host: Host, size: int) -> dict[str, Any]:
	"""Measure `size` deadlines and remove them again; small sizes more often, because they are over sooner.

	Raises:
		AssertionError: the plain SQL has not written the very rows that the sweep wrote.
	"""
	cell = cells.make(size)
	try:
		rounds = next(rounds for most, rounds in ROUNDS if size <= most)
		return asdict(_measure(host, cell, rounds))
	finally:
		frappe.db.rollback()
		cells.remove(cell)


def _measure(host: Host, cell: Cell, rounds: int) -> Result:
	megabytes = _peak(cell)  # first, before the comparison has filled the memory
	_prove_equal(cell)
	swept, plain = [], []
	for _ in range(rounds):
		swept.append(_once(cell, sweep))
		plain.append(_once(cell, plain_sql))
	idle = [_idle(host, cell, QUIET_DAY, FIRST), _idle(host, cell, QUIET_DAY, LATER)]
	seconds, seconds_sql, seconds_loop = median(swept), median(plain), _loop(cell)
	return Result(
		n=cell.size,
		seconds=round(seconds, 4),
		seconds_sql=round(seconds_sql, 4),
		seconds_loop=round(seconds_loop, 2),
		ratio_to_sql=round(seconds / seconds_sql, 2),
		ratio_to_loop=round(seconds_loop / seconds, 1),
		statements=_statements(host, cell),
		idle_statements=max(count for count, _ in idle),
		idle_seconds=round(max(taken for _, taken in idle), 5),
		rss_mb=round(megabytes, 1),
		host=f"{host.name}, {frappe.db.db_type}",
	)


def sweep(cell: Cell, day: date = TODAY, at: str = FIRST) -> None:
	"""What the job does for one organization."""
	with clock.frozen(f"{day} {at}"):
		sweeping.sweep(cell.name)
		frappe.db.commit()


def _once(cell: Cell, work: Callable[[Cell], None]) -> float:
	cells.swept_until(cell, YESTERDAY)
	return timed(lambda: work(cell), settle=settle)


def _prove_equal(cell: Cell) -> None:
	_once(cell, sweep)
	by_sweep = _written(cell)
	_once(cell, plain_sql)
	assert by_sweep == _written(cell), "plain SQL and sweep have not written the same rows"
	assert by_sweep["Chibo Reminder"][0] == -(-cell.size // cells.NEWLY_DUE)


def _written(cell: Cell) -> dict[str, tuple[int, int]]:
	"""Doctype → number and hash of its rows."""
	found = {}
	for doctype, columns in WRITTEN.items():
		rows = frappe.get_all(doctype, filters={"organization": cell.name}, fields=columns, order_by="name")
		found[doctype] = (len(rows), hash(tuple(tuple(str(row[name]) for name in columns) for row in rows)))
	return found


def _statements(host: Host, cell: Cell) -> int:
	cells.swept_until(cell, YESTERDAY)
	return len(statements(host, lambda: sweep(cell)))


def _peak(cell: Cell) -> float:
	cells.swept_until(cell, YESTERDAY)
	settle()
	peak = Peak()
	peak.reset()
	sweep(cell)
	return peak.megabytes


def _idle(host: Host, cell: Cell, day: date, at: str) -> tuple[int, float]:
	"""Statements and seconds of a sweep that has nothing to say: the first of a day, or a later one of a day that is done."""
	before = (day - timedelta(days=1), f"{day - timedelta(days=1)} 23:50:00")
	done = (day, f"{day} 06:30:00")
	swept_on, seen_at = before if at == FIRST else done

	def look() -> None:
		sweep(cell, day, at)

	def again() -> None:
		cells.swept_until(cell, swept_on, seen_at)
		settle()

	again()
	count = len(statements(host, look))
	taken = []
	for _ in range(IDLE_ROUNDS):
		again()
		taken.append(timed(look))
	assert not frappe.db.exists("Chibo Reminder", {"organization": cell.name}), "this day was not idle"
	return count, median(taken)


# The two that it is compared with ----------------------------------------------------------------------------------


def plain_sql(cell: Cell) -> None:
	"""The shortest SQL that writes the rows which the sweep of `TODAY` writes: no rules, no absences, no offices, no quiet hours.

	It knows that one step of one rule falls due and that everybody gets the digest at seven.
	"""
	stamps = f"'{TODAY} 06:30:00', '{TODAY} 06:30:00', 'Administrator', 'Administrator'"
	open_states = ", ".join(f"'{state}'" for state in review.OPEN_STATES)
	common = "creation, modified, owner, modified_by"
	execute(
		f"""INSERT INTO `tabChibo Reminder`
		(name, organization, task, deadline, member, rule, step, day, state, message, {common})
		SELECT MD5(CONCAT(name, '|overdue|1|', due_date, '|', member)), organization, task, name, member,
			'overdue', 1, '{TODAY}', 'Merged', MD5(CONCAT(member, '|Digest|{TODAY}')), {stamps}
		FROM `tabChibo Deadline`
		WHERE organization = '{cell.name}' AND state IN ({open_states}) AND due_date = '{YESTERDAY}' AND told_step < 1"""
	)
	execute(
		f"""INSERT INTO `tabChibo Message` (name, organization, member, kind, day, sent_at, {common})
		SELECT DISTINCT message, organization, member, 'Digest', day, '{TODAY} 07:00:00', {stamps}
		FROM `tabChibo Reminder`
		WHERE organization = '{cell.name}' AND state = 'Merged' AND day = '{TODAY}'"""
	)
	execute(
		f"""INSERT INTO `tabChibo Outbox`
		(name, organization, message, member, channel, state, attempts, next_try_at, {common})
		SELECT MD5(CONCAT(m.name, '|Email')), m.organization, m.name, m.member, 'Email', 'Waiting', 0, m.sent_at, {stamps}
		FROM `tabChibo Message` m JOIN `tabChibo Member` p ON p.name = m.member
		WHERE m.organization = '{cell.name}' AND m.day = '{TODAY}' AND m.kind = 'Digest' AND p.mail_digest = 1"""
	)
	execute(f"UPDATE `tabChibo Sweep` SET swept_on = '{TODAY}' WHERE organization = '{cell.name}'")
	frappe.db.commit()


def _loop(cell: Cell) -> float:
	"""Seconds of the pass over documents that stock platforms make, extrapolated from the first `SAMPLE` deadlines."""
	cells.swept_until(cell, YESTERDAY)
	listing = timed(lambda: _open_deadlines(cell), settle=settle)
	sample = cells.deadlines(cell, SAMPLE)
	return listing + timed(lambda: loop(sample), settle=settle) * cell.size / len(sample)


def _open_deadlines(cell: Cell) -> list[str]:
	return frappe.get_all(
		"Chibo Deadline",
		filters={"organization": cell.name, "state": ["in", list(review.OPEN_STATES)]},
		pluck="name",
		order_by="name",
	)


def loop(names: list[str]) -> None:
	"""Load each document, check it, save it and make a message for its member if it has fallen due; one commit for all."""
	with clock.frozen(f"{TODAY} {FIRST}"), gate.opened("Chibo Deadline", "Chibo Message", "Chibo Outbox"):
		for name in names:
			doc = frappe.get_doc("Chibo Deadline", name)
			if doc.told_step < 1 and standing(doc.state, doc.due_date, clock.today(), 7) == OVERDUE:
				_tell(doc)
		frappe.db.commit()


def _tell(doc: Any) -> None:
	doc.told_step = 1
	doc.save()
	to = {"organization": doc.organization, "member": doc.member}
	message = frappe.get_doc(
		{"doctype": "Chibo Message", **to, "kind": notify.EVENT, "day": clock.today(), "sent_at": clock.now()}
	).insert()
	frappe.get_doc(
		{
			"doctype": "Chibo Outbox",
			**to,
			"message": message.name,
			"channel": notify.EMAIL,
			"state": "Waiting",
			"next_try_at": clock.now(),
		}
	).insert()
