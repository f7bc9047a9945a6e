"""PDFs made by a real library: wrapped lines, running heads, tables over page ends, columns, scanned pages."""

import shutil
import subprocess

import pytest
from fpdf import FPDF
from PIL import Image

from chibo_tasks.domain.plan_import import errors, external, read_bytes
from chibo_tasks.domain.plan_import.readers import pdf as reader
from tests.unit.plan_import.hostile_files import one_page, stream
from tests.unit.plan_import.pdf_files import PlanPdf

LONG = (
	"Tổ chức học tập, quán triệt các nghị quyết, chỉ thị của Đảng cho toàn thể đảng viên trong chi bộ; gắn với việc học "
	"tập và làm theo tư tưởng, đạo đức, phong cách của Bác; báo cáo kết quả với chi ủy trước ngày 25 hằng tháng."
)


def paragraphs(data: bytes) -> list[str]:
	return [block.raw for block in reader.read(data)[0]]


def test_wrapped_lines_are_joined_over_page_ends_and_running_lines_are_gone() -> None:
	made = PlanPdf("Tài liệu lưu hành nội bộ", "Trang {page}/3")
	expected = []
	for section in range(1, 5):
		expected.append(f"{section}. Nhiệm vụ trọng tâm thứ {section}")
		made.paragraph(expected[-1], style="B")
		for one in range(5):
			expected.append(f"- Việc {section}.{one}: {LONG}")
			made.paragraph(expected[-1], indent=10)
	assert made.page_no() >= 3
	assert paragraphs(made.bytes()) == expected


def test_paragraphs_with_a_first_line_indent_and_without_markers_stay_apart() -> None:
	made = PlanPdf()
	texts = [f"Đoạn thứ {one}. {LONG} Hết đoạn." for one in range(4)]
	for text in texts:
		made.paragraph("\u2003\u2003" + text)
	assert [one.strip() for one in paragraphs(made.bytes())] == texts


def test_a_wrapped_number_or_dash_at_the_head_of_a_line_opens_no_paragraph() -> None:
	# The text is set so that "2024 - 2025" and "15. " may fall on a line's head at some width.
	for filler in range(2, 32, 2):
		made = PlanPdf()
		first = f"- Thực hiện {'x' * filler} nghị quyết đại hội chi bộ nhiệm kỳ 2022 - 2025 và kế hoạch năm học 2024 - 2025 của nhà trường theo hướng dẫn."
		made.paragraph(first, indent=10)
		made.paragraph("- Họp chi bộ định kỳ vào ngày 03 hằng tháng.", indent=10)
		assert paragraphs(made.bytes()) == [first, "- Họp chi bộ định kỳ vào ngày 03 hằng tháng."]


def test_a_table_cut_by_page_ends_is_one_table_with_one_head() -> None:
	head = ["TT", "Nội dung công việc", "Chủ trì", "Thời gian"]
	rows = [
		[
			str(one),
			f"Việc thứ {one}: tổ chức hội nghị và báo cáo kết quả cho cấp ủy",
			"Đ/c Lê Thị B",
			f"Tháng {one % 12 + 1}",
		]
		for one in range(1, 60)
	]
	made = PlanPdf("", "{page}")
	made.paragraph("II. PHÂN CÔNG THỰC HIỆN", style="B")
	made.grid([head, *rows], (10, 60, 30, 20))
	made.paragraph("Trên đây là kế hoạch của chi bộ.")
	data = made.bytes()
	blocks = reader.read(data)[0]
	assert made.page_no() >= 3
	assert blocks[0].raw == "II. PHÂN CÔNG THỰC HIỆN"
	assert [[cell.text for cell in block.cells] for block in blocks[1:-1]] == [head, *rows]
	assert {block.table for block in blocks[1:-1]} == {0}
	assert [block.row for block in blocks[1:-1]] == list(range(60))
	assert blocks[-1].raw == "Trên đây là kế hoạch của chi bộ."
	assert read_bytes(data).lines.lost == 0


def test_merged_cells_by_their_rules() -> None:
	made = PlanPdf()
	with made.table(col_widths=(10, 40, 40), line_height=7) as table:
		row = table.row()
		row.cell("TT")
		row.cell("Nội dung và thời gian", colspan=2)
		row = table.row()
		row.cell("1")
		row.cell("Họp chi bộ")
		row.cell("Đ/c An", rowspan=2)
		row = table.row()
		row.cell("2")
		row.cell("Thu đảng phí")
	rows = reader.read(made.bytes())[0]
	assert [(cell.column, cell.span) for cell in rows[0].cells] == [(0, 1), (1, 2)]
	assert rows[1].cells[2].text == "Đ/c An" and not rows[1].cells[2].continued
	assert rows[2].cells[2].text == "Đ/c An" and rows[2].cells[2].continued


def test_letterhead_and_signature_read_column_by_column() -> None:
	made = PlanPdf()
	made.side_by_side(
		["ĐẢNG ỦY XÃ AN HÒA", "CHI BỘ TRƯỜNG TIỂU HỌC", "*", "Số 07-KH/CB"],
		["ĐẢNG CỘNG SẢN VIỆT NAM", "", "An Hòa, ngày 12 tháng 01 năm 2024"],
	)
	made.paragraph("KẾ HOẠCH", style="B", align="C")
	made.paragraph("công tác năm 2024", style="B", align="C")
	made.paragraph("I. NHIỆM VỤ", style="B")
	made.paragraph(f"- {LONG}", indent=10)
	made.side_by_side(
		["Nơi nhận:", "- Đảng ủy xã;", "- Lưu chi bộ."], ["T/M CHI BỘ", "BÍ THƯ", "", "", "Trần Thị Hoa"]
	)
	reading = read_bytes(made.bytes())
	assert [item.text for item in reading.items] == [
		"ĐẢNG ỦY XÃ AN HÒA", "CHI BỘ TRƯỜNG TIỂU HỌC", "", "Số 07-KH/CB",
		"ĐẢNG CỘNG SẢN VIỆT NAM", "An Hòa, ngày 12 tháng 01 năm 2024",
		"KẾ HOẠCH", "công tác năm 2024", "NHIỆM VỤ", LONG,
		"Nơi nhận:", "Đảng ủy xã;", "Lưu chi bộ.", "T/M CHI BỘ", "BÍ THƯ", "Trần Thị Hoa",
	]  # fmt: skip
	assert reading.document.number == "07-KH/CB"
	assert reading.document.date.isoformat() == "2024-01-12"
	assert len(reading.recipients) == 2


def test_an_english_word_parted_at_a_line_end_is_whole_again() -> None:
	words = "The cell holds a yearly meeting on the{} imple\u00admentation of the decisions and a follow-up visit."
	for filler in range(0, 60, 3):
		made = PlanPdf()
		made.paragraph("1. Follow-up of the implementation.")
		text = words.format(" mm" * (filler // 3))
		made.paragraph(text, align="L")
		# Whether the word was parted or not, and whether "follow-up" was.
		assert paragraphs(made.bytes())[1] == text.replace("\u00ad", "")


def test_bold_and_place_are_kept() -> None:
	made = PlanPdf()
	made.paragraph("I. NHIỆM VỤ", style="B")
	made.paragraph("- Họp chi bộ.", indent=10)
	first, second = reader.read(made.bytes())[0]
	assert first.bold and not second.bold
	assert round(second.indent - first.indent) == 28
	assert first.page == 1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_reads_alike_however_the_sheet_is_turned(turn: int) -> None:
	cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
	matrix = f"{cosine} {sine} {-sine} {cosine} 300 400 Tm"
	text = f"BT /F 12 Tf {matrix} (I. NHIEM VU)Tj 0 -16 Td (- Hop chi bo)Tj 20 -16 Td (- Thu dang phi)Tj ET"
	blocks = reader.read(one_page(stream(text.encode())))[0]
	assert [block.raw for block in blocks] == ["I. NHIEM VU", "- Hop chi bo", "- Thu dang phi"]


def test_letters_of_an_old_font_are_converted_by_its_name() -> None:
	text = "BT /F 12 Tf 50 700 Td (I. §¶ng bé häp)Tj ET".encode("latin-1")
	font = b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+.VnTime/Encoding/WinAnsiEncoding>>"
	blocks, encoding = reader.read(one_page(stream(text), o5=font))
	assert (blocks[0].raw, encoding) == ("I. Đảng bộ họp", "TCVN3")


def test_javascript_is_never_run_and_text_is_read() -> None:
	script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
	data = one_page(stream(b"BT /F 12 Tf 50 700 Td (I. VIEC)Tj ET"), o7=script)
	data = data.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction 7 0 R")
	assert paragraphs(data) == ["I. VIEC"]


def test_a_protected_pdf_is_named_as_such() -> None:
	made = PlanPdf()
	made.paragraph("I. NHIỆM VỤ")
	made.set_encryption(owner_password="a", user_password="b")
	with pytest.raises(errors.EncryptedFile):
		read_bytes(made.bytes())


def scanned(text: list[str]) -> bytes:
	"""A PDF whose one page is a picture of text."""
	import pypdfium2

	made = PlanPdf()
	for line in text:
		made.paragraph(line)
	document = pypdfium2.PdfDocument(made.bytes())
	picture: Image.Image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
	document.close()
	out = FPDF(format="A4")
	out.add_page()
	out.image(picture, 0, 0, 210, 297)
	return bytes(out.output())


def test_a_scanned_pdf_without_tesseract_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(external, "find", lambda *names: "")
	with pytest.raises(errors.ScannedFile):
		read_bytes(scanned(["I. NHIỆM VỤ"]))


def _tesseract_speaks_vietnamese() -> bool:
	program = shutil.which("tesseract")
	if not program:
		return False
	return (
		"vie"
		in subprocess.run(
			[program, "--list-langs"], capture_output=True, text=True, check=False
		).stdout.split()
	)


@pytest.mark.skipif(
	not _tesseract_speaks_vietnamese(), reason="Tesseract with Vietnamese (vie) is not installed"
)
def test_a_scanned_pdf_is_recognised_by_tesseract() -> None:
	reading = read_bytes(scanned(["I. NHIỆM VỤ TRỌNG TÂM", f"- {LONG}", "- Thu đảng phí đúng kỳ, đủ mức."]))
	assert [item.marker for item in reading.items] == ["I.", "-", "-"]
	words = reading.items[1].text.split()
	meant = LONG.split()
	assert len(words) == len(meant)
	assert sum(one == two for one, two in zip(words, meant, strict=True)) > 0.85 * len(meant)
	assert "read.ocr" in [one.code for one in reading.warnings]
	assert reading.lines.lost == 0
