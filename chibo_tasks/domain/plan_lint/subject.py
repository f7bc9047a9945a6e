"""What the linter looks at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.plan_draft import DraftItem
from chibo_tasks.domain.regulations import Regulation


@dataclass(frozen=True)
class Subject:
	"""A plan with what is known around it.

	Attributes:
		items: the plan's items in order, without retired ones.
		period: period of the plan.
		document: what was read of the document as a whole.
		facts: figures about the organization that stand in the plan.
		members: party members on record, for plans that state no figure.
		names: names of the organization and of those above it.
		regulations: number → regulation.
	"""

	items: Sequence[DraftItem]
	period: Period
	document: Mapping[str, Any] = field(default_factory=dict)
	facts: Mapping[str, Any] = field(default_factory=dict)
	members: int = 0
	names: tuple[str, ...] = ()
	regulations: Mapping[str, Regulation] = field(default_factory=dict)

	@cached_property
	def places(self) -> dict[str, int]:
		"""Name of an item → its position from 1."""
		return {one.name: at for at, one in enumerate(self.items, 1)}

	@cached_property
	def by_name(self) -> dict[str, DraftItem]:
		return {one.name: one for one in self.items}

	@property
	def work(self) -> list[DraftItem]:
		"""Tasks and targets."""
		return [one for one in self.items if one.kind in ("task", "target")]

	@property
	def dated(self) -> date:
		"""The day by whose state of the rules the plan is judged: its own date, else the first day of its period."""
		given = self.document.get("date")
		return date.fromisoformat(given) if given else self.period.start

	@cached_property
	def headcount(self) -> int:
		"""Party members: as the plan states, else as on record."""
		for key in ("members", "party_members", "members_total", "total_members"):
			value = self.facts.get(key)
			if isinstance(value, int | float) and value > 0:
				return int(value)
		return self.members

	def position(self, items: Iterable[str]) -> int:
		"""Position of the first of `items`."""
		return min((self.places.get(name, 0) for name in items), default=0)

	def figure(self, value: float) -> str:
		"""A number as the document's language writes it, with one decimal at most."""
		text = f"{round(value, 1):g}"
		return text if self.document.get("language") == "en" else text.replace(".", ",")
