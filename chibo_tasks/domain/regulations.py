"""Dated knowledge about the documents that plans lean on: which are in force, and the quotas that they set.

The figures change every year. They are data with a source (`setup/regulations.json`, and each organization's own records
on top of it), never constants in code.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

EXCELLENT_MEMBERS = "excellent members"
QUOTAS = (EXCELLENT_MEMBERS,)
_JOINTS = re.compile(r"[\s/.\-–—]+")


@dataclass(frozen=True)
class Regulation:
	"""One document of a higher level, or one quota that it sets.

	Attributes:
		number: "37-QĐ/TW".
		kind: "Quy định", "Hướng dẫn" …
		title: what it is about.
		issued_on: day of issue; None where only the year or nothing is known.
		replaced_by: number of the document that took its place, if any.
		replaced_on: since when.
		quota: one of `QUOTAS` where it sets one.
		percent: the quota, in percent.
		source: where this was read.
		note: what is not certain about it.
	"""

	number: str
	kind: str = ""
	title: str = ""
	issued_on: date | None = None
	replaced_by: str = ""
	replaced_on: date | None = None
	quota: str = ""
	percent: float = 0.0
	source: str = ""
	note: str = ""

	@property
	def name(self) -> str:
		"""As it is cited."""
		return " ".join(filter(None, (self.kind, self.number)))


def key(number: str) -> str:
	"""The number by which a document is known, however its parts are joined: 37-QĐ/TW, 37/QĐ-TW, 37 - QĐ/TW."""
	return _JOINTS.sub("-", number.casefold().replace("ð", "đ")).strip("-")


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Regulation]:
	"""Regulations from plain data, dates as yyyy-mm-dd."""
	return [
		Regulation(
			**{
				**row,
				"issued_on": _day(row.get("issued_on")),
				"replaced_on": _day(row.get("replaced_on")),
			}
		)
		for row in rows
	]


def layered(shipped: Iterable[Regulation], own: Iterable[Regulation]) -> dict[str, Regulation]:
	"""Number → regulation; what an organization recorded itself stands above what came with the app."""
	return {key(one.number): one for one in (*shipped, *own)}


def in_force(regulations: Iterable[Regulation], quota: str, day: date) -> Regulation | None:
	"""The newest regulation that sets `quota` and was in force on `day`."""
	fitting = [
		one
		for one in regulations
		if one.quota == quota
		and (one.issued_on is None or one.issued_on <= day)
		and (one.replaced_on is None or day < one.replaced_on)
	]
	return max(fitting, key=lambda one: (one.issued_on or date.min, one.number), default=None)


def _day(value: Any) -> date | None:
	return date.fromisoformat(str(value)) if value else None
