"""Evidence files: what is taken, what is refused, under which name it comes back, and that it stays what it was."""

import hashlib
import io
import os
import struct
import unicodedata
import zipfile
import zlib
from datetime import date
from typing import Any

import frappe
import pytest
from PIL import Image

from chibo_tasks import gate
from chibo_tasks.exceptions import BadInput, FileTooLarge, FileTypeRefused, LockedRecord
from chibo_tasks.services import evidence_store, evidences, reviews
from tests import factories


@pytest.fixture
def work(site: Any) -> Any:
	"""A cell and one deadline that its member has accepted."""
	cell = factories.make_cell()
	row = factories.give(cell, "hoa", due=date(2030, 1, 1), reviewer="deputy")
	frappe.set_user(cell.users["hoa"])
	reviews.act(cell.actor("hoa"), row.name, "accept")
	return cell, row


def send(work: Any, content: bytes, name: str = "anh.jpg", who: str = "hoa") -> Any:
	cell, row = work
	piece = evidences.Piece(evidences.FILE, stream=io.BytesIO(content), file_name=name)
	return frappe.get_doc("Chibo Evidence", evidences.send(cell.actor(who), row.name, piece))


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
	target = io.BytesIO()
	Image.effect_noise(size, 60).convert("RGB").save(target, kind, **options)
	return target.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
	target = io.BytesIO()
	with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
		for name, content in entries.items():
			file.writestr(name, content)
	return target.getvalue()


def word() -> bytes:
	import docx

	target = io.BytesIO()
	document = docx.Document()
	document.add_paragraph("Biên bản")
	document.save(target)
	return target.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize(
	("name", "content", "media_type"),
	[
		("anh.jpg", picture(), "image/jpeg"),
		("anh.png", picture("PNG"), "image/png"),
		("anh.webp", picture("WEBP"), "image/webp"),
		("ten-sai.txt", picture(), "image/jpeg"),
		("bien-ban.pdf", PDF, "application/pdf"),
		("bien-ban.docx", word(), f"{evidences.OFFICE}wordprocessingml.document"),
	],
	ids=["jpeg", "png", "webp", "jpeg under another name", "pdf", "word"],
)
def test_a_file_is_taken_for_what_it_holds(work: Any, name: str, content: bytes, media_type: str) -> None:
	kept = send(work, content, name)
	shown = "ten-sai.txt.jpg" if name == "ten-sai.txt" else name
	assert (kept.media_type, kept.file_name) == (media_type, shown)
	bytes_kept = evidence_store.path(kept.sha256).read_bytes()
	assert hashlib.sha256(bytes_kept).hexdigest() == kept.sha256
	assert len(bytes_kept) == kept.file_size


REFUSED = {
	"a program": b"MZ" + bytes(400),
	"an ELF program": b"\x7fELF" + bytes(400),
	"a script": b"#!/bin/sh\nrm -rf /\n",
	"HTML": b"<!doctype html><script>alert(1)</script>",
	"XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
	"SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
	"MHT": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
	"a shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(200),
	"a macro document": archive(
		{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"\xd0\xcf"}
	),
	"an old Office file": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
	"an archive": archive({"a.txt": b"a"}),
	"plain text": "Đã họp ngày 3/2".encode(),
	"noise": os.urandom(400),
	"a picture's first bytes alone": b"\xff\xd8\xff\xe0" + bytes(30),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("name", ["anh.jpg", "bien-ban.pdf.exe"])
def test_everything_else_is_refused_and_nothing_of_it_is_kept(work: Any, content: bytes, name: str) -> None:
	with pytest.raises(FileTypeRefused, match=name):
		send(work, content, name)
	assert not evidence_store.path(hashlib.sha256(content).hexdigest()).exists()
	assert not frappe.db.exists("Chibo Evidence", {"deadline": work[1].name})


NAMES = [
	"../../etc/passwd.jpg",
	"..\\..\\windows\\a.jpg",
	"C:\\anh\\a.jpg",
	"%2e%2e%2fa.jpg",
	"a\x00b.jpg",
	"a\r\nSet-Cookie: x=1.jpg",
	"a\u202egpj.exe",
	"<img src=x onerror=alert(1)>.jpg",
	'a"; filename="b.html',
	".htaccess",
	"con.jpg",
	"ảnh 🎉 chụp.jpg",
	unicodedata.normalize("NFD", "Ảnh hội nghị.jpg"),
	"x" * 300 + ".jpg",
	"ể" * 300,
	"",
	"   ",
	"/",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_shown_and_never_obeyed(work: Any, name: str) -> None:
	kept = send(work, picture(), name)
	shown = kept.file_name
	assert 0 < len(shown) <= 200
	assert shown == unicodedata.normalize("NFC", shown)
	assert not any(unicodedata.category(char)[0] == "C" for char in shown)
	assert "/" not in shown and "\\" not in shown
	place = evidence_store.path(kept.sha256)
	assert place.name == kept.sha256 and place.parent.name == kept.sha256[:2]


def test_an_empty_file_and_one_byte_too_many(work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	with pytest.raises(BadInput, match=r"anh\.jpg"):
		send(work, b"")
	content = picture("PNG")
	exact = content + bytes((20 << 20) - len(content))
	assert send(work, exact, "anh.png").file_size <= 20 << 20
	with pytest.raises(FileTooLarge, match="20 MB"):
		send(work, exact + b"\0", "anh.png")
	assert not list(evidence_store.path("00" * 32).parent.parent.glob("incoming-*")), (
		"a temporary file was left"
	)


def test_a_picture_of_900_million_pixels_is_refused_by_its_header(work: Any) -> None:
	header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

	def chunk(kind: bytes, data: bytes) -> bytes:
		return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

	bomb = (
		b"\x89PNG\r\n\x1a\n"
		+ chunk(b"IHDR", header)
		+ chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
		+ chunk(b"IEND", b"")
	)
	with pytest.raises(FileTypeRefused, match="50"):
		send(work, bomb, "anh.png")


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_loses_place_and_device_and_stands_upright(work: Any, orientation: int) -> None:
	exif = Image.Exif()
	exif[0x0110] = "Máy của Hoa"
	exif[0x0112] = orientation
	exif.get_ifd(0x8825)[2] = (21.0, 0.0, 0.0)
	kept = send(work, picture(exif=exif))
	with Image.open(evidence_store.path(kept.sha256)) as shown:
		assert not shown.getexif()
		assert shown.size == ((20, 40) if orientation in (6, 8) else (40, 20))
	assert "Máy".encode() not in evidence_store.path(kept.sha256).read_bytes()


def test_the_same_bytes_sent_by_two_are_kept_once_and_tell_neither_of_the_other(work: Any) -> None:
	cell, _ = work
	other = factories.give(cell, "lan", due=date(2030, 1, 1))
	frappe.set_user(cell.users["lan"])
	reviews.act(cell.actor("lan"), other.name, "accept")
	content = picture()
	frappe.set_user(cell.users["hoa"])
	first = send(work, content, "của Hoa.jpg")
	frappe.set_user(cell.users["lan"])
	second = send((cell, other), content, "của Lan.jpg", "lan")
	assert first.sha256 == second.sha256 and first.name != second.name
	assert second.file_name == "của Lan.jpg"


def test_a_rollback_never_takes_bytes_away(work: Any) -> None:
	content = picture()
	kept = send(work, content)
	frappe.db.rollback()
	assert not frappe.db.exists("Chibo Evidence", kept.name)
	# the bytes stay as an orphan: they may be another row's, too, and no transaction deletes bytes
	assert evidence_store.is_intact(kept.sha256)


def test_evidence_is_never_removed_and_a_changed_byte_is_found(work: Any) -> None:
	kept = send(work, picture())
	frappe.set_user("Administrator")
	doc = frappe.get_doc("Chibo Evidence", kept.name)
	with pytest.raises((LockedRecord, frappe.PermissionError)):
		doc.on_trash()
	doc.sha256 = "0" * 64
	with gate.opened("Chibo Evidence"), pytest.raises(LockedRecord):
		doc.save()
	place = evidence_store.path(kept.sha256)
	whole = place.read_bytes()
	place.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
	assert not evidence_store.is_intact(kept.sha256)
	place.write_bytes(whole)
	assert evidence_store.is_intact(kept.sha256)
