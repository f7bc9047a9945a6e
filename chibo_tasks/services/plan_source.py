"""Taking in the document of a plan: received, known again by its hash, read in a process of its own, kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from frappe import _

from chibo_tasks.exceptions import FileTooLarge, PlanUnreadable, refuse
from chibo_tasks.services import evidence_store, plan_reader, progress, settings

DOCUMENT = ("document", "facts", "recipients", "warnings")
"""What of a reading is kept with the plan itself."""


@dataclass(frozen=True)
class Source:
	"""A document that was kept.

	Attributes:
		name: its name as it came.
		sha256: hash of its content, under which it is kept.
		size: in bytes.
	"""

	name: str
	sha256: str
	size: int


def receive(
	organization: str,
	stream: BinaryIO,
	file_name: str,
	known: Callable[[str], str | None],
	tell: progress.Tell,
) -> tuple[str | None, dict[str, Any], Source]:
	"""Take a document in and read it, unless it is known.

	Args:
		known: answers for a hash what is known by it, or None; then nothing is kept or read.
		tell: is told the stages.

	Returns:
		What was known, or None; the reading; the source.
	"""
	limit = settings.of(organization).plan_max_mb
	try:
		with evidence_store.incoming(stream, limit << 20) as file:
			if not file.size:
				refuse(_("“{file}” is empty.").format(file=file_name), PlanUnreadable)
			found = known(file.sha256)
			if found is not None:
				return found, {}, Source(file_name, file.sha256, file.size)
			reading = plan_reader.read(file.path, tell)
			tell(progress.SAVING, len(reading["items"]))
			return None, reading, Source(file_name, file.keep(), file.size)
	except evidence_store.TooLarge:
		refuse(_("“{file}” is larger than {limit} MB.").format(file=file_name, limit=limit), FileTooLarge)


def document_json(reading: dict[str, Any]) -> str:
	"""What is kept with the plan itself of the reading of its document."""
	return json.dumps({key: reading.get(key) for key in DOCUMENT}, ensure_ascii=False)
