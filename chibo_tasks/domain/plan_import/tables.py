"""Rows of a table as lines: which rows are heads and group headings, what each column means, which cell holds the work.

The text of a row is the text of its work cell; a cell that lists several pieces of work gives one line for each. What the
other cells say stays beside it, so that fields can be read from the column that means them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import table_columns as columns
from . import table_shape as shape
from .blocks import Block, Cell
from .fields.period import period_heading
from .markers import Marker, read_label, split_marker
from .normalise import canon, clean
from .result import CellText
from .table_shape import text_of

HEAD, GROUP, WORK, CONTINUED, PLAIN = "head", "group", "work", "continued", "plain"

_NUMBER_ROW = re.compile(r"\(?(?:[1-9]|1\d|[a-d])\)?$", re.IGNORECASE)
_HEAD_ROWS = 3
_HEAD_CHARS = 90


@dataclass(frozen=True)
class Row:
	"""One line out of a table row.

	Args:
		kind: one of the constants above.
		text: clean text of the work, or of the whole row where no cell holds work.
		marker: number of the row or of the piece inside its cell.
		cells: all cells with the meaning of their columns.
		values: clean text by meaning, with what is taken over from above; one paragraph per line.
		depth: depth of a group heading.
		column: head of the work column.
		heads: heads of the other columns by meaning.
	"""

	kind: str
	text: str
	marker: Marker | None = None
	cells: tuple[CellText, ...] = ()
	values: dict[str, str] = field(default_factory=dict)
	depth: int = 0
	column: str = ""
	heads: dict[str, str] = field(default_factory=dict)


def read_tables(blocks: list[Block]) -> dict[int, list[Row]]:
	"""Lines of every table row.

	Returns: lines by index of their block.
	"""
	found: dict[int, list[Row]] = {}
	above: _Table | None = None
	for indexes in _tables(blocks):
		table = _Table([blocks[index] for index in indexes], above)
		for index, lines in zip(indexes, table.read(), strict=True):
			found[index] = lines
		above = table if table.roles else above
	return found


def _tables(blocks: list[Block]) -> Iterator[list[int]]:
	held: list[int] = []
	for index, block in enumerate(blocks):
		if held and block.table != blocks[held[0]].table:
			yield held
			held = []
		if block.is_row:
			held.append(index)
	if held:
		yield held


class _Table:
	"""One table.

	Args:
		rows: its blocks.
		above: the table before it, whose columns go on where this one has no head (cut by a page break).
	"""

	def __init__(self, rows: list[Block], above: "_Table | None") -> None:
		self.rows = rows
		self.width = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
		self.head_rows: set[int] = set()
		self.heads: dict[int, str] = {}
		self.roles: dict[int, str] = {}
		self._find_heads()
		if not self.roles and above is not None and above.width == self.width:
			self.roles, self.heads = dict(above.roles), dict(above.heads)
		if not self.roles:
			self.roles = shape.guess_roles(self.rows, self.width)
		self._settle()

	def read(self) -> Iterator[list[Row]]:
		"""Lines of each row, in order."""
		last: dict[int, str] = {}
		for index, row in enumerate(self.rows):
			if index in self.head_rows or self._repeats_head(row):
				yield [Row(HEAD, clean(row.raw), cells=self._cells(row, {}))]
				continue
			group = self._group(index)
			if group:
				yield [group]
				last = {}
				continue
			values = self._values(row, last)
			yield self._lines(row, values)

	# heads

	def _find_heads(self) -> None:
		start = 0
		while start < len(self.rows) - 1 and len(_filled(self.rows[start])) <= 1:
			start += 1
		if start >= len(self.rows) or not _is_head(self.rows[start]):
			return
		self.head_rows.add(start)
		for index in range(start + 1, min(start + _HEAD_ROWS, len(self.rows))):
			row = self.rows[index]
			if _is_number_row(row) or (_spans(self.rows[start]) and _is_sub_head(row)):
				self.head_rows.add(index)
			else:
				break
		for index in sorted(self.head_rows):
			if _is_number_row(self.rows[index]):
				continue
			for cell in self.rows[index].cells:
				self._name_columns(cell)

	def _name_columns(self, cell: Cell) -> None:
		text = clean(cell.text)
		role = columns.column_role(canon(text))
		for column in range(cell.column, cell.column + cell.span):
			if text and (role != columns.OTHER or column not in self.roles):
				self.roles[column], self.heads[column] = role, text

	def _repeats_head(self, row: Block) -> bool:
		"""The head printed again on the next page."""
		own = [(cell.column, clean(cell.text)) for cell in row.cells if clean(cell.text)]
		return len(own) >= 2 and all(self.heads.get(column) == text for column, text in own)

	def _settle(self) -> None:
		"""Make sure that exactly one column holds the work."""
		self._settle_figures()
		wanted = [column for column, role in self.roles.items() if role == columns.CONTENT]
		if not wanted:
			for role in (columns.METHOD, columns.OBJECT, columns.TARGET, columns.PRODUCT, columns.OTHER):
				wanted = [column for column, one in self.roles.items() if one == role]
				if wanted:
					break
		if not wanted or not columns.WORKING & set(self.roles.values()):
			self.content = wanted[0] if wanted and self._has_content() else -1
			return
		self.content = max(wanted, key=lambda column: (shape.length(self.rows, column), -column))
		for column in wanted:
			if column != self.content:
				self.roles[column] = columns.OTHER
		self.roles[self.content] = columns.CONTENT

	def _settle_figures(self) -> None:
		"""A table that counts in units: "Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2026"."""
		unit = next((column for column, role in self.roles.items() if role == columns.MEASURE), None)
		if unit is None:
			return
		figures = [
			column
			for column, role in self.roles.items()
			if column > unit
			and role not in columns.WORKING
			and shape.holds_figures(self.rows, column, self.heads.get(column, ""))
		]
		if not figures:
			return
		planned = [column for column in figures if columns.PLANNED.match(canon(self.heads.get(column, "")))]
		named = [column for column in self.roles if column < unit and self.roles[column] != columns.ORDER]
		if columns.CONTENT not in self.roles.values() and named:
			self.roles[named[-1]] = columns.CONTENT
		for column in figures:
			self.roles[column] = columns.OTHER
		self.roles[(planned or figures)[-1]] = columns.TARGET

	def _has_content(self) -> bool:
		return columns.CONTENT in self.roles.values()

	# rows

	def _group(self, index: int) -> Row | None:
		"""A row that is the heading of those below it."""
		row = self.rows[index]
		order = next(
			(cell for cell in row.cells if self._role(cell) == columns.ORDER and cell.span == 1), None
		)
		label = clean(order.text) if order and not order.continued else ""
		filled = [cell for cell in _filled(row) if cell is not order]
		if len(filled) != 1 or len(self.rows) < 2:
			return None
		cell, text = filled[0], clean(filled[0].text)
		written, rest = split_marker(text)
		wide = cell.span >= max(2, 0.6 * self.width)
		outer = (read_label(label, 0) if label else None) or written
		named = period_heading(rest if written else text) is not None
		stands_out = (
			text.isupper()
			or (outer is not None and outer.family in ("roman", "capital", "part"))
			or cell.bold
		)
		if not (wide or named or stands_out or self._opens(index, label)) or (
			named and not wide and self._role(cell) == columns.PERIOD
		):
			return None
		if not label and written is None and self._role(cell) == columns.PERIOD and not wide:
			return None
		marker = read_label(label, 0) if label else written
		depth = 1 if marker is not None and marker.family not in ("roman", "capital", "part") else 0
		return Row(GROUP, rest if written and not label else text, marker, self._cells(row, {}), {}, depth)

	def _opens(self, index: int, label: str) -> bool:
		"""The next row counts on below this one: 1 is followed by 1.1, a or a dash."""
		if not label or index + 1 >= len(self.rows):
			return False
		below = next(
			(clean(cell.text) for cell in self.rows[index + 1].cells if self._role(cell) == columns.ORDER), ""
		)
		return below.startswith(f"{label.rstrip('.')}.") or below.rstrip(".)") in ("a", "-", "+", "*")

	def _role(self, cell: Cell) -> str:
		return self.roles.get(cell.column, columns.OTHER)

	def _values(self, row: Block, last: dict[int, str]) -> dict[int, tuple[str, bool]]:
		"""Text by column, and whether it was taken over from the row above."""
		values: dict[int, tuple[str, bool]] = {}
		for cell in row.cells:
			text = text_of(cell)
			role = self._role(cell)
			taken = cell.continued
			bare = canon(text).strip()
			repeats = columns.DITTO.match(bare) or (
				not bare and role in (columns.PERIOD, columns.PERSON) and cell.column != self.content
			)
			if repeats and last.get(cell.column):
				text, taken = last[cell.column], True
			elif columns.EMPTY.match(bare):
				text = ""
			values[cell.column] = (text, taken)
			last[cell.column] = text
		return values

	def _cells(self, row: Block, values: dict[int, tuple[str, bool]]) -> tuple[CellText, ...]:
		found: list[CellText] = []
		for cell in row.cells:
			own = "" if cell.continued else text_of(cell)
			text, taken = values.get(cell.column, (own, cell.continued))
			if own:
				found.append(CellText(self._role(cell), own, inherited=False))
			if taken and text:
				found.append(CellText(self._role(cell), text, inherited=True))
		return tuple(found)

	def _lines(self, row: Block, values: dict[int, tuple[str, bool]]) -> list[Row]:
		cells = self._cells(row, values)
		content, taken = values.get(self.content, ("", False))
		by_role: dict[str, str] = {}
		for cell in row.cells:
			text = values.get(cell.column, ("", False))[0]
			if text and cell.column != self.content:
				role = self._role(cell)
				by_role[role] = f"{by_role[role]}\n{text}" if role in by_role else text
		if by_role.get(columns.MEASURE) and by_role.get(columns.TARGET):
			by_role[columns.TARGET] = f"{by_role[columns.TARGET]} {by_role[columns.MEASURE]}"
		number = by_role.get(columns.ORDER, "")
		marker = read_label(number, 0) if number and len(number) < 8 else None
		if self.content < 0:
			return [Row(PLAIN, clean(row.raw), marker, cells, by_role)]
		head = self.heads.get(self.content, "")
		heads = {self.roles[column]: text for column, text in self.heads.items() if column in self.roles}
		own = next(
			(text_of(cell) for cell in row.cells if cell.column == self.content and not cell.continued), ""
		)
		if not content or (taken and not own):
			return [Row(CONTINUED, clean(row.raw), marker, cells, by_role, column=head, heads=heads)]
		pieces = self._pieces((own or content).split("\n"))
		if len(pieces) == 1:
			return [Row(WORK, pieces[0][1], pieces[0][0] or marker, cells, by_role, column=head, heads=heads)]
		return [replace(one, heads=heads) for one in self._split(pieces, cells, by_role, head)]

	def _pieces(self, paragraphs: list[str]) -> list[tuple[Marker | None, str]]:
		"""Pieces of work that a cell lists: paragraphs with bullets, or full paragraphs in a programme of months."""
		marked = [split_marker(one) for one in paragraphs]
		listed = sum(1 for marker, _rest in marked if marker) >= 2
		by_month = columns.PERIOD in self.roles.values() and len(paragraphs) > 1
		loose = by_month and all(rest[:1].isupper() or marker for marker, rest in marked)
		if not listed and not loose:
			return [
				(
					marked[0][0] if len(marked) == 1 else None,
					clean("\n".join(paragraphs)) if len(marked) > 1 else marked[0][1],
				)
			]
		pieces: list[tuple[Marker | None, str]] = []
		for marker, rest in marked:
			if pieces and marker is None and not loose and not pieces[-1][1].endswith((".", ";", ":")):
				pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]} {rest}")
			else:
				pieces.append((marker, rest))
		return pieces

	def _split(
		self,
		pieces: list[tuple[Marker | None, str]],
		cells: tuple[CellText, ...],
		values: dict[str, str],
		head: str,
	) -> Iterator[Row]:
		"""One line per piece; cells with as many paragraphs give each piece its own."""
		aligned = {
			role: text.split("\n") for role, text in values.items() if text.count("\n") + 1 == len(pieces)
		}
		for place, (marker, text) in enumerate(pieces):
			own = {role: aligned[role][place] if role in aligned else value for role, value in values.items()}
			shown = f"{marker.written} {text}" if marker else text
			kept = tuple(
				CellText(columns.CONTENT, shown)
				if cell.role == columns.CONTENT
				else CellText(cell.role, cell.text, cell.inherited or place > 0)
				for cell in cells
			)
			yield Row(WORK, text, marker, kept, own, column=head)


def _filled(row: Block) -> list[Cell]:
	return [cell for cell in row.cells if not cell.continued and clean(cell.text)]


def _is_head(row: Block) -> bool:
	texts = [clean(cell.text) for cell in _filled(row)]
	known = [text for text in texts if columns.column_role(canon(text)) != columns.OTHER]
	return (
		len(texts) >= 2
		and len(known) * 2 > len(texts)
		and len(known) >= 2
		and max(map(len, texts)) <= _HEAD_CHARS
	)


def _is_sub_head(row: Block) -> bool:
	texts = [clean(cell.text) for cell in _filled(row)]
	return (
		bool(texts)
		and all(len(text) <= _HEAD_CHARS for text in texts)
		and all(columns.column_role(canon(text)) != columns.OTHER for text in texts)
	)


def _is_number_row(row: Block) -> bool:
	texts = [clean(cell.text) for cell in _filled(row)]
	return len(texts) >= 3 and all(_NUMBER_ROW.match(text) for text in texts)


def _spans(row: Block) -> bool:
	return any(cell.span > 1 for cell in row.cells)
