"""Files that attack: each is refused with its own reason, from inside a child that is stopped where a library is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chibo_tasks.domain.plan_import import errors
from tests.unit.plan_import.hostile_files import HOSTILE

_HUNG = 60
"""Seconds after which a test calls the reader hung; the reader's own limits are far below."""


def run(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
	return subprocess.run(
		[sys.executable, "-m", "chibo_tasks.domain.plan_import", str(path), *options],
		capture_output=True,
		text=True,
		timeout=_HUNG,
		check=False,
		env={**os.environ, "PYTHONUTF8": "1"},
	)


_MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "chibo_tasks.domain.plan_import", *sys.argv[1:]])
print("", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, sep="\\n")
sys.exit(done.returncode)
"""
"""A process started by this one would be credited with the memory of this one."""


def measured(path: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], int]:
	"""The run, and the most memory in KiB that any process of it had."""
	done = subprocess.run(
		[sys.executable, "-c", _MEASURED, str(path), *options],
		capture_output=True,
		text=True,
		timeout=_HUNG,
		check=False,
		env={**os.environ, "PYTHONUTF8": "1"},
	)
	*said, memory = done.stdout.splitlines()
	done.stdout = "\n".join(said)
	return done, int(memory)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
	reasons, make = HOSTILE[name]
	path = tmp_path / "plan.docx"
	path.write_bytes(make())
	done, memory = measured(path, "--json")
	assert done.returncode == 2
	assert memory < 300 * 1024, "whatever is in it, reading it takes no more than 300 MB"
	assert len(done.stderr.strip().splitlines()) == 1
	error = json.loads(done.stdout)["error"]
	templates = {
		refusal().message if reason not in _WITH_VALUES else _WITH_VALUES[reason]
		for reason in reasons.split()
		for refusal in [getattr(errors, reason)]
	}
	assert error["message"] in templates
	assert error["message"].format(**error["params"]) == done.stderr.strip()
	assert list(tmp_path.iterdir()) == [path], "nothing is left behind"


_WITH_VALUES = {
	"TooLarge": errors.TooLarge(errors.Term(""), 0).message,
	"DamagedFile": errors.DamagedFile("").message,
	"ForbiddenContent": errors.ForbiddenContent(errors.Term("")).message,
	"UnknownFormat": errors.UnknownFormat(errors.Term("")).message,
}


@pytest.mark.parametrize("make", [lambda path: path, lambda path: path / "no such file", lambda path: "a\0b"])
def test_what_is_no_file_is_said_in_one_line(make, tmp_path: Path) -> None:
	from chibo_tasks.domain.plan_import.__main__ import main

	assert main([str(make(tmp_path))]) == 2


def test_a_device_is_not_read_without_end() -> None:
	done = run(Path("/dev/zero"))
	assert done.returncode == 2 and len(done.stderr.splitlines()) == 1


def test_whoever_stops_reading_the_output_gets_no_traceback(tmp_path: Path) -> None:
	path = tmp_path / "plan.txt"
	path.write_text("I. NHIỆM VỤ\n" + "- Họp chi bộ hằng tháng, giao đồng chí An\n" * 5_000, encoding="utf-8")
	command = f"{sys.executable} -m chibo_tasks.domain.plan_import {path} | head -1"
	done = subprocess.run(
		["/bin/sh", "-c", command], capture_output=True, text=True, timeout=_HUNG, check=True
	)
	assert "NHIỆM VỤ" in done.stdout and "Traceback" not in done.stderr
