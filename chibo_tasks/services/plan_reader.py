"""Reading an uploaded document in a process of its own, where a hostile file can hurt nobody.

The process confines itself and watches its own limits (`chibo_tasks.domain.plan_import.watch`); here it is started from
whatever server the app runs in, given a folder of its own, and ended if it should outlive its time all the same.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any

from frappe import _

import chibo_tasks
from chibo_tasks.domain.plan_import import limits
from chibo_tasks.domain.plan_import.progress import OUTLINE
from chibo_tasks.domain.plan_import.watch import end_tree
from chibo_tasks.exceptions import PlanUnreadable, refuse
from chibo_tasks.services import progress

SECONDS = limits.WALL_SECONDS + limits.PROGRAM_WALL_SECONDS + 10
"""After this the reader is ended from outside; its own limits (30 s, 240 s where it needs another program) come first."""

READ, UNREADABLE, STOPPED = 0, 2, -1
"""Exit status of the reader: the document was read; it refuses the document; a signal ended it."""

_PROGRESS = "progress: "


def read(path: Path, tell: progress.Tell | None = None) -> dict[str, Any]:
	"""Return the reading of the document at `path` (schema: docs/plan-import.md).

	Args:
		path: the document.
		tell: is told the stages that the reader reaches.

	Raises:
		PlanUnreadable: the document cannot be read as a plan; the message says why.
	"""
	if tell:
		tell(progress.READING)
	status, output, last_words = _run(path.resolve(), tell)
	if status == READ:
		return json.loads(output)
	if status == UNREADABLE:
		refuse(_said(**json.loads(output)["error"]), PlanUnreadable)
	if status < 0:
		refuse(_("The file needs more memory or time than reading a plan may take."), PlanUnreadable)
	raise RuntimeError(f"The plan reader ended with status {status}: {last_words}")


def _said(message: str, params: dict[str, Any]) -> str:
	"""A refusal of the reader in the language of the session; its values may be words of the catalogue."""
	return _(message).format(**{key: _(one) if isinstance(one, str) else one for key, one in params.items()})


def _run(path: Path, tell: progress.Tell | None) -> tuple[int, str, str]:
	"""Exit status, standard output, and the end of the error output of the reader."""
	command = [_python(), "-m", "chibo_tasks.domain.plan_import", str(path), "--json", "--progress"]
	with (
		tempfile.TemporaryDirectory(prefix="plan-upload-") as folder,
		(Path(folder) / "out").open("w+b") as out,
	):
		process = subprocess.Popen(  # noqa: S603 - a fixed command, and the path is our own
			command,
			stdin=subprocess.DEVNULL,
			stdout=out,
			stderr=subprocess.PIPE,
			text=True,
			encoding="utf-8",
			errors="replace",
			env=_environment(folder),
			cwd=folder,
			start_new_session=True,
		)
		with process, _ended_in_time(process) as late:
			assert process.stderr is not None
			last_words = _listen(process.stderr, tell)
			status = process.wait()
		out.seek(0)
		# Ended from outside it may still have had the time to say something; it is not to be trusted.
		return (STOPPED if late.is_set() else status), out.read().decode(), last_words


def _listen(stream: IO[str], tell: progress.Tell | None) -> str:
	"""Pass progress on until the reader ends; returns the last line that was something else."""
	last = ""
	for line in stream:
		if not line.startswith(_PROGRESS):
			last = line.strip()
		elif tell:
			step, counts = line.removeprefix(_PROGRESS).split()
			if step == OUTLINE:
				tell(progress.SORTING, int(counts.partition("/")[2]))
	return last


@contextmanager
def _ended_in_time(process: subprocess.Popen[str]) -> Iterator[Event]:
	"""End the process when its time is over; the event says whether that happened."""
	late = Event()

	def end() -> None:
		late.set()
		end_tree(process.pid)

	timer = Timer(SECONDS, end)
	timer.daemon = True
	timer.start()
	try:
		yield late
	finally:
		timer.cancel()
		if process.poll() is None:
			end_tree(process.pid)


def _environment(folder: str) -> dict[str, str]:
	"""Nothing of the server's environment but where programs and this package are found: it may hold secrets."""
	return {
		"PATH": os.environ.get("PATH", os.defpath),
		"PYTHONPATH": str(Path(chibo_tasks.__file__).resolve().parents[1]),
		"PYTHONUTF8": "1",
		"PYTHONDONTWRITEBYTECODE": "1",
		"HOME": folder,
		"TMPDIR": folder,
	}


def _python() -> str:
	"""The interpreter of this environment; a server that embeds Python names itself in `sys.executable`."""
	name = Path(sys.executable or "").name
	if name.startswith("python") or name.startswith("pypy"):
		return sys.executable
	own = Path(sys.prefix) / "bin" / "python3"
	return str(own) if own.exists() else shutil.which("python3") or "python3"
