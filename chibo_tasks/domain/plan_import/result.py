"""What the reader says about a plan. Everything is frozen; `to_dict` gives the JSON contract of docs/plan-import.md."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from .reasons import Reason

Json = dict[str, Any]

TASK, TARGET, HEADING, CONTEXT, RECIPIENT = "task", "target", "heading", "context", "recipient"
KINDS = (HEADING, CONTEXT, TASK, TARGET, RECIPIENT)

# What part of a document an item is, and the kind that the app stores for it. `kind` stays with the five that every
# screen and script knows; `part` keeps what a fair copy of the document needs.
CORE_KIND = {
	"title": HEADING,
	"section": HEADING,
	"lead_in": HEADING,
	"period": HEADING,
	"person": HEADING,
	"table_head": HEADING,
	"recipient_head": HEADING,
	"letterhead": CONTEXT,
	"basis": CONTEXT,
	"intro": CONTEXT,
	"context": CONTEXT,
	"detail": CONTEXT,
	"ornament": CONTEXT,
	"closing": CONTEXT,
	"signature": CONTEXT,
	"work": TASK,
	"measure": TARGET,
	"recipient": RECIPIENT,
}

GENERAL, SPECIFIC = "general", "specific"


@dataclass(frozen=True)
class Target:
	"""A figure to be reached: "ít nhất 80% đảng viên", "từ 1-2 bài viết" a month.

	Args:
		value: the figure, the lower one of a range.
		max: upper end of a range.
		unit: "%" or the thing counted, as written.
		object: whom or what the figure is about, as written.
		comparator: "=", ">=", "<=", ">", "<", "~" (on average).
		per: day, week, month, quarter, semester, year, or person, unit (group, class); None for the whole period.
		conditional: bound to a condition ("nếu có chỉ tiêu").
		text: the words it was read from.
	"""

	value: float | None
	unit: str
	object: str = ""
	comparator: str = "="
	max: float | None = None
	per: str | None = None
	conditional: bool = False
	text: str = ""

	def to_dict(self) -> Json:
		return {
			"value": _figure(self.value),
			"max": _figure(self.max),
			"unit": self.unit,
			"object": self.object,
			"comparator": self.comparator,
			"per": self.per,
			"conditional": self.conditional,
			"text": self.text,
		}


def _figure(value: float | None) -> float | int | None:
	return int(value) if value is not None and value == int(value) else value


LEAD, COORDINATE, MEMBER, APPROVE = "lead", "coordinate", "member", "approve"


@dataclass(frozen=True)
class Responsible:
	"""A person or body with its part in the work: lead, coordinate, member or approve."""

	name: str
	role: str

	def to_dict(self) -> Json:
		return {"name": self.name, "role": self.role}


@dataclass(frozen=True)
class Reference:
	"""A numbered document that the text leans on.

	Args:
		type: "Quy định", "Nghị quyết" …, as written or spelled out from its abbreviation.
		number: "37-QĐ/TW", spaces removed.
		date: day of issue where it stands beside it.
		issuer: the body that issued it, where the text says so.
		title: what it is called, where it has no number ("Giáo dục 2019" of a Luật).
	"""

	type: str
	number: str
	date: datetime.date | None = None
	issuer: str | None = None
	title: str = ""

	def to_dict(self) -> Json:
		return {
			"type": self.type,
			"number": self.number,
			"date": self.date.isoformat() if self.date else None,
			"issuer": self.issuer,
			"title": self.title,
		}


@dataclass(frozen=True)
class CellText:
	"""Text of one table cell and the meaning of its column; `inherited` when it stands in a row above (merged, "nt")."""

	role: str
	text: str
	inherited: bool = False

	def to_dict(self) -> Json:
		return {"role": self.role, "text": self.text, "inherited": self.inherited}


@dataclass(frozen=True)
class Item:
	"""One paragraph or table row, in exactly one class. See docs/plan-import.md for every field."""

	position: int
	text: str
	raw: str
	kind: str
	part: str
	parent: int | None = None
	level: int = 0
	number: str = ""
	marker: str = ""
	section_path: str = ""
	scope: str | None = None
	targets: tuple[Target, ...] = ()
	recurrence: tuple[str, ...] = ()
	due_dates: tuple[datetime.date, ...] = ()
	due_inferred: bool = False
	responsible: tuple[Responsible, ...] = ()
	references: tuple[Reference, ...] = ()
	confidence: float = 1.0
	why: tuple[Reason, ...] = ()
	cells: tuple[CellText, ...] = ()
	page: int = 0
	block: int = 0

	@property
	def proposed(self) -> bool:
		"""Whether the app should offer it as work to be given to somebody."""
		return self.kind in (TASK, TARGET) and self.scope == SPECIFIC

	def to_dict(self) -> Json:
		return {
			"position": self.position,
			"parent": self.parent,
			"level": self.level,
			"number": self.number,
			"marker": self.marker,
			"section_path": self.section_path,
			"kind": self.kind,
			"part": self.part,
			"scope": self.scope,
			"proposed": self.proposed,
			"text": self.text,
			"raw": self.raw,
			"targets": [one.to_dict() for one in self.targets],
			"recurrence": _one_or_list(self.recurrence),
			"due_dates": [one.isoformat() for one in self.due_dates],
			"due_inferred": self.due_inferred,
			"responsible": [one.to_dict() for one in self.responsible],
			"references": [one.to_dict() for one in self.references],
			"confidence": round(self.confidence, 2),
			"why": [one.to_dict() for one in self.why],
			"cells": [one.to_dict() for one in self.cells],
			"page": self.page or None,
		}


def _one_or_list(words: tuple[str, ...]) -> str | list[str]:
	if not words:
		return "none"
	return words[0] if len(words) == 1 else list(words)


@dataclass(frozen=True)
class Document:
	"""What is known of the document as a whole."""

	title: str = ""
	type: str = ""
	number: str = ""
	issuer: str = ""
	superior: str = ""
	place: str = ""
	date: datetime.date | None = None
	period: Json | None = None
	basis: tuple[str, ...] = ()
	references: tuple[Reference, ...] = ()
	language: str = "vi"
	format: str = ""
	encoding: str = ""
	pages: int = 0

	def to_dict(self) -> Json:
		return {
			"title": self.title,
			"type": self.type,
			"number": self.number,
			"issuer": self.issuer,
			"superior": self.superior,
			"place": self.place,
			"date": self.date.isoformat() if self.date else None,
			"period": self.period,
			"basis": list(self.basis),
			"references": [one.to_dict() for one in self.references],
			"language": self.language,
			"format": self.format,
			"encoding": self.encoding,
			"pages": self.pages,
		}


@dataclass(frozen=True)
class Lines:
	"""The account of the source: how many lines, in which class, and how many characters got lost (always 0)."""

	total: int
	by_kind: Json
	by_part: Json
	uncertain: int
	lost: int

	def to_dict(self) -> Json:
		return {
			"total": self.total,
			"by_kind": self.by_kind,
			"by_part": self.by_part,
			"uncertain": self.uncertain,
			"lost": self.lost,
		}


@dataclass(frozen=True)
class PlanReading:
	"""Everything that was read from one file."""

	document: Document
	facts: Json
	recipients: tuple[str, ...]
	items: tuple[Item, ...]
	warnings: tuple[Reason, ...]
	lines: Lines
	fact_sources: Json = field(default_factory=dict)

	def to_dict(self) -> Json:
		"""The JSON contract.

		Returns: plain data, ready for `json.dumps`.
		"""
		return {
			"document": self.document.to_dict(),
			"facts": self.facts,
			"fact_sources": self.fact_sources,
			"recipients": list(self.recipients),
			"items": [one.to_dict() for one in self.items],
			"warnings": [one.to_dict() for one in self.warnings],
			"lines": self.lines.to_dict(),
		}
