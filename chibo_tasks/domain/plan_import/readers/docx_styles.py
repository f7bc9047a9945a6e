"""What the styles of a Word document say about a paragraph that does not say it itself."""

from dataclasses import dataclass

from .docx_numbering import indent_of, namespace
from .xml import etree

_MAX_CHAIN = 20


@dataclass
class Style:
	"""The properties of one style that matter to reading; None and "" mean that it does not say."""

	name: str = ""
	based_on: str = ""
	list_id: str = ""
	depth: str = ""
	bold: bool | None = None
	italic: bool | None = None
	hidden: bool | None = None
	font: str = ""
	align: str = ""
	indent: float = 0.0


class Styles:
	"""All styles of one document.

	Args:
		root: styles.xml, or None when the document has none.
	"""

	def __init__(self, root: etree._Element | None) -> None:
		self._styles: dict[str, Style] = {}
		self.default_font = ""
		self.default_paragraph = ""
		if root is not None:
			self._load(root)

	def _load(self, root: etree._Element) -> None:
		ns = namespace(root)
		defaults = root.find(f"{ns}docDefaults/{ns}rPrDefault/{ns}rPr")
		if defaults is not None:
			self.default_font = font_of(defaults, ns)
		for element in root.findall(ns + "style"):
			key = element.get(ns + "styleId", "")
			self._styles[key] = _style(element, ns)
			if element.get(ns + "type") == "paragraph" and element.get(ns + "default") in ("1", "true"):
				self.default_paragraph = key

	def chain(self, key: str) -> list[Style]:
		"""A style and those it is based on, the nearest first."""
		out: list[Style] = []
		while key and key in self._styles and len(out) < _MAX_CHAIN:
			out.append(self._styles[key])
			key = out[-1].based_on
		return out

	def lists(self) -> dict[str, str]:
		"""Number of the list by id of the style that carries one."""
		return {key: style.list_id for key, style in self._styles.items() if style.list_id}


def _style(element: etree._Element, ns: str) -> Style:
	made = Style()
	name, based = element.find(ns + "name"), element.find(ns + "basedOn")
	made.name = name.get(ns + "val", "") if name is not None else ""
	made.based_on = based.get(ns + "val", "") if based is not None else ""
	paragraph, run = element.find(ns + "pPr"), element.find(ns + "rPr")
	if paragraph is not None:
		made.list_id, made.depth = list_of(paragraph, ns)
		made.indent = indent_of(paragraph, ns)
		align = paragraph.find(ns + "jc")
		made.align = align.get(ns + "val", "") if align is not None else ""
	if run is not None:
		made.bold = is_on(run, ns + "b", ns)
		made.italic = is_on(run, ns + "i", ns)
		made.hidden = is_on(run, ns + "vanish", ns)
		made.font = font_of(run, ns)
	return made


def list_of(properties: etree._Element, ns: str) -> tuple[str, str]:
	"""List and level that paragraph properties name, "" where they name none."""
	found = properties.find(ns + "numPr")
	if found is None:
		return "", ""
	list_id, depth = found.find(ns + "numId"), found.find(ns + "ilvl")
	return (
		list_id.get(ns + "val", "") if list_id is not None else "",
		depth.get(ns + "val", "") if depth is not None else "",
	)


def is_on(properties: etree._Element, name: str, ns: str) -> bool | None:
	"""State of a switch such as bold; None where it is not mentioned."""
	found = properties.find(name)
	return None if found is None else found.get(ns + "val", "1") not in ("0", "false", "off", "none")


def font_of(properties: etree._Element, ns: str) -> str:
	"""Name of the font that run properties ask for, "" if they ask for none."""
	found = properties.find(ns + "rFonts")
	return (found.get(ns + "ascii") or found.get(ns + "hAnsi") or "") if found is not None else ""
