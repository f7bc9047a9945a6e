"""Uploads are read in a process of their own, from inside any server, and are never waited for without end."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from chibo_tasks.exceptions import PlanUnreadable
from chibo_tasks.services import plan_reader

TEXT = "KẾ HOẠCH\ncông tác năm 2024\nI. NHIỆM VỤ\n- Họp chi bộ hằng tháng.\n"


@pytest.fixture
def plan(site: Any, tmp_path: Path) -> Path:
	path = tmp_path / "k.txt"
	path.write_text(TEXT, encoding="utf-8")
	return path


@pytest.fixture
def vietnamese(site: Any) -> Iterator[None]:
	before, frappe.local.lang = frappe.local.lang, "vi"
	yield
	frappe.local.lang = before


def test_the_reading_comes_back_and_progress_is_told(plan: Path) -> None:
	told: list[tuple[str, int]] = []
	reading = plan_reader.read(plan, lambda stage, lines=0: told.append((stage, lines)))
	assert [item["text"] for item in reading["items"]][-1] == "Họp chi bộ hằng tháng."
	assert told == [("reading", 0), ("sorting", len(reading["items"]))]


@pytest.mark.parametrize("executable", ["/usr/sbin/uwsgi", "", None])
def test_a_server_that_embeds_python_finds_the_interpreter(
	plan: Path, monkeypatch: pytest.MonkeyPatch, executable: str | None
) -> None:
	monkeypatch.setattr(sys, "executable", executable)
	assert plan_reader.read(plan)["items"]


def test_a_refusal_is_said_in_the_language_of_the_session(
	plan: Path, vietnamese: None, tmp_path: Path
) -> None:
	plan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
	with pytest.raises(PlanUnreadable) as refusal:
		plan_reader.read(plan)
	assert "Nội dung tệp là" in str(refusal.value)


def test_nothing_of_the_servers_environment_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setenv("DATABASE_PASSWORD", "secret")
	assert set(plan_reader._environment("/")) == {
		"PATH",
		"PYTHONPATH",
		"PYTHONUTF8",
		"PYTHONDONTWRITEBYTECODE",
		"HOME",
		"TMPDIR",
	}


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
	"""Start a script in place of the interpreter."""
	path = folder / "python3"
	path.write_text(f"#!/bin/sh\n{script}\n")
	path.chmod(0o755)
	monkeypatch.setattr(plan_reader, "_python", lambda: str(path))


def test_a_reader_that_hangs_is_ended_with_its_children(
	plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	mark = tmp_path / "child"
	stand_in(tmp_path, monkeypatch, f"sleep 600 & echo $! > {mark}; wait")
	monkeypatch.setattr(plan_reader, "SECONDS", 0.5)
	with pytest.raises(PlanUnreadable):
		plan_reader.read(plan)
	child = Path("/proc") / mark.read_text().strip()
	assert not child.exists() or "Z" in (child / "stat").read_text().rpartition(")")[2][:3]


def test_a_reader_that_can_not_even_start_is_a_fault_of_ours_not_of_the_file(
	plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	stand_in(tmp_path, monkeypatch, "echo no such module >&2; exit 1")
	with pytest.raises(RuntimeError, match="no such module"):
		plan_reader.read(plan)


def test_no_folder_is_left_behind(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	own = tmp_path / "tmp"
	own.mkdir()
	monkeypatch.setenv("TMPDIR", str(own))
	monkeypatch.setattr("tempfile.tempdir", None)
	assert json.dumps(plan_reader.read(plan))
	monkeypatch.undo()
	assert os.listdir(own) == []
