"""Takes away what is printed on every page: running heads, feet and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from ...normalise import clean, fold
from .lines import Line

# Shares of the page height in which running lines stand.
_HEAD, _FOOT = 0.11, 0.89
_NUMBER = re.compile(
	r"[-–—\s|/.~]*(?:(?:trang|tr\.?|page|p\.?)\s*)?(\d{1,4})(?:\s*(?:/|tren|of)\s*(\d{1,4}))?[-–—\s|/.~]*"
)
_DIGITS = re.compile(r"\d+")
_LEAST_REPEATS = 2


class Margins:
	"""Learns what is repeated, page after page, and says it of a line.

	Args:
		pages: for each page its height, and its lines in the bands of the margins.
	"""

	def __init__(self, pages: Sequence[tuple[float, Sequence[Line]]]) -> None:
		self._pages = len(pages)
		seen: Counter[tuple[str, int]] = Counter()
		numbers: Counter[int] = Counter()
		for _, lines in pages:
			seen.update({_key(line) for line in lines})
			numbers.update({int(found[1]) - line.page for line in lines if (found := _number(line))})
		self._repeated = {
			key for key, count in seen.items() if count >= max(_LEAST_REPEATS, 0.4 * (self._pages - 1))
		}
		self._offsets = {
			offset for offset, count in numbers.items() if count >= max(_LEAST_REPEATS, 0.4 * self._pages)
		}

	def hold(self, line: Line) -> bool:
		"""Whether a line of a margin band is a running line and no part of the text."""
		found = _number(line)
		if found:
			offset = int(found[1]) - line.page
			return offset in self._offsets or (self._pages <= 2 and offset == 0)
		return _key(line) in self._repeated


def in_band(line: Line, height: float) -> bool:
	"""Whether a line stands where running lines do."""
	return line.bottom < _HEAD * height or line.top > _FOOT * height


def _number(line: Line) -> re.Match[str] | None:
	return _NUMBER.fullmatch(fold(clean(line.text)))


def _key(line: Line) -> tuple[str, int]:
	return _DIGITS.sub("#", fold(clean(line.text))), round(line.middle / 8)
