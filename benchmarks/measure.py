"""Time, statements and memory of a piece of work."""

import gc
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.hosts import Host

TRANSACTION = re.compile(r"(BEGIN|COMMIT|ROLLBACK|START TRANSACTION|SAVEPOINT|RELEASE|--)", re.IGNORECASE)
"""What ends and begins transactions is no statement of ours; `--` marks what SQLite does by itself."""


def timed(work: Callable[[], Any], *, settle: Callable[[], None] = lambda: None) -> float:
	"""Seconds that `work` takes on the wall clock.

	Args:
		settle: brings the database into a quiet state first; not measured.
	"""
	settle()
	gc.collect()
	begin = time.perf_counter()
	work()
	return time.perf_counter() - begin


def typical(work: Callable[[], Any], rounds: int) -> float:
	"""Median of the seconds that `work` takes, after it has run once to warm up."""
	work()
	return median(timed(work) for _ in range(rounds))


def statements(host: Host, work: Callable[[], Any]) -> list[str]:
	"""The SQL statements that `work` sends, without those that begin and end transactions."""
	with host.count_statements() as seen:
		work()
	return [str(one) for one in seen if not TRANSACTION.match(str(one).lstrip())]


class Peak:
	"""The largest resident memory of this process since `reset`, in MB."""

	STATUS = Path("/proc/self/status")
	CLEAR = Path("/proc/self/clear_refs")

	def reset(self) -> None:
		"""Forget what was used before; where the system does not let us, the peak is that of the whole process."""
		gc.collect()
		with suppress(OSError):
			self.CLEAR.write_text("5")

	@property
	def megabytes(self) -> float:
		found = re.search(r"VmHWM:\s+(\d+) kB", self.STATUS.read_text())
		assert found, "this system does not tell the memory of a process"
		return int(found[1]) / 1024
