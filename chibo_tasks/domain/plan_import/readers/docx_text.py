"""Text of a Word paragraph as the page shows it: tracked changes accepted, hidden text and field codes left out."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from .. import legacy
from .docx_styles import Style, Styles, font_of, is_on
from .xml import etree

# Content that is not on the page or not part of the running text.
_SKIP = frozenset(
	{
		"del",
		"moveFrom",
		"delText",
		"instrText",
		"delInstrText",
		"drawing",
		"pict",
		"object",
		"AlternateContent",
		"txbxContent",
		"footnoteReference",
		"endnoteReference",
		"commentReference",
		"annotationRef",
		"rPr",
		"pPr",
		"sectPr",
		"pgNum",
	}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}

_HEX = re.compile(r"[0-9A-Fa-f]{1,4}")


def local(element: etree._Element) -> str:
	"""Name of an element without its namespace; "" for a comment."""
	return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(
	element: etree._Element, ns: str, styles: Styles, chain: list[Style], encodings: set[str]
) -> tuple[str, bool, bool]:
	"""Text of a paragraph, and whether all of it is bold or italic.

	Args:
		element: the paragraph.
		ns: namespace of the document, as lxml puts it before names.
		styles: all styles of the document.
		chain: those of the paragraph, the nearest first.
		encodings: takes in the names of old encodings that the fonts ask for.
	"""
	base = _Look(
		bold=next((one.bold for one in chain if one.bold is not None), False),
		italic=next((one.italic for one in chain if one.italic is not None), False),
		hidden=next((one.hidden for one in chain if one.hidden is not None), False),
		font=next((one.font for one in chain if one.font), "") or styles.default_font,
	)
	pieces = [
		(piece, look)
		for run in _runs(element)
		if not (look := _look(run.find(ns + "rPr"), ns, styles, base)).hidden
		and (piece := "".join(_pieces(run, ns)))
	]
	sizes = [(len(piece.strip()), look) for piece, look in pieces]
	total = sum(size for size, _ in sizes) or 1
	return (
		_joined(pieces, encodings),
		sum(size for size, look in sizes if look.bold) > 0.9 * total,
		sum(size for size, look in sizes if look.italic) > 0.9 * total,
	)


class _Look(NamedTuple):
	bold: bool
	italic: bool
	hidden: bool
	font: str


def _look(properties: etree._Element | None, ns: str, styles: Styles, base: _Look) -> _Look:
	"""What run properties, then their character style, then the paragraph say."""
	if properties is None:
		return base
	named = properties.find(ns + "rStyle")
	for style in reversed(styles.chain(named.get(ns + "val", ""))) if named is not None else ():
		base = _Look(
			base.bold if style.bold is None else style.bold,
			base.italic if style.italic is None else style.italic,
			base.hidden if style.hidden is None else style.hidden,
			style.font or base.font,
		)
	bold, italic = is_on(properties, ns + "b", ns), is_on(properties, ns + "i", ns)
	hidden = is_on(properties, ns + "vanish", ns)
	return _Look(
		base.bold if bold is None else bold,
		base.italic if italic is None else italic,
		base.hidden if hidden is None else hidden,
		font_of(properties, ns) or base.font,
	)


def _joined(pieces: list[tuple[str, _Look]], encodings: set[str]) -> str:
	"""One text; neighbours in old fonts are converted together, for Word may part a letter from its mark."""
	out = []
	for conversion, group in itertools.groupby(pieces, key=lambda one: legacy.by_font(one[1].font)):
		text = "".join(piece for piece, _ in group)
		if conversion is not None:
			changed = legacy.convert_line(text, conversion)
			if changed != text:
				encodings.add(legacy.name_of(conversion))
			text = changed
		out.append(text)
	return "".join(out)


def _runs(element: etree._Element) -> Iterator[etree._Element]:
	for child in element:
		name = local(child)
		if name == "r":
			yield child
		elif name and name not in _SKIP:
			yield from _runs(child)


def _pieces(run: etree._Element, ns: str) -> Iterator[str]:
	for child in run:
		name = local(child)
		if name == "t":
			yield child.text or ""
		elif name in _SIGNS:
			yield _SIGNS[name]
		elif name == "sym":
			yield _symbol(child.get(ns + "char", ""))
		elif name == "ruby":
			for base in child:
				if local(base) == "rubyBase":
					for inner in _runs(base):
						yield from _pieces(inner, ns)


def _symbol(code: str) -> str:
	"""A letter of a symbol font, kept in the private area where those fonts have it."""
	if not _HEX.fullmatch(code):
		return ""
	value = int(code, 16)
	value = value | 0xF000 if value < 0x100 else value
	return chr(value) if value < 0xD800 or 0xE000 <= value < 0xFFFE else ""
