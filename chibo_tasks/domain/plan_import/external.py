"""Runs the two programs that some files need, LibreOffice and Tesseract: limited, without shell games, in one folder."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from . import limits
from .errors import TookTooLong

# Sets the limits of the program and becomes it; `prlimit` and `preexec_fn` are no choice where threads run.
_LIMITED = (
	'ulimit -S -c 0 && ulimit -S -v "$1" && ulimit -S -t "$2" && ulimit -S -f "$3" && shift 3 && exec "$@"'
)
_PLACES = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program", "/snap/bin", "/usr/local/bin")

_allowed: ContextVar[bool] = ContextVar("plan_import_programs", default=True)


class ProgramNeeded(Exception):
	"""The file needs a program, and this process may not start any."""


class ProgramFailed(Exception):
	"""A program ended with an error; holds its exit code."""


@contextmanager
def forbidden() -> Iterator[None]:
	"""Inside, no program may be run."""
	token = _allowed.set(False)
	try:
		yield
	finally:
		_allowed.reset(token)


def find(*names: str) -> str:
	"""Path of the first of some programs that is installed, "" if none is.

	Raises:
		ProgramNeeded: one is installed, and this process may not run it.
	"""
	path = os.pathsep.join((os.environ.get("PATH", os.defpath), *_PLACES))
	found = next((found for name in names if (found := shutil.which(name, path=path))), "")
	if found and not _allowed.get():
		raise ProgramNeeded(found)
	return found


def run(command: Sequence[str], folder: Path, seconds: float, memory: int) -> bytes:
	"""Run a program to its end.

	Args:
		command: path of the program and its arguments.
		folder: its working and home folder.
		seconds: of wall clock and of CPU, after which it is killed with its children.
		memory: bytes of address space.

	Returns: what it printed.

	Raises:
		TookTooLong: it did not end in time.
		ProgramFailed: it ended with an error.
	"""
	limit = [str(memory // 1024), str(int(seconds) + 1), str(limits.PROGRAM_FILE_BYTES // 512)]
	with subprocess.Popen(  # noqa: S603 - fixed programs, and the paths are our own
		["/bin/sh", "-c", _LIMITED, "sh", *limit, *command],
		cwd=folder,
		env={
			"HOME": str(folder),
			"TMPDIR": str(folder),
			"PATH": os.environ.get("PATH", os.defpath),
			"LANG": "C.UTF-8",
			"OMP_THREAD_LIMIT": "1",
		},
		stdin=subprocess.DEVNULL,
		stdout=subprocess.PIPE,
		stderr=subprocess.DEVNULL,
		start_new_session=True,
	) as process:
		try:
			out, _ = process.communicate(timeout=seconds)
		except subprocess.TimeoutExpired as fault:
			raise TookTooLong from fault
		finally:
			# Helpers that it left running hold its group.
			with contextlib.suppress(ProcessLookupError, PermissionError):
				os.killpg(process.pid, signal.SIGKILL)
	if process.returncode:
		raise ProgramFailed(process.returncode)
	return out
