"""Weighs a PDF before its library sees it: what its streams hold when unpacked, and how much there is to draw.

A content stream is parsed as a whole, so a page costs what its stream holds. Everything is counted while it is
unpacked and thrown away at once; nothing grows.
"""

import re
import zlib
from collections.abc import Iterator

from ... import limits
from ...errors import DamagedFile, Term, TooLarge

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OTHER_PACKING = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
# One to three letters between spaces: an operator of a content stream.
_OPERATOR = re.compile(rb"(?:^|[\s\])>])[A-Za-z'\"*]{1,3}(?=[\s\[(<]|$)")
_DICTIONARY_BYTES = 2_000
_CHUNK = 256 * 1024
_END_BYTES = 4_096


def weigh(data: bytes) -> None:
	"""Refuse a PDF that would cost more than any plan does.

	Raises:
		DamagedFile: its end is missing.
		TooLarge: a stream or all of them together hold too much, or one holds too many drawing operators.
	"""
	if b"%%EOF" not in data[-_END_BYTES:]:
		raise DamagedFile(Term("the end is missing"))
	total = 0
	end = 0
	for found in _STREAM.finditer(data):
		# Inside the stream before: bytes that only look like the word.
		if found.start() < end:
			continue
		dictionary = data[max(end, found.start() - _DICTIONARY_BYTES) : found.start()]
		dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
		end = data.find(b"endstream", found.end())
		end = len(data) if end < 0 else end
		if _IMAGE.search(dictionary):
			continue
		packed = memoryview(data)[found.end() : end]
		if _OTHER_PACKING.search(dictionary) and len(packed) > limits.PDF_OLD_PACKING_BYTES:
			raise TooLarge(Term("kilobytes in an LZW stream"), limits.PDF_OLD_PACKING_BYTES >> 10)
		total += _weigh_stream(packed, len(_FLATE.findall(dictionary)))
		if total > limits.UNPACKED_BYTES:
			raise TooLarge(Term("megabytes when unpacked"), limits.UNPACKED_BYTES >> 20)


def _weigh_stream(packed: memoryview, layers: int) -> int:
	"""Size of a stream when unpacked.

	Args:
		packed: as it stands in the file.
		layers: how many times it is packed.
	"""
	size = operators = 0
	for piece in _unpacked(packed, layers):
		size += len(piece)
		if size > limits.PART_BYTES:
			raise TooLarge(Term("megabytes in one part"), limits.PART_BYTES >> 20)
		if size > limits.RATIO_FREE_BYTES and size > len(packed) * limits.RATIO:
			raise TooLarge(Term("times the packed size when unpacked"), limits.RATIO)
		operators += sum(1 for _ in _OPERATOR.finditer(piece))
		if operators > limits.PDF_OPERATORS:
			raise TooLarge(Term("drawing operators on one page"), limits.PDF_OPERATORS)
	return size


def _unpacked(packed: memoryview, layers: int) -> Iterator[bytes]:
	"""The content in pieces; a broken stream ends where it breaks, as it does for every viewer."""
	if layers > limits.PDF_LAYERS:
		raise TooLarge(Term("times packed"), limits.PDF_LAYERS)
	pieces: Iterator[bytes] = (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
	for _ in range(layers):
		pieces = _inflated(pieces)
	yield from pieces


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
	unpacker = zlib.decompressobj()
	for piece in pieces:
		rest = piece
		while rest and not unpacker.eof:
			try:
				yield unpacker.decompress(rest, _CHUNK)
			except zlib.error:
				return
			rest = unpacker.unconsumed_tail
