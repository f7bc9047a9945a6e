"""Styles and list numbers of OpenDocument texts (OASIS OpenDocument 1.3 part 3, §16.27–16.34, §19.880)."""

from dataclasses import dataclass, field, replace

from .docx_numbering import format_number
from .xml import etree

_MAX_CHAIN = 20
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def local(element: etree._Element) -> str:
	"""Name of an element without its namespace."""
	return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
	"""An attribute by its name without namespace, "" where it is missing."""
	for key, value in element.attrib.items():
		if str(key).rpartition("}")[2] == name:
			return str(value)
	return ""


def points(length: str) -> float:
	"""A length such as "1.27cm" in points, 0 where it is none."""
	try:
		return float(length[:-2]) * _POINTS.get(length[-2:], 0.0)
	except ValueError:
		return 0.0


@dataclass(frozen=True)
class OdtStyle:
	"""What a style, with those that it inherits from, says about text; `label` is the name that people see."""

	label: str = ""
	bold: bool = False
	italic: bool = False
	hidden: bool = False
	font: str = ""
	align: str = ""
	indent: float = 0.0
	list_style: str = ""


@dataclass
class OdtLevel:
	"""One level of a list style."""

	bullet: str = ""
	fmt: str = ""
	prefix: str = ""
	suffix: str = ""
	shown: int = 1
	start: int = 1
	indent: float = 0.0


@dataclass
class OdtStyles:
	"""All styles of one document: those of styles.xml, then those of content.xml."""

	OUTLINE = "\0outline"

	_raw: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
	_fonts: dict[str, str] = field(default_factory=dict)
	_lists: dict[str, dict[int, OdtLevel]] = field(default_factory=dict)
	_made: dict[tuple[str, str], OdtStyle] = field(default_factory=dict)

	def load(self, root: etree._Element) -> None:
		"""Take in the styles below an element; they are copied, so that it may be cleared."""
		for element in root.iter():
			name = local(element)
			if name == "style":
				key = attribute(element, "family"), attribute(element, "name")
				self._raw[key] = etree.fromstring(etree.tostring(element))
			elif name == "font-face":
				self._fonts[attribute(element, "name")] = attribute(element, "font-family").strip("'\" ")
			elif name in ("list-style", "outline-style"):
				key_name = self.OUTLINE if name == "outline-style" else attribute(element, "name")
				self._lists[key_name] = {
					int(attribute(level, "level")) - 1: _level(level)
					for level in element
					if attribute(level, "level").isdigit()
				}

	def level(self, style: str, depth: int) -> OdtLevel | None:
		"""Definition of a level of a list style, None where it has none."""
		return self._lists.get(style, {}).get(depth)

	def paragraph(self, name: str) -> OdtStyle:
		"""A paragraph style."""
		return self._style("paragraph", name)

	def text(self, name: str, look: tuple[bool, bool, str, bool]) -> tuple[bool, bool, str, bool]:
		"""The look of a span: bold, italic, font, hidden; what its style leaves open is as around it."""
		bold, italic, font, hidden = look
		key: str = name
		for _ in range(_MAX_CHAIN):
			element = self._raw.get(("text", key))
			if element is None:
				break
			said = _text_properties(element)
			if said:
				bold = said.get("bold", bold)  # type: ignore[assignment]
				italic = said.get("italic", italic)  # type: ignore[assignment]
				hidden = hidden or bool(said.get("hidden"))
				font = self._font(str(said.get("font", ""))) or font
				break
			key = attribute(element, "parent-style-name")
		return bold, italic, font, hidden

	def _font(self, name: str) -> str:
		return self._fonts.get(name) or name

	def _style(self, family: str, name: str) -> OdtStyle:
		key = family, name
		if key not in self._made:
			chain: list[etree._Element] = []
			at = name
			while (family, at) in self._raw and len(chain) < _MAX_CHAIN:
				chain.append(self._raw[family, at])
				at = attribute(chain[-1], "parent-style-name")
			made = OdtStyle()
			for element in reversed(chain):
				made = self._inherit(made, element)
			self._made[key] = made
		return self._made[key]

	def _inherit(self, base: OdtStyle, element: etree._Element) -> OdtStyle:
		text = _text_properties(element)
		changes: dict[str, object] = {key: value for key, value in text.items() if key != "font"}
		if text.get("font"):
			changes["font"] = self._font(str(text["font"]))
		# Automatic styles have names like P12; people see that of the style behind them.
		shown = attribute(element, "display-name") or attribute(element, "name").replace("_20_", " ")
		if not base.label or shown[:1] != "P" or not shown[1:].isdigit():
			changes["label"] = shown
		own_list = attribute(element, "list-style-name")
		if own_list:
			changes["list_style"] = own_list
		for child in element:
			if local(child) == "paragraph-properties":
				align = attribute(child, "text-align")
				if align:
					changes["align"] = align
				left, first = attribute(child, "margin-left"), attribute(child, "text-indent")
				if left or first:
					changes["indent"] = points(left) + points(first)
		return replace(base, **changes)  # type: ignore[arg-type]


def _text_properties(style: etree._Element) -> dict[str, object]:
	out: dict[str, object] = {}
	for child in style:
		if local(child) != "text-properties":
			continue
		weight, slant = attribute(child, "font-weight"), attribute(child, "font-style")
		if weight:
			out["bold"] = weight == "bold" or (weight.isdigit() and int(weight[:4]) >= 600)
		if slant:
			out["italic"] = slant in ("italic", "oblique")
		if attribute(child, "display"):
			out["hidden"] = attribute(child, "display") == "none"
		font = attribute(child, "font-name") or attribute(child, "font-family")
		if font:
			out["font"] = font
	return out


def _level(element: etree._Element) -> OdtLevel:
	made = OdtLevel(prefix=attribute(element, "num-prefix"), suffix=attribute(element, "num-suffix"))
	if local(element) == "list-level-style-bullet":
		made.bullet = attribute(element, "bullet-char") or "•"
	elif local(element) == "list-level-style-image":
		made.bullet = "•"
	made.fmt = attribute(element, "num-format")
	shown, start = attribute(element, "display-levels"), attribute(element, "start-value")
	made.shown = int(shown) if shown.isdigit() and len(shown) < 3 else 1
	made.start = int(start) if start.isdigit() and len(start) < 10 else 1
	for child in element.iter():
		if local(child) == "list-level-label-alignment":
			made.indent = points(attribute(child, "margin-left")) + points(attribute(child, "text-indent"))
		elif local(child) == "list-level-properties" and attribute(child, "space-before"):
			made.indent = points(attribute(child, "space-before"))
	return made


class ListCounter:
	"""Counts the items of all lists as they go by."""

	def __init__(self, styles: OdtStyles) -> None:
		self._styles = styles
		self._counts: dict[str, list[int | None]] = {}
		self._by_id: dict[str, list[int | None]] = {}
		self._last: dict[str, list[int | None]] = {}
		self._key = ""

	def begin(self, style: str, identity: str, continued: str, goes_on: str) -> None:
		"""A list begins.

		Args:
			style: its list style.
			identity: its own id, "" if it has none.
			continued: id of the list whose numbers it goes on with.
			goes_on: "true" where it goes on with the last list of the same style.
		"""
		if continued and continued in self._by_id:
			counts = self._by_id[continued]
		elif goes_on == "true" and style in self._last:
			counts = self._last[style]
		else:
			counts = [None] * 10
		self._counts[""] = counts
		self._last[style] = counts
		if identity:
			self._by_id[identity] = counts

	def advance(self, style: str, depth: int, start: int | None) -> tuple[str, float]:
		"""Count one item.

		Args:
			style: list style, or `OdtStyles.OUTLINE`, whose headings count through the document.
			depth: level from 0.
			start: number that the item is given, None to count on.

		Returns: the number or bullet as seen on the page, and its left edge in points.
		"""
		level = self._styles.level(style, depth)
		counts = self._counts.setdefault(style if style == OdtStyles.OUTLINE else "", [None] * 10)
		before = counts[depth]
		first = level.start if level else 1
		counts[depth] = start if start is not None else (first if before is None else before + 1)
		counts[depth + 1 :] = [None] * (9 - depth)
		if level is None:
			return "", 0.0
		if level.bullet:
			return level.bullet, level.indent
		if not level.fmt:
			return "", level.indent
		figures = []
		for above in range(max(0, depth + 1 - level.shown), depth + 1):
			outer = self._styles.level(style, above)
			count = counts[above]
			value = count if count is not None else (outer.start if outer else 1)
			fmt = outer.fmt if outer and outer.fmt else "1"
			figures.append(format_number(value, _FORMATS.get(fmt, "decimal")))
		return f"{level.prefix}{'.'.join(figures)}{level.suffix}", level.indent
