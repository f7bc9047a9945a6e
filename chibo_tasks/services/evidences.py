"""Evidence: sent by those who do the work, kept for ever, opened by those who may see the work."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import filetype
import frappe
from frappe import _

from chibo_tasks import clock, gate, permissions
from chibo_tasks.domain import review
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.identity import identity
from chibo_tasks.exceptions import AlreadyDone, FileTooLarge, FileTypeRefused, refuse
from chibo_tasks.services import audit, evidence_store, people, reviews, settings

FILE, LINK, NOTE = "File", "Link", "Note"

MEDIA_TYPES = {
	"image/jpeg",
	"image/png",
	"image/webp",
	"application/pdf",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"application/vnd.oasis.opendocument.text",
	"application/vnd.oasis.opendocument.spreadsheet",
}
"""What is accepted as a file, judged by its first bytes and never by its name."""

INLINE = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
"""What a browser may show in its place; everything else is handed over as a download."""


@dataclass(frozen=True)
class Piece:
	"""What is sent.

	Attributes:
		kind: `FILE`, `LINK` or `NOTE`.
		stream, file_name: content and name of a file.
		link: http(s) address.
		note: text; may accompany a file or a link.
		proves_on: the day that the piece proves, where that is not the day of sending.
		key: the sender's own mark; sending the same mark twice keeps one piece.
	"""

	kind: str
	stream: BinaryIO | None = None
	file_name: str = ""
	link: str = ""
	note: str = ""
	proves_on: date | None = None
	key: str = ""


def send(actor: Actor, deadline_name: str, piece: Piece) -> str:
	"""Add `piece` to the present attempt of a deadline and return the evidence's name.

	Raises:
		NotFound: no such deadline for this user.
		frappe.PermissionError: the user sees the deadline but has no part in the work.
		AlreadyDone: the deadline is under review or decided.
		BadInput, FileTooLarge, FileTypeRefused: the piece is refused; nothing refers to its bytes.
	"""
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name)
	where = reviews.stance(actor, deadline)
	if not where.relations & {review.RESPONSIBLE, review.COLLABORATOR}:
		frappe.throw(_("Only those who do this work can send evidence for it."), frappe.PermissionError)
	name = identity(deadline.name, str(where.member), piece.key) if piece.key else None
	if name and frappe.db.exists("Chibo Evidence", name):
		return name
	content = _content(piece, deadline.organization)
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name, for_update=True)
	if deadline.state not in review.OPEN_STATES:
		refuse(
			_("The work is “{state}”; evidence can be added while it is being done.").format(
				state=_(deadline.state, context="Chibo Deadline")
			),
			AlreadyDone,
		)
	now = clock.now(people.zone(deadline.organization))
	with gate.opened("Chibo Evidence"):
		doc = frappe.get_doc(
			{
				"doctype": "Chibo Evidence",
				"organization": deadline.organization,
				"task": deadline.task,
				"deadline": deadline.name,
				"author": where.member,
				"attempt": deadline.attempt,
				"kind": piece.kind,
				"state": "Draft",
				"note": piece.note.strip(),
				"proves_on": piece.proves_on or now.date(),
				"sent_at": now,
				**content,
			}
		)
		doc.insert(set_name=name)
	audit.record(
		deadline.organization,
		[
			audit.Event(
				action="send evidence",
				subject_type="Chibo Evidence",
				subject=doc.name,
				task=deadline.task,
				after={"kind": piece.kind, "sha256": doc.sha256, "attempt": deadline.attempt},
				member=where.member,
			)
		],
	)
	return doc.name


def withdraw(actor: Actor, name: str, reason: str) -> None:
	"""Take back a piece of one's own that has not been submitted; it is marked, not removed.

	Raises:
		BadInput: no reason; AlreadyDone: it has been submitted.
	"""
	evidence = permissions.load(actor, "Chibo Evidence", name, for_update=True)
	if evidence.author not in actor.members:
		frappe.throw(_("Only the sender can withdraw this evidence."), frappe.PermissionError)
	if evidence.state != "Draft":
		refuse(_("This evidence has been submitted and can no longer be withdrawn."), AlreadyDone)
	if not reason.strip():
		refuse(_("Write why you withdraw this evidence."))
	evidence.update({"state": "Withdrawn", "reason": reason.strip()})
	with gate.opened("Chibo Evidence"):
		evidence.save()
	audit.record(
		evidence.organization,
		[
			audit.Event(
				action="withdraw evidence",
				subject_type="Chibo Evidence",
				subject=name,
				task=evidence.task,
				before={"state": "Draft"},
				after={"state": "Withdrawn"},
				why=reason.strip(),
				member=evidence.author,
			)
		],
	)


def open_file(actor: Actor, name: str) -> Any:
	"""Return the evidence document whose bytes `actor` may read (see `evidence_store.path`)."""
	evidence = permissions.load(actor, "Chibo Evidence", name)
	if evidence.kind != FILE:
		refuse(_("This evidence has no file."))
	return evidence


def _content(piece: Piece, organization: str) -> dict[str, Any]:
	if piece.kind == FILE:
		return _file(piece, settings.of(organization).evidence_max_mb)
	if piece.kind == LINK:
		parts = urlsplit(piece.link.strip())
		if parts.scheme not in ("http", "https") or not parts.netloc:
			refuse(
				_("“{link}” is not a web address. It has to start with https://").format(
					link=piece.link[:100]
				)
			)
		return {"link": piece.link.strip()}
	if piece.kind == NOTE:
		if not piece.note.strip():
			refuse(_("The note is empty."))
		return {}
	refuse(_("Evidence is a file, a link or a note, not “{kind}”.").format(kind=piece.kind[:40]))


def _file(piece: Piece, limit_mb: int) -> dict[str, Any]:
	if piece.stream is None:
		refuse(_("No file was sent."))
	name = display_name(piece.file_name)
	try:
		sha256, size = evidence_store.put(piece.stream, limit_mb << 20)
	except evidence_store.TooLarge:
		refuse(_("“{file}” is larger than {limit} MB.").format(file=name, limit=limit_mb), FileTooLarge)
	if not size:
		refuse(_("“{file}” is empty.").format(file=name))
	guess = filetype.guess(str(evidence_store.path(sha256)))
	if guess is None or guess.mime not in MEDIA_TYPES:
		refuse(
			_(
				"“{file}” is not a kind of file that is accepted: photos, PDF, Word, Excel, PowerPoint."
			).format(file=name),
			FileTypeRefused,
		)
	return {"file_name": name, "file_size": size, "media_type": guess.mime, "sha256": sha256}


def display_name(name: str) -> str:
	"""The name as it may be shown: last path part, composed, without control characters, at most 200 characters."""
	last = name.replace("\\", "/").rsplit("/", 1)[-1]
	clean = "".join(
		ch for ch in unicodedata.normalize("NFC", last) if unicodedata.category(ch)[0] != "C"
	).strip()
	return clean[:200] or "file"
