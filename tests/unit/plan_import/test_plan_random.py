"""No input makes the reader crash, loop or lose a line: tried at random in every format."""

import re
from collections import Counter
from html import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_tasks.domain.plan_import import UnreadablePlan, read_bytes, read_text
from chibo_tasks.domain.plan_import.normalise import squeeze
from chibo_tasks.domain.plan_import.readers import docx, odt, pdf
from tests.unit.plan_import import hostile_files as files
from tests.unit.plan_import.pdf_files import PlanPdf

_STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

MARKERS = st.sampled_from(
	[
		"",
		"I. ",
		"II.",
		"1. ",
		"1.1. ",
		"a) ",
		"- ",
		"+ ",
		"* ",
		"•\t",
		"Tháng 3:",
		"Nơi nhận:",
		"KẾ HOẠCH",
		"| ",
		"\t",
	]
)
WORDS = st.lists(
	st.sampled_from(
		["Tổ chức", "họp chi bộ", "đồng chí An", "80%", "ngày 25/3/2024", "quý I", "(nt)", "37-QĐ/TW", "Ðảng", "a\u0301\u0323",
		 "\u00a0", "\u200b", "[bookmark: _x1]", "<NĐ-CP>", "&", "|", ";", ":", "....", "§¶ng", "Ñaûng"]
	),
	max_size=12,
).map(" ".join)  # fmt: skip
LINE = st.tuples(MARKERS, WORDS).map("".join)
WILD = st.text(max_size=60)
LINES = st.lists(LINE | WILD, max_size=40)


def accounted(reading) -> None:
	assert reading.lines.lost == 0
	assert reading.lines.total == len(reading.items)
	assert [item.position for item in reading.items] == list(range(1, len(reading.items) + 1))


def shown(reading) -> Counter[str]:
	"""Letters that the items show."""
	letters: Counter[str] = Counter()
	for item in reading.items:
		if item.cells:
			letters.update("".join(squeeze(cell.text) for cell in item.cells if not cell.inherited))
		else:
			letters.update(squeeze(item.marker) + squeeze(item.text))
	return letters


@_STEADY
@given(LINES)
def test_pasted_text(lines: list[str]) -> None:
	text = "\n".join(lines)
	try:
		reading = read_text(text)
	except UnreadablePlan:
		assert not squeeze(text)
		return
	accounted(reading)
	# Pipes and rules draw tables; everything else is text and must be on screen.
	expected = Counter(squeeze(re.sub("[\ud800-\udfff]", "\ufffd", text)))
	missing = expected - shown(reading)
	assert set(missing) <= set("|"), missing


@_STEADY
@given(st.binary(max_size=400) | LINES.map("\r\n".join).map(lambda text: text.encode("utf-16", "replace")))
def test_bytes_of_any_kind(data: bytes) -> None:
	try:
		accounted(read_bytes(data))
	except UnreadablePlan:
		return


_TEXT = (LINE | WILD).map(
	# XML holds no control characters, and a carriage return means a line end to its parser.
	lambda text: re.sub("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
)


def word_paragraph(text: str, properties: str = "") -> str:
	half = len(text) // 2
	runs = "".join(
		f'<w:r><w:t xml:space="preserve">{escape(part, quote=False)}</w:t></w:r>'
		for part in (text[:half], text[half:])
	)
	return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


_WORD_PARAGRAPH = st.builds(
	word_paragraph,
	_TEXT,
	st.sampled_from(
		["", '<w:jc w:val="center"/>', '<w:rPr><w:del w:id="1"/></w:rPr>', '<w:ind w:left="720"/>']
	),
)
_WORD_ROW = st.lists(
	st.tuples(
		_TEXT, st.sampled_from(["", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"])
	),
	min_size=1,
	max_size=5,
).map(
	lambda cells: (
		"<w:tr>"
		+ "".join(
			f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>" for text, properties in cells
		)
		+ "</w:tr>"
	)
)
_WORD_TABLE = st.lists(_WORD_ROW, min_size=1, max_size=6).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")
_WORD_BODY = st.lists(_WORD_PARAGRAPH | _WORD_TABLE, max_size=20).map("".join)


def letters_of(parts: list) -> Counter[str]:
	letters: Counter[str] = Counter()
	for block in parts:
		letters.update(squeeze(block.raw))
	return letters


def test_a_row_half_in_an_old_encoding_loses_nothing() -> None:
	cells = ("ngày 25/3 37-QĐ/TW §¶ng bé häp mçi th¸ng", "§¶ng bé häp mçi th¸ng mét lÇn")
	row = "".join(f"<w:tc>{word_paragraph(text)}</w:tc>" for text in cells)
	reading = read_bytes(files.docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>{word_paragraph(cells[1]) * 3}"))
	accounted(reading)
	assert reading.items[0].cells[1].text == "Đảng bộ họp mỗi tháng một lần"


@_STEADY
@given(_WORD_BODY)
def test_word_documents(body: str) -> None:
	data = files.docx(body)
	try:
		accounted(read_bytes(data))
	except UnreadablePlan:
		assert not letters_of(docx.read(data)[0])


@_STEADY
@given(st.lists(st.text("Họpchi bộđ/. 1-", min_size=1, max_size=30), min_size=1, max_size=20))
def test_no_letter_of_a_word_document_is_lost_or_doubled(texts: list[str]) -> None:
	body = "".join(map(word_paragraph, texts))
	rows = "".join(
		f"<w:tr><w:tc>{word_paragraph(text)}</w:tc><w:tc>{word_paragraph('x')}</w:tc></w:tr>"
		for text in texts
	)
	blocks, _ = docx.read(files.docx(f"{body}<w:tbl>{rows}</w:tbl>"))
	assert letters_of(blocks) == Counter(squeeze("".join(texts) * 2 + "x" * len(texts)))


_ODT_PARAGRAPH = _TEXT.map(lambda text: f"<text:p>{escape(text, quote=False)}</text:p>")
_ODT_LIST = st.recursive(
	_ODT_PARAGRAPH,
	lambda inner: st.lists(inner, min_size=1, max_size=4).map(
		lambda parts: (
			f"<text:list>{''.join(f'<text:list-item>{part}</text:list-item>' for part in parts)}</text:list>"
		)
	),
	max_leaves=12,
)
_ODT_TABLE = st.lists(
	st.lists(st.tuples(_ODT_PARAGRAPH, st.sampled_from(["", 'table:number-rows-spanned="2"', 'table:number-columns-repeated="2"'])), min_size=1, max_size=4),
	min_size=1,
	max_size=5,
).map(
	lambda rows: "<table:table>"
	+ "".join(
		"<table:table-row>"
		+ "".join(f"<table:table-cell {attribute}>{part}</table:table-cell>" for part, attribute in row)
		+ "</table:table-row>"
		for row in rows
	)
	+ "</table:table>"
)  # fmt: skip


@_STEADY
@given(st.lists(_ODT_PARAGRAPH | _ODT_LIST | _ODT_TABLE, max_size=15).map("".join))
def test_open_document_texts(body: str) -> None:
	data = files.odt(body)
	try:
		accounted(read_bytes(data))
	except UnreadablePlan:
		assert not letters_of(odt.read(data)[0])


@_STEADY
@given(st.lists(st.text("Họpchi bộđ/. 1-", min_size=1, max_size=30), min_size=1, max_size=20))
def test_no_letter_of_an_open_document_text_is_lost_or_doubled(texts: list[str]) -> None:
	body = "".join(f"<text:p>{text}</text:p>" for text in texts)
	listed = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
	rows = "".join(f"<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>" for text in texts)  # fmt: skip
	blocks, _ = odt.read(files.odt(f"{body}<text:list>{listed}</text:list><table:table>{rows}</table:table>"))
	assert letters_of(blocks) == Counter(squeeze("".join(texts) * 3 + "x" * len(texts)))


_PRINTED = st.text("Tổ chứcọp bộđảngviên,ABC20248%/", min_size=3, max_size=200).filter(
	lambda text: squeeze(text)
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
	st.lists(st.tuples(st.sampled_from(["- ", "1. ", "", "III. "]), _PRINTED), min_size=1, max_size=30),
	st.lists(st.tuples(_PRINTED, _PRINTED), max_size=12),
	st.booleans(),
)
def test_no_letter_of_a_pdf_is_lost_or_doubled(paragraphs, rows, columns: bool) -> None:
	made = PlanPdf()
	texts = []
	if columns:
		sides = ["CHI BỘ AN HÒA", "Số 07-KH/CB"], ["ĐẢNG CỘNG SẢN", "", "ngày 12 tháng 01"]
		made.side_by_side(*sides)
		texts += sides[0] + sides[1]
	for marker, text in paragraphs:
		made.paragraph(marker + text, indent=len(marker) * 3)
		texts.append(marker + text)
	if rows:
		head = ("Nội dung", "Thời gian")
		made.grid([head, *rows], (50, 50))
		texts += [text for row in (head, *rows) for text in row]
	data = made.bytes()
	blocks, _ = pdf.read(data)
	lost = Counter(squeeze("".join(texts)))
	lost.subtract(letters_of(blocks))
	assert not {letter: count for letter, count in lost.items() if count}
	accounted(read_bytes(data))


@_STEADY
@given(st.data())
def test_damaged_packages_are_refused_or_read(data: st.DataObject) -> None:
	whole = data.draw(
		st.sampled_from(
			[
				files.docx(word_paragraph("I. NHIỆM VỤ") + word_paragraph("- Họp chi bộ")),
				files.odt("<text:p>I. NHIỆM VỤ</text:p><text:p>- Họp chi bộ</text:p>"),
				files.one_page(
					files.stream(b"BT /F 12 Tf 50 700 Td (I. NHIEM VU)Tj 0 -20 Td (- Hop chi bo)Tj ET", 0)
				),
			]
		)
	)
	broken = bytearray(whole)
	for _ in range(data.draw(st.integers(1, 6))):
		at = data.draw(st.integers(0, len(broken) - 1))
		broken[at] = data.draw(st.integers(0, 255))
	cut = data.draw(st.integers(0, len(broken)))
	try:
		accounted(read_bytes(bytes(broken[:cut] if data.draw(st.booleans()) else broken)))
	except UnreadablePlan:
		return
