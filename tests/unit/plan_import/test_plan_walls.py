"""The walls around the reading process, tried from inside; and the watch over it."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from chibo_tasks.domain.plan_import import external, limits, watch
from chibo_tasks.domain.plan_import.errors import DamagedFile, EmptyFile, TookTooLong

linux = pytest.mark.skipif(sys.platform != "linux", reason="the walls are those of the Linux kernel")


def inside(folder: Path, programs: bool, code: str) -> list[str]:
	"""What a confined process prints."""
	script = f"""
		import os, socket, subprocess, sys
		from pathlib import Path
		from chibo_tasks.domain.plan_import.confine import confine
		walls = confine(Path({str(folder)!r}), {programs})
		def tried(action):
			try:
				action()
				return "done"
			except BaseException as fault:
				return type(fault).__name__
		print(",".join(sorted(walls)))
	"""
	whole = textwrap.dedent(script) + textwrap.dedent(code)
	done = subprocess.run(
		[sys.executable, "-c", whole], capture_output=True, text=True, timeout=60, check=True, cwd=os.getcwd()
	)
	return done.stdout.split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
	made = tmp_path / "own"
	made.mkdir()
	return made


@linux
@pytest.mark.parametrize("programs", [False, True])
def test_nothing_reaches_the_network(folder: Path, programs: bool) -> None:
	with socket.create_server(("127.0.0.1", 0)) as listener:
		port = listener.getsockname()[1]
		walls, *tries = inside(
			folder,
			programs,
			f"""
			print(tried(lambda: socket.create_connection(("127.0.0.1", {port}), 2)))
			print(tried(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)))
			print(tried(lambda: socket.socket(socket.AF_UNIX)))
			""",
		)
		if "network" not in walls:
			pytest.skip("this kernel or machine has no seccomp filter for the reader")
		listener.settimeout(0.2)
		with pytest.raises(TimeoutError):
			listener.accept()
	assert tries == ["PermissionError", "PermissionError", "done"]


@linux
def test_no_process_is_started_without_the_right_to(folder: Path) -> None:
	walls, *tries = inside(
		folder,
		False,
		"""
		print(tried(os.fork))
		print(tried(lambda: os.execv("/bin/true", ["true"])))
		print(tried(lambda: subprocess.run(["/bin/true"])))
		""",
	)
	if "network" not in walls:
		pytest.skip("this kernel or machine has no seccomp filter for the reader")
	assert tries == ["PermissionError"] * 3


@linux
@pytest.mark.parametrize("programs", [False, True])
def test_nothing_is_written_outside_of_its_folder(folder: Path, tmp_path: Path, programs: bool) -> None:
	victim = tmp_path / "victim"
	victim.write_text("whole")
	walls, *tries = inside(
		folder,
		programs,
		f"""
		print(tried(lambda: open({str(victim)!r}, "a").write("x")))
		print(tried(lambda: os.truncate({str(victim)!r}, 0)))
		print(tried(lambda: os.unlink({str(victim)!r})))
		print(tried(lambda: os.mkdir({str(tmp_path / "new")!r})))
		print(tried(lambda: open({str(folder / "own")!r}, "w").close()))
		""",
	)
	if "files" not in walls:
		pytest.skip("this kernel has no Landlock")
	# Without programs not even its own files may hold a byte.
	assert tries == ["PermissionError"] * 4 + ["done"]
	assert victim.read_text() == "whole"


def test_memory_ends_before_the_machine_notices(folder: Path) -> None:
	_, outcome = inside(folder, False, "print(tried(lambda: bytearray(600_000_000)))")
	assert outcome == "MemoryError"


def read_with(monkeypatch: pytest.MonkeyPatch, reader) -> watch.Outcome:
	monkeypatch.setattr("chibo_tasks.domain.plan_import.api.read_file", reader)
	return watch.read("plan", str)


def dies(path):
	os.kill(os.getpid(), signal.SIGKILL)


def drags_on(path):
	while True:
		pass


def sleeps(path):
	time.sleep(60)


def eats(path):
	return [bytearray(1_000_000) for _ in range(10_000)]


def leaves_quietly(path):
	os._exit(0)


@pytest.mark.parametrize("reader", [dies, drags_on, sleeps, eats, leaves_quietly])
def test_a_reader_that_dies_or_hangs_is_a_refusal(monkeypatch: pytest.MonkeyPatch, reader) -> None:
	monkeypatch.setattr(limits, "STEP_SECONDS", 0.3)
	monkeypatch.setattr(limits, "WALL_SECONDS", 1)
	assert read_with(monkeypatch, reader) == watch.refused(TookTooLong())


def test_a_refusal_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
	def refuses(path):
		raise EmptyFile

	assert read_with(monkeypatch, refuses) == watch.refused(EmptyFile())


def test_a_fault_of_our_own_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
	def stumbles(path):
		raise KeyError("x")

	assert read_with(monkeypatch, stumbles) == watch.refused(DamagedFile("KeyError"))


def test_what_a_program_leaves_running_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
	"""A program that forks into a session of its own outlives neither the reader nor the time."""
	mark = f"plan-reader-test-{os.getpid()}"

	def starts(path):
		external.find("sh")
		script = f"setsid sh -c 'exec -a {mark} sleep 300' & setsid sh -c 'sleep 300 # {mark}' & sleep 300"
		external.run(["/bin/bash", "-c", script], Path("/"), 60, limits.OCR_BYTES)

	monkeypatch.setattr(limits, "PROGRAM_WALL_SECONDS", 1.5)
	assert read_with(monkeypatch, starts) == watch.refused(TookTooLong())
	assert not [
		entry
		for entry in Path("/proc").glob("[0-9]*/cmdline")
		if mark.encode() in _content(entry) and entry.parent.name != str(os.getpid())
	]


def _content(entry: Path) -> bytes:
	try:
		return entry.read_bytes()
	except OSError:
		return b""
