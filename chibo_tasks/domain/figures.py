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
		plan: plan that it comes from; empty for work without one.
		section: section path within that plan, for example "III.2.1".
		items: plan items that the task comes from.
	"""

	name: str
	member: str
	member_name: str
	unit: str
	plan: str
	section: str
	state: str
	outcome: str
	due_date: date
	items: tuple[str, ...] = ()


@dataclass
class Tally:
	"""How many deadlines stand how; every number has a list behind it.

	`due` are those whose day has come, however they stand: where the work would be if all of it were done in time.
	"""

	all: int = 0
	due: int = 0
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
		self.due += work.due_date <= today
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
	"""A countable target of a plan.

	Attributes:
		plan: the plan; item: its item; text: the sentence.
		value: how many are wanted.
		period: span over which they are wanted.
		given: deadlines that grew out of the item; done: those of them that are approved.
	"""

	plan: str
	item: str
	position: int
	text: str
	value: float
	unit: str
	period: deadlines.Period
	given: int = 0
	done: int = 0


def summarize(rows: Sequence[Work], today: date, soon_days: int) -> dict[str, Any]:
	"""All figures of an organization over `rows`.

	Returns:
		`totals`, and lists `sections` (of each plan, two levels, a section with what is below it), `members` (with
		`months`), `units`.
	"""

	def group(keys: Callable[[Work], Iterable[Any]]) -> dict[Any, Tally]:
		found: dict[Any, Tally] = {}
		for row in rows:
			for key in keys(row):
				found.setdefault(key, Tally()).add(row, today, soon_days)
		return found

	totals = Tally()
	for row in rows:
		totals.add(row, today, soon_days)
	names = {row.member: (row.member_name, row.unit) for row in rows}
	months = group(lambda row: [(row.member, f"{row.due_date:%Y-%m}")])
	return {
		"totals": asdict(totals),
		"sections": [
			{"plan": plan, "path": path, "level": path.count(".") + 1, **asdict(tally)}
			for (plan, path), tally in group(_sections).items()
		],
		"members": [
			{
				"member": member,
				"name": names[member][0],
				"unit": names[member][1],
				"months": [
					{"month": month, **asdict(one)}
					for (owner, month), one in sorted(months.items())
					if owner == member
				],
				**asdict(tally),
			}
			for member, tally in sorted(
				group(lambda row: [row.member]).items(), key=lambda pair: names[pair[0]]
			)
		],
		"units": [
			{"unit": unit, **asdict(tally)} for unit, tally in sorted(group(lambda row: [row.unit]).items())
		],
	}


def _sections(row: Work) -> list[tuple[str, str]]:
	parts = row.section.split(".")[:2] if row.section else []
	paths = [".".join(parts[: level + 1]) for level in range(len(parts))]
	return [(row.plan, path) for path in paths or [""]]


def pace(target: Target, today: date) -> dict[str, Any]:
	"""How far a target has come, and how far it would be if it grew evenly over its period."""
	days = (target.period.end - target.period.start).days + 1
	elapsed = min(max((today - target.period.start).days + 1, 0), days)
	expected = target.value * elapsed / days
	return {
		"plan": target.plan,
		"item": target.item,
		"position": target.position,
		"text": target.text,
		"unit": target.unit,
		"value": target.value,
		"done": target.done,
		"given": target.given,
		"expected": round(expected, 1),
		"behind": max(0, int(expected) - target.done),
	}


def countable(reading: Mapping[str, Any]) -> tuple[float, str] | None:
	"""The first counted target of an item's reading: its value and unit, or None for shares and wishes."""
	for target in reading.get("targets") or ():
		value, unit = target.get("value"), str(target.get("unit") or "")
		if isinstance(value, int | float) and value > 0 and "%" not in unit and "percent" not in unit:
			return float(value), unit or str(target.get("object") or "")
	return None
