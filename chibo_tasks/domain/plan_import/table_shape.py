"""What the cells of a column tell about it, where no head does."""

import re

from . import table_columns as columns
from .blocks import Block, Cell
from .normalise import canon, clean

_DATE_LIKE = re.compile(
	r"\d{1,2}/\d|tháng \d|(?<![^\W\d_])t\d{1,2}\b|qu[ýí] [i\d]|hàng (?:tháng|quý)|hằng|cả năm|thường xuyên|cuối năm"
)
_PERSON_LIKE = re.compile(r"đ/c|đồng chí|bgh|chi ủy|chi đoàn|công đoàn|bí thư|cấp ủy|toàn thể|tổ trưởng")
_FIGURE = re.compile(r"^[^\d/]{0,24}\d[\d.,]*(?:\s*(?:-|–|đến)\s*\d[\d.,]*)?[^\d/]{0,12}$")


def text_of(cell: Cell) -> str:
	"""Clean text of a cell, one paragraph per line."""
	return "\n".join(one for one in map(clean, cell.paragraphs) if one)


def guess_roles(rows: list[Block], width: int) -> dict[int, str]:
	"""Columns of a table without a head by what stands in them; empty where it assigns no work."""
	roles: dict[int, str] = {}
	for column in range(width):
		texts = [canon(text_of(cell)) for cell in _cells(rows, column) if clean(cell.text)]
		if not texts:
			continue
		if all(re.fullmatch(r"[\divxa-h]{1,4}[.)]?", text) for text in texts) and column == 0:
			roles[column] = columns.ORDER
		elif sum(1 for text in texts if _DATE_LIKE.search(text) and len(text) < 40) * 2 > len(texts):
			roles[column] = columns.TIME
		elif sum(1 for text in texts if _PERSON_LIKE.match(text) and len(text) < 80) * 2 > len(texts):
			roles[column] = columns.COORDINATE if columns.LEAD in roles.values() else columns.LEAD
		else:
			roles[column] = columns.OTHER
	return roles if columns.WORKING & set(roles.values()) else {}


def holds_figures(rows: list[Block], column: int, head: str) -> bool:
	"""Whether most cells below `head` say one figure."""
	texts = [one for cell in _cells(rows, column) if (one := clean(cell.text)) not in ("", head)]
	return bool(texts) and sum(1 for text in texts if _FIGURE.search(text)) * 2 > len(texts)


def length(rows: list[Block], column: int) -> int:
	"""Characters in the cells that are this column alone."""
	return sum(len(clean(cell.text)) for cell in _cells(rows, column) if cell.span == 1)


def _cells(rows: list[Block], column: int) -> list[Cell]:
	return [cell for row in rows for cell in row.cells if cell.column == column]
