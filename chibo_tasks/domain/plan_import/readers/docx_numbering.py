"""Word's automatic numbers: what stands in front of a paragraph on the page although the text does not hold it.

Source of the rules: ECMA-376 part 1, §17.9 (numbering): levels count on across all lists of one abstract definition,
deeper levels start again when a level above is used, `startOverride` starts a list anew at its first use.
"""

import re
from dataclasses import dataclass, field

from ..markers import roman_text
from ..normalise import clean
from .xml import etree

_PLACE = re.compile(r"%([1-9])")
_MAX_LEVEL = 9
_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|marlett", re.IGNORECASE)


@dataclass
class Level:
	"""One level of a list definition."""

	start: int = 1
	fmt: str = "decimal"
	text: str = ""
	restart: int | None = None
	legal: bool = False
	indent: float = 0.0
	style: str = ""


@dataclass
class _List:
	abstract: str
	starts: dict[int, int] = field(default_factory=dict)
	levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
	"""The lists of one document, counting as its paragraphs go by.

	Args:
		root: numbering.xml, or None when the document has none.
	"""

	def __init__(self, root: etree._Element | None) -> None:
		self._abstract: dict[str, dict[int, Level]] = {}
		self._style_links: dict[str, str] = {}
		self._lists: dict[str, _List] = {}
		self._counters: dict[str, list[int | None]] = {}
		self._used: set[tuple[str, int]] = set()
		if root is not None:
			self._load(root)

	def _load(self, root: etree._Element) -> None:
		ns = namespace(root)
		for abstract in root.iter(ns + "abstractNum"):
			key = abstract.get(ns + "abstractNumId", "")
			self._abstract[key] = {
				number(lvl.get(ns + "ilvl")): _level(lvl, ns) for lvl in abstract.findall(ns + "lvl")
			}
			link = abstract.find(ns + "numStyleLink")
			if link is not None:
				self._style_links[key] = link.get(ns + "val", "")
		for one in root.iter(ns + "num"):
			target = one.find(ns + "abstractNumId")
			if target is None:
				continue
			made = _List(target.get(ns + "val", ""))
			for override in one.findall(ns + "lvlOverride"):
				depth = number(override.get(ns + "ilvl"))
				start = override.find(ns + "startOverride")
				if start is not None:
					made.starts[depth] = number(start.get(ns + "val"))
				level = override.find(ns + "lvl")
				if level is not None:
					made.levels[depth] = _level(level, ns)
			self._lists[one.get(ns + "numId", "")] = made

	def link_styles(self, list_of_style: dict[str, str]) -> None:
		"""Resolve definitions that only point at a list style.

		Args:
			list_of_style: number of the list by id of the style.
		"""
		for key, style in self._style_links.items():
			target = self._lists.get(list_of_style.get(style, ""))
			if target is not None and target.abstract != key:
				self._abstract[key] = self._abstract.get(target.abstract, {})

	def level(self, list_id: str, depth: int) -> Level | None:
		"""Definition of one level of a list, None where it is not defined."""
		found = self._lists.get(list_id)
		if found is None:
			return None
		return found.levels.get(depth) or self._abstract.get(found.abstract, {}).get(depth)

	def depth_of_style(self, list_id: str, style: str) -> int:
		"""The level of a list that belongs to a paragraph style, 0 if none says so."""
		found = self._lists.get(list_id)
		if found is not None:
			for depth, level in self._abstract.get(found.abstract, {}).items():
				if level.style == style:
					return depth
		return 0

	def advance(self, list_id: str, depth: int) -> str:
		"""Count one paragraph and say what number stands before it.

		Args:
			list_id: number of the list; unknown ones give no number.
			depth: level from 0.

		Returns: "1.", "II", "a)", a bullet sign, or "" for a level without number.
		"""
		found = self._lists.get(list_id)
		level = self.level(list_id, depth)
		if found is None or level is None or not 0 <= depth < _MAX_LEVEL:
			return ""
		if level.fmt == "bullet":
			return level.text or "•"
		state = self._counters.setdefault(found.abstract, [None] * _MAX_LEVEL)
		self._count(found, list_id, depth, level, state)
		if level.fmt == "none":
			return ""
		return _PLACE.sub(
			lambda place: self._figure(list_id, int(place[1]) - 1, state, level.legal), level.text
		)

	def current(self, list_id: str, depth: int) -> str:
		"""The number that was given last in a list, without counting."""
		found, level = self._lists.get(list_id), self.level(list_id, depth)
		if found is None or level is None or found.abstract not in self._counters:
			return ""
		state = self._counters[found.abstract]
		return _PLACE.sub(
			lambda place: self._figure(list_id, int(place[1]) - 1, state, level.legal), level.text
		)

	def _count(self, found: _List, list_id: str, depth: int, level: Level, state: list[int | None]) -> None:
		first_use = (list_id, depth) not in self._used
		self._used.add((list_id, depth))
		current = state[depth]
		if first_use and depth in found.starts:
			state[depth] = found.starts[depth]
		else:
			state[depth] = level.start if current is None else current + 1
		for above in range(depth):
			if state[above] is None:
				outer = self.level(list_id, above)
				state[above] = outer.start if outer else 1
		for below in range(depth + 1, _MAX_LEVEL):
			inner = self.level(list_id, below)
			if inner is None or inner.restart is None or (inner.restart and depth + 1 <= inner.restart):
				state[below] = None

	def _figure(self, list_id: str, depth: int, state: list[int | None], legal: bool) -> str:
		level = self.level(list_id, depth)
		value = state[depth]
		if level is None or value is None:
			return ""
		return format_number(value, "decimal" if legal else level.fmt)


def _level(element: etree._Element, ns: str) -> Level:
	made = Level()
	for child in element:
		name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
		value = child.get(ns + "val", "")
		if name == "start":
			made.start = number(value)
		elif name == "numFmt":
			made.fmt = value
		elif name == "lvlText":
			made.text = value
		elif name == "lvlRestart":
			made.restart = number(value)
		elif name == "isLgl":
			made.legal = value not in ("0", "false")
		elif name == "pStyle":
			made.style = value
		elif name == "pPr":
			made.indent = indent_of(child, ns)
	if made.fmt == "bullet":
		made.text = _bullet(made.text, element.find(f"{ns}rPr/{ns}rFonts"), ns)
	return made


def _bullet(text: str, fonts: etree._Element | None, ns: str) -> str:
	"""The sign of a bullet as people see it; a picture or an unknown sign of a symbol font is a plain dot."""
	sign = text[:1]
	font = (fonts.get(ns + "ascii") or fonts.get(ns + "hAnsi") or "") if fonts is not None else ""
	if _SYMBOL_FONT.match(font) and sign and ord(sign) < 0x100:
		sign = chr(ord(sign) | 0xF000)
	shown = clean(sign)
	return "•" if not shown or 0xE000 <= ord(shown) < 0xF900 else shown


def format_number(value: int, fmt: str) -> str:
	"""A counted value in one of Word's number formats; unknown formats count in digits."""
	if fmt in ("upperRoman", "lowerRoman") and 0 < value < 400:
		text = roman_text(value)
		return text if fmt == "upperRoman" else text.lower()
	if fmt in ("upperLetter", "lowerLetter") and value > 0:
		letter = chr(65 + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
		return letter if fmt == "upperLetter" else letter.lower()
	if fmt == "decimalZero":
		return f"{value:02d}"
	return "" if fmt == "none" else str(value)


def namespace(root: etree._Element) -> str:
	"""Namespace of an element in the form that lxml puts before names (transitional and strict files differ)."""
	return root.tag.rpartition("}")[0] + "}" if isinstance(root.tag, str) and "}" in root.tag else ""


def number(value: str | None) -> int:
	"""An attribute as a whole number, 0 where it is none."""
	try:
		return int(float(value or 0))
	except (ValueError, OverflowError):
		return 0


def indent_of(properties: etree._Element, ns: str) -> float:
	"""Left edge of the first line in points, as paragraph properties say it."""
	found = properties.find(ns + "ind")
	if found is None:
		return 0.0
	left = number(found.get(ns + "left") or found.get(ns + "start"))
	return (left + number(found.get(ns + "firstLine")) - number(found.get(ns + "hanging"))) / 20
