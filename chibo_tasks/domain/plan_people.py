"""Whom a plan means, and what the secretary's decisions about its items order. Suggestions are never applied by themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from chibo_tasks.domain import access
from chibo_tasks.domain.assignment import Order
from chibo_tasks.domain.plan_draft import DraftItem
from chibo_tasks.domain.recurrence import UNITS, Recurrence
from chibo_tasks.domain.search import fold
from chibo_tasks.domain.staffing import Person

_OFFICES = (
	("pho bi thu", access.DEPUTY_SECRETARY),
	("bi thu", access.SECRETARY),
)
_ROLES = {"lead": "lead", "coordinate": "collaborators", "member": "collaborators", "approve": "reviewer"}


def suggested(reading: Mapping[str, Any], people: Sequence[Person]) -> dict[str, Any]:
	"""What the text of an item suggests.

	Args:
		reading: the item's reading.
		people: members who can be given work.

	Returns:
		Some of {lead, collaborators, reviewer, due_date, recurrence}; only what is meant without doubt.
	"""
	found: dict[str, Any] = {}
	for one in reading.get("responsible") or ():
		member = _meant(str(one.get("name") or ""), people)
		role = _ROLES.get(one.get("role") or "")
		if member is None or role is None:
			continue
		if role == "collaborators":
			found.setdefault(role, [])
			if member not in found[role]:
				found[role].append(member)
		else:
			found.setdefault(role, member)
	days = reading.get("due_dates") or ()
	if days and not reading.get("due_inferred"):
		found["due_date"] = max(days)
	words = reading.get("recurrence")
	if isinstance(words, str) and words in UNITS and "due_date" not in found:
		found["recurrence"] = {"unit": words}
	if "lead" in found:
		found["collaborators"] = [one for one in found.get("collaborators", ()) if one != found["lead"]]
	return {key: value for key, value in found.items() if value}


def orders(items: Iterable[DraftItem]) -> list[tuple[DraftItem, Order]]:
	"""The work that the draft gives: one order for each chosen item, together with those that say the same."""
	shown = [one for one in items if one.proposed and one.choice.get("give") is not False]
	same: dict[str, list[str]] = {}
	for one in shown:
		if one.choice.get("same_as"):
			same.setdefault(one.choice["same_as"], []).append(one.name)
	found = []
	for one in shown:
		choice = one.choice
		if choice.get("same_as") or not choice.get("lead"):
			continue
		returns = choice.get("recurrence")
		found.append(
			(
				one,
				Order(
					lead=choice["lead"],
					plan_items=(one.name, *same.get(one.name, ())),
					title=choice.get("title") or "",
					collaborators=tuple(choice.get("collaborators") or ()),
					reviewer=choice.get("reviewer") or "",
					due_date=_day(choice.get("due_date")) if not returns else None,
					recurrence=Recurrence.from_dict(returns) if returns else None,
				),
			)
		)
	return found


def _meant(said: str, people: Sequence[Person]) -> str | None:
	"""The one person that a name can mean: in full, by its end, or by her office."""
	name = fold(said)
	for word in ("dong chi", "dc", "d c", "ong", "ba", "co", "thay"):
		name = name.removeprefix(f"{word} ")
	if not name:
		return None
	fits: tuple[Callable[[str], bool], ...] = (
		lambda full: full == name,
		lambda full: full.endswith(f" {name}"),
		lambda full: name.endswith(f" {full}"),
	)
	for fit in fits:
		meant = [one.name for one in people if fit(fold(one.full_name))]
		if meant:
			return meant[0] if len(meant) == 1 else None
	office = next((position for words, position in _OFFICES if name.startswith(words)), None)
	holders = [one.name for one in people if one.position == office] if office else []
	return holders[0] if len(holders) == 1 else None


def _day(value: Any) -> date | None:
	return date.fromisoformat(value) if value else None
