# mypy: disable-error-code="import-untyped,no-untyped-call"
"""What stands on a page of a PDF: letters with their places, and ruled lines. The only module that knows PDFium."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ... import legacy, limits
from ...errors import DamagedFile, EncryptedFile, ReaderMissing, Term, TooLarge

try:
	import pypdfium2 as pdfium
	import pypdfium2.raw as raw
except ImportError:  # pragma: no cover - depends on the installation
	pdfium = raw = None

_HYPHEN_AT_END = 2
# Shares of the font size.
_BELOW_BASELINE, _ABOVE_BASELINE = 0.25, 0.75
_SAMPLED_LETTERS = 200
_THIN = 3.0
_SHORTEST_RULE = 8.0
_MOST_RULES = 4_000
_MOST_SEGMENTS = 400


@dataclass(frozen=True)
class Face:
	"""A font as far as reading needs it; `conversion` turns the letters of an old font into Unicode."""

	bold: bool = False
	italic: bool = False
	conversion: Callable[[str], str] | None = None


class Glyph(NamedTuple):
	"""One letter; places in points from the top left corner of the page with its text upright."""

	text: str
	x0: float
	top: float
	x1: float
	bottom: float
	face: Face


class Rule(NamedTuple):
	"""A ruled line, horizontal (top equals bottom) or vertical (x0 equals x1)."""

	x0: float
	top: float
	x1: float
	bottom: float


@dataclass
class Page:
	"""One page: its number from 1, its size in points, and what stands on it."""

	number: int
	width: float
	height: float
	glyphs: list[Glyph] = field(default_factory=list)
	rules: list[Rule] = field(default_factory=list)
	pictures: int = 0
	unreadable: int = 0


def pages(data: bytes) -> Iterator[tuple[Page, int]]:
	"""Pages of a PDF one after the other, each with the number of pages.

	Raises:
		EncryptedFile: opening needs a password.
		DamagedFile: no PDF that can be opened.
		TooLarge: too many pages, or too much on one of them.
		ReaderMissing: PDFium is not installed.
	"""
	with closing(open_document(data)) as document:
		count = len(document)
		if not 0 <= count <= limits.PDF_PAGES:
			raise TooLarge(Term("pages"), limits.PDF_PAGES)
		for index in range(count):
			try:
				page = document[index]
			except pdfium.PdfiumError as fault:
				raise DamagedFile(f"page {index + 1}") from fault
			with closing(page):
				yield _page(page, index + 1), count


def open_document(data: bytes) -> Any:
	"""Open a PDF.

	Raises: as `pages`.
	"""
	if pdfium is None:
		raise ReaderMissing("pypdfium2")
	try:
		return pdfium.PdfDocument(data)
	except pdfium.PdfiumError as fault:
		if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(fault).lower():
			raise EncryptedFile from fault
		raise DamagedFile("PDF") from fault


class _Frame:
	"""Turns the places of a page, which count from the lower left of the unturned sheet, into those of a reader who has
	turned the sheet until the text stands upright.

	Args:
		page: the page.
		turn: clockwise, in degrees.
	"""

	def __init__(self, page: Any, turn: int) -> None:
		self.turn = turn
		left, bottom, right, top = page.get_cropbox()
		self._left, self._bottom, self._right, self._top = left, bottom, right, top
		self.width, self.height = right - left, top - bottom
		if self.turn in (90, 270):
			self.width, self.height = self.height, self.width

	def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
		"""x0, top, x1, bottom as shown."""
		if self.turn == 90:
			return bottom - self._bottom, left - self._left, top - self._bottom, right - self._left
		if self.turn == 180:
			return self._right - right, bottom - self._bottom, self._right - left, top - self._bottom
		if self.turn == 270:
			return self._top - top, self._right - right, self._top - bottom, self._right - left
		return left - self._left, self._top - top, right - self._left, self._top - bottom


def _page(page: Any, number: int) -> Page:
	with closing(page.get_textpage()) as text:
		frame = _Frame(page, _turn(text.raw))
		made = Page(number, frame.width, frame.height)
		_read_glyphs(text.raw, frame, made, {})
		_read_objects(page.raw, frame, made)
	return made


def _turn(text: Any) -> int:
	"""Degrees by which the sheet must be turned for most of its letters to stand upright."""
	count = raw.FPDFText_CountChars(text)
	angles = Counter(
		round(-math.degrees(raw.FPDFText_GetCharAngle(text, index)) / 90) * 90 % 360
		for index in range(0, count, max(1, count // _SAMPLED_LETTERS))
	)
	return angles.most_common(1)[0][0] if angles else 0


def _read_glyphs(text: Any, frame: _Frame, made: Page, faces: dict[int, Face]) -> None:
	count = raw.FPDFText_CountChars(text)
	if count > limits.PDF_GLYPHS:
		raise TooLarge(Term("letters on one page"), limits.PDF_GLYPHS)
	box = raw.FS_RECTF()
	box_place = ctypes.byref(box)
	setting, fresh, high = _Setting(), True, ""
	for index in range(count):
		code = raw.FPDFText_GetUnicode(text, index)
		if code in (10, 13) or (code == 32 and raw.FPDFText_IsGenerated(text, index) == 1):
			fresh = True
			continue
		if code in (0, 0xFFFD):
			made.unreadable += 1
			if code == 0:
				continue
		if 0xD800 <= code <= 0xDBFF:
			high = chr(code)
			continue
		raw.FPDFText_GetLooseCharBox(text, index, box_place)
		x0, top, x1, bottom = frame.box(box.left, box.bottom, box.right, box.top)
		if fresh or not setting.holds((top + bottom) / 2):
			setting = _setting(text, index, frame, faces, setting)
		fresh = code == 32
		char = "-" if code == _HYPHEN_AT_END else chr(code)
		if high:
			char, high = (high + char).encode("utf-16", "surrogatepass").decode("utf-16", "replace"), ""
		if made.glyphs and unicodedata.combining(char[0]):
			last = made.glyphs[-1]
			made.glyphs[-1] = last._replace(text=last.text + char)
			continue
		made.glyphs.append(Glyph(char, x0, setting.top, x1, setting.bottom, setting.face))


class _Setting(NamedTuple):
	"""How a word is set: its font, and where its line stands. The boxes of letters tell neither, they fit the ink.

	`thing` is the text object that it was read from; all letters of one are set alike.
	"""

	face: Face = Face()
	top: float = 0.0
	bottom: float = 0.0
	thing: int = 0

	def holds(self, middle: float) -> bool:
		"""Whether a letter stands on the same line."""
		return self.top <= middle <= self.bottom


def _setting(text: Any, index: int, frame: _Frame, faces: dict[int, Face], before: _Setting) -> _Setting:
	thing = raw.FPDFText_GetTextObject(text, index)
	address = ctypes.cast(thing, ctypes.c_void_p).value or 0
	x, y = ctypes.c_double(), ctypes.c_double()
	if not address or address == before.thing or not raw.FPDFText_GetCharOrigin(text, index, x, y):
		return before
	size, matrix = ctypes.c_float(), raw.FS_MATRIX()
	raw.FPDFTextObj_GetFontSize(thing, size)
	raw.FPDFPageObj_GetMatrix(thing, matrix)
	height = abs(size.value) * math.hypot(matrix.c, matrix.d) or 1.0
	baseline = frame.box(x.value, y.value, x.value, y.value)[1]
	font = raw.FPDFTextObj_GetFont(thing)
	key = ctypes.cast(font, ctypes.c_void_p).value or 0
	if key not in faces:
		faces[key] = _face(font)
	top, bottom = baseline - _ABOVE_BASELINE * height, baseline + _BELOW_BASELINE * height
	return _Setting(faces[key], top, bottom, address)


def _face(font: Any) -> Face:
	size = raw.FPDFFont_GetBaseFontName(font, None, 0)
	if not size or size > 1_000:
		return Face()
	buffer = ctypes.create_string_buffer(size)
	raw.FPDFFont_GetBaseFontName(font, buffer, size)
	name = buffer.value.decode("utf-8", "replace").rpartition("+")[2]
	low = name.lower()
	return Face(
		bold="bold" in low or "black" in low or low.endswith(",b"),
		italic="italic" in low or "oblique" in low,
		conversion=legacy.by_font(name),
	)


def _read_objects(page: Any, frame: _Frame, made: Page) -> None:
	for index in range(raw.FPDFPage_CountObjects(page)):
		thing = raw.FPDFPage_GetObject(page, index)
		kind = raw.FPDFPageObj_GetType(thing)
		if kind == raw.FPDF_PAGEOBJ_IMAGE:
			made.pictures += 1
		elif kind == raw.FPDF_PAGEOBJ_PATH and len(made.rules) < _MOST_RULES:
			made.rules.extend(_rules(thing, frame))


def _rules(path: Any, frame: _Frame) -> Iterator[Rule]:
	sides = [ctypes.c_float() for _ in range(4)]
	if not raw.FPDFPageObj_GetBounds(path, *sides):
		return
	x0, top, x1, bottom = frame.box(*(side.value for side in sides))
	if bottom - top <= _THIN or x1 - x0 <= _THIN:
		yield from _as_rule(x0, top, x1, bottom)
		return
	fill, stroke = ctypes.c_int(), ctypes.c_int()
	raw.FPDFPath_GetDrawMode(path, fill, stroke)
	if stroke.value:
		for left, lower, right, upper in _edges(path):
			yield from _as_rule(*frame.box(left, lower, right, upper))


def _as_rule(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
	if bottom - top <= _THIN and x1 - x0 >= _SHORTEST_RULE:
		middle = (top + bottom) / 2
		yield Rule(x0, middle, x1, middle)
	elif x1 - x0 <= _THIN and bottom - top >= _SHORTEST_RULE:
		middle = (x0 + x1) / 2
		yield Rule(middle, top, middle, bottom)


def _edges(path: Any) -> Iterator[tuple[float, float, float, float]]:
	"""Straight edges of a path as left, bottom, right, top on the sheet."""
	matrix = raw.FS_MATRIX()
	raw.FPDFPageObj_GetMatrix(path, matrix)
	x, y = ctypes.c_float(), ctypes.c_float()
	start = last = (0.0, 0.0)
	for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
		segment = raw.FPDFPath_GetPathSegment(path, index)
		raw.FPDFPathSegment_GetPoint(segment, x, y)
		here = (
			matrix.a * x.value + matrix.c * y.value + matrix.e,
			matrix.b * x.value + matrix.d * y.value + matrix.f,
		)
		kind = raw.FPDFPathSegment_GetType(segment)
		if kind == raw.FPDF_SEGMENT_MOVETO:
			start = here
		elif kind == raw.FPDF_SEGMENT_LINETO:
			yield _between(last, here)
		if raw.FPDFPathSegment_GetClose(segment):
			yield _between(here, start)
		last = here


def _between(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
	return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
