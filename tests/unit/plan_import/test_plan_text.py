"""Plain text: every encoding that a Vietnamese office has used, and what mail programs do to lines."""

import unicodedata

import pytest

from chibo_tasks.domain.plan_import import legacy, read_bytes, read_text
from chibo_tasks.domain.plan_import.errors import EmptyFile, TooLarge
from chibo_tasks.domain.plan_import.normalise import clean

PLAN = (
	"KẾ HOẠCH\ncông tác năm 2024\nI. NHIỆM VỤ TRỌNG TÂM\n1. Công tác chính trị, tư tưởng\n"
	"- Tổ chức học tập, quán triệt nghị quyết cho đảng viên.\n- Vận động quần chúng đóng góp ý kiến.\n"
	"+ Mỗi đồng chí phụ trách một hộ khó khăn.\nNơi nhận:\n- Đảng ủy xã;\n- Lưu chi bộ.\n"
)
LETTERS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ"


def texts(reading) -> list[tuple[str, str, str]]:
	return [(item.marker, item.text, item.section_path) for item in reading.items]


@pytest.fixture(scope="module")
def expected():
	return texts(read_text(PLAN))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\x0b", "\u2028"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_in_every_dress(expected, encoding: str, ends: str, form: str) -> None:
	data = unicodedata.normalize(form, PLAN.replace("\n", ends)).encode(encoding)
	reading = read_bytes(data)
	assert texts(reading) == expected
	assert reading.lines.lost == 0


def big_endian_with_mark(text: str) -> bytes:
	return b"\xfe\xff" + text.encode("utf-16-be")


def windows_1258(text: str) -> bytes:
	"""As Windows writes it: vowels composed, tones as marks that follow."""
	out = []
	for char in text:
		parts = unicodedata.normalize("NFD", char)
		tones = "".join(part for part in parts[1:] if part in "\u0300\u0301\u0303\u0309\u0323")
		out.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + tones)
	return "".join(out).encode("cp1258")


def tcvn3(text: str) -> bytes:
	"""As typed in .VnTime: small letters only carry tones there, capitals are drawn by .VnTimeH."""
	codes = {letter: code for code, letter in legacy.TCVN3.items() if code < 0x100}
	return b"".join(bytes([codes[char]]) if char in codes else char.encode("latin-1") for char in text)


def vni(text: str) -> bytes:
	typed = {letter: keys for keys, letter in legacy.VNI.items()}
	return "".join(typed.get(char, char) for char in text).encode("cp1252")


def test_utf_16_with_the_other_mark(expected) -> None:
	assert texts(read_bytes(big_endian_with_mark(PLAN))) == expected


def test_windows_1258(expected) -> None:
	reading = read_bytes(windows_1258(PLAN))
	assert texts(reading) == expected
	assert reading.document.encoding == "windows-1258"


def test_vni_bytes_and_vni_letters_saved_as_unicode(expected) -> None:
	for data in (vni(PLAN), vni(PLAN).decode("cp1252").encode("utf-8")):
		reading = read_bytes(data)
		assert texts(reading) == expected
		assert reading.document.encoding == "VNI"


def test_tcvn3_bytes_and_tcvn3_letters_saved_as_unicode() -> None:
	small = PLAN.replace("KẾ HOẠCH", "Kế hoạch").replace("NHIỆM VỤ TRỌNG TÂM", "Nhiệm vụ trọng tâm")
	expected = texts(read_text(small))
	for data in (tcvn3(small), tcvn3(small).decode("latin-1").encode("utf-8")):
		reading = read_bytes(data)
		assert texts(reading) == expected
		assert reading.document.encoding == "TCVN3"


def test_every_letter_survives_vni_and_tcvn3() -> None:
	assert legacy.from_vni(vni(LETTERS + LETTERS.upper()).decode("cp1252")) == LETTERS + LETTERS.upper()
	assert legacy.from_tcvn3(tcvn3(LETTERS + "ĂÂÊÔƠƯĐ").decode("latin-1")) == LETTERS + "ĂÂÊÔƠƯĐ"


def test_french_and_english_are_not_taken_for_old_vietnamese() -> None:
	for text in ("Le comité a été élu à Hué; déjà réglé, où ça.", "The café’s naïve résumé was agreed."):
		assert read_bytes(text.encode()).items[0].text == text
		assert read_bytes(text.encode("cp1252")).items[0].text == text


@pytest.mark.parametrize(
	("typed", "meant"),
	[
		("Ðảng bộ và ðảng viên", "Đảng bộ và đảng viên"),
		("Họp\u00a0chi\u202fbộ", "Họp chi bộ"),
		("tuyên\u00ad truyền", "tuyên truyền"),
		("đảng\u200b viên\ufeff", "đảng viên"),
		("“Học tập” và ‘làm theo’ – 100 %", "“Học tập” và ‘làm theo’ – 100 %"),
		("số 30/2020/<NĐ-CP>, R&D & A", "số 30/2020/<NĐ-CP>, R&D & A"),
		("[bookmark: _Hlk1]Họp chi bộ", "Họp chi bộ"),
		("&lt;NĐ-CP&gt; &amp;", "&lt;NĐ-CP&gt; &amp;"),
	],
)
def test_invisible_things_go_and_visible_ones_stay(typed: str, meant: str) -> None:
	reading = read_text(f"I. NHIỆM VỤ\n- {typed}")
	assert reading.items[1].marker == "-" and reading.items[1].text == meant
	assert reading.lines.lost == 0


def test_a_file_cut_within_a_letter_shows_that_one_letter_is_missing() -> None:
	reading = read_bytes(PLAN.strip().removesuffix(".").removesuffix("ộ").encode() + "ộ".encode()[:2])
	assert reading.document.encoding == "utf-8"
	assert reading.items[-1].text == "Lưu chi b\ufffd"
	assert "read.damaged_letters" in [one.code for one in reading.warnings]


def test_half_of_a_pair_from_the_clipboard_can_be_printed() -> None:
	read_text("- Họp \ud83d chi bộ").items[0].text.encode()


def test_lines_wrapped_by_a_mail_program_are_joined() -> None:
	text = (
		"I. NHIỆM VỤ\n"
		"- Tổ chức học tập, quán triệt các nghị quyết, chỉ thị của Đảng cho toàn thể đảng\n"
		"viên trong chi bộ; gắn với học tập và làm theo tư tưởng, đạo đức, phong cách của\n"
		"Bác.\n"
		"- Mỗi đảng viên đăng ký ít nhất một việc làm theo, báo cáo kết quả với chi ủy và\n"
		"được đánh giá vào cuối năm theo quy định của cấp ủy cấp trên.\n"
		"- Phân công đảng viên phụ trách quần chúng ưu tú, giúp đỡ kết nạp Đảng theo đúng\n"
		"kế hoạch.\n"
	)
	assert [item.marker for item in read_text(text).items] == ["I.", "-", "-", "-"]


def test_pasted_rows_with_tabs_are_a_table() -> None:
	reading = read_text(
		"I. PHÂN CÔNG\nTT\tNội dung\tThời gian\n1\tHọp chi bộ\tTháng 1\n2\tThu đảng phí\tTháng 2\n"
	)
	assert reading.lines.lost == 0 and len(reading.items) == 4


def test_the_limits_hold_for_pasted_text() -> None:
	with pytest.raises(TooLarge):
		read_text("x" * 5_000_000)
	with pytest.raises(TooLarge):
		read_text("- Họp\n" * 40_000)
	with pytest.raises(EmptyFile):
		read_text("\u200b \n")


def test_clean_is_stable() -> None:
	for text in (PLAN, "Ðảng\u00ad\u200b", "[bookmark: x]a", "a\u0301\u0323"):
		assert clean(clean(text)) == clean(text)
