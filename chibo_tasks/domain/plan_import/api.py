"""The ways in: a file, its bytes, or pasted text."""

from pathlib import Path

from . import limits
from .errors import NotAFile, TooLarge
from .reading import read_blocks
from .result import PlanReading


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
		raise TooLarge("bytes", limits.FILE_BYTES)
	kind = sniff(data)
	if kind == "docx":
		from .readers import docx

		blocks, legacy = docx.read(data)
		return read_blocks(blocks, kind, legacy=legacy)
	from .readers import text

	text_blocks, encoding = text.read(data)
	old = encoding if encoding in ("TCVN3", "VNI") else ""
	return read_blocks(text_blocks, "text", encoding, old)


def read_text(text: str) -> PlanReading:
	"""Read pasted text.

	Raises:
		EmptyFile: no text in it.
		TooLarge: a limit is passed.
	"""
	from .readers import text as reader

	return read_blocks(reader.blocks_of(text), "text")
