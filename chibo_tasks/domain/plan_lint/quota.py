"""More people for the highest grade than the quota allows. The base of the quota is disputed, so both are shown."""

import math
from collections.abc import Iterator
from typing import Any

from chibo_tasks.domain.plan_lint.finding import WARNING, Finding
from chibo_tasks.domain.plan_lint.subject import Subject
from chibo_tasks.domain.regulations import EXCELLENT_MEMBERS, in_force
from chibo_tasks.domain.search import fold

EXCELLENT = ("hoan thanh xuat sac nhiem vu", "htxsnv")
GOOD = ("hoan thanh tot nhiem vu", "httnv")


def check(subject: Subject) -> Iterator[Finding]:
	"""Targets that count members of the highest grade, against the quota in force at the plan's date."""
	rule = in_force(subject.regulations.values(), EXCELLENT_MEMBERS, subject.dated)
	people = subject.headcount
	if rule is None or not people:
		return
	part = rule.percent / 100
	# x of the highest grade and (people - x) of the second: x <= part * (people - x)
	low, high = math.floor(part * people / (1 + part) + 1e-9), math.floor(part * people + 1e-9)
	for item in subject.work:
		wanted = max(
			(_wanted(target, item.text, people) for target in item.reading.get("targets") or ()), default=0
		)
		if wanted > low:
			yield Finding(
				"quota.excellent",
				WARNING,
				(item.name,),
				{
					"wanted": wanted,
					"percent": subject.figure(rule.percent),
					"source": rule.name,
					"low": low,
					"high": high,
					"count": people,
					"note": rule.note,
				},
			)


def _wanted(target: dict[str, Any], text: str, people: int) -> int:
	"""Members of the highest grade that a target asks for; 0 where it is about something else."""
	about = fold(f"{target.get('object') or ''} {target.get('unit') or ''} {target.get('text') or ''}")
	if "dang vien" not in about or not target.get("value"):
		return 0
	# the reader's object may end before the grade does
	said = (
		about
		if any(word in about for word in EXCELLENT)
		else _after(fold(text), fold(target.get("text") or ""))
	)
	if not any(word in said for word in EXCELLENT) or any(word in said for word in GOOD):
		return 0
	value = float(target.get("value") or 0)
	return math.ceil(people * value / 100 - 1e-9) if target.get("unit") == "%" else int(value)


def _after(text: str, start: str) -> str:
	at = text.find(start) if start else -1
	return text[at : at + len(start) + 60] if at >= 0 else ""
