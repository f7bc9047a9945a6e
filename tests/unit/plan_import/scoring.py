"""Measures a reading against a hand-made one, the way the project's figures are defined.

- items: F1 over (text, kind), as multisets; section path: over the items found, those with the right path.
- each field: over the items that have one, those with exactly the right value. `invented` counts the items that have none
  and were given one.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chibo_tasks.domain.plan_import.normalise import canon, squeeze

Json = dict[str, Any]
FIELDS = ("due_dates", "targets", "recurrence", "responsible", "references")


@dataclass
class Score:
	"""Counts of one document or of many; add them up with `+`."""

	expected: int = 0
	read: int = 0
	right: int = 0
	paths: int = 0
	found: int = 0
	have: Counter[str] = field(default_factory=Counter)
	good: Counter[str] = field(default_factory=Counter)
	invented: Counter[str] = field(default_factory=Counter)
	faults: list[str] = field(default_factory=list)

	def __add__(self, other: "Score") -> "Score":
		return Score(
			self.expected + other.expected,
			self.read + other.read,
			self.right + other.right,
			self.paths + other.paths,
			self.found + other.found,
			self.have + other.have,
			self.good + other.good,
			self.invented + other.invented,
			self.faults + other.faults,
		)

	@property
	def f1(self) -> float:
		return 2 * self.right / (self.expected + self.read) if self.expected + self.read else 1.0

	@property
	def path(self) -> float:
		return self.paths / self.found if self.found else 1.0

	def of(self, name: str) -> float:
		return self.good[name] / self.have[name] if self.have[name] else 1.0

	def row(self, label: str) -> str:
		cells = [f"{self.f1:.3f}", f"{self.path:.3f}"]
		cells += [f"{self.of(name):.2f} ({self.have[name]}, +{self.invented[name]})" for name in FIELDS]
		return f"{label:34} " + " ".join(f"{cell:>15}" for cell in cells)


HEAD = f"{'document':34} " + " ".join(f"{name:>15}" for name in ("items F1", "path", *FIELDS))


def key(text: str) -> str:
	"""What makes two texts the same item."""
	return squeeze(canon(text)).strip("|")


def _days(item: Json) -> Any:
	return frozenset(item.get("due_dates") or ())


def _targets(item: Json) -> Any:
	return Counter(
		(
			one["value"],
			one["max"],
			canon(one["unit"]),
			one["comparator"],
			one["per"],
			bool(one.get("conditional")),
		)
		for one in item.get("targets") or ()
	)


def _recurrence(item: Json) -> Any:
	said = item.get("recurrence") or "none"
	return frozenset([said] if isinstance(said, str) else said) - {"none"}


def _people(item: Json) -> Any:
	return frozenset((canon(one["name"]), one["role"]) for one in item.get("responsible") or ())


def _references(item: Json) -> Any:
	return frozenset(
		(one["type"], one["number"] or "", one.get("date"), canon(one.get("issuer") or ""))
		for one in item.get("references") or ()
	)


_READ: dict[str, Callable[[Json], Any]] = {
	"due_dates": _days,
	"targets": _targets,
	"recurrence": _recurrence,
	"responsible": _people,
	"references": _references,
}


def score(expected: list[Json], read: list[Json], label: str = "") -> Score:
	"""Compare two lists of items.

	Args:
		expected: items of the hand-made reading, with `path` for the section path.
		read: items of `PlanReading.to_dict()`.
		label: name of the document, for the list of faults.
	"""
	result = Score(len(expected), len(read))
	left: dict[str, list[Json]] = {}
	for item in read:
		left.setdefault(key(item["text"]), []).append(item)
	for item in expected:
		same = left.get(key(item["text"]))
		if not same:
			result.faults.append(f"{label}: not found: {item['kind']} {item['text'][:70]}")
			continue
		_compare(item, same.pop(0), result, label)
	for rest in left.values():
		result.faults.extend(f"{label}: not expected: {one['kind']} {one['text'][:70]}" for one in rest)
	return result


def _compare(item: Json, got: Json, result: Score, label: str) -> None:
	where = f"{label}: {item['text'][:60]!r}"
	result.found += 1
	if got["kind"] == item["kind"]:
		result.right += 1
	else:
		result.faults.append(f"{where}: kind {got['kind']} for {item['kind']}")
	if got["section_path"] == item["path"]:
		result.paths += 1
	else:
		result.faults.append(f"{where}: path {got['section_path']!r} for {item['path']!r}")
	for name, value in _READ.items():
		wanted, given = value(item), value(got)
		if wanted:
			result.have[name] += 1
			result.good[name] += wanted == given
		elif given:
			result.invented[name] += 1
		if wanted != given:
			result.faults.append(f"{where}: {name} {given} for {wanted}")
