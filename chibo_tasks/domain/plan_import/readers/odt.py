"""OpenDocument texts (.odt): paragraphs, lists with their automatic numbers, tables.

Structure per OASIS OpenDocument 1.3 part 3. Tracked changes need no work: deleted text stands apart from the body, and
what was inserted stands in it. Headers and footers live in the page styles; notes, comments, frames and the table of
contents are left out as they are in the other formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import legacy, limits, progress
from ..blocks import Block, Cell, bounded
from ..errors import DamagedFile, EncryptedFile, MacroFile, Term, TooLarge
from ..normalise import clean
from .layout import flatten_layout
from .legacy_blocks import whole_legacy
from .odt_styles import ListCounter, OdtStyles, attribute, local
from .package import Package
from .xml import etree, parse, pieces, reason, refuse_unsafe

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_SKIP = frozenset(
	{
		"annotation",
		"annotation-end",
		"note",
		"frame",
		"tracked-changes",
		"table-of-content",
		"illustration-index",
		"table-index",
		"object-index",
		"user-index",
		"alphabetical-index",
		"bibliography",
		"forms",
		"page-number",
		"page-count",
		"hidden-text",
		"hidden-paragraph",
		"ruby-text",
		"variable-decls",
		"sequence-decls",
		"user-field-decls",
		"dde-connection-decls",
		"custom-shape",
		"rect",
		"line",
		"g",
		"control",
		"event-listeners",
		"script",
	}
)
_THROUGH = frozenset(
	{"section", "numbered-paragraph", "index-body", "table-header-rows", "table-rows", "table-row-group"}
)
_MAX_SPACES = 1_000
_MAX_REPEATS = 200
_MAX_DEPTH = 10
_MAX_CELL_DEPTH = 6


@dataclass
class _State:
	styles: OdtStyles
	lists: ListCounter
	encodings: set[str] = field(default_factory=set)
	paragraphs: int = 0
	tables: int = 0


@dataclass(frozen=True)
class _List:
	"""Where a paragraph stands in a list: its style, level from 0, and whether it carries the number."""

	style: str = ""
	depth: int = -1
	numbered: bool = False
	start: int | None = None


def read(data: bytes) -> tuple[list[Block], str]:
	"""Blocks of an .odt file.

	Returns: blocks, and the old encoding that parts of it were typed in ("" for none).

	Raises:
		UnreadablePlan: damaged, protected, with macros, unsafe or too large.
	"""
	package = Package(data)
	_refuse_protected(package)
	content = package.read(_CONTENT)
	refuse_unsafe(content)
	styles = OdtStyles()
	defaults = package.read_optional(_STYLES)
	if defaults:
		styles.load(parse(defaults, _STYLES))
	state = _State(styles, ListCounter(styles))
	blocks = list(flatten_layout(bounded(_blocks(content, state))))
	return whole_legacy(blocks, state.encodings)


def _refuse_protected(package: Package) -> None:
	manifest = package.read_optional(_MANIFEST)
	if manifest:
		root = parse(manifest, _MANIFEST)
		if any(local(element) == "encryption-data" for element in root.iter()):
			raise EncryptedFile
	for name in package.names:
		folder, _, rest = name.partition("/")
		if folder == "Scripts" and rest and not rest.endswith("/"):
			raise MacroFile
		if folder == "Basic" and rest.endswith(".xml") and not rest.endswith(("-lc.xml", "-lb.xml")):
			raise MacroFile


def _blocks(content: bytes, state: _State) -> Iterator[Block]:
	"""Read the body child by child and forget each."""
	body: etree._Element | None = None
	try:
		for event, element in pieces(content):
			name = local(element)
			if event == "start":
				parent = element.getparent()
				if body is None and name == "text" and parent is not None and local(parent) == "body":
					body = element
				continue
			if body is None:
				if name in ("automatic-styles", "font-face-decls"):
					state.styles.load(element)
				continue
			if element.getparent() is not body:
				continue
			yield from _content(element, state, _List(), 0)
			element.clear()
			while element.getprevious() is not None:
				del body[0]
	except (etree.XMLSyntaxError, ValueError) as fault:
		raise reason(_CONTENT, fault) from fault
	if body is None:
		raise DamagedFile(_CONTENT)


def _content(element: etree._Element, state: _State, place: _List, depth: int) -> Iterator[Block]:
	name = local(element)
	if name in ("p", "h"):
		block = _paragraph(element, state, place)
		if block is not None:
			yield block
	elif name == "list":
		yield from _list(element, state, place)
	elif name == "table":
		yield from _table(element, state, depth)
	elif name in _THROUGH and attribute(element, "display") != "none":
		for child in element:
			yield from _content(child, state, place, depth)


def _list(element: etree._Element, state: _State, outer: _List) -> Iterator[Block]:
	depth = outer.depth + 1
	if depth >= _MAX_DEPTH:
		raise TooLarge(Term("lists inside lists"), _MAX_DEPTH)
	style = attribute(element, "style-name") or outer.style
	if depth == 0:
		state.lists.begin(
			style,
			attribute(element, "id"),
			attribute(element, "continue-list"),
			attribute(element, "continue-numbering"),
		)
	for item in element:
		if local(item) not in ("list-item", "list-header"):
			continue
		given = attribute(item, "start-value")
		place = _List(style, depth, local(item) == "list-item", int(given) if given.isdigit() else None)
		for child in item:
			name = local(child)
			if name in ("p", "h"):
				block = _paragraph(child, state, place)
				# Only the first paragraph of an item shows its number, also where it holds no text.
				place = _List(style, depth)
				if block is not None:
					yield block
			elif name == "list":
				yield from _list(child, state, place)
			elif name == "table":
				yield from _table(child, state, 0)


def _paragraph(element: etree._Element, state: _State, place: _List) -> Block | None:
	state.paragraphs += 1
	if state.paragraphs % 1_000 == 0:
		progress.report(progress.PARAGRAPHS, state.paragraphs, 0)
	if state.paragraphs > 4 * limits.BLOCKS:
		raise TooLarge(Term("paragraphs"), 4 * limits.BLOCKS)
	style_name = attribute(element, "style-name")
	style = state.styles.paragraph(style_name)
	said: list[tuple[str, bool, bool]] = []
	_gather(element, state, (style.bold, style.italic, style.font, style.hidden), said, 0)
	text = "".join(piece for piece, _, _ in said)
	label, depth, indent = _number(element, state, place, style.list_style)
	if not clean(text):
		return None
	inked = sum(len(piece.strip()) for piece, _, _ in said) or 1
	return Block(
		raw=text,
		number=clean(label),
		depth=depth,
		indent=indent or style.indent,
		style=style.label,
		bold=sum(len(piece.strip()) for piece, bold, _ in said if bold) > 0.9 * inked,
		italic=sum(len(piece.strip()) for piece, _, italic in said if italic) > 0.9 * inked,
		align=style.align,
	)


def _number(element: etree._Element, state: _State, place: _List, own_list: str) -> tuple[str, int, float]:
	"""Automatic number of a paragraph, with its level and left edge."""
	if place.depth >= 0:
		list_style = place.style or own_list
		if not place.numbered:
			return "", -1, 0.0
		label, indent = state.lists.advance(list_style, place.depth, place.start)
		return label, place.depth, indent
	if local(element) == "h" and attribute(element, "is-list-header") != "true":
		level = attribute(element, "outline-level")
		depth = min(max(int(level) if level.isdigit() else 1, 1), _MAX_DEPTH) - 1
		label, indent = state.lists.advance(own_list or OdtStyles.OUTLINE, depth, None)
		return label, depth if label else -1, indent
	return "", -1, 0.0


_Look = tuple[bool, bool, str, bool]


def _gather(
	element: etree._Element, state: _State, look: _Look, out: list[tuple[str, bool, bool]], depth: int
) -> None:
	"""Text of a paragraph in pieces, each with whether it is bold and italic."""
	if depth > 100:
		raise TooLarge(Term("spans inside spans"), 100)
	_say(element.text or "", state, look, out)
	for child in element:
		name = local(child)
		if name == "s":
			count = attribute(child, "c")
			_say(" " * min(int(count) if count.isdigit() else 1, _MAX_SPACES), state, look, out)
		elif name == "tab":
			_say("\t", state, look, out)
		elif name == "line-break":
			_say("\n", state, look, out)
		elif name and name not in _SKIP:
			inner = look
			if name == "span":
				inner = state.styles.text(attribute(child, "style-name"), look)
			_gather(child, state, inner, out, depth + 1)
		_say(child.tail or "", state, look, out)


def _say(text: str, state: _State, look: _Look, out: list[tuple[str, bool, bool]]) -> None:
	bold, italic, font, hidden = look
	if not text or hidden:
		return
	# Line ends and runs of spaces in the file are one space on the page; \t and \n that mean something come alone.
	if len(text) > 1:
		text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
	elif text in "\r":
		text = " "
	conversion = legacy.by_font(font) if font else None
	if conversion is not None:
		changed = legacy.convert_line(text, conversion)
		if changed != text:
			state.encodings.add(legacy.name_of(conversion))
		text = changed
	out.append((text, bold, italic))


def _table(element: etree._Element, state: _State, depth: int) -> Iterator[Block]:
	table = state.tables
	state.tables += 1
	count = 0
	above: dict[int, tuple[Cell, int]] = {}
	for row in _rows(element):
		repeats = _times(row, "number-rows-repeated")
		cells = tuple(_cells(row, state, above, depth))
		raw = "\n".join(cell.text for cell in cells if not cell.continued and cell.paragraphs)
		if not clean(raw):
			continue
		for _ in range(repeats):
			yield Block(
				raw=raw,
				cells=cells,
				table=table,
				row=count,
				bold=all(cell.bold for cell in cells if clean(cell.text)),
			)
			count += 1


def _rows(element: etree._Element) -> Iterator[etree._Element]:
	for child in element:
		if local(child) == "table-row":
			yield child
		elif local(child) in _THROUGH:
			yield from _rows(child)


def _times(element: etree._Element, name: str) -> int:
	value = attribute(element, name)
	return min(max(int(value), 1), _MAX_REPEATS) if value.isdigit() and len(value) < 10 else 1


def _cells(
	row: etree._Element, state: _State, above: dict[int, tuple[Cell, int]], depth: int
) -> Iterator[Cell]:
	"""Cells of a row; `above` holds cells that reach down, with the number of rows that they still cover."""
	column = 0
	wide = 0
	for element in row:
		name = local(element)
		if name not in ("table-cell", "covered-table-cell"):
			continue
		for _ in range(_times(element, "number-columns-repeated")):
			if column >= limits.TABLE_COLUMNS:
				break
			held = above.get(column)
			if name == "covered-table-cell" and held is not None:
				cell, left = held
				above[column] = (cell, left - 1)
				if left <= 1:
					del above[column]
				wide = cell.span - 1
				yield Cell(cell.paragraphs, column, cell.span, continued=True, bold=cell.bold)
			elif name == "covered-table-cell" and wide > 0:
				wide -= 1
			else:
				blocks = list(_cell_blocks(element, state, depth))
				span = min(_times(element, "number-columns-spanned"), limits.TABLE_COLUMNS)
				cell = Cell(
					tuple(_shown(block) for block in blocks),
					column,
					span,
					bold=bool(blocks) and all(block.bold for block in blocks),
				)
				wide = span - 1
				deep = _times(element, "number-rows-spanned")
				if deep > 1:
					above[column] = (cell, deep - 1)
				yield cell
			column += 1
		# Cells past the last column hold nothing but formatting; text there would be lost, so it is refused.
		if column >= limits.TABLE_COLUMNS and "".join(element.itertext()).strip():
			raise TooLarge(Term("columns in a table"), limits.TABLE_COLUMNS)


def _cell_blocks(element: etree._Element, state: _State, depth: int) -> Iterator[Block]:
	if depth > _MAX_CELL_DEPTH:
		raise TooLarge(Term("tables inside tables"), _MAX_CELL_DEPTH)
	for child in element:
		for block in _content(child, state, _List(), depth + 1):
			if block.is_row:
				for cell in block.cells:
					if not cell.continued:
						yield from (Block(raw=text, bold=cell.bold) for text in cell.paragraphs)
			else:
				yield block


def _shown(block: Block) -> str:
	return f"{block.number} {block.raw}".strip() if block.number else block.raw
