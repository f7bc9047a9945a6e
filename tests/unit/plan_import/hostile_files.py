"""Builds the files that attack readers: each is small on disk and made to cost time, memory or trust."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
	'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
	'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_MAIN = "word/document.xml"


def zipped(parts: dict[str, bytes | str], names_twice: tuple[str, ...] = ()) -> bytes:
	"""A zip file of named parts; those in `names_twice` stand in it twice."""
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
		for name, content in parts.items():
			archive.writestr(name, content)
		for name in names_twice:
			archive.writestr(zipfile.ZipInfo(name), b"<x/>")
	return out.getvalue()


def docx(body: str, before: str = "", **parts: bytes | str) -> bytes:
	"""A Word file whose body is given as XML."""
	document = (
		f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {_W}><w:body>{body}</w:body></w:document>'
	)
	return zipped({"[Content_Types].xml": _TYPES, _MAIN: document, **parts})


def paragraph(text: str) -> str:
	return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


_ODT_NAMES = " ".join(
	f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
	for prefix, name in (
		("office", "office"),
		("text", "text"),
		("table", "table"),
		("style", "style"),
		("fo", "xsl-fo-compatible"),
		("draw", "drawing"),
		("svg", "svg-compatible"),
	)
)


def odt(body: str, before: str = "", styles: str = "", **parts: bytes | str) -> bytes:
	"""An OpenDocument text whose body and automatic styles are given as XML."""
	content = (
		f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_ODT_NAMES}>'
		f"<office:automatic-styles>{styles}</office:automatic-styles>"
		f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
	)
	return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def _noise(seed: int) -> str:
	"""Letters that do not compress well."""
	return f"{zlib.crc32(b'%d' % seed):x} {zlib.adler32(b'x%d' % seed):x}"


def with_parts(data: bytes, parts: dict[str, bytes | str]) -> bytes:
	"""A package with some parts put in or put in place of others."""
	with zipfile.ZipFile(io.BytesIO(data)) as archive:
		old = {name: archive.read(name) for name in archive.namelist()}
	return zipped({**old, **parts})


def pdf(objects: dict[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
	"""A PDF of numbered objects with a correct cross-reference table."""
	out = bytearray(b"%PDF-1.7\n")
	places = {}
	for number, content in objects.items():
		places[number] = len(out)
		out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
	start = len(out)
	out += b"xref\n0 1\n0000000000 65535 f \n"
	for number, place in places.items():
		out += b"%d 1\n%010d 00000 n \n" % (number, place)
	out += b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
		max(objects) + 1,
		root,
		trailer,
		start,
	)
	return bytes(out)


def stream(content: bytes, layers: int = 1, dictionary: bytes = b"") -> bytes:
	"""A PDF stream, packed as often as said."""
	for _ in range(layers):
		content = zlib.compress(content, 9)
	filters = b"/Filter[" + b"/FlateDecode " * layers + b"]" if layers else b""
	return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (filters, dictionary, len(content), content)


def one_page(content: bytes, kids: bytes = b"[3 0 R]", count: int = 1, **objects: bytes) -> bytes:
	"""A PDF with one page that draws a given stream."""
	return pdf(
		{
			1: b"<</Type/Catalog/Pages 2 0 R>>",
			2: b"<</Type/Pages/Kids%s/Count %d>>" % (kids, count),
			3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
			b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
			4: content,
			5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
			6: stream(b"", 0, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
			**{int(name[1:]): value for name, value in objects.items()},
		}
	)


def _form_bomb() -> bytes:
	"""Forms that draw forms, ten times each, ten levels deep."""
	head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
	forms = {f"o{6 + level}": stream(b"/X Do " * 10, 0, head % (7 + level)) for level in range(12)}
	forms["o18"] = stream(b"0 0 m 9 9 l S " * 10, 0, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
	return one_page(stream(b"/X Do " * 10), **forms)


def _ole(*streams: str) -> bytes:
	"""The first sectors of a compound file that names some streams in its directory."""
	directory = b"".join(
		name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
		for name in ("Root Entry", *streams)
	)
	return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory.ljust(4096, b"\0")


def _lying_size() -> bytes:
	"""A package whose header says that 60 MB of text are 100 bytes."""
	data = bytearray(docx(paragraph("x" * 60_000_000)))
	at = data.rfind(b"PK\x01\x02", 0, data.rfind(_MAIN.encode()))
	data[at + 24 : at + 28] = struct.pack("<I", 100)
	return bytes(data)


_LAUGHS = (
	"<!DOCTYPE w ["
	+ "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10 if level else "ha"}">' for level in range(10))
	+ "]>"
)

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
	"one text node of 300 MB": ("TooLarge", lambda: docx(paragraph("x" * 300_000_000))),
	"two million paragraphs": ("TooLarge", lambda: docx("<w:p/>" * 2_000_000)),
	"two million paragraphs in one cell": (
		"TooLarge",
		lambda: docx(f"<w:tbl><w:tr><w:tc>{'<w:p/>' * 2_000_000}</w:tc></w:tr></w:tbl>"),
	),
	"a picture of 400 MB": ("TooLarge", lambda: docx("", **{"word/media/a.png": bytes(400_000_000)})),
	"100,000 entries": ("TooLarge", lambda: zipped({f"word/{number}.xml": "" for number in range(100_000)})),
	"a size that lies": ("TooLarge DamagedFile", _lying_size),
	"a zip in a zip": ("UnknownFormat", lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c": "d"})})})),
	"an entry twice": (
		"ForbiddenContent",
		lambda: zipped({"[Content_Types].xml": _TYPES, _MAIN: "<x/>"}, (_MAIN,)),
	),
	"a path that climbs": ("ForbiddenContent", lambda: docx("", **{"../../etc/cron.d/x": b"x"})),
	"an absolute path": ("ForbiddenContent", lambda: docx("", **{"/etc/x": b"x"})),
	"a path of another system": ("ForbiddenContent", lambda: docx("", **{"..\\x": b"x"})),
	"billion laughs": ("ForbiddenContent", lambda: docx(paragraph("&a9;"), _LAUGHS)),
	"quadratic blow-up": (
		"ForbiddenContent",
		lambda: docx(paragraph("&a;" * 50_000), f'<!DOCTYPE w [<!ENTITY a "{"x" * 50_000}">]>'),
	),
	"an entity from a file": (
		"ForbiddenContent",
		lambda: docx(paragraph("&a;"), '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
	),
	"parameter entities from the network": (
		"ForbiddenContent",
		lambda: docx("", '<!DOCTYPE w [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>'),
	),
	"entities in UTF-16": (
		"ForbiddenContent",
		lambda: zipped(
			{
				"[Content_Types].xml": _TYPES,
				_MAIN: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY a "b">]><w/>'.encode(
					"utf-16"
				),
			}
		),
	),
	"20,000 elements inside each other": (
		"TooLarge",
		lambda: docx("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000),
	),
	"macros": ("MacroFile", lambda: docx(paragraph("a"), **{"word/vbaProject.bin": b"x"})),
	"a macro document whose macros were taken out": (
		"MacroFile",
		lambda: with_parts(
			docx(paragraph("a")),
			{
				"[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
			},
		),
	),
	"an embedded document": ("EmbeddedDocument", lambda: docx('<w:altChunk xmlns:r="r" r:id="a"/>')),
	"a table of 5,000 columns": (
		"TooLarge",
		lambda: docx(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 5_000}</w:tr></w:tbl>"),
	),
	"100,000 equal list items": ("TooLarge", lambda: docx(paragraph("- Việc") * 100_000)),
	"100,000 list items": (
		"TooLarge",
		lambda: docx("".join(paragraph(f"- {_noise(one)}") for one in range(100_000))),
	),
	"100,000 list items in an .odt": (
		"TooLarge",
		lambda: odt(
			"<text:list>"
			+ "".join(
				f"<text:list-item><text:p>{_noise(one)}</text:p></text:list-item>" for one in range(100_000)
			)
			+ "</text:list>"
		),
	),
	"100,000 rows": (
		"TooLarge",
		lambda: docx(
			"<w:tbl>"
			+ "".join(f"<w:tr><w:tc>{paragraph(_noise(one))}</w:tc></w:tr>" for one in range(100_000))
			+ "</w:tbl>"
		),
	),
	"10 MB of one paragraph": ("TooLarge", lambda: docx(paragraph(" ".join(map(_noise, range(600_000)))))),
	"10 MB of one paragraph in an .odt": (
		"TooLarge",
		lambda: odt(f"<text:p>{' '.join(map(_noise, range(600_000)))}</text:p>"),
	),
	"a repeated row in an .odt": (
		"TooLarge",
		lambda: odt(
			'<table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell '
			'table:number-columns-repeated="999999999"><text:p>Việc</text:p></table:table-cell></table:table-row>'
			"</table:table>"
		),
	),
	"entities in an .odt": ("ForbiddenContent", lambda: odt("&a9;", _LAUGHS)),
	"macros in an .odt": (
		"MacroFile",
		lambda: odt("<text:p>a</text:p>", **{"Basic/Standard/Module1.xml": "<x/>"}),
	),
	"an encrypted .odt": (
		"EncryptedFile",
		lambda: odt(
			"<text:p>a</text:p>",
			**{"META-INF/manifest.xml": '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'},
		),
	),
	"100,000 lines": ("TooLarge", lambda: "- Việc cần làm\n".encode() * 100_000),
	"10 MB of one line": ("TooLarge", lambda: "Đảng viên ".encode() * 800_000),
	"10 MB of one line in an old encoding": ("TooLarge", lambda: b"\xa7\xb6ng b\xe9 x\xb7 " * 1_000_000),
	"an encrypted document": ("EncryptedFile", lambda: _ole("EncryptionInfo", "EncryptedPackage")),
	"an old spreadsheet": ("UnknownFormat", lambda: _ole("Workbook")),
	"a web page": ("UnknownFormat", lambda: b"<html><body><p>I. VIEC</p></body></html>"),
	"a web page with a BOM": ("UnknownFormat", lambda: b"\xef\xbb\xbf<!DOCTYPE html><p>a"),
	"a web archive": (
		"UnknownFormat",
		lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>",
	),
	"rich text": ("UnknownFormat", lambda: rb"{\rtf1\ansi I. VIEC\par}"),
	"a picture": ("UnknownFormat", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
	"a program": ("UnknownFormat", lambda: b"\x7fELF" + bytes(100)),
	"random bytes": ("UnknownFormat", lambda: bytes(range(256)) * 40),
	"nothing": ("EmptyFile", lambda: b""),
	"only spaces": ("EmptyFile", lambda: b" \r\n\t \n"),
	"a package cut in the middle": ("DamagedFile", lambda: docx(paragraph("Việc " * 9_000))[:-60]),
	"XML cut in the middle": (
		"DamagedFile",
		lambda: zipped({"[Content_Types].xml": _TYPES, _MAIN: "<w:document"}),
	),
	"a PDF stream of 300 MB": ("TooLarge", lambda: one_page(stream(bytes(300_000_000)))),
	"a PDF stream packed twice": ("TooLarge", lambda: one_page(stream(bytes(300_000_000), 2))),
	"a PDF stream packed nine times": ("TooLarge", lambda: one_page(stream(b"q Q", 9))),
	"1.5 million operators": ("TooLarge", lambda: one_page(stream(b"0 0 m 9 9 l S " * 500_000))),
	"forms that draw forms": ("TookTooLong", _form_bomb),
	"a page tree in a circle": (
		"DamagedFile EmptyFile ScannedFile TooLarge",
		lambda: one_page(stream(b""), b"[2 0 R 2 0 R]", 2),
	),
	"two billion pages": (
		"TooLarge DamagedFile EmptyFile ScannedFile",
		lambda: one_page(stream(b""), count=2_000_000_000),
	),
	"a PDF cut in the middle": (
		"DamagedFile",
		lambda: one_page(stream(b"BT /F 12 Tf (Viec) Tj ET" * 99))[:-300],
	),
	"no PDF behind the name": ("DamagedFile", lambda: b"%PDF-1.7\nI. VIEC\n%%EOF"),
	"a PDF without text": ("EmptyFile ScannedFile", lambda: one_page(stream(b"0 0 m 9 9 l S"))),
}
"""By name: the refusals that are right for it, and the file."""
