"""Scanned PDFs: pages become pictures, Tesseract reads the words, and the lines go the way of every PDF's lines.

Ruled tables are not rebuilt: their text comes line by line, and the reading says that it needs checking.
"""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from .. import external, limits, progress
from ..blocks import Block
from ..errors import ScannedFile, TooLarge
from .pdf import blocks_of_lines
from .pdf.glyphs import open_document
from .pdf.lines import Line

_DPI = 300
_WORD_LEVEL = "5"


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
				raise TooLarge("scanned pages", limits.OCR_PAGES)
			pages: list[tuple[float, list[Line]]] = []
			for index in range(len(document)):
				scale, height = _picture(document, index, folder / "page.pgm")
				pages.append((height, list(_lines(program, folder, scale, index + 1))))
				progress.report("ocr", index + 1, len(document))
	if not any(lines for _, lines in pages):
		raise ScannedFile
	return blocks_of_lines(pages)


def _speaks_vietnamese(program: str, folder: Path) -> bool:
	try:
		listed = external.run([program, "--list-langs"], folder, limits.OCR_PAGE_SECONDS, limits.OCR_BYTES)
	except external.ProgramFailed:
		return False
	return b"vie" in listed.split()


def _picture(document, index: int, path: Path) -> tuple[float, float]:  # type: ignore[no-untyped-def]
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


def _lines(program: str, folder: Path, scale: float, page: int) -> Iterator[Line]:
	command = [program, "page.pgm", "stdout", "-l", "vie", "--dpi", str(_DPI), "tsv"]
	try:
		table = external.run(command, folder, limits.OCR_PAGE_SECONDS, limits.OCR_BYTES)
	except external.ProgramFailed as fault:
		raise ScannedFile from fault
	held: list[tuple[str, float, float, float, float]] = []
	place: tuple[str, ...] = ()
	for row in csv.DictReader(table.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
		if row["level"] != _WORD_LEVEL or not (row["text"] or "").strip():
			continue
		here = (row["block_num"], row["par_num"], row["line_num"])
		if held and here != place:
			yield _line(held, page)
			held = []
		place = here
		x, y, width, height = (int(row[name]) * scale for name in ("left", "top", "width", "height"))
		held.append((row["text"].strip(), x, y, x + width, y + height))
	if held:
		yield _line(held, page)


def _line(words: list[tuple[str, float, float, float, float]], page: int) -> Line:
	return Line(
		text=" ".join(word[0] for word in words),
		x0=words[0][1],
		top=min(word[2] for word in words),
		x1=words[-1][3],
		bottom=max(word[4] for word in words),
		first_word=words[0][3] - words[0][1],
		page=page,
	)
