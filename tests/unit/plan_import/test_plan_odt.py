"""OpenDocument texts: lists with automatic numbers, tables, tracked changes, what is not on the page."""

import pytest

from chibo_tasks.domain.plan_import import read_bytes
from chibo_tasks.domain.plan_import.readers import odt as reader
from tests.unit.plan_import.hostile_files import odt, with_parts

LIST = (
	'<text:list-style style:name="L1">'
	'<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
	'<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>'
	'<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
	'<text:list-level-style-bullet text:level="4" text:bullet-char="-"/></text:list-style>'
)


def seen(body: str, styles: str = LIST) -> list[str]:
	return [f"{block.number} {block.raw}".strip() for block in reader.read(odt(body, styles=styles))[0]]


def item(*content: str, start: str = "") -> str:
	attribute = f' text:start-value="{start}"' if start else ""
	return f"<text:list-item{attribute}>{''.join(content)}</text:list-item>"


def listed(*items: str, attributes: str = 'text:style-name="L1"') -> str:
	return f"<text:list {attributes}>{''.join(items)}</text:list>"


def p(text: str, style: str = "") -> str:
	return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_lists_number_themselves_level_by_level() -> None:
	inner = listed(
		item(p("B")), item(p("C"), listed(item(p("D")), item(p("E")), attributes="")), attributes=""
	)
	assert seen(listed(item(p("A"), inner), item(p("F"), listed(item(p("G")), attributes="")))) == [
		"I. A",
		"1. B",
		"2. C",
		"2.1. D",
		"2.2. E",
		"II. F",
		"1. G",
	]


def test_lists_go_on_only_where_they_say_so() -> None:
	body = (
		listed(item(p("một")), attributes='text:style-name="L1" xml:id="a"')
		+ p("xen giữa")
		+ listed(item(p("hai")), attributes='text:style-name="L1" text:continue-numbering="true"')
		+ listed(item(p("lại một")))
		+ listed(item(p("ba")), attributes='text:style-name="L1" text:continue-list="a"')
		+ listed(item(p("bảy"), start="7"), item(p("tám")))
	)
	assert seen(body) == ["I. một", "xen giữa", "II. hai", "I. lại một", "III. ba", "VII. bảy", "VIII. tám"]


def test_only_the_first_paragraph_of_an_item_carries_its_number() -> None:
	body = listed(
		item(p("A"), p("tiếp")), "<text:list-header><text:p>đầu</text:p></text:list-header>", item(p("B"))
	)
	assert seen(body) == ["I. A", "tiếp", "đầu", "II. B"]


def test_headings_number_themselves_by_the_outline() -> None:
	outline = (
		'<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" '
		'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/>'
		"</text:outline-style>"
	)
	head = '<text:h text:outline-level="{}">{}</text:h>'
	data = with_parts(
		odt(
			head.format(1, "A") + head.format(2, "B") + p("thân") + head.format(2, "C") + head.format(1, "D")
		),
		{
			"styles.xml": '<office:document-styles xmlns:office="o" xmlns:text="t" xmlns:style="s">'
			f"<office:styles>{outline}</office:styles></office:document-styles>"
		},
	)
	assert [f"{block.number} {block.raw}".strip() for block in reader.read(data)[0]] == [
		"I. A",
		"1. B",
		"thân",
		"2. C",
		"II. D",
	]


def test_tables_with_merged_and_repeated_cells() -> None:
	cell = "<table:table-cell {}>{}</table:table-cell>"
	covered = "<table:covered-table-cell/>"
	body = (
		"<table:table><table:table-header-rows><table:table-row>"
		+ cell.format("", p("TT")) + cell.format('table:number-columns-spanned="2"', p("Nội dung")) + covered
		+ cell.format("", p("Chủ trì")) + "</table:table-row></table:table-header-rows><table:table-row>"
		+ cell.format("", p("1")) + cell.format("", p("Họp")) + cell.format("", p("Tháng 1"))
		+ cell.format('table:number-rows-spanned="2"', p("Đ/c An")) + "</table:table-row><table:table-row>"
		+ cell.format("", p("2")) + cell.format('table:number-columns-repeated="2"', p("x")) + covered
		+ "</table:table-row></table:table>"
	)  # fmt: skip
	rows = reader.read(odt(body))[0]
	assert [(one.column, one.span) for one in rows[0].cells] == [(0, 1), (1, 2), (3, 1)]
	assert [one.text for one in rows[2].cells] == ["2", "x", "x", "Đ/c An"]
	assert rows[2].cells[3].continued and rows[2].raw == "2\nx\nx"
	assert read_bytes(odt(body)).lines.lost == 0


def test_tracked_changes_read_as_accepted() -> None:
	changes = (
		'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>quý</text:p></text:deletion>'
		"</text:changed-region></text:tracked-changes>"
	)
	body = changes + p(
		'Họp <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>tháng'
		'<text:change-end text:change-id="c2"/>'
	)
	assert seen(body) == ["Họp tháng"]


def test_what_is_not_on_the_page_stays_out() -> None:
	styles = '<style:style style:name="An" style:family="text"><style:text-properties text:display="none"/></style:style>'
	body = (
		"<text:table-of-content><text:index-body><text:p>Mục lục</text:p></text:index-body></text:table-of-content>"
		+ p(
			'Việc<text:span text:style-name="An"> ẩn</text:span><text:note><text:note-citation>1</text:note-citation>'
			"<text:note-body><text:p>chú</text:p></text:note-body></text:note><office:annotation><text:p>ghi</text:p>"
			"</office:annotation><draw:frame><draw:text-box><text:p>khung</text:p></draw:text-box></draw:frame>"
			"<text:bookmark text:name='x'/><text:page-number>1</text:page-number> chung"
		)
	)
	assert seen(body, styles) == ["Việc chung"]


def test_spaces_tabs_and_line_breaks() -> None:
	body = p('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d <text:a>liên\n  kết</text:a>')
	assert reader.read(odt(body))[0][0].raw.split("\n")[0] == "a   b\tc"
	assert [one.text for one in read_bytes(odt(body)).items] == ["a b c d liên kết"]


@pytest.mark.parametrize(
	("font", "typed", "meant", "name"),
	[
		(".VnTime", "§¶ng bé", "Đảng bộ", "TCVN3"),
		("VNI-Times", "Ñaûng boä", "Đảng bộ", "VNI"),
	],
)
def test_old_fonts_are_read_as_they_look(font: str, typed: str, meant: str, name: str) -> None:
	styles = (
		f'<style:font-face style:name="F1" svg:font-family="\'{font}\'"/>'
		'<style:style style:name="P1" style:family="paragraph"><style:text-properties style:font-name="F1"/></style:style>'
	)
	blocks, encoding = reader.read(odt(p(typed, "P1"), styles=styles))
	assert (blocks[0].raw, encoding) == (meant, name)


def test_bold_alignment_and_the_name_of_the_style_behind_an_automatic_one() -> None:
	styles = (
		'<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph">'
		'<style:text-properties fo:font-weight="bold"/></style:style>'
		'<style:style style:name="P7" style:family="paragraph" style:parent-style-name="Heading_20_1">'
		'<style:paragraph-properties fo:text-align="center" fo:margin-left="1cm"/></style:style>'
	)
	block = reader.read(odt(p("MỤC", "P7"), styles=styles))[0][0]
	assert (block.style, block.bold, block.align, round(block.indent)) == ("Heading 1", True, "center", 28)
