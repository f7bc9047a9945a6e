"""Builds real PDF files with Vietnamese letters, as a word processor prints them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import font_roboto
from fpdf import FPDF
from fpdf.enums import TableBordersLayout

_FONTS = Path(font_roboto.__file__).parent / "files"


class PlanPdf(FPDF):
	"""A4 pages with optional running header and page numbers.

	Args:
		running_head: printed at the top of every page.
		page_label: printed at the foot of every page, with `{page}` for its number.
	"""

	def __init__(self, running_head: str = "", page_label: str = "") -> None:
		super().__init__(format="A4")
		self._running_head, self._page_label = running_head, page_label
		for style, file in (("", "Regular"), ("B", "Bold"), ("I", "Italic"), ("BI", "BoldItalic")):
			self.add_font("Roboto", style, _FONTS / f"Roboto-{file}.ttf")
		self.set_margins(30, 20, 20)
		self.set_auto_page_break(True, 20)
		self.set_font("Roboto", size=13)
		self.add_page()

	def header(self) -> None:
		if self._running_head:
			self.set_y(10)
			self.set_font("Roboto", size=9)
			self.cell(0, 5, self._running_head, align="R")
			self.set_y(20)
			self.set_font("Roboto", size=13)

	def footer(self) -> None:
		if self._page_label:
			self.set_y(-14)
			self.set_font("Roboto", size=10)
			self.cell(0, 5, self._page_label.format(page=self.page_no()), align="C")
			self.set_font("Roboto", size=13)

	def paragraph(self, text: str, *, indent: float = 0, style: str = "", align: str = "J") -> None:
		"""Set one paragraph; `indent` of its left edge in millimetres."""
		self.set_font("Roboto", style, 13)
		self.set_x(self.l_margin + indent)
		self.multi_cell(0, 7, text, align=align, new_x="LMARGIN", new_y="NEXT")
		self.set_font("Roboto", "", 13)

	def side_by_side(self, left: Sequence[str], right: Sequence[str]) -> None:
		"""Two columns without rules, as letterheads and signature blocks are laid out."""
		for index in range(max(len(left), len(right))):
			y = self.get_y()
			for x, column in ((30, left), (115, right)):
				if index < len(column):
					self.set_xy(x, y)
					self.cell(75, 7, column[index], align="C")
			self.set_xy(self.l_margin, y + 7)

	def grid(self, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
		"""A ruled table whose first row is repeated on every page."""
		with self.table(
			col_widths=tuple(widths), borders_layout=TableBordersLayout.ALL, line_height=7, text_align="LEFT"
		) as table:
			for cells in rows:
				row = table.row()
				for text in cells:
					row.cell(text)

	def bytes(self) -> bytes:
		"""The finished file; nothing can be added after."""
		made = bytes(self.output())
		for font in self.fonts.values():
			font.ttfont.close()
		return made
