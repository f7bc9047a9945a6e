"""Reads a file in a child process that is confined, watched and, with all that it started, ended in time.

The child starts without the right to run programs. Only when it finds that the file needs one (an old .doc, a scanned
PDF) a second child reads it with that right.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import external, limits, progress
from .confine import confine
from .errors import DamagedFile, TookTooLong, UnreadablePlan
from .result import PlanReading

# What the child says; its last word is a result, or that it needs a program.
_PROGRESS, _TEXT, _RESULT, _PROGRAM_NEEDED = b"p", b"t", b"r", b"n"
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


@dataclass(frozen=True)
class Outcome:
	"""What came of reading: the text to print, or the refusal."""

	text: str = ""
	warnings: tuple[str, ...] = ()
	refusal: str = ""
	error: dict[str, object] | None = None


def read(path: str, show: Callable[[PlanReading], str], listener: progress.Listener | None = None) -> Outcome:
	"""Read a file in a confined child.

	Args:
		path: the file.
		show: makes the text to print; runs in the child.
		listener: hears how far the reading is.

	Returns: the text, or a refusal; nothing is raised, whatever the file does to its reader.
	"""
	for programs in (False, True):
		with tempfile.TemporaryDirectory(prefix="plan-reader-") as folder:
			said = _in_child(path, show, Path(folder), programs, listener)
		if _PROGRAM_NEEDED in said and not programs:
			continue
		if _RESULT in said:
			rest = json.loads(said[_RESULT])
			rest["warnings"] = tuple(rest["warnings"])
			return Outcome(text=said.get(_TEXT, b"").decode(), **rest)
		break
	return refused(TookTooLong())


def refused(refusal: UnreadablePlan) -> Outcome:
	"""The outcome that a refusal makes: template and values apart, so that a caller can say it in another language."""
	return Outcome(refusal=str(refusal), error={"message": refusal.message, "params": refusal.params})


def _in_child(
	path: str,
	show: Callable[[PlanReading], str],
	folder: Path,
	programs: bool,
	listener: progress.Listener | None,
) -> dict[bytes, bytes]:
	"""Fork, read, wait. Returns what the child said, by kind."""
	_adopt_orphans()
	started = os.stat(folder).st_mtime
	inlet, outlet = os.pipe()
	child = os.fork()
	if child == 0:
		try:
			os.close(inlet)
			_work(path, show, folder, programs, outlet)
		finally:
			# Whatever is raised: nothing of the parent's may run in the child.
			os._exit(0)
	os.close(outlet)
	seconds = limits.PROGRAM_WALL_SECONDS if programs else limits.WALL_SECONDS
	try:
		return _listen(inlet, time.monotonic() + seconds, listener)
	finally:
		os.close(inlet)
		end_tree(child)
		os.waitpid(child, 0)
		_reap()
		if programs:
			_sweep(started)


def _work(path: str, show: Callable[[PlanReading], str], folder: Path, programs: bool, outlet: int) -> None:
	"""What the child does."""
	os.setsid()
	_die_with_parent()
	tempfile.tempdir = str(folder)
	confine(folder, programs)
	from .api import read_file

	def tell(step: str, done: int, total: int) -> None:
		_allow_a_step(step)
		_send(outlet, _PROGRESS, json.dumps([step, done, total]))

	_allow_a_step("")
	try:
		with progress.heard_by(tell), contextlib.nullcontext() if programs else external.forbidden():
			reading = read_file(path)
		_send(outlet, _TEXT, show(reading))
		outcome = Outcome(warnings=tuple(f"{one.severity}: {one.text}" for one in reading.warnings))
	except external.ProgramNeeded:
		_send(outlet, _PROGRAM_NEEDED, "")
		return
	except UnreadablePlan as refusal:
		outcome = refused(refusal)
	except MemoryError:
		return
	except Exception as fault:
		# A fault of ours, but the file brought it about: whoever waits gets an answer, and its name helps to find it.
		outcome = refused(DamagedFile(type(fault).__name__))
	rest = {"warnings": outcome.warnings, "refusal": outcome.refusal, "error": outcome.error}
	_send(outlet, _RESULT, json.dumps(rest))


def _allow_a_step(step: str) -> None:
	"""Give the next step its CPU time; one that drags on ends the process by SIGPROF."""
	seconds = limits.CPU_SECONDS if step == progress.OUTLINE else limits.STEP_SECONDS
	signal.setitimer(signal.ITIMER_PROF, seconds)


def _send(outlet: int, kind: bytes, text: str) -> None:
	content = text.encode()
	rest = memoryview(kind + len(content).to_bytes(4, "big") + content)
	while rest:
		rest = rest[os.write(outlet, rest) :]


def _listen(inlet: int, until: float, listener: progress.Listener | None) -> dict[bytes, bytes]:
	"""Take in what the child says until its last word, its end, or the end of the time.

	Returns: what it said, by kind; the result is missing where it was cut off.
	"""
	said: dict[bytes, bytes] = {}
	held = bytearray()
	while (left := until - time.monotonic()) > 0 and len(held) <= limits.ANSWER_BYTES:
		ready, _, _ = select.select([inlet], [], [], left)
		piece = os.read(inlet, 1 << 16) if ready else b""
		if not piece:
			break
		held += piece
		while len(held) >= 5 and len(held) >= 5 + (size := int.from_bytes(held[1:5], "big")):
			kind, content = bytes(held[:1]), bytes(held[5 : 5 + size])
			del held[: 5 + size]
			if kind != _PROGRESS:
				said[kind] = content
			elif listener is not None:
				listener(*json.loads(content))
		if _RESULT in said or _PROGRAM_NEEDED in said:
			break
	return said


def _adopt_orphans() -> None:
	"""Make this process the parent of whatever its children leave behind, so that it can end them."""
	if sys.platform == "linux":
		ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _die_with_parent() -> None:
	if sys.platform == "linux":
		ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def end_tree(root: int) -> None:
	"""Kill a process and all its descendants, also those that moved into sessions of their own.

	Args:
		root: its process id.
	"""
	for _ in range(20):
		family = _family(root)
		# The root first, so that it sees nobody die and says nothing.
		for one in sorted(family, key=lambda one: one != root):
			with contextlib.suppress(ProcessLookupError, PermissionError):
				os.kill(one, signal.SIGKILL)
		if family <= {root}:
			return
		time.sleep(0.02)


def _family(root: int) -> set[int]:
	"""A process and its living descendants, by /proc; where there is none, the process alone."""
	children: dict[int, list[int]] = {}
	for entry in Path("/proc").glob("[0-9]*/stat"):
		with contextlib.suppress(OSError, ValueError, IndexError):
			# The name of the program stands in brackets and may hold anything.
			state, parent = entry.read_text(errors="replace").rpartition(")")[2].split()[:2]
			if state != "Z":
				children.setdefault(int(parent), []).append(int(entry.parent.name))
	found, todo = {root}, [root]
	while todo:
		for child in children.get(todo.pop(), ()):
			if child not in found:
				found.add(child)
				todo.append(child)
	return found


def _sweep(started: float) -> None:
	"""Remove the socket that a killed LibreOffice leaves in /tmp, wherever its own folders are."""
	for socket in Path("/tmp").glob(f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_*"):  # noqa: S108 - LibreOffice's choice
		with contextlib.suppress(OSError):
			if socket.is_socket() and socket.stat().st_mtime >= started:
				socket.unlink()


def _reap() -> None:
	with contextlib.suppress(ChildProcessError):
		while os.waitpid(-1, os.WNOHANG)[0]:
			pass
