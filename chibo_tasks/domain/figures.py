"""Counting work: totals, sections, members, months and targets, all from the same rows.

Figures describe; they never rank anybody (366-QĐ/TW leaves that to people).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chibo_tasks.domain import deadlines, review


@dataclass(frozen=True)
class Work:
	"""One deadline as the figures see it.

	Attributes:
		member, member_name, unit: who is responsible.
		section: top two levels of the section path, for example "III.2".
		items: plan items that the task comes from.
	"""

	name: str
	member: str
	member_name: str
	unit: str
	section: str
	state: str
	outcome: str
	due_date: date
	items: tuple[str, ...] = ()


@dataclass
class Tally:
	"""How many deadlines stand how; every number has a list behind it."""

	all: int = 0
	approved: int = 0
	waiting: int = 0
	overdue: int = 0
	soon: int = 0
	returned: int = 0
	open: int = 0
	exceeded: int = 0
	on_time: int = 0
	late: int = 0
	not_done: int = 0
	waived: int = 0

	def add(self, work: Work, today: date, soon_days: int) -> None:
		"""Count one deadline."""
		standing = deadlines.standing(work.state, work.due_date, today, soon_days)
		self.all += 1
		self.open += work.state in review.OPEN_STATES
		self.approved += work.state == review.APPROVED
		self.waiting += work.state == review.SUBMITTED
		self.returned += work.state == review.RETURNED
		self.waived += work.state == review.WAIVED
		self.not_done += work.state == review.NOT_DONE
		self.overdue += standing == deadlines.OVERDUE
		self.soon += standing in (deadlines.DUE_SOON, deadlines.DUE_TODAY)
		self.exceeded += work.outcome == deadlines.EXCEEDED
		self.on_time += work.outcome == deadlines.ON_TIME
		self.late += work.outcome == deadlines.LATE


@dataclass(frozen=True)
class Target:
	"""A countable target of the plan.

	Attributes:
		item: plan item; text: its sentence.
		value: how many are wanted.
	"""

	item: str
	position: int
	text: str
	value: float
	unit: str


def summarize(
	rows: Sequence[Work], targets: Iterable[Target], today: date, period: deadlines.Period, soon_days: int
) -> dict[str, Any]:
	"""All figures of an organization over `rows`.

	Args:
		period: span over which targets are to be reached.

	Returns:
		`totals`, and lists `sections`, `members` (with `months`), `units`, `targets` (with `done` and `pace`).
	"""

	def group(key: Callable[[Work], str]) -> dict[str, Tally]:
		found: dict[str, Tally] = {}
		for row in rows:
			found.setdefault(key(row), Tally()).add(row, today, soon_days)
		return found

	totals = Tally()
	for row in rows:
		totals.add(row, today, soon_days)
	names = {row.member: (row.member_name, row.unit) for row in rows}
	months = _months(rows, today, soon_days)
	return {
		"totals": asdict(totals),
		"sections": [
			{"path": path, **asdict(tally)} for path, tally in sorted(group(lambda row: row.section).items())
		],
		"members": [
			{
				"member": member,
				"name": names[member][0],
				"unit": names[member][1],
				"months": months[member],
				**asdict(tally),
			}
			for member, tally in sorted(
				group(lambda row: row.member).items(), key=lambda pair: names[pair[0]]
			)
		],
		"units": [
			{"unit": unit, **asdict(tally)} for unit, tally in sorted(group(lambda row: row.unit).items())
		],
		"targets": [_pace(target, rows, today, period) for target in targets],
	}


def _months(rows: Iterable[Work], today: date, soon_days: int) -> dict[str, list[dict[str, Any]]]:
	found: dict[str, dict[str, Tally]] = {}
	for row in rows:
		month = f"{row.due_date:%Y-%m}"
		found.setdefault(row.member, {}).setdefault(month, Tally()).add(row, today, soon_days)
	return {
		member: [{"month": month, **asdict(tally)} for month, tally in sorted(tallies.items())]
		for member, tallies in found.items()
	}


def _pace(target: Target, rows: Iterable[Work], today: date, period: deadlines.Period) -> dict[str, Any]:
	"""How far a target has come, and how far it would be if it grew evenly over the period."""
	mine = [row for row in rows if target.item in row.items]
	done = sum(row.state == review.APPROVED for row in mine)
	days = (period.end - period.start).days + 1
	elapsed = min(max((today - period.start).days + 1, 0), days)
	expected = target.value * elapsed / days
	return {
		"item": target.item,
		"position": target.position,
		"text": target.text,
		"unit": target.unit,
		"value": target.value,
		"done": done,
		"given": len(mine),
		"expected": round(expected, 1),
		"behind": max(0, int(expected) - done),
	}


def countable(reading: Mapping[str, Any]) -> tuple[float, str] | None:
	"""The first counted target of an item's reading: its value and unit, or None for shares and wishes."""
	for target in reading.get("targets") or ():
		value, unit = target.get("value"), str(target.get("unit") or "")
		if isinstance(value, int | float) and value > 0 and "%" not in unit and "percent" not in unit:
			return float(value), unit or str(target.get("object") or "")
	return None
