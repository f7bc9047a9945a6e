"""Word documents down to their XML: numbering, merged cells, tracked changes, what is not on the page."""

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from chibo_tasks.domain.plan_import import read_bytes
from chibo_tasks.domain.plan_import.readers import docx as reader
from tests.unit.plan_import import hostile_files as files

W = nsdecls("w")


def xml(text: str) -> Any:
	"""An element from XML whose first tag gets the namespace declaration."""
	name, _, rest = text[1:].partition(">")
	closing = name.endswith("/")
	return parse_xml(f"<{name.rstrip('/')} {W}{'/' if closing else ''}>{rest}")


class Word:
	"""A Word document built paragraph by paragraph, some of it as raw XML."""

	def __init__(self) -> None:
		self.document = docx.Document()
		self.body = self.document.element.body

	def add(self, text: str) -> None:
		"""Append an element of the body, given as XML."""
		self.body.insert(len(self.body) - 1, xml(text))

	def define_list(self, number: int, *levels: str, override: str = "") -> None:
		"""Define a list; each level as the XML inside of it."""
		numbering = self.document.part.numbering_part.element
		inner = "".join(f'<w:lvl w:ilvl="{depth}">{level}</w:lvl>' for depth, level in enumerate(levels))
		numbering.insert(0, xml(f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'))
		numbering.append(
			xml(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{override}</w:num>')
		)

	def bytes(self) -> bytes:
		out = io.BytesIO()
		self.document.save(out)
		return out.getvalue()

	def blocks(self) -> list[Any]:
		return reader.read(self.bytes())[0]

	def seen(self) -> list[str]:
		"""Each block as the eye sees it: number and text."""
		return [f"{block.number} {block.raw}".strip() for block in self.blocks()]


def numbered(text: str, list_id: int, depth: int = 0, extra: str = "") -> str:
	return (
		f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>{extra}</w:pPr>'
		f"<w:r><w:t>{text}</w:t></w:r></w:p>"
	)


def level(fmt: str, text: str, extra: str = "") -> str:
	return f'<w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{extra}<w:lvlText w:val="{text}"/>'


@pytest.fixture
def word() -> Word:
	return Word()


def test_levels_count_and_start_again_below_their_parent(word: Word) -> None:
	word.define_list(
		70,
		level("upperRoman", "%1."),
		level("decimal", "%2."),
		level("decimal", "%2.%3."),
		level("lowerLetter", "%4)"),
	)
	for text, depth in (
		("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 3), ("G", 1), ("H", 2), ("I", 0), ("K", 1),
	):  # fmt: skip
		word.add(numbered(text, 70, depth))
	assert word.seen() == [
		"I. A",
		"1. B",
		"1.1. C",
		"1.2. D",
		"a) E",
		"b) F",
		"2. G",
		"2.1. H",
		"II. I",
		"1. K",
	]


def test_a_list_goes_on_after_other_text_and_starts_anew_where_it_says_so(word: Word) -> None:
	start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
	word.define_list(71, level("decimal", "%1."))
	word.document.part.numbering_part.element.append(
		xml(f'<w:num w:numId="72"><w:abstractNumId w:val="71"/>{start}</w:num>')
	)
	word.add(numbered("một", 71))
	word.add(files.paragraph("xen giữa"))
	word.add(numbered("hai", 71))
	word.add(numbered("năm", 72))
	word.add(numbered("sáu", 72))
	assert word.seen() == ["1. một", "xen giữa", "2. hai", "5. năm", "6. sáu"]


def test_legal_numbering_shows_roman_parents_as_digits(word: Word) -> None:
	word.define_list(73, level("upperRoman", "%1."), level("decimal", "%1.%2.", "<w:isLgl/>"))
	word.add(numbered("A", 73))
	word.add(numbered("B", 73))
	word.add(numbered("C", 73, 1))
	assert word.seen() == ["I. A", "II. B", "2.1. C"]


def test_numbers_that_only_the_style_carries(word: Word) -> None:
	word.define_list(
		74,
		level("upperRoman", "%1.", '<w:pStyle w:val="Muc"/>'),
		level("decimal", "%2.", '<w:pStyle w:val="TieuMuc"/>'),
	)
	styles = word.document.styles.element
	styles.append(
		xml(
			'<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/>'
			'<w:pPr><w:numPr><w:numId w:val="74"/></w:numPr></w:pPr></w:style>'
		)
	)
	styles.append(
		xml(
			'<w:style w:type="paragraph" w:styleId="TieuMuc"><w:name w:val="Tiểu mục"/><w:basedOn w:val="Muc"/>'
			'<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
		)
	)
	for style, text in (("Muc", "A"), ("TieuMuc", "B"), ("TieuMuc", "C"), ("Muc", "D")):
		word.add(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')
	word.add(
		'<w:p><w:pPr><w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
		"<w:r><w:t>E</w:t></w:r></w:p>"
	)
	assert word.seen() == ["I. A", "1. B", "2. C", "II. D", "E"]


@pytest.mark.parametrize(
	("font", "sign", "shown"),
	[
		("Symbol", "\uf0b7", "•"),
		("Wingdings", "\uf0a7", "▪"),
		("Wingdings", "§", "▪"),
		("Wingdings", "\uf0d8", "➢"),
		("Courier New", "o", "o"),
		("Times New Roman", "-", "-"),
		("Wingdings", "\uf055", "•"),
		("Symbol", "", "•"),
	],
)
def test_bullets_of_symbol_fonts(word: Word, font: str, sign: str, shown: str) -> None:
	fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
	word.define_list(75, f'<w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>{fonts}')
	word.add(numbered("việc", 75))
	assert word.seen() == [f"{shown} việc"]


def test_merged_cells_repeat_what_stands_above_and_say_so(word: Word) -> None:
	def cell(text: str, *properties: str) -> str:
		return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{files.paragraph(text) if text else '<w:p/>'}</w:tc>"

	wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
	word.add(
		"<w:tbl><w:tr>" + cell("TT") + cell("Nội dung và thời gian", wide) + cell("Chủ trì") + "</w:tr><w:tr>"
		+ cell("1") + cell("Họp") + cell("Tháng 1") + cell("Đ/c An", begins) + "</w:tr><w:tr>"
		+ cell("2") + cell("Học") + cell("Tháng 2") + cell("", goes_on) + "</w:tr></w:tbl>"
	)  # fmt: skip
	rows = word.blocks()
	assert [(one.column, one.span) for one in rows[0].cells] == [(0, 1), (1, 2), (3, 1)]
	assert rows[1].cells[3].paragraphs == ("Đ/c An",)
	assert rows[2].cells[3].continued and rows[2].cells[3].paragraphs == ("Đ/c An",)
	assert rows[2].raw == "2\nHọc\nTháng 2"
	assert read_bytes(word.bytes()).lines.lost == 0


def test_a_table_in_a_cell_is_text_of_the_cell(word: Word) -> None:
	inner = (
		f"<w:tbl><w:tr><w:tc>{files.paragraph('a')}</w:tc><w:tc>{files.paragraph('b')}</w:tc></w:tr></w:tbl>"
	)
	word.add(
		f"<w:tbl><w:tr><w:tc>{files.paragraph('TT')}</w:tc><w:tc>{files.paragraph('trước')}{inner}<w:p/></w:tc>"
		"</w:tr></w:tbl>"
	)
	assert word.blocks()[0].cells[1].paragraphs == ("trước", "a", "b")


def run(text: str, properties: str = "") -> str:
	return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_moves_and_deleted_rows_read_as_accepted(word: Word) -> None:
	word.add(f'<w:p><w:moveFrom w:id="1">{run("cũ")}</w:moveFrom>{run("giữ")}</w:p>')
	word.add(f'<w:p><w:moveTo w:id="2">{run("mới")}</w:moveTo></w:p>')
	word.add(
		'<w:tbl><w:tr><w:trPr><w:del w:id="3"/></w:trPr><w:tc><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:tc></w:tr>'
		f"<w:tr><w:tc>{files.paragraph('x')}</w:tc><w:tc>{files.paragraph('y')}</w:tc></w:tr></w:tbl>"
	)
	assert word.seen() == ["giữ", "mới", "x\ny"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_takes_no_number(word: Word) -> None:
	word.define_list(76, level("decimal", "%1."))
	deleted = '<w:rPr><w:del w:id="9"/></w:rPr>'
	word.add(numbered("Họp chi bộ ", 76, 0, deleted))
	word.add(numbered("hằng tháng", 76))
	word.add(numbered("Thu đảng phí", 76))
	assert word.seen() == ["1. Họp chi bộ hằng tháng", "2. Thu đảng phí"]


def test_a_paragraph_deleted_whole_is_gone_with_its_number(word: Word) -> None:
	word.define_list(77, level("decimal", "%1."))
	word.add(numbered("một", 77))
	word.add(
		'<w:p><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
		'<w:del w:id="2"><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>'
	)
	word.add(numbered("hai", 77))
	assert word.seen() == ["1. một", "2. hai"]


def test_what_is_not_on_the_page_stays_out(word: Word) -> None:
	word.document.sections[0].header.paragraphs[0].text = "đầu trang"
	word.document.styles.element.append(
		xml(
			'<w:style w:type="character" w:styleId="An"><w:name w:val="Ẩn"/><w:rPr><w:vanish/></w:rPr></w:style>'
		)
	)
	field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
	word.add(
		"<w:p>"
		+ run("Việc")
		+ run(" ẩn", "<w:vanish/>")
		+ run(" ẩn theo kiểu", '<w:rStyle w:val="An"/>')
		+ "<w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:commentReference w:id='1'/></w:r>"
		+ field.format("begin") + "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>" + field.format("separate")
		+ run(" theo quy định") + field.format("end")
		+ "<w:r><w:pict><w:txbxContent>" + files.paragraph("khung chữ") + "</w:txbxContent></w:pict></w:r></w:p>"
	)  # fmt: skip
	assert word.seen() == ["Việc theo quy định"]


def test_what_is_on_the_page_stays_in(word: Word) -> None:
	word.add(
		"<w:p><w:hyperlink w:anchor='a'>" + run("liên kết") + "</w:hyperlink><w:sdt><w:sdtContent>" + run(" ô") +
		"</w:sdtContent></w:sdt><w:smartTag>" + run(" thẻ") + "</w:smartTag><w:fldSimple w:instr='x'>" + run(" trường") +
		"</w:fldSimple><w:r><w:tab/><w:t>tab</w:t><w:noBreakHyphen/><w:t>gạch</w:t><w:softHyphen/><w:t>mềm</w:t></w:r>"
		"<w:r><w:ruby><w:rt>" + run("chú") + "</w:rt><w:rubyBase>" + run(" gốc") + "</w:rubyBase></w:ruby></w:r></w:p>"
	)  # fmt: skip
	word.add(f"<w:sdt><w:sdtContent>{files.paragraph('trong ô')}</w:sdtContent></w:sdt>")
	assert word.seen() == ["liên kết ô thẻ trường\ttab-gạchmềm gốc", "trong ô"]


def test_a_page_break_in_a_paragraph_parts_lines(word: Word) -> None:
	word.add(f'<w:p>{run("I. NHIỆM VỤ")}<w:r><w:br w:type="page"/></w:r>{run("- Họp chi bộ")}</w:p>')
	assert [item.text for item in read_bytes(word.bytes()).items] == ["NHIỆM VỤ", "Họp chi bộ"]


def test_signs_of_party_texts_stand_untouched(word: Word) -> None:
	text = 'Nghị định số 30/2020/&lt;NĐ-CP&gt;, R&amp;D, "A" & “B”'.replace(" & ", " &amp; ")
	word.add(f"<w:p>{run(text)}</w:p>")
	assert read_bytes(word.bytes()).items[0].text == 'Nghị định số 30/2020/<NĐ-CP>, R&D, "A" & “B”'


def test_the_part_that_the_package_names_is_read_not_a_decoy() -> None:
	relations = '<Relationships xmlns="r"><Relationship Id="a" Type="x/officeDocument" Target="word/real.xml"/></Relationships>'
	real = files.docx(files.paragraph("- Họp chi bộ"))
	data = files.with_parts(
		files.docx(files.paragraph("- Mồi")),
		{"_rels/.rels": relations, "word/real.xml": _part(real)},
	)
	assert reader.read(data)[0][0].raw == "- Họp chi bộ"


def _part(data: bytes) -> bytes:
	import zipfile

	with zipfile.ZipFile(io.BytesIO(data)) as archive:
		return archive.read("word/document.xml")


@pytest.mark.parametrize(
	("font", "typed", "meant", "name"),
	[
		(".VnTime", "§¶ng bé häp mçi th¸ng mét lÇn", "Đảng bộ họp mỗi tháng một lần", "TCVN3"),
		(".VnTimeH", "chi bé tr­êng tiÓu häc", "CHI BỘ TRƯỜNG TIỂU HỌC", "TCVN3"),
		("VNI-Times", "Ñaûng boä hoïp moãi thaùng moät laàn", "Đảng bộ họp mỗi tháng một lần", "VNI"),
	],
)
def test_old_fonts_are_read_as_they_look(word: Word, font: str, typed: str, meant: str, name: str) -> None:
	# Word parts runs anywhere, also between a letter and its mark.
	half = len(typed) // 2
	properties = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
	word.add(f"<w:p>{run('- ')}{run(typed[:half], properties)}{run(typed[half:], properties)}</w:p>")
	blocks, encoding = reader.read(word.bytes())
	assert blocks[0].raw == f"- {meant}"
	assert encoding == name
	assert [one.code for one in read_bytes(word.bytes()).warnings if one.code == "read.legacy"] == [
		"read.legacy"
	]
