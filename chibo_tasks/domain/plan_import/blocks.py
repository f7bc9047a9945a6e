"""What a reader hands over: the source in reading order, untouched, with what the eye sees beside the words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from . import limits
from .errors import Term, TooLarge


@dataclass(frozen=True)
class Cell:
	"""One cell of a table row.

	Args:
		paragraphs: raw text of its paragraphs, each with its automatic number in front.
		column: first grid column, from 0.
		span: grid columns it covers.
		continued: the cell is the lower part of a vertical merge; `paragraphs` are those of the cell above.
	"""

	paragraphs: tuple[str, ...]
	column: int
	span: int = 1
	continued: bool = False
	bold: bool = False

	@property
	def text(self) -> str:
		return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Block:
	"""One paragraph or one table row of the source.

	Args:
		raw: text as it stands in the file; for a row, the own text of its cells, one per line.
		number: automatic number or bullet as the reader of the document sees it ("1.", "a)", "-").
		depth: level of the automatic list, from 0; -1 outside of lists.
		indent: left edge in points, 0 where unknown.
		style: name of the paragraph style.
		table: running number of the table, -1 outside of tables.
		row: number of the row in the table, from 0.
		page: page from 1 where the format has pages, else 0.
	"""

	raw: str
	number: str = ""
	depth: int = -1
	indent: float = 0.0
	style: str = ""
	bold: bool = False
	italic: bool = False
	align: str = ""
	page: int = 0
	cells: tuple[Cell, ...] = field(default=())
	table: int = -1
	row: int = -1

	@property
	def is_row(self) -> bool:
		return self.table >= 0


def bounded(blocks: Iterable[Block]) -> Iterator[Block]:
	"""Pass blocks on until a limit is passed.

	Raises:
		TooLarge: too many blocks, too much text, or one endless line.
	"""
	chars = 0
	for count, block in enumerate(blocks, 1):
		chars += len(block.raw)
		if count > limits.BLOCKS:
			raise TooLarge(Term("paragraphs"), limits.BLOCKS)
		if chars > limits.TEXT_CHARS:
			raise TooLarge(Term("characters"), limits.TEXT_CHARS)
		if len(block.raw) > limits.LINE_CHARS:
			raise TooLarge(Term("characters in one paragraph"), limits.LINE_CHARS)
		yield block
