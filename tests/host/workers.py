"""Scheduler jobs in processes of their own, which can be killed at a counted line or a moment."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from types import FrameType
from typing import Any

from benchless.site import Site, connected

WATCHED = (
	"/chibo_tasks/services/",
	"/chibo_tasks/scheduler/",
	"/benchless/storage/",
	"/benchless/frappe_api/database/",
	"/benchless/frappe_api/email/",
	"/smtplib.py",
)
"""Code whose lines are counted: what writes, and what talks to the mail server."""

SWEEP, DELIVER = "chibo_sweep_deadlines", "chibo_deliver_messages"


@dataclass(frozen=True)
class Kill:
	"""When a process is killed: at its n-th line of watched code, or so many seconds after it was started."""

	line: int = 0
	after: float = 0.0


class Worker:
	"""One process that runs `jobs` in turn, as the scheduler would, with the clock at `at`."""

	def __init__(
		self, site: Site, jobs: Sequence[str], at: str | Sequence[str], kill: Kill | None = None
	) -> None:
		self.kill = kill
		self._started = time.monotonic()
		reader, writer = os.pipe()
		self._pid = os.fork()
		if self._pid == 0:
			os.close(reader)
			_child(site, jobs, [at] if isinstance(at, str) else at, kill.line if kill else 0, writer)
		os.close(writer)
		self._pipe = reader

	def wait(self) -> int | None:
		"""Kill it if its time comes, and wait for its end.

		Returns:
			Number of watched lines that it ran, where they were counted; None when it was killed.
		"""
		if self.kill and self.kill.after:
			time.sleep(max(0.0, self._started + self.kill.after - time.monotonic()))
			self.die()
		with os.fdopen(self._pipe) as pipe:
			said = pipe.read()
		_, status = os.waitpid(self._pid, 0)
		if os.WIFSIGNALED(status):
			assert os.WTERMSIG(status) == signal.SIGKILL
			return None
		assert os.WEXITSTATUS(status) == 0, said
		return int(said)

	def die(self) -> None:
		"""Kill it now."""
		os.kill(self._pid, signal.SIGKILL)


def _child(site: Site, jobs: Sequence[str], moments: Sequence[str], line: int, writer: int) -> None:
	count = 0
	watched = cache(lambda file: any(part in file for part in WATCHED))

	def step(frame: FrameType, event: str, _argument: Any) -> Any:
		nonlocal count
		if not watched(frame.f_code.co_filename):
			return None
		if event == "line":
			count += 1
			if count == line:
				os.kill(os.getpid(), signal.SIGKILL)
		return step

	try:
		if line:
			sys.settrace(step)
		for at in moments:
			for job in jobs:
				run(site, job, at)
		sys.settrace(None)
		os.write(writer, str(count).encode())
		os._exit(0)
	except BaseException:
		os.write(writer, traceback.format_exc().encode())
	finally:
		os._exit(1)


def run(site: Site, name: str, at: str) -> None:
	"""Run one job in this process, as the scheduler would, with the clock at `at`."""
	from chibo_tasks import clock

	with connected(site), clock.frozen(at):
		import frappe

		from chibo_tasks.scheduler import jobs

		work: Callable[[], None] = getattr(jobs, name)
		work()
		frappe.db.commit()
