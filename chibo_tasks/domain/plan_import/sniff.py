"""What a file is, by its first bytes and by what a package holds; the name is never believed."""

import re

from . import limits
from .errors import EmptyFile, EncryptedFile, MacroFile, TooLarge, UnknownFormat
from .readers.package import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_MIME = re.compile(rb"(?:MIME-Version|Content-Type|Received|Return-Path|Delivered-To):\s", re.IGNORECASE)
# Signatures of what people upload by mistake, so that the refusal can name it.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
	(b"{\\rtf", "an RTF document"),
	(b"\xff\xd8\xff", "a JPEG picture"),
	(b"\x89PNG", "a PNG picture"),
	(b"GIF8", "a GIF picture"),
	(b"Rar!", "a RAR archive"),
	(b"7z\xbc\xaf", "a 7-Zip archive"),
	(b"\x1f\x8b", "a gzip archive"),
	(b"MZ", "a program"),
	(b"\x7fELF", "a program"),
	(b"SQLite format 3", "a database"),
	(b"<?xml", "an XML file"),
)
_PACKAGE_PARTS: tuple[tuple[str, str], ...] = (
	("word/document.xml", "docx"),
	("xl/workbook.xml", "a spreadsheet (.xlsx)"),
	("ppt/presentation.xml", "a presentation (.pptx)"),
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
		raise TooLarge("bytes", limits.FILE_BYTES)
	if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
		return _package(data)
	if data.startswith(_OLE):
		return _compound(data)
	if b"%PDF-" in data[:1024]:
		return "pdf"
	head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
	for signature, found in _FOREIGN:
		if head.startswith(signature):
			raise UnknownFormat("a web page" if _HTML.search(head) else found)
	if _MIME.match(head):
		raise UnknownFormat("a web archive or a mail")
	if _HTML.match(head) or head.lower().startswith((b"<!doctype", b"<html")):
		raise UnknownFormat("a web page")
	return "text"


def _package(data: bytes) -> str:
	package = Package(data)
	names = package.names
	if any(name.lower().endswith("vbaproject.bin") for name in names):
		raise MacroFile
	for part, found in _PACKAGE_PARTS:
		if part in names:
			if found == "docx":
				return found
			raise UnknownFormat(found)
	if "mimetype" in names:
		kind = package.read("mimetype", 200).decode("ascii", "replace")
		if "opendocument.text" in kind and "content.xml" in names:
			return "odt"
		raise UnknownFormat(
			"an OpenDocument file that is not a text" if "opendocument" in kind else "an archive"
		)
	if any(name.endswith("document.xml") for name in names) and "[Content_Types].xml" in names:
		return "docx"
	raise UnknownFormat("a zip archive")


def _compound(data: bytes) -> str:
	if _ENCRYPTED_STREAM in data:
		raise EncryptedFile
	if _WORD_STREAM in data:
		return "doc"
	raise UnknownFormat("an old Office file that is not a Word document")
