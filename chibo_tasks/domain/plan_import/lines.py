"""Source blocks as the outline sees them: clean text without its marker, and what the line looks like."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .blocks import Block
from .fields.people import heads_duties
from .fields.period import period_heading
from .markers import Marker, read_label, split_marker
from .normalise import canon, clean, fold
from .tables import Row, read_tables

# Ways in which a line without number or bullet can be a heading.
STYLED, CAPS, PERIOD, PERSON, BOLD, LEAD = "styled", "caps", "period", "person", "bold", "lead"

_HEADING_STYLE = re.compile(r"(?:heading|tieu de|de muc)\s*(\d)?")
_PERSON_LINE = re.compile(
	r"(?:(?:đ/c|đ\.c|đc|đồng chí|ông|bà|cô|thầy|comrade|mr\.?|mrs\.?|ms\.?)[\s:]+)(?=\S)"
)
_LAST_HEADING_WORDS = 30
_SAME_EDGE = 6.0


@dataclass(frozen=True)
class Line:
	"""One block, ready to be placed in the outline.

	Args:
		block: where it comes from.
		text: clean text without marker.
		marker: its number or bullet, typed or automatic.
		look: one of STYLED … LEAD for a line that can be a heading without a number, else "".
		rank: heading level of the style, 0 if none.
		row: what it is in its table, None outside of tables.
		source: index of the block; pieces of one table row share it.
	"""

	block: Block
	text: str
	marker: Marker | None = None
	look: str = ""
	rank: int = 0
	row: Row | None = None
	source: int = -1

	@property
	def words(self) -> int:
		return self.text.count(" ") + 1 if self.text else 0

	@property
	def caps(self) -> bool:
		return is_caps(self.text)

	@property
	def announces(self) -> bool:
		"""Ends as a line that introduces what follows."""
		return self.text.endswith(":")


def is_caps(text: str) -> bool:
	"""Whether a line is written in capitals (short abbreviations alone do not count)."""
	letters = [char for char in text if char.isalpha()]
	return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def prepare(blocks: Iterable[Block]) -> Iterator[Block]:
	"""Cut paragraphs at line breaks typed inside them (Shift-Enter), as the reader of the page sees them."""
	for block in blocks:
		if block.is_row or "\n" not in block.raw.strip():
			if clean(block.raw) or block.is_row:
				yield block
			continue
		yield from _cut(block)


def _cut(block: Block) -> Iterator[Block]:
	held: list[str] = []
	number = block.number
	for part in block.raw.split("\n"):
		text = clean(part)
		if not text:
			continue
		if held and _runs_on(clean(held[-1]), text):
			held.append(part)
			continue
		if held:
			yield replace(block, raw=" ".join(held), number=number)
			number = ""
		held = [part]
	if held:
		yield replace(block, raw=" ".join(held), number=number)


def _runs_on(above: str, below: str) -> bool:
	return below[0].islower() and split_marker(below)[0] is None and above[-1] not in ".:;"


def read_lines(blocks: list[Block]) -> list[Line]:
	"""Lines of the paragraphs and rows, in order; the look of a line depends on the one that follows."""
	depths = _bullet_depths(blocks)
	tables = read_tables(blocks)
	lines: list[Line] = []
	for index, block in enumerate(blocks):
		if index in tables:
			lines.extend(Line(block, row.text, row=row, source=index) for row in tables[index])
		else:
			lines.append(replace(_line(block, depths), source=index))
	for index, line in enumerate(lines):
		if (
			line.marker is None
			and not line.look
			and not line.block.is_row
			and _leads(line, lines[index + 1 : index + 2])
		):
			lines[index] = replace(line, look=LEAD)
	return lines


def _bullet_depths(blocks: list[Block]) -> list[float]:
	"""Left edges at which automatic bullets stand, outermost first: lists of different styles all count from level 0."""
	edges: list[float] = []
	for edge in sorted({block.indent for block in blocks if block.number and block.depth >= 0}):
		if not edges or edge > edges[-1] + _SAME_EDGE:
			edges.append(edge)
	return edges


def _line(block: Block, edges: list[float]) -> Line:
	text = clean(block.raw)
	if block.number:
		return Line(
			block, text, read_label(clean(block.number), _depth(block, edges)), rank=_style_rank(block.style)
		)
	marker, rest = split_marker(text)
	if marker:
		return Line(block, rest, marker, rank=_style_rank(block.style))
	rank = _style_rank(block.style)
	line = Line(block, text, rank=rank)
	return replace(line, look=_look(line))


def _depth(block: Block, edges: list[float]) -> int:
	by_edge = sum(1 for edge in edges if edge < block.indent - _SAME_EDGE)
	return min(max(block.depth, by_edge), 9)


def _style_rank(style: str) -> int:
	found = _HEADING_STYLE.match(fold(style))
	return int(found[1] or 1) if found else 0


def _look(line: Line) -> str:
	text = line.text
	if period_heading(text):
		return PERIOD
	if line.words > _LAST_HEADING_WORDS:
		return ""
	if line.rank and not text.endswith("."):
		return STYLED
	if line.caps:
		return CAPS
	if (
		line.words <= 16
		and (line.announces or line.block.bold)
		and (_PERSON_LINE.match(canon(text)) or heads_duties(text))
	):
		return PERSON
	if line.block.bold and not text.endswith((".", ";", ",")):
		return BOLD
	return ""


def _leads(line: Line, following: list[Line]) -> bool:
	return line.announces and line.words <= 16 and bool(following) and following[0].marker is not None
