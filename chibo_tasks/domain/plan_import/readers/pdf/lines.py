"""From letters to lines: baseline by baseline, words apart where the page shows a gap, columns side by side kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...markers import split_marker
from ...normalise import clean
from .glyphs import Glyph

# Shares of the letter height.
_SAME_LINE = 0.45
_WORD_GAP = 0.16
_COLUMN_GAP = 1.6
_LEAST_GROUP = 2
_MOST_GROUP = 60


@dataclass(frozen=True)
class Line:
	"""One printed line, or its part in one column; places in points from the top left corner.

	Args:
		first_word: width of its first word, which says whether it would have fitted on the line above.
		placed: it stands in a block of columns side by side, where every line is a paragraph of its own.
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
	placed: bool = False

	@property
	def height(self) -> float:
		return self.bottom - self.top

	@property
	def middle(self) -> float:
		return (self.top + self.bottom) / 2

	@property
	def width(self) -> float:
		return self.x1 - self.x0


def rows_of(glyphs: Sequence[Glyph], page: int) -> list[list[Line]]:
	"""Printed lines from top to bottom, each as its parts from left to right: one part unless a wide gap splits it."""
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
	lines = ([line for part in _parts(row) if (line := _line(part, page)) is not None] for row in rows)
	return [row for row in lines if row]


def _parts(glyphs: list[Glyph]) -> list[list[Glyph]]:
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
		if last is not None and glyph.x0 - last.x1 > _COLUMN_GAP * height and not _only_marker(parts[-1]):
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
		end, gutter = _side_by_side(rows, at)
		if end > at:
			group = [replace(line, placed=True) for row in rows[at:end] for line in row]
			out.extend(line for line in group if line.x0 < gutter)
			out.extend(line for line in group if line.x0 >= gutter)
			at = end
			continue
		out.append(_whole(rows[at]))
		at += 1
	return out


def _side_by_side(rows: list[list[Line]], start: int) -> tuple[int, float]:
	"""End of a block of two columns that starts at a row, and the left edge of its right column; (start, 0) if none."""
	left, right = -1.0, float("inf")
	end = start
	split = 0
	for index, row in enumerate(rows[start : start + _MOST_GROUP], start):
		if len(row) == 2 and max(left, row[0].x1) < min(right, row[1].x0):
			left, right = max(left, row[0].x1), min(right, row[1].x0)
			end, split = index + 1, split + 1
		elif not split or len(row) != 1 or row[0].x0 < right < row[0].x1:
			break
	to_the_end = split > 0 and _ends_here(rows, end, right)
	if split < _LEAST_GROUP and not to_the_end:
		return start, 0.0
	if to_the_end:
		end = len(rows)
	else:
		# Lines that stand under the right column alone belong to it.
		while end < len(rows) and len(rows[end]) == 1 and rows[end][0].x0 >= left:
			end += 1
	return end, right


def _ends_here(rows: list[list[Line]], end: int, right: float) -> bool:
	"""Whether all that is left on the page stands in one of the two columns, as below recipients and a signature."""
	rest = rows[end:]
	return bool(rest) and all(len(row) == 1 and (row[0].x1 <= right or row[0].x0 >= right) for row in rest)


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
