"""From letters to lines: baseline by baseline, words apart where the page shows a gap, columns side by side kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...markers import split_marker
from ...normalise import clean
from .glyphs import Glyph

# Shares of the letter height.
_SAME_LINE = 0.45
_WORD_GAP = 0.16
_COLUMN_GAP = 0.8
_TAB_GAP = 3.5
_LEAST_GROUP = 2
_MOST_GROUP = 60
# Points.
_OFF_CENTRE = 6.0


@dataclass(frozen=True)
class Line:
	"""One printed line, or its part in one column; places in points from the top left corner.

	Args:
		first_word: width of its first word, which says whether it would have fitted on the line above.
		placed: edges of its column in a block of columns side by side; (0, 0) for the running text.
	"""

	text: str
	x0: float
	top: float
	x1: float
	bottom: float
	first_word: float = 0.0
	bold: bool = False
	italic: bool = False
	page: int = 0
	placed: tuple[float, float] = (0.0, 0.0)

	@property
	def height(self) -> float:
		return self.bottom - self.top

	@property
	def middle(self) -> float:
		return (self.top + self.bottom) / 2

	@property
	def width(self) -> float:
		return self.x1 - self.x0


def rows_of(glyphs: Sequence[Glyph], page: int, column_gap: float = _COLUMN_GAP) -> list[list[Line]]:
	"""Printed lines from top to bottom, each as its parts from left to right.

	Args:
		column_gap: gap that parts columns, in letter heights.
	"""
	rows: list[list[Glyph]] = []
	middle = height = 0.0
	for glyph in sorted(glyphs, key=lambda one: one.top + one.bottom):
		here = (glyph.top + glyph.bottom) / 2
		if rows and abs(here - middle) <= _SAME_LINE * max(height, glyph.bottom - glyph.top):
			rows[-1].append(glyph)
			if glyph.bottom - glyph.top > height:
				middle, height = here, glyph.bottom - glyph.top
		else:
			rows.append([glyph])
			middle, height = here, glyph.bottom - glyph.top
	lines = (
		[line for part in _parts(row, column_gap) if (line := _line(part, page)) is not None] for row in rows
	)
	return [row for row in lines if row]


def _parts(glyphs: list[Glyph], column_gap: float) -> list[list[Glyph]]:
	glyphs.sort(key=lambda one: one.x0)
	inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
	if not inked:
		return []
	height = max(glyph.bottom - glyph.top for glyph in inked)
	parts: list[list[Glyph]] = [[]]
	last: Glyph | None = None
	for glyph in glyphs:
		if glyph.text.isspace():
			parts[-1].append(glyph)
			continue
		gap = (glyph.x0 - last.x1) / height if last is not None else 0.0
		if gap > column_gap and (gap > _TAB_GAP or not _only_marker(parts[-1])):
			parts.append([])
		parts[-1].append(glyph)
		last = glyph
	return parts


def _only_marker(glyphs: list[Glyph]) -> bool:
	"""A number or bullet stands before a tab; what follows belongs to it."""
	text = clean("".join(glyph.text for glyph in glyphs))
	if len(text) > 8:
		return False
	marker, rest = split_marker(text + " x")
	return marker is not None and rest == "x"


def _line(glyphs: list[Glyph], page: int) -> Line | None:
	inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
	if not inked:
		return None
	pieces: list[str] = []
	run: list[str] = []
	last: Glyph | None = None
	spaced = False
	first_end = 0.0

	def close() -> None:
		if run and last is not None:
			text = "".join(run)
			pieces.append(last.face.conversion(text) if last.face.conversion else text)
			run.clear()

	for glyph in glyphs:
		if glyph.text.isspace():
			spaced = last is not None
			continue
		if last is not None:
			gap = glyph.x0 - last.x1 > _WORD_GAP * (glyph.bottom - glyph.top)
			if spaced or gap:
				first_end = first_end or last.x1
				run.append(" ")
			if glyph.face is not last.face and glyph.face.conversion is not last.face.conversion:
				close()
		run.append(glyph.text)
		last, spaced = glyph, False
	close()
	assert last is not None
	x0, x1 = inked[0].x0, max(glyph.x1 for glyph in inked)
	return Line(
		text="".join(pieces),
		x0=x0,
		top=min(glyph.top for glyph in inked),
		x1=x1,
		bottom=max(glyph.bottom for glyph in inked),
		first_word=(first_end or x1) - x0,
		bold=sum(glyph.face.bold for glyph in inked) > 0.9 * len(inked),
		italic=sum(glyph.face.italic for glyph in inked) > 0.9 * len(inked),
		page=page,
	)


def in_reading_order(rows: list[list[Line]]) -> list[Line]:
	"""Lines one after the other; blocks set side by side (letterhead, signatures) come column by column."""
	out: list[Line] = []
	at = 0
	while at < len(rows):
		columns = _Columns()
		end = columns.take(rows, at)
		if end > at:
			out.extend(columns.lines())
			at = end
		else:
			out.append(_whole(rows[at]))
			at += 1
	return out


class _Columns:
	"""Two columns side by side, and the gap between them, which narrows as lines come in."""

	def __init__(self) -> None:
		self._gap = (-1.0, float("inf"))
		self._left: list[Line] = []
		self._right: list[Line] = []

	def lines(self) -> list[Line]:
		"""The left column, then the right one."""
		return [
			replace(line, placed=(min(one.x0 for one in column), max(one.x1 for one in column)))
			for column in (self._left, self._right)
			for line in column
		]

	def take(self, rows: list[list[Line]], start: int) -> int:
		"""Take in the block that starts at a row.

		Returns: the row after it; `start` if no block of columns starts there.
		"""
		end, split = start, 0
		pending: list[list[Line]] = []
		for index, row in enumerate(rows[start : start + _MOST_GROUP], start):
			if len(row) > 2 or (not split and len(row) == 1):
				break
			if len(row) == 1:
				pending.append(row)
				continue
			if not self._add(*pending, row):
				break
			end, split, pending = index + 1, split + 1, []
		# Below recipients and a signature nothing else stands on the page.
		rest = rows[end:]
		if split and rest and all(len(row) == 1 for row in rest) and self._add(*rest):
			return len(rows)
		if split < _LEAST_GROUP:
			return start
		while end < len(rows) and len(rows[end]) == 1 and self._holds(rows[end][0]) and self._add(rows[end]):
			end += 1
		return end

	def _holds(self, line: Line) -> bool:
		"""Whether a line below both columns belongs to one: it stands under the right one, or in the middle of the left."""
		if line.x0 >= self._gap[0]:
			return True
		left = min(one.x0 for one in self._left)
		centre = (left + max(one.x1 for one in self._left)) / 2
		return line.x0 > left + _OFF_CENTRE and abs((line.x0 + line.x1) / 2 - centre) < _OFF_CENTRE

	def _add(self, *rows: list[Line]) -> bool:
		"""Take in some rows, or none of them if one of their lines stands in the gap."""
		left, right = self._gap
		lefts: list[Line] = []
		rights: list[Line] = []
		for row in rows:
			if len(row) == 2:
				left, right = max(left, row[0].x1), min(right, row[1].x0)
				lefts.append(row[0])
				rights.append(row[1])
			elif row[0].x0 >= left:
				right = min(right, row[0].x0)
				rights.append(row[0])
			elif row[0].x1 <= right:
				left = max(left, row[0].x1)
				lefts.append(row[0])
			else:
				return False
			if left >= right:
				return False
		self._gap = left, right
		self._left += lefts
		self._right += rights
		return True


def _whole(row: list[Line]) -> Line:
	first, last = row[0], row[-1]
	if first is last:
		return first
	return replace(
		first,
		text=" ".join(line.text for line in row),
		x1=last.x1,
		top=min(line.top for line in row),
		bottom=max(line.bottom for line in row),
		bold=all(line.bold for line in row),
		italic=all(line.italic for line in row),
	)
