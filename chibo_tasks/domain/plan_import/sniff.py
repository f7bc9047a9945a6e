"""What a file is, by its first bytes and by what a package holds; the name is never believed."""

import re

from . import limits
from .errors import EmptyFile, EncryptedFile, MacroFile, Term, TooLarge, UnknownFormat
from .readers.package import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_MIME = re.compile(rb"(?:MIME-Version|Content-Type|Received|Return-Path|Delivered-To):\s", re.IGNORECASE)
# Signatures of what people upload by mistake, so that the refusal can name it.
_FOREIGN: tuple[tuple[bytes, Term], ...] = (
	(b"{\\rtf", Term("an RTF document")),
	(b"\xff\xd8\xff", Term("a JPEG picture")),
	(b"\x89PNG", Term("a PNG picture")),
	(b"GIF8", Term("a GIF picture")),
	(b"Rar!", Term("a RAR archive")),
	(b"7z\xbc\xaf", Term("a 7-Zip archive")),
	(b"\x1f\x8b", Term("a gzip archive")),
	(b"MZ", Term("a program")),
	(b"\x7fELF", Term("a program")),
	(b"SQLite format 3", Term("a database")),
	(b"<?xml", Term("an XML file")),
)
_PACKAGE_PARTS: tuple[tuple[str, Term | None], ...] = (
	("word/document.xml", None),
	("xl/workbook.xml", Term("a spreadsheet (.xlsx)")),
	("ppt/presentation.xml", Term("a presentation (.pptx)")),
)
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def sniff(data: bytes) -> str:
	"""Name the format of a file.

	Returns: docx, odt, pdf, doc or text.

	Raises:
		UnreadablePlan: empty, too large, protected, with macros, or none of the formats that are read.
	"""
	if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
		raise EmptyFile
	if len(data) > limits.FILE_BYTES:
		raise TooLarge(Term("megabytes"), limits.FILE_BYTES >> 20)
	if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
		return _package(data)
	if data.startswith(_OLE):
		return _compound(data)
	if b"%PDF-" in data[:1024]:
		return "pdf"
	head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
	for signature, found in _FOREIGN:
		if head.startswith(signature):
			raise UnknownFormat(Term("a web page") if _HTML.search(head) else found)
	if _MIME.match(head):
		raise UnknownFormat(Term("a web archive or a mail"))
	if _HTML.match(head) or head.lower().startswith((b"<!doctype", b"<html")):
		raise UnknownFormat(Term("a web page"))
	return "text"


def _package(data: bytes) -> str:
	package = Package(data)
	names = package.names
	if any(name.lower().endswith("vbaproject.bin") for name in names):
		raise MacroFile
	if b"macroEnabled" in (package.read_optional("[Content_Types].xml") or b""):
		raise MacroFile
	for part, found in _PACKAGE_PARTS:
		if part in names:
			if found is None:
				return "docx"
			raise UnknownFormat(found)
	if "mimetype" in names:
		kind = package.read("mimetype", 200).decode("ascii", "replace")
		if "opendocument.text" in kind and "content.xml" in names:
			return "odt"
		raise UnknownFormat(
			Term("an OpenDocument file that is not a text")
			if "opendocument" in kind
			else Term("a zip archive")
		)
	if any(name.endswith("document.xml") for name in names) and "[Content_Types].xml" in names:
		return "docx"
	raise UnknownFormat(Term("a zip archive"))


def _compound(data: bytes) -> str:
	if _ENCRYPTED_STREAM in data:
		raise EncryptedFile
	if _WORD_STREAM in data:
		return "doc"
	raise UnknownFormat(Term("an old Office file that is not a Word document"))
