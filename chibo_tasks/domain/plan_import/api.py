"""The ways in: a file, its bytes, or pasted text."""

from collections.abc import Callable
from pathlib import Path

from . import limits, progress
from .blocks import Block
from .errors import NotAFile, ScannedFile, Term, TooLarge
from .reading import OCR, read_blocks
from .result import PlanReading

_Source = tuple[list[Block], str, str]
"""Blocks, the encoding of the file, and the old encoding that they were converted from."""


def read_file(path: str | Path) -> PlanReading:
	"""Read a plan from a file.

	Args:
		path: the file; its name plays no part, the content decides.

	Returns: the reading.

	Raises:
		UnreadablePlan: a subclass that says why the file can't be read.
	"""
	try:
		with open(path, "rb") as file:
			data = file.read(limits.FILE_BYTES + 1)
	except (OSError, ValueError) as fault:
		raise NotAFile(str(path)) from fault
	return read_bytes(data)


def read_bytes(data: bytes) -> PlanReading:
	"""Read a plan from the content of a file. As `read_file`."""
	from .sniff import sniff

	if len(data) > limits.FILE_BYTES:
		raise TooLarge(Term("megabytes"), limits.FILE_BYTES >> 20)
	kind = sniff(data)
	blocks, encoding, legacy = _READERS[kind](data)
	progress.report(progress.OUTLINE, 0, len(blocks))
	return read_blocks(blocks, kind, encoding, legacy)


def _docx(data: bytes) -> _Source:
	from .readers import docx

	blocks, legacy = docx.read(data)
	return blocks, "", legacy


def _pdf(data: bytes) -> _Source:
	from .readers import ocr, pdf

	try:
		blocks, legacy = pdf.read(data)
	except ScannedFile:
		return ocr.read(data), OCR, ""
	return blocks, "", legacy


def _odt(data: bytes) -> _Source:
	from .readers import odt

	blocks, legacy = odt.read(data)
	return blocks, "", legacy


def _doc(data: bytes) -> _Source:
	from .readers import doc

	return _docx(doc.as_docx(data))


def _text(data: bytes) -> _Source:
	from .readers import text

	blocks, encoding = text.read(data)
	return blocks, encoding, encoding if encoding in ("TCVN3", "VNI") else ""


_READERS: dict[str, Callable[[bytes], _Source]] = {
	"docx": _docx,
	"pdf": _pdf,
	"odt": _odt,
	"doc": _doc,
	"text": _text,
}


def read_text(text: str) -> PlanReading:
	"""Read pasted text.

	Raises:
		EmptyFile: no text in it.
		TooLarge: a limit is passed.
	"""
	from .readers import text as reader

	return read_blocks(reader.blocks_of(text), "text")
