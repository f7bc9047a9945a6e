"""A newer document for a plan that people already work with.

Three things meet: the document as it was last read (base), the items as they stand now, corrected by the secretary and
some of them with work under way (mine), and the newer document (theirs). What the secretary corrected survives; what she
left as it was read follows the newer document; a sentence from which a task comes is never lost: where it now reads
differently, the item stays beside the new sentence, and the task is tied to both. What is read in a sentence follows the
newer document whether there is work from it or not: a task has its own title, dates and people, and a plan that showed
where it had stood still would tell of work that is hidden.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chibo_tasks.domain.plan_align import CHANGED, MOVED, NEW, REMOVED, SAME, Pair, align, carried, words
from chibo_tasks.domain.plan_draft import (
	DraftItem,
	Items,
	Line,
	Span,
	from_lines,
	marker_of,
	reading_of,
	text_of,
)

Json = dict[str, Any]


@dataclass(frozen=True)
class Change:
	"""What becomes of one item.

	Attributes:
		how: same, changed, moved, new or removed.
		item: name of the item that stands afterwards; of the one that goes, where it is removed.
		text: what it says afterwards, or said.
		words: for a changed one, word by word (`plan_align.words`).
		given: there is work from it.
		kept: name of the old item that stays beside it because of that work.
	"""

	how: str
	item: str
	text: str
	kind: str
	section_path: str
	words: tuple[tuple[str, str], ...] = ()
	given: bool = False
	kept: str | None = None


@dataclass(frozen=True)
class Merge:
	"""The plan after the newer document.

	Attributes:
		items: what it consists of, in order.
		changes: what became of each item, in the same order, with the removed ones where they stood.
		ties: old item with work → item with its new wording, to which the task is tied as well.
	"""

	items: Items
	changes: list[Change]
	ties: dict[str, str] = field(default_factory=dict)

	@property
	def counts(self) -> dict[str, int]:
		"""Number of changes by `how`."""
		return {
			how: sum(1 for one in self.changes if one.how == how)
			for how in (SAME, CHANGED, MOVED, NEW, REMOVED)
		}


@dataclass
class _Piece:
	"""A piece of a new line that an item of before claims."""

	owner: str
	line: int
	start: int
	end: int


def merge(base: Sequence[Line], mine: Items, theirs: Sequence[Line], new_name: Callable[[], str]) -> Merge:
	"""Bring a newer document into a plan.

	Args:
		base: lines of the document that `mine` shows.
		theirs: lines of the newer document.
		new_name: makes the name of an item.
	"""
	pairs = align([one.text for one in base], [one.text for one in theirs])
	matched = {
		base[pair.old].number: (theirs[pair.new], pair.how)
		for pair in pairs
		if pair.old is not None and pair.new is not None
	}
	old_lines = {one.number: one for one in base}
	new_lines = {one.number: one for one in theirs}
	claims = _claims(mine, old_lines, matched)
	return _Weaver(base, mine, theirs, old_lines, new_lines, matched, claims, pairs, new_name).run()


def _claims(
	mine: Items, old_lines: Mapping[int, Line], matched: Mapping[int, tuple[Line, str]]
) -> dict[str, tuple[Span, ...]]:
	"""Item → the pieces of new lines that are its own; together they cover every line that is claimed at all."""
	by_line: dict[int, list[_Piece]] = {}
	for item in mine:
		for number, start, end in item.spans:
			if number in matched:
				new = matched[number][0]
				low, high = carried(old_lines[number].text, new.text, [start, end])
				by_line.setdefault(new.number, []).append(_Piece(item.name, new.number, low, high))
	texts = {new.number: new.text for new, _ in matched.values()}
	for number, pieces in by_line.items():
		by_line[number] = _partition(pieces, texts[number])
	return _runs([item.name for item in mine], by_line)


def _partition(pieces: list[_Piece], text: str) -> list[_Piece]:
	"""Pieces of one line so that they follow each other without gap from its beginning to its end."""
	ordered = sorted(pieces, key=lambda one: (one.start, one.end))
	full = [one for one in ordered if text[one.start : one.end].strip()] or ordered[:1]
	for one, following in zip(full, [*full[1:], None], strict=True):
		one.end = following.start if following else len(text)
	full[0].start = 0
	return full


def _runs(names: Sequence[str], by_line: dict[int, list[_Piece]]) -> dict[str, tuple[Span, ...]]:
	"""Give each item the first unbroken run of its pieces; the rest goes to its neighbour in the line, or is free."""
	while True:
		sequence = [piece for number in sorted(by_line) for piece in by_line[number]]
		place = {id(piece): at for at, piece in enumerate(sequence)}
		mine: dict[str, list[_Piece]] = {}
		for piece in sequence:
			mine.setdefault(piece.owner, []).append(piece)
		loose = next(
			(
				right
				for name in names
				for left, right in zip(mine.get(name, []), mine.get(name, [])[1:], strict=False)
				if place[id(right)] != place[id(left)] + 1 or right.line - left.line > 1
			),
			None,
		)
		if loose is None:
			return {
				name: tuple((one.line, one.start, one.end) for one in pieces) for name, pieces in mine.items()
			}
		line = by_line[loose.line]
		at = line.index(loose)
		if len(line) == 1:
			del by_line[loose.line]
		elif at:
			line[at - 1].end = loose.end
			del line[at]
		else:
			line[1].start = loose.start
			del line[0]


class _Weaver:
	"""Puts the items of before and the lines of now together."""

	def __init__(
		self,
		base: Sequence[Line],
		mine: Items,
		theirs: Sequence[Line],
		old_lines: Mapping[int, Line],
		new_lines: Mapping[int, Line],
		matched: Mapping[int, tuple[Line, str]],
		claims: Mapping[str, tuple[Span, ...]],
		pairs: Sequence[Pair],
		new_name: Callable[[], str],
	) -> None:
		self.mine, self.theirs = mine, theirs
		self.by_name = {one.name: one for one in mine}
		self.old_lines, self.new_lines = old_lines, new_lines
		self.matched, self.claims = matched, claims
		self.new_name = new_name
		self.how = {theirs[pair.new].number: pair.how for pair in pairs if pair.new is not None}
		# as they would be if nobody had corrected anything; their names stand for line numbers
		self.read_before = {one.spans[0][0]: one for one in from_lines(base, _numbers(base))}
		self.read_now = {one.spans[0][0]: one for one in from_lines(theirs, _numbers(theirs))}
		self.starts = {span[0]: name for name, spans in claims.items() for span in spans if span[1] == 0}
		self.ties: dict[str, str] = {}
		self.origins: dict[str, str] = {}

	def run(self) -> Merge:
		owners: dict[int, list[tuple[int, str]]] = {}
		for name, spans in self.claims.items():
			owners.setdefault(spans[0][0], []).append((spans[0][1], name))
		covered = {span[0] for spans in self.claims.values() for span in spans}
		made: Items = []
		kept_beside: dict[str, DraftItem] = {}
		for line in self.theirs:
			for _start, name in sorted(owners.get(line.number, [])):
				item = self._carried_over(self.by_name[name], self.claims[name])
				if item.name != name:
					kept_beside[name] = replace(self.by_name[name], spans=(), retired=True)
					self.ties[name] = item.name
				made.append(item)
			if line.number not in covered:
				item = replace(self.read_now[line.number], name=self.new_name())
				self.starts[line.number] = item.name
				made.append(item)
		self.origins = {new: old for old, new in self.ties.items()}
		self.starts = {number: self.ties.get(name, name) for number, name in self.starts.items()}
		survivors = {one.name for one in made}
		placed = [self._placed(one, survivors) for one in made]
		for one in self.mine:
			if one.name not in survivors and one.name not in kept_beside and (one.given or one.retired):
				kept_beside[one.name] = replace(one, spans=(), retired=True)
		items = self._with_kept(placed, kept_beside)
		here = {one.name for one in items}
		items = [_tidy(one, here) for one in items]
		return Merge(items, self._changes(items), self.ties)

	def _carried_over(self, old: DraftItem, spans: tuple[Span, ...]) -> DraftItem:
		text = text_of(spans, self.new_lines)
		item = self._follow(old, spans, text)
		if old.given and text != old.text:
			return replace(item, name=self.new_name(), given=False)
		return item

	def _follow(self, old: DraftItem, spans: tuple[Span, ...], text: str) -> DraftItem:
		"""Everything that the secretary left as it was read, as it reads now."""
		was, now = self._bases(old, spans)
		return replace(
			old,
			spans=spans,
			text=text,
			marker=marker_of(spans, self.new_lines),
			reading=reading_of(spans, self.new_lines),
			kind=now.kind if old.kind == was.kind else old.kind,
			scope=now.scope if (old.kind, old.scope) == (was.kind, was.scope) else old.scope,
			checked=old.checked and text == old.text,
		)

	def _bases(self, old: DraftItem, spans: tuple[Span, ...]) -> tuple[DraftItem, DraftItem]:
		"""The item's first line as it was read before and as it reads now."""
		now = spans[0][0]
		was = next(
			(
				number
				for number, *_ in old.spans
				if number in self.matched and self.matched[number][0].number == now
			),
			None,
		)
		return self.read_before[was if was is not None else old.spans[0][0]], self.read_now[now]

	def _placed(self, item: DraftItem, survivors: set[str]) -> DraftItem:
		"""`item` with its place in the outline: the secretary's where she moved it, else that of the document."""
		now = self.read_now[item.spans[0][0]]
		origin = self.by_name.get(item.name) or self.by_name.get(self.origins.get(item.name, ""))
		if origin is None:
			return replace(item, parent=self._start(now.parent))
		was, _ = self._bases(origin, item.spans)
		parent = self.ties.get(origin.parent or "", origin.parent)
		if self._stands_as_read(origin, was) or (parent is not None and parent not in survivors):
			return replace(
				item, parent=self._start(now.parent), level=now.level, section_path=now.section_path
			)
		return replace(item, parent=parent, level=origin.level, section_path=origin.section_path)

	def _stands_as_read(self, item: DraftItem, was: DraftItem) -> bool:
		if item.level != was.level:
			return False
		parent = self.by_name.get(item.parent or "")
		if was.parent is None or parent is None:
			return (was.parent is None) == (item.parent is None)
		return any((number, start) == (int(was.parent), 0) for number, start, _ in parent.spans)

	def _start(self, line: str | None) -> str | None:
		return self.starts.get(int(line)) if line else None

	def _with_kept(self, placed: Items, kept: Mapping[str, DraftItem]) -> Items:
		"""What stays because of its work, behind the item that it followed before."""
		after: dict[str, list[DraftItem]] = {}
		here = {one.name for one in placed}
		last = ""
		for one in self.mine:
			if one.name in kept:
				after.setdefault(last, []).append(kept[one.name])
			elif one.name in here:
				last = one.name
			elif one.name in self.ties:
				last = self.ties[one.name]
		return [*after.get("", []), *(each for one in placed for each in (one, *after.get(one.name, [])))]

	def _changes(self, items: Items) -> list[Change]:
		after = {one.name: one for one in items}
		back = self.origins
		rows: list[tuple[float, int, Change]] = []
		place: dict[str, int] = {}
		for at, item in enumerate(items):
			place[item.name] = at
			if item.retired:
				before = self.by_name[item.name]
				if item.name not in self.ties and not before.retired:
					rows.append((at, 0, _change(REMOVED, item, given=True, kept=item.name)))
				continue
			origin = self.by_name.get(item.name) or self.by_name.get(back.get(item.name, ""))
			if origin is None:
				rows.append((at, 0, _change(NEW, item)))
			elif origin.text != item.text:
				told = tuple(words(origin.text, item.text))
				kept = back.get(item.name)
				rows.append((at, 0, _change(CHANGED, item, told, given=origin.given, kept=kept)))
			else:
				moved = self.how.get(item.spans[0][0]) == MOVED
				rows.append((at, 0, _change(MOVED if moved else SAME, item, given=origin.given)))
		last = -1.0
		for number, one in enumerate(self.mine):
			if one.name in after:
				last = place[one.name]
			elif one.name in self.ties:
				last = place[self.ties[one.name]]
			else:
				rows.append((last + 0.5, number, _change(REMOVED, one)))
		return [change for _, _, change in sorted(rows, key=lambda row: row[:2])]


def _change(
	how: str,
	item: DraftItem,
	told: tuple[tuple[str, str], ...] = (),
	*,
	given: bool = False,
	kept: str | None = None,
) -> Change:
	return Change(how, item.name, item.text, item.kind, item.section_path, told, given, kept)


def _tidy(item: DraftItem, here: set[str]) -> DraftItem:
	"""No item points at one that is gone."""
	if item.parent is not None and item.parent not in here:
		item = replace(item, parent=None)
	if item.choice.get("same_as") and item.choice["same_as"] not in here:
		item = replace(item, choice={key: value for key, value in item.choice.items() if key != "same_as"})
	return item


def _numbers(lines: Sequence[Line]) -> Callable[[], str]:
	numbers = iter([str(line.number) for line in lines])
	return lambda: next(numbers)
