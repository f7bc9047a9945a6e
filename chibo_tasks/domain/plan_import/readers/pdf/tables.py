"""Ruled tables: which lines make a grid, which of its fields are one cell, and which tables go on over the page."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...blocks import Block, Cell
from ...errors import Term, TooLarge
from ...limits import TABLE_COLUMNS
from ...normalise import clean
from .glyphs import Glyph, Page, Rule
from .lines import Line, rows_of
from .paragraphs import Frame, Joiner

_SNAP = 3.0
_MOST_RULES = 1_500
_MOST_ROWS = 400


@dataclass
class Grid:
	"""A table on one page.

	Args:
		xs, ys: edges of its columns and rows.
		roots: for each field (row, column) the field at the upper left of the cell that it belongs to.
		lines: printed lines of each cell, by its upper left field.
	"""

	page: int
	xs: list[float]
	ys: list[float]
	roots: dict[tuple[int, int], tuple[int, int]]
	lines: dict[tuple[int, int], list[Line]] = field(default_factory=dict)

	@property
	def top(self) -> float:
		return self.ys[0]

	@property
	def bottom(self) -> float:
		return self.ys[-1]

	def span(self, root: tuple[int, int]) -> int:
		"""Columns that a cell covers."""
		return sum(1 for (row, _), other in self.roots.items() if other == root and row == root[0])

	def like(self, other: "Grid") -> bool:
		"""Whether the columns stand at the same places."""
		return len(self.xs) == len(other.xs) and all(
			abs(one - two) <= 2 * _SNAP for one, two in zip(self.xs, other.xs, strict=True)
		)

	def field_at(self, x: float, y: float) -> tuple[int, int] | None:
		"""The cell at a place, by its upper left field."""
		if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
			return None
		column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
		row = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
		return self.roots[row, column]


def take_tables(page: Page) -> tuple[list[Grid], list[Glyph]]:
	"""Tables of a page from top to bottom with their text, and the letters that stand outside of them."""
	grids = [grid for rules in _connected(page.rules) if (grid := _grid(rules, page.number)) is not None]
	grids.sort(key=lambda grid: (grid.top, grid.xs[0]))
	outside: list[Glyph] = []
	inside: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in grids]
	for glyph in page.glyphs:
		x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
		for grid, cells in zip(grids, inside, strict=True):
			root = grid.field_at(x, y)
			if root is not None:
				cells.setdefault(root, []).append(glyph)
				break
		else:
			outside.append(glyph)
	for grid, cells in zip(grids, inside, strict=True):
		for root, glyphs in cells.items():
			grid.lines[root] = [row[0] for row in rows_of(glyphs, page.number, column_gap=float("inf"))]
	return [grid for grid in grids if grid.lines], outside


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
	"""Groups of rules that touch."""
	if len(rules) > _MOST_RULES:
		return []
	group = list(range(len(rules)))

	def root(index: int) -> int:
		while group[index] != index:
			group[index] = group[group[index]]
			index = group[index]
		return index

	order = sorted(range(len(rules)), key=lambda index: rules[index].top)
	for place, one in enumerate(order):
		for other in order[place + 1 :]:
			if rules[other].top > rules[one].bottom + _SNAP:
				break
			if rules[other].x0 <= rules[one].x1 + _SNAP and rules[one].x0 <= rules[other].x1 + _SNAP:
				group[root(one)] = root(other)
	found: dict[int, list[Rule]] = {}
	for index in order:
		found.setdefault(root(index), []).append(rules[index])
	return list(found.values())


def _grid(rules: list[Rule], page: int) -> Grid | None:
	"""The grid of rules that touch, None where they frame nothing."""
	across = [rule for rule in rules if rule.x1 - rule.x0 > _SNAP]
	down = [rule for rule in rules if rule.bottom - rule.top > _SNAP]
	if len(across) < 2 or not down:
		return None
	xs = _edges([rule.x0 for rule in down] + [min(r.x0 for r in across), max(r.x1 for r in across)])
	ys = _edges([rule.top for rule in across] + [min(r.top for r in down), max(r.bottom for r in down)])
	if len(xs) < 2 or len(ys) < 2 or len(ys) > _MOST_ROWS:
		return None
	if len(xs) - 1 > TABLE_COLUMNS:
		raise TooLarge(Term("columns in a table"), TABLE_COLUMNS)
	return Grid(page, xs, ys, _merged(xs, ys, across, down))


def _edges(places: Iterable[float]) -> list[float]:
	out: list[float] = []
	for place in sorted(places):
		if not out or place > out[-1] + _SNAP:
			out.append(place)
	return out


def _merged(
	xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
	"""Fields that no rule parts are one cell, which is always a rectangle."""
	roots: dict[tuple[int, int], tuple[int, int]] = {}
	rows, columns = len(ys) - 1, len(xs) - 1
	for row in range(rows):
		y = (ys[row] + ys[row + 1]) / 2
		for column in range(columns):
			if (row, column) in roots:
				continue
			right = column + 1
			while right < columns and (row, right) not in roots and not _parted(down, xs[right], y):
				right += 1
			below = row + 1
			while below < rows and all(
				not _parted_across(across, ys[below], (xs[one] + xs[one + 1]) / 2)
				for one in range(column, right)
			):
				below += 1
			for covered_row in range(row, below):
				for covered in range(column, right):
					roots.setdefault((covered_row, covered), (row, column))
	return roots


def _parted(down: list[Rule], x: float, y: float) -> bool:
	return any(abs(rule.x0 - x) <= _SNAP and rule.top - _SNAP <= y <= rule.bottom + _SNAP for rule in down)


def _parted_across(across: list[Rule], y: float, x: float) -> bool:
	return any(abs(rule.top - y) <= _SNAP and rule.x0 - _SNAP <= x <= rule.x1 + _SNAP for rule in across)


def rows_of_grids(grids: Sequence[Grid], table: int) -> list[Block]:
	"""Rows of a table that may go on over several pages: the repeated head once, a row cut by the page end whole."""
	rows: list[tuple[Cell, ...]] = []
	pages: list[int] = []
	head: list[tuple[Cell, ...]] = []
	for grid in grids:
		found = [row for row in _cells_of(grid) if any(clean(cell.text) for cell in row)]
		if not head:
			head = found
		elif grid is not grids[0]:
			repeated = 0
			while repeated < min(len(found), 3, len(head)) and _words(found[repeated]) == _words(
				head[repeated]
			):
				repeated += 1
			found = found[repeated:]
			if found and rows and _cut(rows[-1], found[0]):
				rows[-1] = _one_row(rows[-1], found.pop(0))
		rows.extend(found)
		pages.extend([grid.page] * len(found))
	return [
		Block(
			raw="\n".join(cell.text for cell in cells if not cell.continued and cell.paragraphs),
			cells=cells,
			table=table,
			row=index,
			page=page,
			bold=all(cell.bold for cell in cells if clean(cell.text)),
		)
		for index, (cells, page) in enumerate(zip(rows, pages, strict=True))
	]


def _cells_of(grid: Grid) -> list[tuple[Cell, ...]]:
	rows: list[tuple[Cell, ...]] = []
	made: dict[tuple[int, int], Cell] = {}
	for row in range(len(grid.ys) - 1):
		cells: list[Cell] = []
		seen: set[tuple[int, int]] = set()
		for column in range(len(grid.xs) - 1):
			root = grid.roots[row, column]
			if root in seen:
				continue
			seen.add(root)
			if root[0] == row:
				made[root] = _cell(grid, root)
				cells.append(made[root])
			else:
				above = made[root]
				cells.append(
					Cell(above.paragraphs, above.column, above.span, continued=True, bold=above.bold)
				)
		rows.append(tuple(cells))
	return rows


def _cell(grid: Grid, root: tuple[int, int]) -> Cell:
	lines = grid.lines.get(root, [])
	span = grid.span(root)
	left, right = grid.xs[root[1]], grid.xs[root[1] + span]
	padding = max(2.0, min((line.x0 for line in lines), default=left) - left)
	learned = Frame.around(lines)
	frame = Frame(left + min(padding, 8.0), right - min(padding, 8.0), learned.pitch)
	paragraphs = Joiner(lines, frame).paragraphs(lines)
	return Cell(
		tuple(paragraph.text for paragraph in paragraphs),
		root[1],
		span,
		bold=bool(lines) and all(line.bold for line in lines),
	)


def _words(cells: Iterable[Cell]) -> list[str]:
	return [clean(cell.text) for cell in cells]


def _cut(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
	"""Whether a row at the top of a page is the rest of the last one on the page before: it has no number, and goes on
	in the middle of a sentence."""
	if len(above) != len(below) or len(above) < 2 or clean(below[0].text) or not clean(above[0].text):
		return False
	pairs = [
		(clean(up.text), clean(low.text)) for up, low in zip(above, below, strict=True) if clean(low.text)
	]
	return all(up for up, _ in pairs) and any(_goes_on(up, low) for up, low in pairs)


def _goes_on(up: str, low: str) -> bool:
	return low[0].islower() and up[-1] not in ".;:"


def _one_row(above: Sequence[Cell], below: Sequence[Cell]) -> tuple[Cell, ...]:
	out = []
	for up, low in zip(above, below, strict=True):
		if up.paragraphs and low.paragraphs and _goes_on(clean(up.text), clean(low.text)):
			joined = (
				*up.paragraphs[:-1],
				f"{up.paragraphs[-1].rstrip()} {low.paragraphs[0].lstrip()}",
				*low.paragraphs[1:],
			)
		else:
			joined = (*up.paragraphs, *low.paragraphs)
		out.append(Cell(joined, up.column, up.span, up.continued, up.bold))
	return tuple(out)
