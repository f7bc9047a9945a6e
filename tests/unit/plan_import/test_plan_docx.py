"""Word documents: what the page shows counts, wherever Word keeps it."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from chibo_tasks.domain.plan_import import read_bytes


def saved(document):
	out = io.BytesIO()
	document.save(out)
	return out.getvalue()


@pytest.fixture
def document():
	return docx.Document()


def test_automatic_numbers_and_bullets_of_styles_are_seen(document):
	document.add_paragraph("I. NHIỆM VỤ")
	for text in ("Tổ chức họp chi bộ hằng tháng.", "Thu đảng phí đúng kỳ."):
		document.add_paragraph(text, style="List Number")
	document.add_paragraph("Vận động đoàn viên.", style="List Bullet")
	document.add_paragraph("Gặp từng người.", style="List Bullet 2")
	items = read_bytes(saved(document)).items
	assert [item.marker for item in items] == ["I.", "1.", "2.", "•", "•"]
	assert [item.section_path for item in items] == ["I", "I.1", "I.2", "I.2", "I.2"]
	assert items[4].parent == items[3].position


def test_line_breaks_inside_a_paragraph_part_items(document):
	document.add_paragraph("I. NHIỆM VỤ")
	paragraph = document.add_paragraph("- Họp chi bộ")
	paragraph.add_run().add_break()
	paragraph.add_run("- Thu đảng phí")
	items = read_bytes(saved(document)).items
	assert [item.text for item in items[1:]] == ["Họp chi bộ", "Thu đảng phí"]


def test_tracked_changes_read_as_accepted(document):
	document.add_paragraph("I. NHIỆM VỤ")
	paragraph = document.add_paragraph("- Họp ")
	for name, tag, text in (("del", "delText", "quý"), ("ins", "t", "tháng")):
		change, run, piece = OxmlElement(f"w:{name}"), OxmlElement("w:r"), OxmlElement(f"w:{tag}")
		piece.text = text
		run.append(piece)
		change.append(run)
		change.set(qn("w:id"), "1")
		paragraph._p.append(change)
	assert read_bytes(saved(document)).items[1].text == "Họp tháng"


def test_headers_and_footers_stay_out(document):
	document.sections[0].header.paragraphs[0].text = "Tài liệu nội bộ"
	document.sections[0].footer.paragraphs[0].text = "Trang 1"
	document.add_paragraph("I. NHIỆM VỤ")
	document.add_paragraph("- Họp chi bộ")
	assert len(read_bytes(saved(document)).items) == 2


def test_letterhead_table_reads_as_head(document):
	table = document.add_table(1, 2)
	table.cell(0, 0).text = "CHI BỘ TRƯỜNG TIỂU HỌC AN HÒA\n*\nSố 07-KH/CB"
	table.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM\nAn Hòa, ngày 12 tháng 01 năm 2024"
	document.add_paragraph("KẾ HOẠCH")
	document.add_paragraph("công tác năm 2024")
	document.add_paragraph("I. NHIỆM VỤ")
	document.add_paragraph("- Họp chi bộ")
	reading = read_bytes(saved(document))
	assert reading.document.number == "07-KH/CB"
	assert reading.document.date.isoformat() == "2024-01-12"
	assert reading.document.title == "KẾ HOẠCH công tác năm 2024"
	assert reading.lines.lost == 0
