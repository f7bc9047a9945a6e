# mypy: disable-error-code="import-untyped"
"""Parses XML from outside: no document type, no entities, no network, no endless nesting."""

import re

from lxml import etree as etree  # the one import of lxml; the stubs may be missing

from .. import limits
from ..errors import DamagedFile, ForbiddenContent, TooLarge

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
		raise DamagedFile(part) from fault
	if root is None:
		raise DamagedFile(part)
	return root


def refuse_unsafe(data: bytes) -> None:
	"""Refuse XML that declares a document type (no office program writes one, and entities live there) or is a flood.

	Raises:
		ForbiddenContent: it declares one.
		TooLarge: more elements than the parser should build.
	"""
	wide = data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
	if _DECLARATION.search(data.replace(b"\x00", b"") if wide else data):
		raise ForbiddenContent("it declares entities")
	if data.count(b"<") > limits.XML_TAGS:
		raise TooLarge("elements in one part", limits.XML_TAGS)
