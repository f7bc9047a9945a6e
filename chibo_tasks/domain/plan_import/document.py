"""What is known of the document as a whole: title, number, issuer, date, period, basis, facts, recipients."""

import re
from typing import Any

from . import head
from .fields.facts import find_facts
from .fields.period import Period, plan_period
from .fields.references import find_references
from .normalise import canon, clean
from .result import RECIPIENT, Document, Item, Reference

_COLUMNS = re.compile(r"[ \u00a0]{5,}|\t+")
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_OWN_PLAN = re.compile(
	r"(?:xây dựng|ban hành|đề ra|triển khai|thống nhất|như sau|trên đây|kế hoạch này|quyết nghị|as follows|plan)"
)


def read_document(
	items: tuple[Item, ...], format_name: str, encoding: str, pages: int
) -> tuple[Document, Period | None]:
	"""Gather what stands in the head of the document.

	Returns: the document without its references, and the period that it is for.
	"""
	title = " ".join(item.text for item in items if item.part == "title")
	letterhead = [item.text for item in items if item.part == "letterhead"]
	number, place, issued = "", "", None
	for text in letterhead:
		number = number or head.split_number(text)
		found_place, found_date = head.place_and_date(text)
		place, issued = place or found_place, issued or found_date
	superior, issuer = head.issuers(letterhead)
	sayings = tuple(item.text for item in items if item.part in ("intro", "closing", "basis"))
	period = plan_period(title, (*_own_sayings(sayings), *_first_headings(items)), issued)
	return (
		Document(
			title=title,
			type=head.document_type(title),
			number=number,
			issuer=issuer or head.issuer_in(title, sayings),
			superior=superior,
			place=place,
			date=issued,
			period=period.to_dict() if period else None,
			basis=tuple(item.text for item in items if item.part == "basis"),
			language="vi" if _VIETNAMESE.search("".join(item.text for item in items[:60])) else "en",
			format=format_name,
			encoding=encoding,
			pages=pages,
		),
		period,
	)


def _own_sayings(sayings: tuple[str, ...]) -> tuple[str, ...]:
	"""Sentences about this plan, not about those it rests on: "Chi bộ xây dựng kế hoạch năm 2024 như sau"."""
	return tuple(text for text in sayings if not find_references(text)[0] and _OWN_PLAN.search(canon(text)))


def _first_headings(items: tuple[Item, ...]) -> tuple[str, ...]:
	return tuple(item.text for item in items if item.part == "section")[:12]


def basis_references(items: tuple[Item, ...]) -> tuple[Reference, ...]:
	"""Documents that the plan rests on."""
	return tuple(
		dict.fromkeys(one for item in items if item.part in ("basis", "intro") for one in item.references)
	)


def read_facts(items: tuple[Item, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
	"""Figures about the organisation itself, from the description of the situation.

	Returns: figures by key, and the position of the item that each was read from.
	"""
	facts, sources = find_facts((item.position, item.text) for item in items if item.part == "context")
	return dict(facts), dict(sources)


def recipients_of(items: tuple[Item, ...]) -> tuple[str, ...]:
	"""Who gets the document."""
	return tuple(_left_column(item) for item in items if item.kind == RECIPIENT)


def _left_column(item: Item) -> str:
	"""A recipient without the signature that plain text puts beside it, far to the right."""
	left = clean(_COLUMNS.split(item.raw.strip(), maxsplit=1)[0])
	return item.text if len(left) < 4 else left[left.index(item.text[0]) :] if item.text[0] in left else left
