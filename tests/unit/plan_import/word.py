"""Builds Word documents out of the texts of the corpus, with the automatic numbering that secretaries use.

A line's typed number or bullet becomes a numbering definition of Word and leaves the text; a line of `|` becomes a table
row, `^` a cell merged with the one above, `>` one merged with the one on its left, `⏎` a new paragraph in the cell.
"""

import io
import re
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

_MARKERS = (
	("roman", re.compile(r"(?P<label>[IVX]+)\.\s")),
	("capital", re.compile(r"(?P<label>[A-H])\.\s")),
	("second", re.compile(r"\d+\.(?P<label>\d+)\.?\s")),
	("decimal", re.compile(r"(?P<label>\d+)\.\s")),
	("letter", re.compile(r"(?P<label>[a-z])\)\s")),
	("bullet", re.compile(r"(?P<label>[-+*•–o])\s")),
)
_FORMATS = {
	"roman": ("upperRoman", "%1."),
	"capital": ("upperLetter", "%1."),
	"decimal": ("decimal", "%1."),
	"letter": ("lowerLetter", "%1)"),
}
_INDENT = {"roman": 0, "capital": 0, "decimal": 360, "second": 540, "letter": 720, "bullet": 900}
_ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


class _Numbering:
	"""Numbering definitions of one document, made as they are needed."""

	def __init__(self, document: Document) -> None:
		self.root = document.part.numbering_part.element
		for child in list(self.root):
			self.root.remove(child)
		self.abstracts: dict[str, str] = {}
		self.open: dict[str, tuple[str, int]] = {}
		self.count = 0

	def attach(self, paragraph: object, family: str, label: str) -> None:
		"""Number a paragraph so that Word shows `label`."""
		if family == "bullet":
			number, level = self._bullet(label), 0
		elif family == "second":
			number, level = self.open["decimal"][0], 1
		else:
			number, level = self._counted(family, label), 0
		properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
		properties.get_or_add_ilvl().val = level
		properties.get_or_add_numId().val = int(number)

	def _bullet(self, sign: str) -> str:
		key = f"bullet{sign}"
		if key not in self.open:
			self.open[key] = (self._instance(self._abstract(key, [("bullet", sign)], 900), 0), 0)
		return self.open[key][0]

	def _counted(self, family: str, label: str) -> str:
		value = _value(family, label)
		number, last = self.open.get(family, ("", -1))
		if not number or value != last + 1:
			levels = [_FORMATS[family]]
			if family == "decimal":
				levels.append(("decimal", "%1.%2."))
			number = self._instance(self._abstract(family, levels, _INDENT[family]), value)
		self.open[family] = (number, value)
		for inner in {
			"roman": ("decimal", "letter"),
			"capital": ("decimal", "letter"),
			"decimal": ("letter",),
		}.get(family, ()):
			self.open.pop(inner, None)
		return number

	def _abstract(self, key: str, levels: list[tuple[str, str]], indent: int) -> str:
		if key in self.abstracts:
			return self.abstracts[key]
		self.abstracts[key] = str(len(self.abstracts))
		element = OxmlElement("w:abstractNum")
		element.set(qn("w:abstractNumId"), self.abstracts[key])
		for depth, (fmt, text) in enumerate(levels):
			level = _child(element, "w:lvl", ilvl=str(depth))
			_child(level, "w:start", val="1")
			_child(level, "w:numFmt", val=fmt)
			_child(level, "w:lvlText", val=text)
			_child(_child(level, "w:pPr"), "w:ind", left=str(indent + 180 * depth), hanging="180")
		self.root.insert(len(self.abstracts) - 1, element)
		return self.abstracts[key]

	def _instance(self, abstract: str, start: int) -> str:
		self.count += 1
		element = _child(self.root, "w:num", numId=str(self.count))
		_child(element, "w:abstractNumId", val=abstract)
		if start:
			_child(_child(element, "w:lvlOverride", ilvl="0"), "w:startOverride", val=str(start))
		return str(self.count)


def _child(parent: object, tag: str, **attributes: str) -> object:
	element = OxmlElement(tag)
	for name, value in attributes.items():
		element.set(qn(f"w:{name}"), value)
	parent.append(element)  # type: ignore[attr-defined]
	return element


def _value(family: str, label: str) -> int:
	if family == "roman":
		return _ROMAN.index(label)
	if family in ("capital", "letter"):
		return ord(label.lower()) - 96
	return int(label)


def build_docx(text: str) -> bytes:
	"""A Word document with the lines of a text.

	Args:
		text: one paragraph or table row per line.

	Returns: the file.
	"""
	document = docx.Document()
	numbering = _Numbering(document)
	rows: list[list[str]] = []
	for line in [*text.split("\n"), ""]:
		if line.startswith("|"):
			rows.append(
				[cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
			)
			continue
		if rows:
			_fill(document.add_table(len(rows), max(map(len, rows))), rows)
			rows = []
		if line.strip():
			_paragraph(document, numbering, line)
	out = io.BytesIO()
	document.save(out)
	return out.getvalue()


def _paragraph(document: Document, numbering: _Numbering, line: str) -> None:
	for family, pattern in _MARKERS:
		found = pattern.match(line)
		if found and (family != "second" or "decimal" in numbering.open):
			numbering.attach(document.add_paragraph(line[found.end() :].strip()), family, found["label"])
			return
	document.add_paragraph(line)


def _fill(table: Table, rows: list[list[str]]) -> None:
	for index, row in enumerate(rows):
		for column, text in enumerate(row):
			if text not in ("^", ">"):
				_write(table, index, column, text.split("⏎"))
	for index, row in enumerate(rows):
		for column, text in enumerate(row):
			if text == ">":
				_join(table, index, column, index, column - 1)
			elif text == "^":
				_join(table, index, column, index - 1, column)


def _join(table: Table, row: int, column: int, other_row: int, other_column: int) -> None:
	kept = table.cell(other_row, other_column)
	merged = kept.merge(table.cell(row, column))
	# python-docx leaves the empty paragraph of the swallowed cell behind
	for paragraph in merged.paragraphs[1:]:
		if not paragraph.text:
			paragraph._p.getparent().remove(paragraph._p)


def _write(table: Table, row: int, column: int, paragraphs: Iterable[str]) -> None:
	cell = table.cell(row, column)
	for place, text in enumerate(paragraphs):
		(cell.paragraphs[0] if place == 0 else cell.add_paragraph()).text = text
