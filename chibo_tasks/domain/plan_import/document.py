"""What is known of the document as a whole: title, number, issuer, date, period, basis, facts, recipients."""

from datetime import date
from typing import Any

from . import head
from .result import RECIPIENT, Document, Item


def read_document(items: tuple[Item, ...], format_name: str, encoding: str, pages: int) -> Document:
	"""Gather the facts that stand in the head of the document."""
	title = " ".join(item.text for item in items if item.part == "title")
	number, place, issued = "", "", None
	for item in items:
		if item.part == "letterhead":
			number = number or head.split_number(item.text)
			found_place, found_date = head.place_and_date(item.text)
			place, issued = place or found_place, issued or found_date
	return Document(
		title=title,
		type=head.document_type(title),
		number=number,
		place=place,
		date=issued if isinstance(issued, date) else None,
		basis=tuple(item.text for item in items if item.part == "basis"),
		format=format_name,
		encoding=encoding,
		pages=pages,
	)


def read_facts(items: tuple[Item, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
	"""Figures about the organisation itself, from the description of the situation."""
	return {}, {}


def recipients_of(items: tuple[Item, ...]) -> tuple[str, ...]:
	"""Who gets the document."""
	return tuple(item.text for item in items if item.kind == RECIPIENT)
