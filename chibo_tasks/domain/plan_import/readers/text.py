"""Plain text and pasted text: encodings, line ends, lines that a mail program or a terminal has wrapped, tables."""

import itertools
import re
from collections.abc import Iterator

from .. import legacy, limits
from ..blocks import Block, Cell
from ..errors import EmptyFile, Term, TooLarge, UnknownFormat
from ..markers import split_marker
from ..normalise import clean

_BOMS: tuple[tuple[bytes, str], ...] = (
	(b"\xef\xbb\xbf", "utf-8"),
	(b"\xff\xfe\x00\x00", "utf-32-le"),
	(b"\x00\x00\xfe\xff", "utf-32-be"),
	(b"\xff\xfe", "utf-16-le"),
	(b"\xfe\xff", "utf-16-be"),
)
_CELL_BREAK = re.compile(r"\s*\|\s*|\t+")
_RULE = re.compile(r"[\s|:=+\-–—_*]*")
_MAX_WRAP = 130
_MIN_WRAP = 50
_SAMPLE = 40_000
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\u2028\u2029\x85]")


def decode(data: bytes) -> tuple[str, str]:
	"""Find the encoding of a text file.

	Returns: the text and the name of its encoding.

	Raises:
		UnknownFormat: it is not text.
	"""
	for mark, encoding in _BOMS:
		if data.startswith(mark):
			return data[len(mark) :].decode(encoding, "replace"), encoding
	guess = _utf16_without_mark(data)
	if guess:
		return data.decode(guess, "replace"), guess
	if _looks_binary(data):
		raise UnknownFormat(Term("not text"))
	try:
		text = data.decode("utf-8")
	except UnicodeDecodeError:
		text = _mostly_utf8(data)
		if not text:
			return legacy.decode_single_bytes(data)
	found = legacy.detect(text)
	if found:
		name, conversion = found
		return "\n".join(legacy.convert_line(line, conversion) for line in text.split("\n")), name
	return text, "utf-8"


def _mostly_utf8(data: bytes) -> str:
	"""UTF-8 in which a few letters are broken, as where a file was cut; "" for anything else."""
	text = data.decode("utf-8", "replace")
	broken = text.count("\ufffd")
	letters = sum(1 for char in text[:_SAMPLE] if "\u00c0" <= char <= "\u1ef9")
	return text if broken <= max(1, letters // 50) and letters > 3 * min(broken, 3) else ""


def _utf16_without_mark(data: bytes) -> str:
	head = data[:4000]
	if len(head) < 4 or b"\x00" not in head:
		return ""
	# Vietnamese letters above U+00FF keep both bytes, spaces and plain letters do not.
	even, odd = head[0::2].count(0), head[1::2].count(0)
	if odd > len(head) / 6 and odd > even * 4:
		return "utf-16-le"
	if even > len(head) / 6 and even > odd * 4:
		return "utf-16-be"
	return ""


def _looks_binary(data: bytes) -> bool:
	head = data[:8000]
	control = sum(
		head.count(bytes([code])) for code in range(32) if code not in (7, 8, 9, 10, 11, 12, 13, 27)
	)
	return control > len(head) / 50


def read(data: bytes) -> tuple[list[Block], str]:
	"""Blocks of a text file.

	Returns: blocks, and the name of the encoding.

	Raises:
		UnreadablePlan: not text, or nothing in it.
	"""
	text, encoding = decode(data)
	return list(blocks_of(text)), encoding


def blocks_of(text: str) -> Iterator[Block]:
	"""Blocks of pasted text: one per line, wrapped lines joined, runs of tab or pipe rows as tables.

	Raises:
		EmptyFile: no text.
		TooLarge: too many lines or letters, or one endless line.
	"""
	lines = []
	# A line or a text without end is refused before anything is made of it.
	for line in _lines_of(text):
		if len(line) > limits.LINE_CHARS:
			raise TooLarge(Term("characters in one paragraph"), limits.LINE_CHARS)
		if clean(line):
			lines.append(line)
	if not lines:
		raise EmptyFile
	table = 0
	for is_table, chunk in _chunks(lines):
		if is_table:
			yield from _rows(chunk, table)
			table += 1
		else:
			for line in _join_wrapped(chunk):
				yield Block(raw=line, indent=_indent(line))


def _lines_of(text: str) -> Iterator[str]:
	if len(text) > limits.TEXT_CHARS:
		raise TooLarge(Term("characters"), limits.TEXT_CHARS)
	# Half of a pair that stands alone, as a broken clipboard leaves it, can be written nowhere.
	text = _HALF_PAIR.sub("\ufffd", text)
	start = 0
	for count, found in enumerate(_LINE_END.finditer(text)):
		if count > 4 * limits.BLOCKS:
			raise TooLarge(Term("lines"), 4 * limits.BLOCKS)
		yield text[start : found.start()]
		start = found.end()
	yield text[start:]


def _indent(line: str) -> float:
	lead = line[: len(line) - len(line.lstrip(" \t\u00a0"))].expandtabs(4)
	return 5.0 * len(lead)


def _chunks(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
	"""Split into runs of table lines (3 cells or more, twice or more in a row) and other lines."""
	start = 0
	while start < len(lines):
		end = start
		while end < len(lines) and _is_table_line(lines[end]):
			end += 1
		if end - start >= 2:
			yield True, lines[start:end]
			start = end
			continue
		end = max(end, start + 1)
		while end < len(lines) and not (
			_is_table_line(lines[end]) and end + 1 < len(lines) and _is_table_line(lines[end + 1])
		):
			end += 1
		yield False, lines[start:end]
		start = end


def _is_table_line(line: str) -> bool:
	return len(_cells(line)) >= 3


def _cells(line: str) -> list[str]:
	bare = line.strip(" \r\n\u00a0")
	if "|" in bare:
		bare = bare.removeprefix("|").removesuffix("|")
		return [part.strip() for part in bare.split("|")]
	if bare.count("\t") >= 2 and not bare.startswith("\t"):
		return [part.strip() for part in bare.split("\t")]
	return [bare]


def _rows(lines: list[str], table: int) -> Iterator[Block]:
	row = 0
	for line in lines:
		cells = tuple(Cell((text,) if text else (), column) for column, text in enumerate(_cells(line)))
		if _RULE.fullmatch(line):
			yield Block(raw=line)
			continue
		# The pipes are the rules of the table, not text of it.
		yield Block(
			raw="\n".join(cell.text for cell in cells if cell.paragraphs), cells=cells, table=table, row=row
		)
		row += 1


def _join_wrapped(lines: list[str]) -> Iterator[str]:
	width = _wrap_width(lines)
	if not width:
		yield from lines
		return
	held = lines[0]
	last = lines[0]
	for line in lines[1:]:
		if _continues(last, line, width):
			held = held.rstrip() + " " + line.lstrip()
		else:
			yield held
			held = line
		last = line
	yield held


def _wrap_width(lines: list[str]) -> int:
	"""The column at which the text was wrapped, 0 if it was not."""
	lengths = [len(line.rstrip()) for line in lines]
	width = max(lengths)
	if len(lines) < 4 or not _MIN_WRAP <= width <= _MAX_WRAP:
		return 0
	near = sum(1 for length in lengths if length >= width - 12)
	pairs = sum(1 for above, below in itertools.pairwise(lines) if _continues(above, below, width))
	return width if near >= 3 and pairs >= max(2, len(lines) // 8) else 0


def _continues(above: str, below: str, width: int) -> bool:
	"""Whether the break between two lines was only made because the line was full."""
	text = clean(below)
	if split_marker(text)[0] or not text:
		return False
	first_word = text.split(" ", 1)[0]
	full = len(above.rstrip()) + 1 + len(first_word) > width
	end = above.rstrip()[-1:]
	if text[0].islower() and end not in ".:;!?":
		return full or len(above.rstrip()) > width * 0.6
	return full and end not in ".:;!?" and not text.isupper()
