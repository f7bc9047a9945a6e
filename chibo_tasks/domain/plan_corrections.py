"""Correcting a draft: cutting, joining, moving and judging its items, and taking the last step back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.plan_draft import (
	CHOICES,
	KINDS,
	SCOPES,
	WORK,
	DraftItem,
	Items,
	Json,
	Line,
	Span,
	marker_of,
	reading_of,
	text_of,
)

DEEPEST = 12


class BadCorrection(DomainError):
	"""A correction that makes no sense for the line it names."""


def split(items: Items, lines: Sequence[Line], name: str, at: int, new_name: Callable[[], str]) -> Items:
	"""Cut an item in two before character `at` of its text; the new one follows it at the same level.

	Raises:
		BadCorrection: nothing would stand on one side of the cut.
	"""
	where, item = _find(items, name)
	by_number = {line.number: line for line in lines}
	left, right = _cut(item.spans, by_number, at)
	if not text_of(left, by_number) or not text_of(right, by_number):
		raise BadCorrection(
			N_("Line {position} cannot be split there: one side would be empty."), position=where + 1
		)
	first = _shown(replace(item, spans=left, checked=True), by_number)
	second = _shown(
		replace(item, name=new_name(), spans=right, checked=True, choice={}, parent=item.parent), by_number
	)
	return [*items[:where], first, second, *items[where + 1 :]]


def merge_up(items: Items, lines: Sequence[Line], name: str) -> Items:
	"""Join an item to the end of the one above it, whose class and place it takes.

	Raises:
		BadCorrection: there is none above.
	"""
	where, item = _find(items, name)
	above = items[where - 1] if where else None
	if above is None or above.retired or item.retired:
		raise BadCorrection(N_("Line {position} has no line above it to be joined to."), position=where + 1)
	by_number = {line.number: line for line in lines}
	spans = _closed((*above.spans, *item.spans))
	merged = _shown(
		replace(above, spans=spans, checked=True, choice={**item.choice, **above.choice}), by_number
	)
	rest = [*items[: where - 1], merged, *items[where + 1 :]]
	return [_without(one, item.name, above.name) for one in rest]


def shift(items: Items, names: Iterable[str], by: int) -> Items:
	"""Move items one level in (`by` = 1) or out (-1), with everything below them.

	Out, the later siblings of an item come to stand below it, as in any outline.

	Raises:
		BadCorrection: an item is first among its siblings, or stands at the outermost level.
	"""
	wanted = set(names)
	for name in [one.name for one in items if one.name in wanted]:
		where, item = _find(items, name)
		if item.parent in wanted:
			continue  # moves along with its parent
		items = _indented(items, where, item) if by > 0 else _outdented(items, where, item)
	return items


def change(items: Items, names: Iterable[str], values: Mapping[str, Any]) -> Items:
	"""Set class, scope or choices of items; None takes a choice back. Whatever is set counts as looked at.

	Raises:
		BadCorrection: an unknown class, scope or choice.
	"""
	kind, scope = values.get("kind"), values.get("scope")
	if kind is not None and kind not in KINDS:
		raise BadCorrection(N_("There is no class “{kind}”."), kind=str(kind)[:40])
	if scope is not None and scope not in SCOPES:
		raise BadCorrection(N_("There is no scope “{scope}”."), scope=str(scope)[:40])
	choices = {key: value for key, value in values.items() if key in CHOICES}
	strange = set(values) - set(choices) - {"kind", "scope", "checked"}
	if strange:
		raise BadCorrection(N_("“{field}” of a line cannot be set."), field=min(strange)[:40])
	wanted = dict.fromkeys(names)
	known = {one.name for one in items}
	for name in wanted:
		if name not in known:
			_find(items, name)
	other = choices.get("same_as")
	if other is not None and (other not in known or other in wanted):
		raise BadCorrection(N_("A line can be given together with another line of the plan only."))
	return [_changed(one, kind, scope, values, choices) if one.name in wanted else one for one in items]


def _changed(
	item: DraftItem, kind: str | None, scope: str | None, values: Mapping[str, Any], choices: Json
) -> DraftItem:
	choice = {key: value for key, value in {**item.choice, **choices}.items() if value not in (None, "", [])}
	new_kind = kind or item.kind
	if scope is None and kind is not None:
		# made work by hand means: to be given; anything else has no scope
		scope = "" if kind not in WORK else ("specific" if item.kind not in WORK else item.scope)
	return replace(
		item,
		kind=new_kind,
		scope=item.scope if scope is None else scope,
		checked=bool(values.get("checked", True)),
		choice=choice,
	)


# Undo ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
	"""What one correction changed, enough to take it back.

	Attributes:
		before: position from 1 → item as it was, for items that it changed or took away.
		after: names of items that it changed or added.
	"""

	before: Mapping[int, DraftItem]
	after: tuple[str, ...]


def step(before: Items, after: Items) -> Step:
	"""The difference between two states, positions aside."""
	old, new = {one.name: one for one in before}, {one.name: one for one in after}
	return Step(
		{at: one for at, one in enumerate(before, 1) if new.get(one.name) != one},
		tuple(one.name for one in after if old.get(one.name) != one),
	)


def undone(items: Items, last: Step) -> Items:
	"""`items` without the correction that led to them."""
	gone = set(last.after) | {one.name for one in last.before.values()}
	rest = iter([one for one in items if one.name not in gone])
	size = len(items) - len(set(last.after)) + len(last.before)
	return [last.before[at] if at in last.before else next(rest) for at in range(1, size + 1)]


# Helpers ---------------------------------------------------------------------------------------------------------


def _find(items: Items, name: str) -> tuple[int, DraftItem]:
	for where, item in enumerate(items):
		if item.name == name:
			return where, item
	raise BadCorrection(N_("The line is no longer there. Load the draft again."))


def _shown(item: DraftItem, lines: Mapping[int, Line]) -> DraftItem:
	"""`item` with everything that follows from its spans."""
	return replace(
		item,
		text=text_of(item.spans, lines),
		marker=marker_of(item.spans, lines),
		reading=reading_of(item.spans, lines),
	)


def _cut(
	spans: Sequence[Span], lines: Mapping[int, Line], at: int
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
	"""Spans before and from character `at` of their text."""
	left: list[Span] = []
	right: list[Span] = []
	passed = 0
	for number, start, end in spans:
		raw = lines[number].text[start:end]
		length = len(raw.strip())
		if right or at <= passed:
			right.append((number, start, end))
		elif at >= passed + length:
			left.append((number, start, end))
		else:
			place = start + len(raw) - len(raw.lstrip()) + at - passed
			left.append((number, start, place))
			right.append((number, place, end))
		passed += length + 1 if length else 0
	return tuple(left), tuple(right)


def _closed(spans: Sequence[Span]) -> tuple[Span, ...]:
	"""Neighbouring pieces of one line become one piece again."""
	closed: list[Span] = []
	for number, start, end in spans:
		if closed and closed[-1][0] == number and closed[-1][2] == start:
			closed[-1] = (number, closed[-1][1], end)
		else:
			closed.append((number, start, end))
	return tuple(closed)


def _without(item: DraftItem, gone: str, instead: str) -> DraftItem:
	"""`item` when `gone` was joined to `instead`."""
	if item.parent == gone:
		item = replace(item, parent=instead)
	if item.choice.get("same_as") == gone:
		item = replace(item, choice={key: value for key, value in item.choice.items() if key != "same_as"})
	return item


def _below(items: Items, where: int) -> set[str]:
	"""Names of everything below an item in the outline."""
	inside = {items[where].name}
	for one in items[where + 1 :]:
		if one.parent in inside:
			inside.add(one.name)
	return inside - {items[where].name}


def _indented(items: Items, where: int, item: DraftItem) -> Items:
	above = next(
		(one for one in reversed(items[:where]) if one.parent == item.parent and not one.retired), None
	)
	if above is None or item.level >= DEEPEST:
		raise BadCorrection(
			N_("Line {position} cannot be moved in: no line of its level stands above it."),
			position=where + 1,
		)
	inside = _below(items, where)
	return [
		_placed(one, above) if one.name == item.name else _deeper(one, 1) if one.name in inside else one
		for one in items
	]


def _outdented(items: Items, where: int, item: DraftItem) -> Items:
	parent = next((one for one in items if one.name == item.parent), None)
	if parent is None:
		raise BadCorrection(N_("Line {position} already stands at the outermost level."), position=where + 1)
	inside = _below(items, where)
	upper = next((one for one in items if one.name == parent.parent), None)
	moved = []
	for at, one in enumerate(items):
		if one.name == item.name:
			path = one.section_path if one.reading.get("number") else (upper or parent).section_path
			moved.append(
				replace(one, parent=parent.parent, level=parent.level, section_path=path, checked=True)
			)
		elif one.name in inside:
			moved.append(_deeper(one, parent.level - item.level))
		elif at > where and one.parent == parent.name:
			moved.append(replace(one, parent=item.name))
		else:
			moved.append(one)
	return moved


def _placed(item: DraftItem, parent: DraftItem) -> DraftItem:
	path = item.section_path if item.reading.get("number") else parent.section_path
	return replace(item, parent=parent.name, level=parent.level + 1, section_path=path, checked=True)


def _deeper(item: DraftItem, by: int) -> DraftItem:
	return replace(item, level=max(0, item.level + by))
