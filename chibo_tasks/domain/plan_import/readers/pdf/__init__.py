"""Text PDFs: letters to lines, lines to paragraphs, rules to tables; what every page repeats is left out.

PDFium places the letters (docs/decisions/0009-reading-documents.md); what they mean to each other is worked out here, because
a PDF keeps neither paragraphs nor tables.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ... import legacy, progress
from ...blocks import Block
from ...errors import ScannedFile
from ..layout import flatten_layout
from . import safety
from .glyphs import Page, pages
from .lines import Line, in_reading_order, rows_of
from .margins import Margins, in_band
from .paragraphs import Frame, Joiner
from .tables import Grid, rows_of_grids, take_tables

_LEAST_LETTERS = 25
"""Letters per page below which a page of pictures counts as scanned."""


@dataclass
class _Sheet:
	"""A page with its letters made into lines; `rows` still hold columns side by side."""

	height: float
	rows: list[list[Line]]
	grids: list[Grid]


def read(data: bytes) -> tuple[list[Block], str]:
	"""Blocks of a PDF with text in it.

	Returns: blocks, and the old encoding that its fonts draw ("" for none).

	Raises:
		ScannedFile: pictures of pages without text.
		UnreadablePlan: damaged, protected, unsafe or too large.
	"""
	safety.weigh(data)
	sheets: list[_Sheet] = []
	letters = unreadable = pictures = 0
	encodings: set[str] = set()
	for page, count in pages(data):
		letters += len(page.glyphs)
		unreadable += page.unreadable
		pictures += 1 if page.pictures else 0
		encodings |= {legacy.name_of(glyph.face.conversion) for glyph in page.glyphs if glyph.face.conversion}
		sheets.append(_sheet(page))
		progress.report(progress.PAGES, page.number, count)
	if (
		letters - unreadable < _LEAST_LETTERS * pictures
		or (not letters and sheets)
		or unreadable > letters / 3
	):
		raise ScannedFile
	blocks = list(flatten_layout(_blocks(sheets)))
	return blocks, " / ".join(sorted(encodings))


def _sheet(page: Page) -> _Sheet:
	grids, outside = take_tables(page)
	return _Sheet(page.height, rows_of(outside, page.number), grids)


def blocks_of_rows(pages: Iterable[tuple[float, list[list[Line]]]]) -> list[Block]:
	"""Blocks of pages whose lines were recognised from pictures.

	Args:
		pages: for each page its height in points, and its printed lines, each as its parts in columns.
	"""
	return list(_blocks([_Sheet(height, rows, []) for height, rows in pages]))


def _blocks(sheets: list[_Sheet]) -> Iterator[Block]:
	_drop_margins(sheets)
	parts = list(_in_order(sheets))
	lines = [line for part in parts if isinstance(part, list) for line in part]
	joiner = Joiner(lines)
	left = Frame.around(lines).left
	table = 0
	at = 0
	while at < len(parts):
		part = parts[at]
		at += 1
		if isinstance(part, list):
			for paragraph in joiner.paragraphs(part):
				yield Block(
					raw=paragraph.text,
					indent=max(0.0, round(paragraph.first.x0 - left, 1)),
					bold=paragraph.bold,
					italic=paragraph.italic,
					align="center" if paragraph.centred else "",
					page=paragraph.first.page,
				)
			continue
		grids = [part]
		while at < len(parts) and _goes_on(grids[-1], parts[at]):
			grids.append(parts[at])  # type: ignore[arg-type]
			at += 1
		yield from rows_of_grids(grids, table)
		table += 1


def _goes_on(grid: Grid, part: Grid | list[Line]) -> bool:
	return isinstance(part, Grid) and part.page == grid.page + 1 and part.like(grid)


def _drop_margins(sheets: list[_Sheet]) -> None:
	margins = Margins(
		[
			(sheet.height, [line for row in sheet.rows for line in row if in_band(line, sheet.height)])
			for sheet in sheets
		]
	)
	for sheet in sheets:
		rows = ([line for line in row if not _running(line, sheet, margins)] for row in sheet.rows)
		sheet.rows = [row for row in rows if row]


def _running(line: Line, sheet: _Sheet, margins: Margins) -> bool:
	return in_band(line, sheet.height) and margins.hold(line)


def _in_order(sheets: list[_Sheet]) -> Iterator[Grid | list[Line]]:
	"""Tables, and between them the lines of all pages, in reading order."""
	held: list[Line] = []
	for sheet in sheets:
		rows = sheet.rows
		for grid in sheet.grids:
			above = [row for row in rows if row[0].middle < grid.top]
			rows = [row for row in rows if row[0].middle >= grid.top]
			held.extend(in_reading_order(above))
			if held:
				yield held
				held = []
			yield grid
		held.extend(in_reading_order(rows))
	if held:
		yield held
