"""Reading a plan out of a Word file, beside what only opening it costs."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import frappe

from benchmarks.hosts import Host
from benchmarks.measure import Peak, typical
from chibo_tasks.domain.plan_import.api import read_file
from chibo_tasks.services import plan_reader

ROUNDS = 5
SECTIONS = 10
MONTHS = 12


def run(host: Host, size: int) -> dict[str, Any]:
	"""Measure a plan of `size` items in `SECTIONS` sections, of a year with a table of its months.

	Returns:
		{benchmark, n, seconds, seconds_open, ratio_to_open, seconds_apart, rss_mb, host}: in this process; only opened and each
		paragraph looked at with python-docx; and in a process of its own, as an upload is read.
	"""
	with tempfile.TemporaryDirectory() as folder:
		path = Path(folder) / "ke-hoach.docx"
		_write(path, size)
		found = sum(1 for _ in _items(plan_reader.read(path)))
		assert found >= size, f"only {found} of {size} items were read"
		peak = Peak()
		peak.reset()
		seconds = typical(lambda: read_file(path), ROUNDS)
		megabytes = peak.megabytes
		seconds_open = typical(lambda: [one.text for one in docx.Document(str(path)).paragraphs], ROUNDS)
		seconds_apart = typical(lambda: plan_reader.read(path), ROUNDS)
	return {
		"benchmark": "reading",
		"n": size,
		"seconds": round(seconds, 3),
		"seconds_open": round(seconds_open, 3),
		"ratio_to_open": round(seconds / seconds_open, 2),
		"seconds_apart": round(seconds_apart, 3),
		"rss_mb": round(megabytes, 1),
		"host": f"{host.name}, {frappe.db.db_type}",
	}


def _items(reading: dict[str, Any]) -> Iterator[Any]:
	return (item for item in reading["items"] if item.get("kind", "task") == "task")


def _write(path: Path, size: int) -> None:
	document = docx.Document()
	for line in ("ĐẢNG BỘ XÃ HOA SEN", "CHI BỘ TRƯỜNG HOA SEN", "KẾ HOẠCH", "công tác năm 2026"):
		document.add_paragraph(line)
	for section in range(SECTIONS):
		document.add_paragraph(f"{_roman(section + 1)}. NHIỆM VỤ NHÓM {section + 1}")
		for number in range(section, size, SECTIONS):
			document.add_paragraph(
				f"- Tổ chức hoạt động chuyên đề số {number + 1}, hoàn thành trước ngày {number % 28 + 1}/{number % 12 + 1}/2026."
			)
	table = document.add_table(rows=1, cols=2)
	for month in range(MONTHS):
		cells = table.add_row().cells
		cells[0].text, cells[1].text = f"Tháng {month + 1}", f"Sinh hoạt chi bộ thường kỳ lần {month + 1}"
	document.save(str(path))


def _roman(number: int) -> str:
	return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]
