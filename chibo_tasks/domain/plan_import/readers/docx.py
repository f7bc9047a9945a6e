"""Word documents (.docx): what a reader of the printed page sees, tracked changes accepted.

Headers, footers, text boxes, comments, footnotes and the table of contents are not part of the plan and stay out: the
first three live in other parts or in drawings, the last repeats the headings. Structure per ECMA-376 part 1, §17.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .. import legacy, limits
from ..blocks import Block, Cell
from ..errors import DamagedFile, TooLarge
from ..normalise import clean
from .docx_numbering import Numbering, indent_of, namespace, number
from .docx_styles import Style, Styles, font_of, is_on, list_of
from .layout import flatten_layout
from .package import Package
from .xml import etree, parse, refuse_declarations

_MAIN = "word/document.xml"
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
		"ruby",
	}
)
_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}
_MAX_PARAGRAPHS = 4 * limits.BLOCKS
_MAX_CELL_DEPTH = 6


@dataclass
class _State:
	ns: str
	styles: Styles
	numbering: Numbering
	encodings: set[str]
	paragraphs: int = 0
	tables: int = 0


def read(data: bytes) -> tuple[list[Block], str]:
	"""Blocks of a .docx file.

	Returns: blocks, and the old encoding that parts of it were typed in ("" for none).

	Raises:
		UnreadablePlan: damaged, unsafe or too large.
	"""
	package = Package(data)
	main = _main_part(package)
	document = package.read(main)
	refuse_declarations(document)
	folder = main.rpartition("/")[0]
	styles_part = _related(package, main, "styles") or f"{folder}/styles.xml"
	numbering_part = _related(package, main, "numbering") or f"{folder}/numbering.xml"
	styles = Styles(_optional(package, styles_part))
	numbering = Numbering(_optional(package, numbering_part))
	numbering.link_styles(styles.lists())
	state = _State("", styles, numbering, set())
	blocks = list(flatten_layout(_join_deleted_marks(_blocks(document, main, state))))
	blocks, found = _whole_legacy(blocks, state)
	return blocks, found


def _main_part(package: Package) -> str:
	if _MAIN in package.names:
		return _MAIN
	for name in sorted(package.names):
		if name.startswith("word/document") and name.endswith(".xml"):
			return name
	raise DamagedFile(_MAIN)


def _related(package: Package, main: str, kind: str) -> str:
	"""Name of a part that the main part points at; targets outside of the package are ignored, never fetched."""
	folder, _, name = main.rpartition("/")
	relations = _optional(package, f"{folder}/_rels/{name}.rels")
	if relations is None:
		return ""
	for relation in relations:
		if str(relation.get("Type", "")).endswith("/" + kind) and relation.get("TargetMode") != "External":
			target = str(relation.get("Target", ""))
			return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
	return ""


def _optional(package: Package, name: str) -> etree._Element | None:
	data = package.read_optional(name)
	return parse(data, name) if data else None


def _blocks(document: bytes, main: str, state: _State) -> Iterator[Block]:
	"""Read the body child by child and forget each, so that memory stays flat on long documents."""
	source = etree.iterparse(
		io.BytesIO(document),
		events=("start", "end"),
		resolve_entities=False,
		no_network=True,
		load_dtd=False,
		huge_tree=False,
		remove_comments=True,
		remove_pis=True,
	)
	body: etree._Element | None = None
	try:
		for event, element in source:
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
		raise DamagedFile(main) from fault
	if body is None:
		raise DamagedFile(main)


def _content(element: etree._Element, state: _State) -> Iterator[Block]:
	name = _name(element)
	if name == "p":
		block = _paragraph(element, state)
		if block is not None:
			yield block
	elif name == "tbl":
		yield from _table(element, state)
	elif name in _THROUGH and not _is_contents(element, state):
		for child in element:
			yield from _content(child, state)


def _is_contents(element: etree._Element, state: _State) -> bool:
	gallery = element.find(f"{state.ns}sdtPr/{state.ns}docPartObj/{state.ns}docPartGallery")
	return gallery is not None and gallery.get(state.ns + "val", "") == "Table of Contents"


def _name(element: etree._Element) -> str:
	return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _paragraph(element: etree._Element, state: _State) -> Block | None:
	"""One paragraph as a block; None for those that print nothing."""
	state.paragraphs += 1
	if state.paragraphs > _MAX_PARAGRAPHS:
		raise TooLarge("paragraphs", _MAX_PARAGRAPHS)
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
	text, bold, italic = _text(element, state, chain)
	if not clean(text):
		if not _mark_deleted(properties, ns):
			_number(properties, style_id, state, count_only=True)
		return None
	label, depth, indent = _number(properties, style_id, state)
	if properties is not None and properties.find(ns + "ind") is not None:
		indent = indent_of(properties, ns)
	elif not indent:
		indent = next((one.indent for one in chain if one.indent), 0.0)
	align = _align(properties, chain, ns)
	joined = "joined" if _mark_deleted(properties, ns) else ""
	return Block(
		raw=text,
		number=label,
		depth=depth,
		indent=indent,
		style=joined or style,
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
		if block.style == "joined":
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
		for style in state.styles.chain(style_id):
			if style.list_id:
				list_id = style.list_id
				depth = number(depth_text or style.depth) if (depth_text or style.depth) else -1
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


def _text(element: etree._Element, state: _State, chain: list[Style]) -> tuple[str, bool, bool]:
	"""Text of a paragraph, and whether all of it is bold or italic."""
	base_bold = next((one.bold for one in chain if one.bold is not None), False)
	base_font = next((one.font for one in chain if one.font), "") or state.styles.default_font
	out: list[str] = []
	weights = [0, 0, 0]
	for run in _runs(element):
		if _name(run) != "r":
			continue
		properties = run.find(state.ns + "rPr")
		if properties is not None and is_on(properties, state.ns + "vanish", state.ns):
			continue
		piece = "".join(_pieces(run, state))
		if not piece:
			continue
		font = (font_of(properties, state.ns) if properties is not None else "") or base_font
		piece = _converted(piece, font, state)
		out.append(piece)
		size = len(piece.strip())
		bold = is_on(properties, state.ns + "b", state.ns) if properties is not None else None
		italic = is_on(properties, state.ns + "i", state.ns) if properties is not None else None
		weights[0] += size
		weights[1] += size if (base_bold if bold is None else bold) else 0
		weights[2] += size if italic else 0
	total = max(weights[0], 1)
	return "".join(out), weights[1] > 0.9 * total, weights[2] > 0.9 * total


def _converted(piece: str, font: str, state: _State) -> str:
	conversion: Callable[[str], str] | None = legacy.by_font(font) if font else None
	if conversion is None:
		return piece
	changed = legacy.convert_line(piece, conversion)
	if changed != piece:
		state.encodings.add("VNI" if conversion is legacy.from_vni else "TCVN3")
	return changed


def _runs(element: etree._Element) -> Iterator[etree._Element]:
	for child in element:
		name = _name(child)
		if name == "r":
			yield child
		elif name and name not in _SKIP:
			yield from _runs(child)


def _pieces(run: etree._Element, state: _State) -> Iterator[str]:
	for child in run:
		name = _name(child)
		if name == "t":
			yield child.text or ""
		elif name == "br" and child.get(state.ns + "type") in ("page", "column"):
			continue
		elif name in _SIGNS:
			yield _SIGNS[name]
		elif name == "sym":
			code = (
				int(child.get(state.ns + "char", "0") or "0", 16)
				if _is_hex(child.get(state.ns + "char", ""))
				else 0
			)
			yield chr(code | 0xF000 if code < 0x100 else code) if 0x20 <= code < 0xFFFE else ""


def _is_hex(text: str) -> bool:
	return bool(text) and len(text) <= 4 and all(char in "0123456789abcdefABCDEF" for char in text)


def _table(element: etree._Element, state: _State) -> Iterator[Block]:
	"""Rows of a table as blocks; merged cells repeat what stands above, marked as such."""
	ns, table = state.ns, state.tables
	state.tables += 1
	open_cells: dict[int, Cell] = {}
	count = 0
	for row in _children(element, "tr"):
		properties = row.find(ns + "trPr")
		if properties is not None and properties.find(ns + "del") is not None:
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


def _children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
	for child in element:
		name = _name(child)
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
			raise TooLarge("columns in a table", limits.TABLE_COLUMNS)
		blocks = list(_cell_blocks(element, state, 0))
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
		raise TooLarge("tables inside tables", _MAX_CELL_DEPTH)
	for child in element:
		name = _name(child)
		if name == "p":
			block = _cell_paragraph(child, state)
			if block is not None:
				yield block
		elif name == "tbl":
			for row in _children(child, "tr"):
				for cell in _children(row, "tc"):
					yield from _cell_blocks(cell, state, depth + 1)
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


def _whole_legacy(blocks: list[Block], state: _State) -> tuple[list[Block], str]:
	"""Convert a document whose fonts were renamed but whose letters are still the old ones."""
	if state.encodings:
		return blocks, " / ".join(sorted(state.encodings))
	found = legacy.detect("\n".join(block.raw for block in blocks[:400]))
	if not found:
		return blocks, ""
	name, conversion = found

	def convert(text: str) -> str:
		return legacy.convert_line(text, conversion)

	changed = [
		replace(
			block,
			raw=convert(block.raw),
			cells=tuple(
				replace(cell, paragraphs=tuple(map(convert, cell.paragraphs))) for cell in block.cells
			),
		)
		for block in blocks
	]
	return changed, name
