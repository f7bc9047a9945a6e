"""Reading an uploaded document in a process of its own, where a hostile file can hurt nobody."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Thread, Timer
from typing import Any

from frappe import _

from chibo_tasks.domain.plan_import import stages
from chibo_tasks.exceptions import PlanUnreadable, refuse
from chibo_tasks.services import progress

SECONDS = 30
UNREADABLE = 2
"""Exit status of the reader for a document that it refuses."""


def read(path: Path, tell: progress.Tell | None = None) -> dict[str, Any]:
	"""Return the reading of the document at `path` (schema: docs/plan-import.md).

	Args:
		tell: is told the stages that the reader reaches.

	Raises:
		PlanUnreadable: the document cannot be read as a plan; the message says why.
	"""
	command = [sys.executable, "-m", "chibo_tasks.domain.plan_import", str(path.resolve()), "--json"]
	if tell:
		tell(progress.READING)
	status, output = _run(command, tell)
	if status is None:
		refuse(
			_("Reading the file took too long. Save it again from Word as .docx and upload that."),
			PlanUnreadable,
		)
	if status == 0:
		return json.loads(output)
	if status == UNREADABLE:
		error = json.loads(output)["error"]
		template = error["message"]
		refuse(_(template).format(**error["params"]), PlanUnreadable)
	refuse(_("The file needs more memory or time than reading a plan may take."), PlanUnreadable)


def _run(command: list[str], tell: progress.Tell | None) -> tuple[int | None, bytes]:
	"""Exit status (None when it took too long) and standard output of the reader."""
	process = subprocess.Popen(  # noqa: S603 - a fixed command, and the path is our own
		command,
		stdin=subprocess.DEVNULL,
		stdout=subprocess.PIPE,
		stderr=subprocess.PIPE,
		env={"PYTHONUTF8": "1", stages.ASKED: "1"},
		cwd="/",
	)
	late: list[bool] = []

	def stop() -> None:
		late.append(True)
		process.kill()

	output: list[bytes] = []
	timer = Timer(SECONDS, stop)
	with process:
		collector = Thread(target=lambda: output.append(process.stdout.read()), daemon=True)
		timer.start()
		collector.start()
		try:
			for line in process.stderr:
				_told(line.decode(errors="replace"), tell)
			collector.join()
			status = process.wait()
		finally:
			timer.cancel()
			process.kill()
	return (None if late else status), b"".join(output)


def _told(line: str, tell: progress.Tell | None) -> None:
	if tell and line.startswith(stages.PREFIX):
		stage, _, lines = line.removeprefix(stages.PREFIX).strip().partition(" ")
		tell(stage, int(lines or 0))
