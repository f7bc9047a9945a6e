"""Who belongs to whom: builds the tree of sections, items, sub-items and follow-on paragraphs.

The engine walks the lines with a stack of open frames. A line closes every frame that stands as deep as itself or deeper;
what is left on top is its parent. How deep a family of markers stands is a table (`_RANKS`), corrected per document by
what the document itself shows: which bullets come straight after headings, and whether `A.` or `I.` is the outer one.
"""

import itertools
from collections import Counter
from dataclasses import dataclass, field, replace

from . import tables
from .lines import BOLD, CAPS, LEAD, PERIOD, PERSON, STYLED, Line
from .markers import CAPITAL, DASH, DECIMAL, DOT, ENCLOSED, LETTER, PART, PLUS, ROMAN, ROMAN_LOW, STAR, Marker
from .normalise import canon

_RANKS = {
	PART: 0.0,
	CAPITAL: 1.0,
	ROMAN: 2.0,
	CAPS: 5.0,
	STYLED: 5.0,
	PERIOD: 8.0,
	PERSON: 8.5,
	DECIMAL: 10.0,
	LETTER: 20.0,
	ROMAN_LOW: 21.0,
	ENCLOSED: 22.0,
	BOLD: 23.5,
	LEAD: 24.0,
}
# Articles stand inside sections, chapters inside parts.
_PART_RANKS = {"chương": 0.5, "chapter": 0.5, "điều": 9.0, "article": 9.0}
_BULLET_RANK = 30.0
_BULLET_ORDER = {STAR: 0, DASH: 1, DOT: 2, PLUS: 3}
# Group headings of a table stand inside whatever the table stands in.
_GROUP_RANK = 60.0
_INNERMOST_HEADING = 23.0
_SAME_INDENT = 4.0
# Lists that start again below an unnumbered heading, and the headings that they do that under.
_LIST_NUMBERS = frozenset({DECIMAL, LETTER, ENCLOSED, ROMAN_LOW})
_UNNUMBERED = frozenset({PERIOD, PERSON, BOLD, LEAD, CAPS, STYLED, STAR})

Key = tuple[str, str]


@dataclass(frozen=True)
class Node:
	"""Place of one line in the tree.

	Args:
		parent: index of the parent line, -1 at the root.
		level: depth from 0.
		path: numbers of the sections around it and its own, "III.3".
		follows: an unmarked paragraph that continues the item above.
		children: number of lines directly below.
		first_child: family of the first of them, "" if none.
	"""

	parent: int
	level: int
	path: str
	follows: bool = False
	children: int = 0
	first_child: str = ""


@dataclass(frozen=True)
class _Frame:
	index: int
	key: Key
	rank: float
	level: int
	labels: tuple[str, ...]
	indent: float = 0.0
	values: tuple[int, ...] = ()
	announces: bool = False


@dataclass
class Outline:
	"""Builds nodes line by line.

	Args:
		lines: all lines of the document; their looks and markers decide the ranks once.
	"""

	lines: list[Line]
	nodes: list[Node] = field(default_factory=list)
	_stack: list[_Frame] = field(default_factory=list)
	_ranks: dict[Key, float] = field(default_factory=dict)

	def build(self) -> list[Node]:
		"""Place every line.

		Returns: one node per line, in order.
		"""
		self._ranks = _document_ranks(self.lines)
		table = -1
		for index, line in enumerate(self.lines):
			if line.block.table != table:
				self._stack = [frame for frame in self._stack if frame.key[0] != tables.GROUP]
				table = line.block.table
			if line.row is not None and line.row.kind == tables.GROUP:
				self._group(index, line.row)
			elif line.marker is None and not line.look:
				self._follow(index)
			else:
				self._place(index, line)
		return self.nodes

	def _follow(self, index: int) -> None:
		if not self._stack:
			self.nodes.append(Node(-1, 0, ""))
			return
		top = self._stack[-1]
		self.nodes.append(Node(top.index, top.level + 1, ".".join(top.labels), follows=True))
		self._count_child(top.index, "")

	def _group(self, index: int, row: tables.Row) -> None:
		rank = _GROUP_RANK + row.depth
		while self._stack and self._stack[-1].rank >= rank:
			self._stack.pop()
		above = self._stack[-1] if self._stack else None
		labels = _labels(above.labels if above else (), row.marker, above)
		level = above.level + 1 if above else 0
		self.nodes.append(Node(above.index if above else -1, level, ".".join(labels)))
		if above:
			self._count_child(above.index, tables.GROUP)
		self._stack.append(_Frame(index, (tables.GROUP, ""), rank, level, labels))

	def _place(self, index: int, line: Line) -> None:
		key = _key(line)
		rank = self._rank(key, line, index)
		nested = self._nesting(key, line)
		if nested is None:
			self._close(key, rank, line)
		else:
			rank = nested
		above = self._stack[-1] if self._stack else None
		labels = _labels(above.labels if above else (), line.marker, above)
		level = above.level + 1 if above else 0
		parent = above.index if above else -1
		self.nodes.append(Node(parent, level, ".".join(labels)))
		if above:
			self._count_child(above.index, key[0])
		values = line.marker.values if line.marker else ()
		self._stack.append(_Frame(index, key, rank, level, labels, line.block.indent, values, line.announces))

	def _count_child(self, parent: int, family: str) -> None:
		node = self.nodes[parent]
		self.nodes[parent] = replace(node, children=node.children + 1, first_child=node.first_child or family)

	def _rank(self, key: Key, line: Line, index: int) -> float:
		if key in self._ranks:
			rank = self._ranks[key]
		else:
			rank = _PART_RANKS.get(key[1], 0.0) if key[0] == PART else _RANKS[key[0]]
		if key[0] == DECIMAL:
			rank += len(line.marker.values) if line.marker else 0
		elif key[0] == STYLED:
			rank += line.rank / 10
		elif key[0] in (PERIOD, PERSON):
			rank = self._period_rank(rank, key[0])
		elif key[0] in (CAPS, BOLD) and _opens_parts(self.lines, index):
			rank = 0.5
		return rank

	def _period_rank(self, rank: float, look: str) -> float:
		"""A month or a person stands below the numbered heading that announces them, else beside numbered sections."""
		for frame in reversed(self._stack):
			if frame.key[0] == look:
				return frame.rank
			if frame.key[0] in (DECIMAL, LETTER, BOLD, LEAD):
				empty = self.nodes[frame.index].children == 0
				return _INNERMOST_HEADING if empty else rank
		return rank

	def _nesting(self, key: Key, line: Line) -> float | None:
		"""Rank for a line that opens a list of its own inside the open frame, although its family stands further out."""
		if not self._stack or line.marker is None:
			return None
		top = self._stack[-1]
		if line.marker.is_bullet:
			deeper = line.block.indent > top.indent + 2 * _SAME_INDENT
			return top.rank + 0.5 if top.key == key and deeper and top.announces else None
		starts = line.marker.family in _LIST_NUMBERS and line.marker.values[-1:] == (1,)
		if starts and top.key[0] in _UNNUMBERED and self.nodes[top.index].children == 0:
			return max(top.rank + 0.5, self._rank(key, line, -1))
		return None

	def _close(self, key: Key, rank: float, line: Line) -> None:
		for place in range(len(self._stack) - 1, -1, -1):
			if self._stack[place].key == key and not self._outdented(place, line):
				del self._stack[place:]
				return
		while self._stack and self._stack[-1].rank >= rank:
			self._stack.pop()

	def _outdented(self, place: int, line: Line) -> bool:
		"""A bullet further out than the open list of its sign belongs to the outer list of that sign."""
		frame = self._stack[place]
		if (
			line.marker is None
			or not line.marker.is_bullet
			or line.block.indent >= frame.indent - _SAME_INDENT
		):
			return False
		return any(one.key == frame.key for one in self._stack[:place])


def _key(line: Line) -> Key:
	if line.marker is None:
		return line.look, str(line.rank) if line.look == STYLED else ""
	if line.marker.family == DECIMAL:
		return DECIMAL, str(len(line.marker.values))
	if line.marker.family == PART:
		return PART, canon(line.marker.written).split(" ")[0]
	return line.marker.family, line.marker.sign


def _labels(above: tuple[str, ...], marker: Marker | None, frame: _Frame | None) -> tuple[str, ...]:
	"""Section numbers from the root to this line; "1.2" takes the place of the "1" that it repeats."""
	if marker is None or not marker.label:
		return above
	if marker.above and marker.above not in above:
		above = (*above, marker.above)
	if len(marker.values) > 1 and above:
		for size in range(len(marker.values) - 1, 0, -1):
			prefix = ".".join(map(str, marker.values[:size]))
			if above[-1] == prefix:
				return (*above[:-1], marker.label)
	return (*above, marker.label)


def _opens_parts(lines: list[Line], index: int) -> bool:
	"""An unnumbered heading stands above the Roman sections when they start again from I below it."""
	for line in lines[index + 1 : index + 6]:
		if line.marker is not None:
			return line.marker.family in (ROMAN, CAPITAL) and line.marker.values == (1,)
	return False


def _document_ranks(lines: list[Line]) -> dict[Key, float]:
	ranks = _bullet_ranks(lines)
	order = [line.marker.family for line in lines if line.marker and line.marker.family in (CAPITAL, ROMAN)]
	if order and order[0] == ROMAN and CAPITAL in order:
		ranks[CAPITAL, ""] = 2.5
	if _enclosed_is_outer(lines):
		ranks[ENCLOSED, ""] = _RANKS[DECIMAL] + 1
	return ranks


def _enclosed_is_outer(lines: list[Line]) -> bool:
	"""Whether "2)" is the number that "2.1" goes on from."""
	numbered = [line.marker for line in lines if line.marker is not None and not line.marker.is_bullet]
	return any(
		above.family == ENCLOSED and below.family == DECIMAL and below.values == (*above.values, 1)
		for above, below in itertools.pairwise(numbered)
	)


def _bullet_ranks(lines: list[Line]) -> dict[Key, float]:
	"""Order the bullet signs of this document from the outer to the inner."""
	count: Counter[Key] = Counter()
	tops: Counter[Key] = Counter()
	leads: Counter[Key] = Counter()
	above: Line | None = None
	for line in lines:
		if line.marker is None and not line.look:
			continue
		if _is_bullet(line):
			count[_key(line)] += 1
			tops[_key(line)] += 0 if _is_bullet(above) else 1
			if above is not None and _is_star(above) and not _is_star(line):
				leads[_key(above)] += 1
		above = line
	ordered = sorted(count, key=lambda key: _bullet_order(key, tops, leads, count))
	return {key: _BULLET_RANK + place for place, key in enumerate(ordered)}


def _is_bullet(line: Line | None) -> bool:
	return line is not None and line.marker is not None and line.marker.is_bullet


def _is_star(line: Line) -> bool:
	return line.marker is not None and line.marker.family == STAR


def _bullet_order(key: Key, tops: Counter[Key], leads: Counter[Key], count: Counter[Key]) -> tuple[int, int]:
	family, sign = key
	depth = int(sign[-1]) if len(sign) > 1 and sign[-1].isdigit() else 0
	if family == STAR and leads[key] * 2 >= count[key]:
		return -1, 0
	under = 0 if tops[key] else 1
	return depth * 2 + under, _BULLET_ORDER[family]
