"""Work that is asked for twice, in nearly the same words.

Sets of words are compared by the share that they have in common. Lines are first filed by their rarest words (prefix
filtering: two sets that share enough must share one of those), so that a plan of 10,000 lines takes seconds, not hours.
"""

from collections import Counter
from collections.abc import Iterator

from chibo_tasks.domain.plan_draft import DraftItem
from chibo_tasks.domain.plan_lint.finding import NOTICE, Finding
from chibo_tasks.domain.plan_lint.subject import Subject
from chibo_tasks.domain.search import fold

NEARLY = 0.8
"""Share of words in common (Jaccard) from which two lines say the same."""
SHORT = 4
"""Lines of fewer words are the same only when all of them are."""
OFTEN = 50
"""A word that files more lines than this tells nothing."""


def check(subject: Subject) -> Iterator[Finding]:
	"""Pairs of lines to be given, told list by list where a whole list is repeated."""
	lists: dict[tuple[str | None, str | None], list[tuple[DraftItem, DraftItem]]] = {}
	for first, second in pairs([one for one in subject.items if one.proposed]):
		if second.choice.get("same_as") == first.name or first.choice.get("same_as") == second.name:
			continue
		lists.setdefault((first.parent, second.parent), []).append((first, second))
	for (above, below), found in lists.items():
		if above != below and above in subject.places and below in subject.places and len(found) > 1:
			params = {"count": len(found), "first": subject.places[above], "second": subject.places[below]}
			yield Finding("duplicate.list", NOTICE, _names(found), params, _proposal(found))
		else:
			for one in found:
				params = {"first": subject.places[one[0].name], "second": subject.places[one[1].name]}
				yield Finding("duplicate.pair", NOTICE, _names([one]), params, _proposal([one]))


def pairs(items: list[DraftItem]) -> list[tuple[DraftItem, DraftItem]]:
	"""Each line that was said before, with the first line that says so."""
	bags = [frozenset(fold(item.text).split()) for item in items]
	often = Counter(word for bag in bags for word in bag)
	filed: dict[tuple[frozenset[str], str], list[int]] = {}
	found = []
	for at, bag in enumerate(bags):
		if not bag:
			continue
		ordered = sorted(bag, key=lambda word: (often[word], word))
		least = len(bag) if len(bag) < SHORT else _ceil(NEARLY * len(bag))
		# a figure that differs makes another piece of work
		figures = frozenset(word for word in bag if word.isdigit())
		prefix = [(figures, word) for word in ordered[: len(bag) - least + 1]]
		candidates = sorted({one for place in prefix for one in filed.get(place, ())[:OFTEN]})
		mate = next((one for one in candidates if _alike(bags[one], bag)), None)
		if mate is not None:
			found.append((items[mate], items[at]))
			continue  # later copies are compared with the first one only
		for place in prefix:
			filed.setdefault(place, []).append(at)
	return found


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
	few, many = sorted((len(one), len(other)))
	if few < SHORT:
		return one == other
	if few < NEARLY * many:
		return False
	shared = len(one & other)
	return shared >= NEARLY * (few + many - shared)


def _ceil(value: float) -> int:
	return -int(-value // 1)


def _names(found: list[tuple[DraftItem, DraftItem]]) -> tuple[str, ...]:
	return tuple(dict.fromkeys(item.name for pair in found for item in pair))


def _proposal(found: list[tuple[DraftItem, DraftItem]]) -> tuple[dict[str, object], ...]:
	return tuple(
		{"do": "set", "items": [second.name], "values": {"same_as": first.name}} for first, second in found
	)
