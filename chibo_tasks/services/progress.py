"""How far the reading of a document is, for the eyes of whoever sent it.

Kept in a small file of the site, because the request that reads has not committed anything yet and another process may
be asked. Losing it costs nothing but the sight of it.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe

SENT, READING, SORTING, SAVING = "sent", "reading", "sorting", "saving"
MOST_FILES = 200

Tell = Callable[..., None]


@contextmanager
def told(key: str | None) -> Iterator[Tell]:
	"""Give a function that notes the stage; without `key` it does nothing.

	Args:
		key: what the client made up for this upload.
	"""
	if not key:
		yield lambda *_args, **_more: None
		return
	place = _place(key)
	place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
	_sweep(place.parent)

	def tell(stage: str, lines: int = 0) -> None:
		fresh = place.with_suffix(".new")
		fresh.write_text(json.dumps({"stage": stage, "lines": lines}))
		fresh.replace(place)

	tell(SENT)
	try:
		yield tell
	finally:
		place.unlink(missing_ok=True)


def of(key: str) -> dict[str, Any]:
	"""{stage, lines} of the session's own upload; an empty stage when nothing is going on."""
	try:
		return json.loads(_place(key).read_text())
	except (FileNotFoundError, ValueError):
		return {"stage": "", "lines": 0}


def _place(key: str) -> Path:
	name = hashlib.sha256(f"{frappe.session.user}\n{key}".encode()).hexdigest()[:40]
	return Path(frappe.get_site_path("private", "chibo_progress")) / name


def _sweep(folder: Path) -> None:
	"""What a killed process left behind."""
	files = sorted(folder.iterdir(), key=lambda one: (one.stat().st_mtime, one.name))
	for one in files[: max(0, len(files) - MOST_FILES)]:
		one.unlink(missing_ok=True)
