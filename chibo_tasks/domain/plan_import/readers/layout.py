"""Tables that only place text on the page (letterhead, recipients beside signatures, frames) read as paragraphs."""

import re
from collections.abc import Iterable, Iterator

from ..blocks import Block, Cell
from ..normalise import clean, fold

_PLACED = re.compile(
	r"cong hoa xa hoi chu nghia|dang cong san viet nam|doc lap\s*[-–—]\s*tu do|noi nhan\s*:|(?:^|\n)\s*t/?m\.? (?:chi|ban|dang|bch|cap)|socialist republic"
	r"|(?:^|\n)so\s*:?\s*[\d.…_ ]*\s*[-/]\s*(?:kh|nq|ct|bc|qd|tb)|ky,? (?:va )?ghi ro ho ten|(?:^|\n)recipients\s*:"
)
_MAX_PLACED_ROWS = 8


def flatten_layout(blocks: Iterable[Block]) -> Iterator[Block]:
	"""Replace the rows of layout tables by their paragraphs, column by column."""
	table: list[Block] = []
	for block in blocks:
		if table and block.table != table[0].table:
			yield from _table(table)
			table = []
		if block.is_row:
			table.append(block)
		else:
			yield block
	if table:
		yield from _table(table)


def _table(rows: list[Block]) -> Iterator[Block]:
	columns = max(len(row.cells) for row in rows)
	if columns > 1 and not _is_placed(rows, columns):
		yield from rows
		return
	for column in range(columns):
		for row in rows:
			if column < len(row.cells):
				yield from _paragraphs(row.cells[column], row)


def _is_placed(rows: list[Block], columns: int) -> bool:
	text = "\n".join(fold(clean(cell)) for row in rows for one in row.cells for cell in one.paragraphs)
	return columns <= 3 and len(rows) <= _MAX_PLACED_ROWS and _PLACED.search(text) is not None


def _paragraphs(cell: Cell, row: Block) -> Iterator[Block]:
	if cell.continued:
		return
	for paragraph in cell.paragraphs:
		if clean(paragraph):
			yield Block(raw=paragraph, bold=cell.bold, page=row.page)
