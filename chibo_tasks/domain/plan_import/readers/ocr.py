"""Scanned PDFs: pages become pictures, Tesseract reads the words, and the lines go the way of every PDF's lines.

Ruled tables are not rebuilt: their text comes line by line, and the reading says that it needs checking.
"""

import csv
import itertools
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from .. import external, limits, progress
from ..blocks import Block
from ..errors import ScannedFile, Term, TooLarge
from .pdf import blocks_of_rows
from .pdf.glyphs import open_document
from .pdf.lines import Line

_DPI = 300
_WORD_LEVEL = "5"
# Between words, in line heights.
_COLUMN_GAP = 1.5


class _Word(NamedTuple):
	text: str
	x0: float
	top: float
	x1: float
	bottom: float


def read(data: bytes) -> list[Block]:
	"""Blocks of a scanned PDF.

	Raises:
		ScannedFile: no Tesseract with Vietnamese here, or it finds no words.
		TooLarge: more pages than can be recognised while somebody waits.
		TookTooLong: a page did not finish.
	"""
	program = external.find("tesseract")
	if not program:
		raise ScannedFile
	with tempfile.TemporaryDirectory(prefix="plan-") as name:
		folder = Path(name)
		if not _speaks_vietnamese(program, folder):
			raise ScannedFile
		with closing(open_document(data)) as document:
			if len(document) > limits.OCR_PAGES:
				raise TooLarge(Term("scanned pages"), limits.OCR_PAGES)
			pages: list[tuple[float, list[list[Line]]]] = []
			for index in range(len(document)):
				scale, height = _picture(document, index, folder / "page.pgm")
				pages.append((height, _rows(program, folder, scale, index + 1)))
				progress.report(progress.OCR, index + 1, len(document))
	if not any(rows for _, rows in pages):
		raise ScannedFile
	return blocks_of_rows(pages)


def _speaks_vietnamese(program: str, folder: Path) -> bool:
	try:
		listed = external.run([program, "--list-langs"], folder, limits.OCR_PAGE_SECONDS, limits.OCR_BYTES)
	except external.ProgramFailed:
		return False
	return b"vie" in listed.split()


def _picture(document: Any, index: int, path: Path) -> tuple[float, float]:
	"""Write a page as a grey picture; returns points per pixel and the height of the page in points."""
	with closing(document[index]) as page:
		width, height = page.get_size()
		scale = _DPI / 72
		scale = min(scale, (limits.OCR_PIXELS / max(width * height, 1.0)) ** 0.5)
		with closing(page.render(scale=scale, grayscale=True)) as bitmap:
			rows = memoryview(bitmap.buffer).cast("B")
			with open(path, "wb") as file:
				file.write(f"P5 {bitmap.width} {bitmap.height} 255\n".encode())
				for row in range(bitmap.height):
					file.write(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width])
	return 1 / scale, height


def _rows(program: str, folder: Path, scale: float, page: int) -> list[list[Line]]:
	command = [program, "page.pgm", "stdout", "-l", "vie", "--dpi", str(_DPI), "tsv"]
	try:
		table = external.run(command, folder, limits.OCR_PAGE_SECONDS, limits.OCR_BYTES)
	except external.ProgramFailed as fault:
		raise ScannedFile from fault
	rows: dict[tuple[str, ...], list[_Word]] = {}
	reader = csv.DictReader(
		table.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
	)
	for row in reader:
		text = (row["text"] or "").strip()
		if row["level"] != _WORD_LEVEL or not text:
			continue
		x, y, width, height = (int(row[name]) * scale for name in ("left", "top", "width", "height"))
		place = row["block_num"], row["par_num"], row["line_num"]
		rows.setdefault(place, []).append(_Word(text, x, y, x + width, y + height))
	if not rows:
		return []
	# The boxes fit the ink; one height for all lines keeps "sau" and "Kế hoạch" from looking like two sizes.
	height = median(max(w.bottom for w in words) - min(w.top for w in words) for words in rows.values())
	return [[_line(part, height, page) for part in _parts(words, height)] for words in rows.values()]


def _parts(words: list[_Word], height: float) -> list[list[_Word]]:
	parts = [words[:1]]
	for before, word in itertools.pairwise(words):
		if word.x0 - before.x1 > _COLUMN_GAP * height:
			parts.append([])
		parts[-1].append(word)
	return parts


def _line(words: list[_Word], height: float, page: int) -> Line:
	middle = (min(word.top for word in words) + max(word.bottom for word in words)) / 2
	return Line(
		text=" ".join(word.text for word in words),
		x0=words[0].x0,
		top=middle - height / 2,
		x1=words[-1].x1,
		bottom=middle + height / 2,
		first_word=words[0].x1 - words[0].x0,
		page=page,
	)
