"""Reading an uploaded document in a process of its own, where a hostile file can hurt nobody."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from frappe import _

from chibo_tasks.exceptions import PlanUnreadable, refuse

SECONDS = 30
MEMORY = 1 << 29


def read(path: Path) -> dict[str, Any]:
	"""Return the reading of the document at `path` (schema: docs/plan-import.md).

	Raises:
		PlanUnreadable: the document cannot be read as a plan; the message says why.
	"""
	command = [sys.executable, "-I", "-m", "chibo_tasks.domain.plan_import", str(path), "--json"]
	try:
		done = subprocess.run(  # noqa: S603 - fixed command, the path is our own
			command, capture_output=True, timeout=SECONDS, check=False, preexec_fn=_limit, env={"PYTHONUTF8": "1"}
		)
	except subprocess.TimeoutExpired:
		refuse(_("Reading the file took too long. Save it again from Word as .docx and upload that."), PlanUnreadable)
	if done.returncode != 0:
		refuse(_reason(done.stderr.decode(errors="replace")), PlanUnreadable)
	return json.loads(done.stdout)


def _reason(output: str) -> str:
	lines = [line for line in output.splitlines() if line.strip()]
	return lines[-1].removeprefix("error: ") if lines else _("The file cannot be read as a plan.")


def _limit() -> None:
	resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
	resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
	resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
