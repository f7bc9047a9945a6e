# mypy: disable-error-code="import-untyped"
"""Parses XML from outside: no document type, no entities, no network, no endless nesting."""

import io
import re
from collections.abc import Iterator

from lxml import etree as etree  # the one import of lxml; the stubs may be missing

from .. import limits
from ..errors import DamagedFile, ForbiddenContent, Term, TooLarge, UnreadablePlan

_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(data: bytes, part: str) -> etree._Element:
	"""Parse one part of a package.

	Args:
		data: its bytes.
		part: its name, for the message.

	Raises:
		ForbiddenContent: it declares a document type or entities.
		TooLarge: too many elements.
		DamagedFile: it is not well-formed XML within the parser's own limits.
	"""
	refuse_unsafe(data)
	parser = etree.XMLParser(
		resolve_entities=False,
		no_network=True,
		load_dtd=False,
		huge_tree=False,
		remove_comments=True,
		remove_pis=True,
	)
	try:
		root = etree.fromstring(data, parser)
	except (etree.XMLSyntaxError, ValueError) as fault:
		raise reason(part, fault) from fault
	if root is None:
		raise DamagedFile(part)
	return root


def pieces(data: bytes) -> Iterator[tuple[str, etree._Element]]:
	"""Starts and ends of the elements of a part as they come, by the same rules as `parse`."""
	return etree.iterparse(
		io.BytesIO(data),
		events=("start", "end"),
		resolve_entities=False,
		no_network=True,
		load_dtd=False,
		huge_tree=False,
		remove_comments=True,
		remove_pis=True,
	)


def reason(part: str, fault: Exception) -> UnreadablePlan:
	"""Why a part can't be parsed: a limit of the parser (10 MB of text, 256 levels), or broken XML."""
	if "XML_PARSE_HUGE" in str(fault):
		return TooLarge(Term("characters or levels in one element"), limits.XML_TEXT)
	return DamagedFile(part)


def refuse_unsafe(data: bytes) -> None:
	"""Refuse XML that declares a document type (no office program writes one, and entities live there) or is a flood.

	Raises:
		ForbiddenContent: it declares one.
		TooLarge: more elements than the parser should build.
	"""
	wide = data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
	if _DECLARATION.search(data.replace(b"\x00", b"") if wide else data):
		raise ForbiddenContent(Term("it declares entities"))
	if data.count(b"<") > limits.XML_TAGS:
		raise TooLarge(Term("elements in one part"), limits.XML_TAGS)
