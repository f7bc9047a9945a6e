"""A plan while the secretary corrects it: source lines that never change, and items that cut them up.

An item shows pieces of source lines, in order, and nothing else: splitting and merging move the cuts, never the words.
So it can be proved at any moment that every character of the document stands in exactly one item (`account`). What the
reader recognised is a function of the pieces, too; what the secretary decides about an item is kept apart in `choice`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.plan_reading import joined, narrowed

Json = dict[str, Any]
Span = tuple[int, int, int]
"""Number of a source line, first character, character after the last."""

KINDS = ("heading", "context", "task", "target", "recipient")
WORK = ("task", "target")
SCOPES = ("general", "specific")
UNSURE = 0.65
"""Below this confidence a line is shown first; the same figure as the reader's own account."""

CHOICES = ("give", "title", "lead", "collaborators", "reviewer", "due_date", "recurrence", "same_as")
"""What the secretary may decide about an item before it is published."""
DEEPEST = 12


class BadCorrection(DomainError):
	"""A correction that makes no sense for the line it names."""


@dataclass(frozen=True)
class Line:
	"""One line of the document as it was read.

	Attributes:
		number: position in the document, from 1.
		text: what it says, without its marker.
		marker: number or bullet before it.
		reading: everything that was read from it (docs/plan-import.md).
	"""

	number: int
	text: str
	marker: str = ""
	reading: Json = field(default_factory=dict)


@dataclass(frozen=True)
class DraftItem:
	"""One item of a plan.

	Attributes:
		name: its record.
		spans: the pieces of source lines that it shows; empty for an item that a newer document no longer holds.
		text: those pieces, with one blank between them.
		parent: name of the item above it in the outline.
		reading: what was recognised in the pieces.
		choice: what the secretary decided about it, by `CHOICES`.
		checked: the secretary has looked at it.
		retired: the document no longer says so, but there is work from it.
		given: a task comes from it; such an item is never changed by a newer document.
	"""

	name: str
	spans: tuple[Span, ...]
	text: str
	kind: str
	marker: str = ""
	scope: str = ""
	level: int = 0
	parent: str | None = None
	section_path: str = ""
	reading: Json = field(default_factory=dict)
	choice: Json = field(default_factory=dict)
	checked: bool = False
	retired: bool = False
	given: bool = False

	@property
	def proposed(self) -> bool:
		"""Whether it is offered as work to be given to somebody."""
		return self.kind in WORK and self.scope != "general" and not self.retired

	@property
	def unsure(self) -> bool:
		"""The reader doubts and nobody has looked yet."""
		return not self.checked and (self.reading.get("confidence") or 1.0) < UNSURE


Items = list[DraftItem]


def source_lines(reading: Mapping[str, Any]) -> list[Line]:
	"""The lines of a reading, in order."""
	return [
		Line(one["position"], one["text"], one.get("marker") or "", dict(one)) for one in reading["items"]
	]


def from_lines(lines: Sequence[Line], new_name: Callable[[], str]) -> Items:
	"""One item for each line, exactly as it was read."""
	names = {line.number: new_name() for line in lines}
	items = []
	for line in lines:
		said = line.reading
		items.append(
			DraftItem(
				name=names[line.number],
				spans=((line.number, 0, len(line.text)),),
				text=line.text,
				kind=said["kind"],
				marker=line.marker,
				scope=said.get("scope") or "",
				level=said.get("level") or 0,
				parent=names.get(said.get("parent") or 0),
				section_path=said.get("section_path") or "",
				reading=reading_of(((line.number, 0, len(line.text)),), {line.number: line}),
			)
		)
	return items


def text_of(spans: Iterable[Span], lines: Mapping[int, Line]) -> str:
	"""What `spans` say."""
	return " ".join(filter(None, (lines[line].text[start:end].strip() for line, start, end in spans)))


def reading_of(spans: Sequence[Span], lines: Mapping[int, Line]) -> Json:
	"""What was recognised in `spans`: of a piece of a line only what stands in that piece."""
	parts = []
	for number, start, end in spans:
		line = lines[number]
		whole = not line.text[:start].strip() and not line.text[end:].strip()
		parts.append(line.reading if whole else narrowed(line.reading, line.text[start:end]))
	return joined(parts)


def marker_of(spans: Sequence[Span], lines: Mapping[int, Line]) -> str:
	"""The marker stands before the first piece of its line."""
	number, start, _ = spans[0]
	return "" if lines[number].text[:start].strip() else lines[number].marker


def account(items: Iterable[DraftItem], lines: Sequence[Line]) -> Json:
	"""Prove that the items hold the document.

	Returns:
		{lines, items, by_kind, unsure: {kind → n}, lost, doubled}; `lost` and `doubled` count characters, blanks aside,
		and lines without any words; both are 0 unless something is broken.
	"""
	shown = [one for one in items if not one.retired]
	seen: dict[int, list[tuple[int, int]]] = {line.number: [] for line in lines}
	for item in shown:
		for number, start, end in item.spans:
			seen.setdefault(number, []).append((start, end))
	lost = doubled = 0
	for line in lines:
		pieces = seen[line.number]
		if pieces == [(0, len(line.text))]:
			continue
		covered = [0] * len(line.text)
		for start, end in pieces:
			for place in range(start, min(end, len(covered))):
				covered[place] += 1
		lost += sum(
			1 for char, times in zip(line.text, covered, strict=True) if not times and not char.isspace()
		)
		doubled += sum(times - 1 for times in covered if times > 1)
		lost += not pieces and not line.text.strip()
	return {
		"lines": len(lines),
		"items": len(shown),
		"by_kind": dict(sorted(Counter(one.kind for one in shown).items())),
		"unsure": dict(sorted(Counter(one.kind for one in shown if one.unsure).items())),
		"lost": lost,
		"doubled": doubled,
	}


# Corrections -----------------------------------------------------------------------------------------------------


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
