"""From printed lines back to paragraphs: a break that was only made because the line was full is undone."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...markers import Marker, split_marker
from ...normalise import clean
from .lines import Line

# Shares of the line height, and points.
_SLACK = 0.9
_LEADING = 0.45
_EDGE = 4.0
_OPEN_END = re.compile(r"[^.:;!?…]$")
_ENDS_HYPHENED = re.compile(r"[^\W\d_]{2,}-$")
# Years or days from – to, parted by the end of a line.
_RANGE = re.compile(r"\d\n[-–—]\s?\d")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Paragraph:
	"""Text of a paragraph, and how its first line stands."""

	text: str
	first: Line
	bold: bool
	italic: bool
	centred: bool


@dataclass(frozen=True)
class Frame:
	"""The column in which lines were set: its edges and the usual distance from line to line, in points."""

	left: float
	right: float
	pitch: float

	@classmethod
	def around(cls, lines: Sequence[Line]) -> "Frame":
		"""The frame that lines seem to have been set in: edges that several of them share."""
		if not lines:
			return cls(0, 0, 0)
		pitches = Counter(
			round(below.middle - above.middle)
			for above, below in itertools.pairwise(lines)
			if above.page == below.page and 0 < below.middle - above.middle < 3 * above.height
		)
		usual = max(pitches.values(), default=0)
		pitch = min((pitch for pitch, count in pitches.items() if count >= 0.5 * usual), default=0)
		return cls(min(line.x0 for line in lines), _right_edge(lines), float(pitch))

	def centres(self, line: Line) -> bool:
		"""Whether a line stands in the middle, clear of both edges."""
		left, right = line.x0 - self.left, self.right - line.x1
		return (
			left > 2 * _EDGE
			and right > 2 * _EDGE
			and abs(left - right) < max(2 * _EDGE, 0.1 * (left + right))
		)


def _right_edge(lines: Sequence[Line]) -> float:
	edges = Counter(round(line.x1 / 4) for line in lines)
	shared = [edge for edge, count in edges.items() if count >= max(2, len(lines) // 50)]
	far = max(line.x1 for line in lines)
	return max(max(shared) * 4.0 + 2, far - 40) if shared else far


class Joiner:
	"""Joins the lines of one frame.

	Args:
		lines: all lines of the frame, to learn from.
		frame: where they stand; learned from the lines where it is not known.
	"""

	def __init__(self, lines: Sequence[Line], frame: Frame | None = None) -> None:
		self._frame = frame or Frame.around(lines)
		self._words: Counter[str] = Counter()
		for line in lines:
			self._words.update(word.lower() for word in _WORD.findall(line.text))
		self._marked_edges = self._sure_edges(lines)

	def _sure_edges(self, lines: Sequence[Line]) -> dict[str, list[float]]:
		"""Left edges at which each family of markers surely opens a paragraph, because the line above had room."""
		edges: dict[str, list[float]] = {}
		for above, below in itertools.pairwise(lines):
			marker = _marker(below)
			if marker and not self._full(above, below):
				edges.setdefault(marker.family, []).append(below.x0)
		return edges

	def paragraphs(self, lines: Iterable[Line]) -> list[Paragraph]:
		"""Paragraphs of lines in reading order."""
		out: list[list[Line]] = []
		for line in lines:
			if out and self._continues(out[-1], line):
				out[-1].append(line)
			else:
				out.append([line])
		return [self._paragraph(held) for held in out]

	def _continues(self, held: list[Line], line: Line) -> bool:
		above = held[-1]
		if above.placed != line.placed or self._apart(above, line):
			return False
		if any(line.placed):
			# Names and titles set in columns are lines of their own; only a sentence that ran out of room goes on.
			return (
				not line.text[:1].isupper()
				and not _marker(line)
				and above.x1 + line.first_word > line.placed[1]
			)
		if not self._full(above, line):
			return False
		if _marker(line) and self._opens(line, above):
			return False
		if above.bold != line.bold and (
			len(held) > 1 or _OPEN_END.search(clean(above.text)) is None or line.bold
		):
			return False
		indented = line.x0 - (held[1].x0 if len(held) > 1 else min(above.x0, line.x0)) > 1.5 * _EDGE
		if indented and not self._frame.centres(line):
			return not clean(line.text)[:1].isupper() or len(held) == 1
		return True

	def _full(self, above: Line, below: Line) -> bool:
		"""Whether the first word of the line below would not have fitted on the line above."""
		need = below.first_word + 0.25 * above.height
		slack = _SLACK * above.height
		if self._frame.centres(above):
			return above.width + need > self._frame.right - self._frame.left - 2 * slack
		return above.x1 + need > self._frame.right - slack * 0.5

	def _apart(self, above: Line, below: Line) -> bool:
		"""Whether size or distance says that two lines are of two paragraphs."""
		if max(above.height, below.height) > 1.25 * min(above.height, below.height):
			return True
		if above.page != below.page:
			return False
		distance = below.middle - above.middle
		return (
			distance < 0.3 * above.height
			or distance > (self._frame.pitch or above.height) + _LEADING * above.height
		)

	def _opens(self, line: Line, above: Line) -> bool:
		"""Whether a marker at the head of a line is one, and not a number or dash that the wrapping put there."""
		marker = _marker(line)
		assert marker is not None
		if _RANGE.search(f"{clean(above.text)}\n{clean(line.text)}"):
			return False
		sure = self._marked_edges.get(marker.family, [])
		if any(abs(edge - line.x0) < _EDGE for edge in sure):
			return True
		if sure or abs(line.x0 - above.x0) < _EDGE:
			return _OPEN_END.search(clean(above.text)) is None
		return True

	def _paragraph(self, held: list[Line]) -> Paragraph:
		text = held[0].text
		for line in held[1:]:
			text = self._join(text, line.text)
		return Paragraph(
			text=text,
			first=held[0],
			bold=all(line.bold for line in held),
			italic=all(line.italic for line in held),
			centred=all(map(self._frame.centres, held)),
		)

	def _join(self, above: str, below: str) -> str:
		above, below = above.rstrip(), below.lstrip()
		if above.endswith(("\u00ad", "\u2010")):
			return above[:-1] + below
		if not _ENDS_HYPHENED.search(above):
			tight = re.search(r"[\w)](?:[-/])$", above) is not None and below[:1].isalnum()
			return above + below if tight else f"{above} {below}"
		first, last = _WORD.match(below), _WORD.findall(above[:-1])
		if first and last and below[0].islower():
			whole = (last[-1] + first[0]).lower()
			parted = f"{last[-1]}-{first[0]}".lower()
			if self._words[whole] or (not self._words[parted] and whole.isascii()):
				return above[:-1] + below
		return above + below


def _marker(line: Line) -> Marker | None:
	return split_marker(clean(line.text))[0]
