"""Evidence: send, withdraw, open."""

from typing import Any

import frappe
from werkzeug.utils import send_file
from werkzeug.wrappers import Response

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import detail, evidence_store, evidences


@endpoint("POST")
def upload(
	deadline: str, note: str = "", proves_on: str = "", requirement: str = "", key: str = ""
) -> dict[str, Any]:
	"""Send a file (multipart part `file`) and return the deadline as it stands then.

	Args:
		deadline: name of the deadline.
		note: text that goes with the file.
		proves_on: the day that the file proves, yyyy-mm-dd; default today.
		requirement: entry of the checklist that it fulfils.
		key: the sender's mark; a repeat with the same mark changes nothing.
	"""
	stream, name = arguments.uploaded()
	return _send(deadline, evidences.FILE, note, proves_on, requirement, key, stream=stream, file_name=name)


@endpoint("POST")
def add_note(
	deadline: str, note: str, proves_on: str = "", requirement: str = "", key: str = ""
) -> dict[str, Any]:
	"""Send a note as evidence, for example where a paper was handed in.

	Args:
		deadline: name of the deadline.
		note: the text.
		proves_on: the day that it proves, yyyy-mm-dd; default today.
		requirement: entry of the checklist that it fulfils.
		key: the sender's mark; a repeat with the same mark changes nothing.
	"""
	return _send(deadline, evidences.NOTE, note, proves_on, requirement, key)


@endpoint("POST")
def add_link(
	deadline: str, link: str, note: str = "", proves_on: str = "", requirement: str = "", key: str = ""
) -> dict[str, Any]:
	"""Send a web address as evidence.

	Args:
		deadline: name of the deadline.
		link: http(s) address.
		note: text that goes with it.
		proves_on: the day that it proves, yyyy-mm-dd; default today.
		requirement: entry of the checklist that it fulfils.
		key: the sender's mark; a repeat with the same mark changes nothing.
	"""
	return _send(deadline, evidences.LINK, note, proves_on, requirement, key, link=link)


@endpoint("POST")
def reuse(evidence: str, deadline: str, requirement: str = "") -> dict[str, Any]:
	"""Let a piece that was sent before prove another deadline, too.

	Args:
		evidence: name of the piece.
		deadline: deadline that it is to prove.
		requirement: entry of the checklist that it fulfils there.
	"""
	actor = current_actor()
	evidences.reuse(actor, evidence, deadline, requirement)
	return detail.detail(actor, deadline)


@endpoint("POST")
def withdraw(evidence: str, reason: str) -> None:
	"""Take back a piece that has not been submitted; it stays on record as withdrawn.

	Args:
		evidence: name of the evidence.
		reason: why.
	"""
	evidences.withdraw(current_actor(), evidence, reason)


@endpoint("GET")
def download(evidence: str) -> Response:
	"""The bytes of a piece of evidence, for those who may see the work it proves.

	Args:
		evidence: name of the evidence.
	"""
	doc = evidences.open_file(current_actor(), evidence)
	response = send_file(
		evidence_store.path(doc.sha256),
		environ=frappe.request.environ,
		mimetype=doc.media_type,
		as_attachment=doc.media_type not in evidences.INLINE,
		download_name=doc.file_name,
		etag=doc.sha256,
		conditional=True,
	)
	response.headers["Cache-Control"] = "private, no-store"
	response.headers["X-Content-Type-Options"] = "nosniff"
	response.headers["Content-Security-Policy"] = _policy(doc.media_type)
	return response


def _policy(media_type: str) -> str:
	"""What an opened file may do: nothing. The browser's own viewer of PDFs does not run in a sandbox; it is a place
	without our origin by itself, and only our own pages may hold it."""
	if media_type == "application/pdf":
		return "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
	return "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def _send(
	deadline: str, kind: str, note: str, proves_on: str, requirement: str, key: str, **content: Any
) -> dict[str, Any]:
	actor = current_actor()
	piece = evidences.Piece(
		kind=kind,
		note=note,
		proves_on=arguments.day(proves_on, "proves_on"),
		requirement=requirement,
		key=key[:100],
		**content,
	)
	evidences.send(actor, deadline, piece)
	return detail.detail(actor, deadline)
