"""The hash chain of the audit trail.

Each entry carries the hash of the one before it, so a changed, removed, inserted or swapped entry breaks the chain at
a position that can be named. Cutting off the tail leaves a valid shorter chain: only an anchor kept elsewhere shows
that (`verify` takes one).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIELDS = (
	"organization",
	"seq",
	"at",
	"actor",
	"member",
	"action",
	"subject_type",
	"subject",
	"task",
	"before",
	"after",
	"why",
	"previous_hash",
)
"""Everything that an entry's hash covers, in order."""

FIRST = ""
"""`previous_hash` of the first entry."""


@dataclass(frozen=True)
class Verdict:
	"""Result of checking a chain.

	Attributes:
		ok: every entry is as it was written, and the anchor, if one was given, is among them.
		entries: how many entries were read.
		broken_at: number (`seq`) of the first entry that does not fit, or None.
		anchored: an anchor was given and found.
	"""

	ok: bool
	entries: int
	broken_at: int | None
	anchored: bool


def digest(entry: Mapping[str, Any]) -> str:
	"""SHA-256 (64 hex digits) over `FIELDS` of `entry`; empty and missing values count as the same."""
	body = [entry.get(name) or "" for name in FIELDS]
	text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def canonical(values: Mapping[str, Any] | None) -> str | None:
	"""One text for one set of values, whatever their order; dates as ISO text."""
	if not values:
		return None
	return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def verify(entries: Iterable[Mapping[str, Any]], anchor: str | None = None) -> Verdict:
	"""Check a chain from its first entry on.

	Args:
		entries: rows with `FIELDS` and `hash`, ordered by `seq`.
		anchor: a hash that an earlier head of the chain had, kept outside the database.
	"""
	previous, count, anchored = FIRST, 0, False
	for entry in entries:
		count += 1
		fits = entry["seq"] == count and (entry["previous_hash"] or "") == previous
		if not fits or digest(entry) != entry["hash"]:
			return Verdict(ok=False, entries=count, broken_at=count, anchored=anchored)
		previous = entry["hash"]
		anchored = anchored or previous == anchor
	return Verdict(ok=anchor is None or anchored, entries=count, broken_at=None, anchored=anchored)
