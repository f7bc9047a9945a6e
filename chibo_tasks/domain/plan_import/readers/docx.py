"""Word documents (.docx): what a reader of the printed page sees, tracked changes accepted.

Headers, footers, text boxes, comments, footnotes and the table of contents are not part of the plan and stay out: the
first three live in other parts or in drawings, the last repeats the headings. Structure per ECMA-376 part 1, §17.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .. import limits, progress
from ..blocks import Block, Cell, bounded
from ..errors import DamagedFile, EmbeddedDocument, Term, TooLarge
from ..normalise import clean
from .docx_numbering import Numbering, indent_of, namespace, number
from .docx_styles import Styles, list_of
from .docx_text import local, text_of
from .layout import flatten_layout
from .legacy_blocks import whole_legacy
from .package import Package
from .xml import etree, parse, pieces, reason, refuse_unsafe

_MAIN = "word/document.xml"
_LIKE_MAIN = re.compile(r"word/document[^/]*\.xml")
_EMBEDDED = frozenset({"altChunk", "subDoc"})
_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_MAX_PARAGRAPHS = 4 * limits.BLOCKS
_MAX_CELL_DEPTH = 6
# Style of a block whose paragraph mark is deleted, until it is joined.
_JOINED = "\0joined"


@dataclass
class _State:
	ns: str
	styles: Styles
	numbering: Numbering
	encodings: set[str]
	paragraphs: int = 0
	tables: int = 0
	joins: bool = False
	"""The mark of the paragraph before is deleted: the next one runs on there and has no number of its own."""


def read(data: bytes) -> tuple[list[Block], str]:
	"""Blocks of a .docx file.

	Returns: blocks, and the old encoding that parts of it were typed in ("" for none).

	Raises:
		UnreadablePlan: damaged, unsafe or too large.
	"""
	package = Package(data)
	main = _main_part(package)
	document = package.read(main)
	refuse_unsafe(document)
	folder = main.rpartition("/")[0]
	styles_part = _related(package, main, "styles") or f"{folder}/styles.xml"
	numbering_part = _related(package, main, "numbering") or f"{folder}/numbering.xml"
	styles = Styles(_optional(package, styles_part))
	numbering = Numbering(_optional(package, numbering_part))
	numbering.link_styles(styles.lists())
	state = _State("", styles, numbering, set())
	blocks = list(flatten_layout(bounded(_join_deleted_marks(_blocks(document, main, state)))))
	return whole_legacy(blocks, state.encodings)


def _main_part(package: Package) -> str:
	"""The part that Word shows: the one that the package points at, wherever it lies."""
	pointed = _related(package, "", "officeDocument")
	for name in (pointed, _MAIN, *sorted(package.names)):
		if name in package.names and (name in (pointed, _MAIN) or _LIKE_MAIN.fullmatch(name)):
			return name
	raise DamagedFile(_MAIN)


def _related(package: Package, main: str, kind: str) -> str:
	"""Name of a part that the main part points at; targets outside of the package are ignored, never fetched."""
	folder, _, name = main.rpartition("/")
	relations = _optional(package, f"{folder}/_rels/{name}.rels".lstrip("/"))
	if relations is None:
		return ""
	for relation in relations:
		if str(relation.get("Type", "")).endswith("/" + kind) and relation.get("TargetMode") != "External":
			target = str(relation.get("Target", ""))
			return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
	return ""


def _optional(package: Package, name: str) -> etree._Element | None:
	data = package.read_optional(name)
	return parse(data, name) if data else None


def _blocks(document: bytes, main: str, state: _State) -> Iterator[Block]:
	"""Read the body child by child and forget each, so that memory stays flat on long documents."""
	body: etree._Element | None = None
	try:
		for event, element in pieces(document):
			if event == "start":
				if body is None and element.tag.endswith("}body"):
					body, state.ns = element, namespace(element)
				continue
			if body is None or element.getparent() is not body:
				continue
			yield from _content(element, state)
			element.clear()
			while element.getprevious() is not None:
				del body[0]
	except (etree.XMLSyntaxError, ValueError) as fault:
		raise reason(main, fault) from fault
	if body is None:
		raise DamagedFile(main)


def _content(element: etree._Element, state: _State) -> Iterator[Block]:
	name = local(element)
	if name == "p":
		block = _paragraph(element, state)
		if block is not None:
			yield block
	elif name == "tbl":
		yield from _table(element, state)
	elif name in _EMBEDDED:
		raise EmbeddedDocument
	elif name in _THROUGH and not _is_contents(element, state):
		for child in element:
			yield from _content(child, state)


def _is_contents(element: etree._Element, state: _State) -> bool:
	gallery = element.find(f"{state.ns}sdtPr/{state.ns}docPartObj/{state.ns}docPartGallery")
	return gallery is not None and gallery.get(state.ns + "val", "") == "Table of Contents"


def _paragraph(element: etree._Element, state: _State) -> Block | None:
	"""One paragraph as a block; None for those that print nothing."""
	state.paragraphs += 1
	if state.paragraphs % 1_000 == 0:
		progress.report(progress.PARAGRAPHS, state.paragraphs, 0)
	if state.paragraphs > _MAX_PARAGRAPHS:
		raise TooLarge(Term("paragraphs"), _MAX_PARAGRAPHS)
	ns = state.ns
	properties = element.find(ns + "pPr")
	style_id = ""
	if properties is not None:
		named = properties.find(ns + "pStyle")
		style_id = named.get(ns + "val", "") if named is not None else ""
	chain = state.styles.chain(style_id or state.styles.default_paragraph)
	style = chain[0].name if chain else style_id
	if style.lower().startswith("toc "):
		return None
	text, bold, italic = text_of(element, state.ns, state.styles, chain, state.encodings)
	deleted_mark, joins = _mark_deleted(properties, ns), state.joins
	if not clean(text):
		if not deleted_mark:
			if not joins:
				_number(properties, style_id, state, count_only=True)
			state.joins = False
		return None
	state.joins = deleted_mark
	label, depth, indent = ("", -1, 0.0) if joins else _number(properties, style_id, state)
	if properties is not None and properties.find(ns + "ind") is not None:
		indent = indent_of(properties, ns)
	elif not indent:
		indent = next((one.indent for one in chain if one.indent), 0.0)
	align = _align(properties, chain, ns)
	return Block(
		raw=text,
		number=label,
		depth=depth,
		indent=indent,
		style=_JOINED if deleted_mark else style,
		bold=bold,
		italic=italic,
		align=align,
	)


def _align(properties: etree._Element | None, chain: list, ns: str) -> str:  # type: ignore[type-arg]
	found = properties.find(ns + "jc") if properties is not None else None
	if found is not None:
		return str(found.get(ns + "val", ""))
	return next((one.align for one in chain if one.align), "")


def _mark_deleted(properties: etree._Element | None, ns: str) -> bool:
	"""A tracked deletion of the paragraph mark: when accepted, the next paragraph runs on here."""
	if properties is None:
		return False
	return (
		properties.find(f"{ns}rPr/{ns}del") is not None
		or properties.find(f"{ns}rPr/{ns}moveFrom") is not None
	)


def _join_deleted_marks(blocks: Iterator[Block]) -> Iterator[Block]:
	held: Block | None = None
	for block in blocks:
		if held is not None:
			if block.is_row:
				yield held
			else:
				block = replace(block, raw=held.raw + block.raw, number=held.number, depth=held.depth)
			held = None
		if block.style == _JOINED:
			held = replace(block, style="")
		else:
			yield block
	if held is not None:
		yield held


def _number(
	properties: etree._Element | None, style_id: str, state: _State, count_only: bool = False
) -> tuple[str, int, float]:
	"""Automatic number of a paragraph, set on it or on its style; with its level and left edge."""
	list_id, depth_text = list_of(properties, state.ns) if properties is not None else ("", "")
	depth = number(depth_text)
	if not list_id:
		for style in state.styles.chain(style_id or state.styles.default_paragraph):
			depth_text = depth_text or style.depth
			if style.list_id:
				list_id = style.list_id
				depth = number(depth_text) if depth_text else -1
				break
	if not list_id or list_id == "0":
		return "", -1, 0.0
	if depth < 0:
		depth = state.numbering.depth_of_style(list_id, style_id)
	if count_only:
		level = state.numbering.level(list_id, depth)
		if level is None or level.fmt == "bullet":
			return "", -1, 0.0
	label = state.numbering.advance(list_id, depth)
	level = state.numbering.level(list_id, depth)
	return clean(label), depth, level.indent if level else 0.0


def _table(element: etree._Element, state: _State) -> Iterator[Block]:
	"""Rows of a table as blocks; merged cells repeat what stands above, marked as such."""
	ns, table = state.ns, state.tables
	state.tables += 1
	open_cells: dict[int, Cell] = {}
	count = 0
	for row in _children(element, "tr"):
		if _row_deleted(row, ns):
			continue
		cells = tuple(_cells(row, state, open_cells))
		raw = "\n".join(cell.text for cell in cells if not cell.continued and cell.paragraphs)
		if not clean(raw):
			continue
		yield Block(
			raw=raw,
			cells=cells,
			table=table,
			row=count,
			bold=all(cell.bold for cell in cells if clean(cell.text)),
		)
		count += 1


def _row_deleted(row: etree._Element, ns: str) -> bool:
	return row.find(f"{ns}trPr/{ns}del") is not None


def _children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
	for child in element:
		name = local(child)
		if name == wanted:
			yield child
		elif name in _THROUGH:
			yield from _children(child, wanted)


def _cells(row: etree._Element, state: _State, open_cells: dict[int, Cell]) -> Iterator[Cell]:
	ns = state.ns
	column = 0
	before = row.find(f"{ns}trPr/{ns}gridBefore")
	if before is not None:
		column = min(number(before.get(ns + "val")), limits.TABLE_COLUMNS)
	for element in _children(row, "tc"):
		properties = element.find(ns + "tcPr")
		span, merge = _spans(properties, ns)
		if column + span > limits.TABLE_COLUMNS:
			raise TooLarge(Term("columns in a table"), limits.TABLE_COLUMNS)
		state.joins = False
		blocks = list(_join_deleted_marks(_cell_blocks(element, state, 0)))
		state.joins = False
		paragraphs = tuple(_shown(block) for block in blocks)
		if merge == "continue" and column in open_cells and not any(map(clean, paragraphs)):
			above = open_cells[column]
			yield Cell(above.paragraphs, column, span, continued=True, bold=above.bold)
		else:
			cell = Cell(paragraphs, column, span, bold=bool(blocks) and all(block.bold for block in blocks))
			if merge == "restart":
				open_cells[column] = cell
			else:
				open_cells.pop(column, None)
			yield cell
		column += span


def _spans(properties: etree._Element | None, ns: str) -> tuple[int, str]:
	if properties is None:
		return 1, ""
	span = properties.find(ns + "gridSpan")
	merge = properties.find(ns + "vMerge")
	width = max(1, number(span.get(ns + "val"))) if span is not None else 1
	return width, (merge.get(ns + "val", "continue") if merge is not None else "")


def _cell_blocks(element: etree._Element, state: _State, depth: int) -> Iterator[Block]:
	if depth > _MAX_CELL_DEPTH:
		raise TooLarge(Term("tables inside tables"), _MAX_CELL_DEPTH)
	for child in element:
		name = local(child)
		if name == "p":
			block = _cell_paragraph(child, state)
			if block is not None:
				yield block
		elif name == "tbl":
			for row in _children(child, "tr"):
				for cell in _children(row, "tc") if not _row_deleted(row, state.ns) else ():
					yield from _cell_blocks(cell, state, depth + 1)
		elif name in _EMBEDDED:
			raise EmbeddedDocument
		elif name in _THROUGH:
			yield from _cell_blocks(child, state, depth)


def _cell_paragraph(element: etree._Element, state: _State) -> Block | None:
	"""A paragraph in a cell; an automatic number alone is text there ("TT" columns number themselves)."""
	block = _paragraph(element, state)
	if block is not None:
		return block
	properties = element.find(state.ns + "pPr")
	list_id, depth = list_of(properties, state.ns) if properties is not None else ("", "")
	level = state.numbering.level(list_id, number(depth)) if list_id else None
	if level is None or level.fmt == "bullet":
		return None
	shown = state.numbering.current(list_id, number(depth))
	return Block(raw="", number=clean(shown)) if shown else None


def _shown(block: Block) -> str:
	return f"{block.number} {block.raw}".strip() if block.number else block.raw
