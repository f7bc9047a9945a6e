"""Reading an uploaded document in a process of its own, where a hostile file can hurt nobody."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from frappe import _

from chibo_tasks.exceptions import PlanUnreadable, refuse

SECONDS = 30
UNREADABLE = 2
"""Exit status of the reader for a document that it refuses."""


def read(path: Path) -> dict[str, Any]:
	"""Return the reading of the document at `path` (schema: docs/plan-import.md).

	Raises:
		PlanUnreadable: the document cannot be read as a plan; the message says why.
	"""
	command = [sys.executable, "-m", "chibo_tasks.domain.plan_import", str(path.resolve()), "--json"]
	try:
		done = subprocess.run(  # noqa: S603 - a fixed command, and the path is our own
			command, capture_output=True, timeout=SECONDS, check=False, env={"PYTHONUTF8": "1"}, cwd="/"
		)
	except subprocess.TimeoutExpired:
		refuse(
			_("Reading the file took too long. Save it again from Word as .docx and upload that."),
			PlanUnreadable,
		)
	if done.returncode == 0:
		return json.loads(done.stdout)
	if done.returncode == UNREADABLE:
		error = json.loads(done.stdout)["error"]
		template = error["message"]
		refuse(_(template).format(**error["params"]), PlanUnreadable)
	refuse(_("The file needs more memory or time than reading a plan may take."), PlanUnreadable)
