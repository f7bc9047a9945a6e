"""Word 97–2003 files, made and read by LibreOffice where it is installed."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from chibo_tasks.domain.plan_import import errors, external, read_bytes
from tests.unit.plan_import.hostile_files import HOSTILE, _ole

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def plan() -> bytes:
	document = docx.Document()
	document.add_paragraph("I. NHIỆM VỤ TRỌNG TÂM")
	document.add_paragraph("Tổ chức họp chi bộ hằng tháng.", style="List Number")
	document.add_paragraph("Thu đảng phí đúng kỳ.", style="List Number")
	table = document.add_table(2, 3)
	for cell, text in zip(table._cells, ("TT", "Nội dung", "Chủ trì", "1", "Họp", "Đ/c An"), strict=True):
		cell.text = text
	document.add_paragraph("Trên đây là kế hoạch.")
	out = io.BytesIO()
	document.save(out)
	return out.getvalue()


def converted(data: bytes, suffix: str, folder: Path) -> bytes:
	(folder / "plan.docx").write_bytes(data)
	subprocess.run(
		[OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
		 "--outdir", str(folder), str(folder / "plan.docx")],
		check=True, capture_output=True, timeout=120,
	)  # fmt: skip
	return (folder / f"plan.{suffix}").read_bytes()


def seen(reading) -> list[tuple[str, str]]:
	return [(item.marker, item.text) for item in reading.items]


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_the_same_plan_reads_alike_in_the_formats_of_libreoffice(
	plan: bytes, suffix: str, tmp_path: Path
) -> None:
	assert seen(read_bytes(converted(plan, suffix, tmp_path))) == seen(read_bytes(plan))


def test_without_libreoffice_a_doc_gets_a_clear_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(external, "find", lambda *names: "")
	with pytest.raises(errors.ConverterMissing):
		read_bytes(_ole("WordDocument"))


@needs_office
def test_a_broken_doc_is_damaged() -> None:
	with pytest.raises(errors.DamagedFile):
		read_bytes(_ole("WordDocument"))


def test_a_program_is_named_only_where_it_may_run() -> None:
	assert HOSTILE
	with external.forbidden():
		assert external.find("no such program") == ""
		with pytest.raises(external.ProgramNeeded):
			external.find("sh")
