"""Which line of a newer document is which line of the older one.

Lines that say the same are matched first, in order (patience: what stands once on both sides is the anchor); then lines
that say nearly the same between two anchors; then what was carried elsewhere. The result depends on the two texts only.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CHANGED, MOVED, NEW, REMOVED = "same", "changed", "moved", "new", "removed"

NEARLY = 0.5
"""Share of words in common from which a line counts as the same line, changed."""
ELSEWHERE = 0.8
"""The same for a line that was carried to another place: there its place no longer speaks for it."""
MOST_PAIRS = 250_000
"""Pairs of lines compared between two anchors; in longer stretches only lines near each other are."""
NEAR = 100

_WORDS = re.compile(r"\S+")


@dataclass(frozen=True)
class Pair:
	"""An older and a newer line that are the same one; one of them is None where a line is new or gone."""

	old: int | None
	new: int | None
	how: str


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
	"""Match two sequences of texts.

	Args:
		old, new: texts of the lines; the numbers in the result count from 0.

	Returns:
		Every old and every new line exactly once, in the order of the new document; what is gone stands where it stood.
	"""
	same: list[tuple[int, int]] = []
	_match(old, new, 0, len(old), 0, len(new), same)
	changed: list[tuple[int, int]] = []
	at_old = at_new = 0
	for next_old, next_new in [*same, (len(old), len(new))]:
		changed += _nearly(old, new, range(at_old, next_old), range(at_new, next_new), NEARLY)
		at_old, at_new = next_old + 1, next_new + 1
	taken_old = {one for one, _ in (*same, *changed)}
	taken_new = {one for _, one in (*same, *changed)}
	free_old = [one for one in range(len(old)) if one not in taken_old]
	free_new = [one for one in range(len(new)) if one not in taken_new]
	moved = _elsewhere(old, new, free_old, free_new)
	partner = {
		**{one: (other, SAME) for other, one in same},
		**{one: (other, CHANGED) for other, one in changed},
		**{one: (other, MOVED) for other, one in moved},
	}
	gone = [one for one in free_old if one not in {other for other, _ in moved}]
	return _in_order(len(new), partner, gone)


def _in_order(size: int, partner: dict[int, tuple[int, str]], gone: Sequence[int]) -> list[Pair]:
	pairs: list[Pair] = []
	waiting = list(gone)
	for number in range(size):
		mate = partner.get(number)
		if mate is None:
			pairs.append(Pair(None, number, NEW))
			continue
		if mate[1] != MOVED:
			while waiting and waiting[0] < mate[0]:
				pairs.append(Pair(waiting.pop(0), None, REMOVED))
		pairs.append(Pair(mate[0], number, mate[1]))
	return [*pairs, *(Pair(one, None, REMOVED) for one in waiting)]


def _match(
	old: Sequence[str],
	new: Sequence[str],
	low: int,
	high: int,
	left: int,
	right: int,
	out: list[tuple[int, int]],
) -> None:
	"""Append pairs of equal lines of two stretches, in order."""
	stack = [(low, high, left, right)]
	found: list[tuple[int, int]] = []
	while stack:
		low, high, left, right = stack.pop()
		while low < high and left < right and old[low] == new[left]:
			found.append((low, left))
			low, left = low + 1, left + 1
		while low < high and left < right and old[high - 1] == new[right - 1]:
			high, right = high - 1, right - 1
			found.append((high, right))
		if low == high or left == right:
			continue
		anchors = _anchors(old[low:high], new[left:right])
		if not anchors:
			found += [(low + a, left + b) for a, b in _greedy(old[low:high], new[left:right])]
			continue
		begin, start = low, left
		for a, b in [*((low + a, left + b) for a, b in anchors), (high, right)]:
			stack.append((begin, a, start, b))
			if (a, b) != (high, right):
				found.append((a, b))
			begin, start = a + 1, b + 1
	out.extend(sorted(found))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
	"""Longest run of lines that stand once on each side, in the same order on both."""
	count_old, count_new = Counter(old), Counter(new)
	place = {text: at for at, text in enumerate(new) if count_new[text] == 1}
	pairs = [(at, place[text]) for at, text in enumerate(old) if count_old[text] == 1 and text in place]
	tails: list[int] = []
	ends: list[int] = []
	back: list[int] = []
	for number, (_, b) in enumerate(pairs):
		at = bisect_left(tails, b)
		back.append(ends[at - 1] if at else -1)
		if at == len(tails):
			tails.append(b)
			ends.append(number)
		else:
			tails[at], ends[at] = b, number
	run = []
	at = ends[-1] if ends else -1
	while at >= 0:
		run.append(pairs[at])
		at = back[at]
	return run[::-1]


def _greedy(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
	"""Equal lines in order, where every line stands several times: each takes the next of its kind."""
	places: dict[str, list[int]] = {}
	for at, text in enumerate(new):
		places.setdefault(text, []).append(at)
	found, last = [], -1
	for at, text in enumerate(old):
		mine = places.get(text, [])
		where = bisect_left(mine, last + 1)
		if where < len(mine):
			last = mine[where]
			found.append((at, last))
	return found


def _nearly(
	old: Sequence[str], new: Sequence[str], olds: Sequence[int], news: Sequence[int], least: float
) -> list[tuple[int, int]]:
	"""Pairs of lines that share enough words, the most alike first."""
	if not olds or not news:
		return []
	bags = {("old", one): Counter(_folded(old[one])) for one in olds}
	bags |= {("new", one): Counter(_folded(new[one])) for one in news}
	narrow = len(olds) * len(news) > MOST_PAIRS
	scored = []
	for row, one in enumerate(olds):
		middle = row * len(news) // len(olds)
		reach = range(max(0, middle - NEAR), min(len(news), middle + NEAR)) if narrow else range(len(news))
		for column in reach:
			other = news[column]
			alike = _alike(bags["old", one], bags["new", other])
			if alike >= least:
				scored.append((-alike, abs(row - column), one, other))
	found, used_old, used_new = [], set(), set()
	for _, _, one, other in sorted(scored):
		if one not in used_old and other not in used_new:
			used_old.add(one)
			used_new.add(other)
			found.append((one, other))
	return sorted(found)


def _elsewhere(
	old: Sequence[str], new: Sequence[str], olds: Sequence[int], news: Sequence[int]
) -> list[tuple[int, int]]:
	places: dict[str, list[int]] = {}
	for one in news:
		places.setdefault(new[one], []).append(one)
	found = []
	for one in olds:
		if places.get(old[one]):
			found.append((one, places[old[one]].pop(0)))
	used_old, used_new = {one for one, _ in found}, {one for _, one in found}
	rest_old = [one for one in olds if one not in used_old]
	rest_new = [one for one in news if one not in used_new]
	return sorted([*found, *_nearly(old, new, rest_old, rest_new, ELSEWHERE)])


def _folded(text: str) -> list[str]:
	return [word.casefold().strip(".,;:") for word in _WORDS.findall(text)]


def _alike(one: Counter[str], other: Counter[str]) -> float:
	size = one.total() + other.total()
	return 2 * (one & other).total() / size if size else 0.0


# Within a line ---------------------------------------------------------------------------------------------------


def words(old: str, new: str) -> list[tuple[str, str]]:
	"""What was changed in a line, word by word.

	Returns:
		("=", words), ("-", words taken out), ("+", words put in), in order.
	"""
	before, after = _WORDS.findall(old), _WORDS.findall(new)
	parts: list[tuple[str, str]] = []
	for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
		if tag == "equal":
			parts.append(("=", " ".join(before[a:b])))
			continue
		if a < b:
			parts.append(("-", " ".join(before[a:b])))
		if c < d:
			parts.append(("+", " ".join(after[c:d])))
	return parts


def carried(old: str, new: str, places: Sequence[int]) -> list[int]:
	"""Where cuts of the old text fall in the new one.

	Args:
		places: characters before which the old text is cut, in ascending order.

	Returns:
		As many places in the new text, in ascending order, each at the beginning of a word or of the text or at its end.
	"""
	if old == new:
		return list(places)
	before, after = list(_WORDS.finditer(old)), list(_WORDS.finditer(new))
	match = SequenceMatcher(None, [one[0] for one in before], [one[0] for one in after], autojunk=False)
	target: dict[int, int] = {len(before): len(after)}
	for tag, a, b, c, d in match.get_opcodes():
		for word in range(a, b):
			target[word] = c + (word - a) if tag == "equal" else min(c, d)
	found = []
	for place in places:
		word = next((at for at, one in enumerate(before) if one.end() > place), len(before))
		at = target[word]
		where = after[at].start() if at < len(after) else len(new)
		found.append(0 if place <= 0 else where)
	return found
