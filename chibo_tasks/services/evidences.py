"""Evidence: sent by those who do the work, kept for ever, opened by those who may see the work."""

import json
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
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
from chibo_tasks.services import audit, evidence_store, notify, people, pictures, reviews, settings
from chibo_tasks.services.reminders import rules

FILE, LINK, NOTE = "File", "Link", "Note"

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
EXTENSIONS = {
	"image/jpeg": ("jpg", "jpeg"),
	"image/png": ("png",),
	"image/webp": ("webp",),
	PDF: ("pdf",),
	f"{OFFICE}wordprocessingml.document": ("docx",),
	f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
	f"{OFFICE}presentationml.presentation": ("pptx",),
	f"{OPEN_DOCUMENT}text": ("odt",),
	f"{OPEN_DOCUMENT}spreadsheet": ("ods",),
}
"""What is accepted as a file, judged by what it holds and never by its name, and how its name has to end."""

MEDIA_TYPES = frozenset(EXTENSIONS)
OFFICE_TYPES = frozenset(kind for kind in EXTENSIONS if kind.startswith((OFFICE, OPEN_DOCUMENT)))
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "basic/script-lc.xml")

INLINE = {"image/jpeg", "image/png", "image/webp", PDF}
"""What a browser may show in its place; everything else is handed over as a download."""

LONGEST_NOTE = 20_000
LONGEST_LINK = 2_000


@dataclass(frozen=True)
class Piece:
	"""What is sent.

	Attributes:
		kind: `FILE`, `LINK` or `NOTE`.
		stream, file_name: content and name of a file.
		link: http(s) address.
		note: text; may accompany a file or a link.
		proves_on: the day that the piece proves, where that is not the day of sending.
		requirement: entry of the task's checklist that it fulfils.
		key: the sender's own mark; sending the same mark twice keeps one piece.
	"""

	kind: str
	stream: BinaryIO | None = None
	file_name: str = ""
	link: str = ""
	note: str = ""
	proves_on: date | None = None
	requirement: str = ""
	key: str = ""


def send(actor: Actor, deadline_name: str, piece: Piece) -> str:
	"""Add `piece` to the present attempt of a deadline and return the evidence's name.

	Raises:
		NotFound: no such deadline for this user.
		frappe.PermissionError: the user sees the deadline but has no part in the work.
		AlreadyDone: the deadline is under review or decided.
		BadInput, FileTooLarge, FileTypeRefused: the piece is refused; nothing of it is kept.
	"""
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name)
	where = reviews.stance(actor, deadline)
	_check_worker(where)
	name = identity(deadline.name, str(where.member), piece.key) if piece.key else None
	if name and frappe.db.exists("Chibo Evidence", name):
		return name
	_check_open(deadline)
	# the bytes are received before the row is locked, so that a slow upload keeps nobody waiting
	content = _content(piece, deadline.organization)
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name, for_update=True)
	if name and _is_there(name):
		return name
	_check_open(deadline)
	return _keep(
		deadline,
		where.member,
		name,
		{
			"kind": piece.kind,
			"note": piece.note.strip(),
			"proves_on": piece.proves_on or clock.today(people.zone(deadline.organization)),
			"requirement": _requirement(deadline.task, piece.requirement),
			**content,
		},
	)


def reuse(actor: Actor, name: str, deadline_name: str, requirement: str = "") -> str:
	"""Let a piece that was sent for one deadline prove another one, too, and return the new piece's name.

	The bytes are not copied; each piece is reviewed on its own, and opened by those who may see its own work.

	Raises:
		NotFound: no such piece or deadline for this user.
		frappe.PermissionError: no part in the work of the other deadline.
		BadInput, FileTypeRefused: the cell does not take this kind of evidence, or not any more.
	"""
	source = permissions.load(actor, "Chibo Evidence", name)
	deadline = permissions.load(actor, "Chibo Deadline", deadline_name, for_update=True)
	where = reviews.stance(actor, deadline)
	_check_worker(where)
	_check_open(deadline)
	_require_accepted(source.kind, source.media_type, settings.of(deadline.organization))
	copied = ("kind", "file_name", "file_size", "media_type", "sha256", "link", "note", "proves_on")
	new = identity(deadline.name, source.name, str(deadline.attempt))
	if _is_there(new):
		return new
	return _keep(
		deadline,
		where.member,
		new,
		{
			**{field: source.get(field) for field in copied},
			"requirement": _requirement(deadline.task, requirement),
			"copied_from": source.name,
		},
	)


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


def display_name(name: str) -> str:
	"""The name as it may be shown: last path part, composed, without control characters, at most 200 characters."""
	last = name.replace("\\", "/").rsplit("/", 1)[-1]
	clean = "".join(
		ch for ch in unicodedata.normalize("NFC", last) if unicodedata.category(ch)[0] != "C"
	).strip()
	return clean[:200] or "file"


def _with_extension(name: str, media_type: str) -> str:
	"""`name` with an ending that tells what the file holds, so that no computer takes a picture for a program."""
	endings = EXTENSIONS[media_type]
	return (
		name if name.lower().endswith(tuple(f".{one}" for one in endings)) else f"{name[:195]}.{endings[0]}"
	)


def _is_plain_office(path: Path) -> bool:
	"""True when the archive can be listed and none of its parts is a macro; nothing is unpacked."""
	try:
		with zipfile.ZipFile(path) as archive:
			parts = [part.filename.lower() for part in archive.infolist()]
	except (zipfile.BadZipFile, ValueError, NotImplementedError):
		return False
	return not any(part.endswith(MACRO_PARTS) for part in parts)


def _is_there(name: str) -> bool:
	"""True when a piece of that name exists now, and not only in the state that this transaction began with."""
	return bool(frappe.db.get_value("Chibo Evidence", name, "name", for_update=True))


def _keep(deadline: Any, member: str | None, name: str | None, values: dict[str, Any]) -> str:
	with gate.opened("Chibo Evidence"):
		doc = frappe.get_doc(
			{
				**values,
				"doctype": "Chibo Evidence",
				"organization": deadline.organization,
				"task": deadline.task,
				"deadline": deadline.name,
				"author": member,
				"attempt": deadline.attempt,
				"state": "Draft",
				"sent_at": clock.now(people.zone(deadline.organization)),
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
				after={
					"kind": doc.kind,
					"sha256": doc.sha256,
					"attempt": deadline.attempt,
					"requirement": doc.requirement,
					"copied_from": doc.copied_from,
				},
				member=member,
			)
		],
	)
	missing = [rule.key for rule in rules.of(deadline.organization) if rule.without_evidence]
	notify.withdraw(deadline.organization, [deadline.name], rules=missing)
	return str(doc.name)


def _check_worker(where: reviews.Stance) -> None:
	if not where.relations & {review.RESPONSIBLE, review.COLLABORATOR}:
		frappe.throw(_("Only those who do this work can send evidence for it."), frappe.PermissionError)


def _check_open(deadline: Any) -> None:
	if deadline.state not in review.OPEN_STATES:
		refuse(
			_("The work is “{state}”; evidence can be added while it is being done.").format(
				state=_(deadline.state, context="Chibo Deadline")
			),
			AlreadyDone,
		)


def _requirement(task: str, wanted: str) -> str | None:
	if not wanted:
		return None
	expected = json.loads(frappe.db.get_value("Chibo Task", task, "evidence_expected") or "[]")
	if wanted not in expected:
		refuse(_("“{entry}” is not on the list of what has to be shown.").format(entry=wanted[:100]))
	return wanted


def _content(piece: Piece, organization: str) -> dict[str, Any]:
	if len(piece.note) > LONGEST_NOTE:
		refuse(_("The note is longer than {count} characters. Send it as a file.").format(count=LONGEST_NOTE))
	rules = settings.of(organization)
	if piece.kind == FILE:
		return _file(piece, rules)
	_require_accepted(piece.kind, None, rules)
	if piece.kind == LINK:
		return {"link": _link(piece.link.strip())}
	if piece.kind == NOTE:
		if not piece.note.strip():
			refuse(_("The note is empty."))
		return {}
	refuse(_("Evidence is a file, a link or a note, not “{kind}”.").format(kind=piece.kind[:40]))


def _link(address: str) -> str:
	try:
		parts = urlsplit(address)
	except ValueError:
		parts = urlsplit("")
	if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > LONGEST_LINK:
		refuse(_("“{link}” is not a web address. It has to start with https://").format(link=address[:100]))
	return address


def _file(piece: Piece, rules: settings.Settings) -> dict[str, Any]:
	if piece.stream is None:
		refuse(_("No file was sent."))
	name, limit_mb = display_name(piece.file_name), rules.evidence_max_mb
	try:
		with evidence_store.incoming(piece.stream, limit_mb << 20) as file:
			if not file.size:
				refuse(_("“{file}” is empty.").format(file=name))
			media_type = _media_type(file, name)
			_require_accepted(FILE, media_type, rules)
			return {
				"sha256": file.keep(),
				"file_name": _with_extension(name, media_type),
				"file_size": file.size,
				"media_type": media_type,
			}
	except evidence_store.TooLarge:
		refuse(_("“{file}” is larger than {limit} MB.").format(file=name, limit=limit_mb), FileTooLarge)


def _require_accepted(kind: str, media_type: str | None, rules: settings.Settings) -> None:
	"""Refuse what the organization does not take as evidence; a photo is always taken."""
	if kind == LINK and not rules.allow_links:
		refuse(_("Web addresses do not count as evidence here. Send a photo or a file."))
	if kind == NOTE and not rules.allow_notes:
		refuse(_("A note alone does not count as evidence here. Send a photo or a file."))
	if media_type == PDF and not rules.allow_pdf:
		refuse(_("PDF files do not count as evidence here. Send a photo."), FileTypeRefused)
	if media_type in OFFICE_TYPES and not rules.allow_documents:
		refuse(
			_("Word, Excel and PowerPoint files do not count as evidence here. Send a photo."),
			FileTypeRefused,
		)


def _media_type(file: evidence_store.Incoming, name: str) -> str:
	"""What the file is by its content; a picture is freed of what it tells besides the picture."""
	guess = filetype.guess(str(file.path))
	if guess is None or guess.mime not in MEDIA_TYPES:
		refuse(
			_(
				"“{file}” is not a kind of file that is accepted: photos, PDF, Word, Excel, PowerPoint."
			).format(file=name),
			FileTypeRefused,
		)
	if guess.mime in OFFICE_TYPES and not _is_plain_office(file.path):
		refuse(
			_(
				"“{file}” holds macros or is damaged. Save it without macros, or as PDF, and send it again."
			).format(file=name),
			FileTypeRefused,
		)
	if guess.mime in pictures.FORMATS:
		try:
			clean = pictures.without_traces(file.path, guess.mime)
		except pictures.BadPicture:
			refuse(
				_("“{file}” is damaged or has more than 50 million pixels. Take the photo again.").format(
					file=name
				),
				FileTypeRefused,
			)
		if clean is not None:
			file.replace(clean)
	return str(guess.mime)
