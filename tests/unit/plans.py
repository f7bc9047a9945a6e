"""Readings made by hand, in the schema of docs/plan-import.md."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from chibo_tasks.domain.plan_draft import Line

TEXTS = [
	("heading", "NHIỆM VỤ CỤ THỂ", 0),
	("task", "Kiểm tra bếp ăn và hồ sơ lưu mẫu thức ăn.", 1),
	("task", "Sửa chữa sân chơi khu lẻ.", 1),
	("target", "100% giáo viên hoàn thành chuyên đề.", 1),
	("heading", "Công tác tổ chức", 0),
	("task", "Duy trì sinh hoạt định kỳ.", 1),
	("context", "Nơi nhận", 0),
]


def reading_line(number: int, text: str, kind: str = "task", **values: Any) -> Line:
	"""One line with its reading."""
	reading = {
		"position": number,
		"parent": None,
		"level": 0,
		"number": "",
		"section_path": "",
		"kind": kind,
		"part": "work",
		"scope": "specific" if kind in ("task", "target") else None,
		"proposed": kind in ("task", "target"),
		"text": text,
		"targets": [],
		"recurrence": "none",
		"due_dates": [],
		"due_inferred": False,
		"responsible": [],
		"references": [],
		"confidence": 0.9,
		"why": [],
		"cells": [],
		**values,
	}
	return Line(number, text, values.get("marker", ""), reading)


def lines_of(rows: Sequence[tuple[str, str, int]]) -> list[Line]:
	"""Lines of a document, given as (kind, text, level)."""
	lines: list[Line] = []
	above: dict[int, int] = {}
	for number, (kind, text, level) in enumerate(rows, 1):
		parent = next((above[one] for one in range(level - 1, -1, -1) if one in above), None)
		above = {one: at for one, at in above.items() if one < level} | {level: number}
		lines.append(reading_line(number, text, kind, level=level, parent=parent))
	return lines


def named(prefix: str) -> Callable[[], str]:
	"""Names prefix1, prefix2 …"""
	numbers = count(1)
	return lambda: f"{prefix}{next(numbers)}"
