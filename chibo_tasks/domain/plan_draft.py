"""A plan while the secretary corrects it: source lines that never change, and items that cut them up.

An item shows pieces of source lines, in order, and nothing else: splitting and merging move the cuts, never the words.
So it can be proved at any moment that every character of the document stands in exactly one item (`account`). What the
reader recognised is a function of the pieces, too; what the secretary decides about an item is kept apart in `choice`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chibo_tasks.domain.plan_reading import joined, narrowed

Json = dict[str, Any]
Span = tuple[int, int, int]
"""Number of a source line, first character, character after the last."""

KINDS = ("heading", "context", "task", "target", "recipient")
WORK = ("task", "target")
SCOPES = ("general", "specific")
UNSURE = 0.65
"""Below this confidence a line is shown first; the same figure as the reader's own account."""

CHOICES = ("give", "title", "lead", "collaborators", "reviewer", "due_date", "recurrence", "same_as")
"""What the secretary may decide about an item before it is published."""


@dataclass(frozen=True)
class Line:
	"""One line of the document as it was read.

	Attributes:
		number: position in the document, from 1.
		text: what it says, without its marker.
		marker: number or bullet before it.
		reading: everything that was read from it (docs/plan-import.md).
	"""

	number: int
	text: str
	marker: str = ""
	reading: Json = field(default_factory=dict)


@dataclass(frozen=True)
class DraftItem:
	"""One item of a plan.

	Attributes:
		name: its record.
		spans: the pieces of source lines that it shows; empty for an item that a newer document no longer holds.
		text: those pieces, with one blank between them.
		parent: name of the item above it in the outline.
		reading: what was recognised in the pieces.
		choice: what the secretary decided about it, by `CHOICES`.
		checked: the secretary has looked at it.
		retired: the document no longer says so, but there is work from it.
		given: a task comes from it; a newer document never takes such a sentence away.
	"""

	name: str
	spans: tuple[Span, ...]
	text: str
	kind: str
	marker: str = ""
	scope: str = ""
	level: int = 0
	parent: str | None = None
	section_path: str = ""
	reading: Json = field(default_factory=dict)
	choice: Json = field(default_factory=dict)
	checked: bool = False
	retired: bool = False
	given: bool = False

	@property
	def proposed(self) -> bool:
		"""Whether it is offered as work to be given to somebody."""
		return self.kind in WORK and self.scope != "general" and not self.retired

	@property
	def unsure(self) -> bool:
		"""The reader doubts and nobody has looked yet."""
		return not self.checked and (self.reading.get("confidence") or 1.0) < UNSURE


Items = list[DraftItem]


def source_lines(reading: Mapping[str, Any]) -> list[Line]:
	"""The lines of a reading, in order."""
	return [
		Line(one["position"], one["text"], one.get("marker") or "", dict(one)) for one in reading["items"]
	]


def from_lines(lines: Sequence[Line], new_name: Callable[[], str]) -> Items:
	"""One item for each line, exactly as it was read."""
	names = {line.number: new_name() for line in lines}
	items = []
	for line in lines:
		said = line.reading
		items.append(
			DraftItem(
				name=names[line.number],
				spans=((line.number, 0, len(line.text)),),
				text=line.text,
				kind=said["kind"],
				marker=line.marker,
				scope=said.get("scope") or "",
				level=said.get("level") or 0,
				parent=names.get(said.get("parent") or 0),
				section_path=said.get("section_path") or "",
				reading=reading_of(((line.number, 0, len(line.text)),), {line.number: line}),
			)
		)
	return items


def text_of(spans: Iterable[Span], lines: Mapping[int, Line]) -> str:
	"""What `spans` say."""
	return " ".join(filter(None, (lines[line].text[start:end].strip() for line, start, end in spans)))


def reading_of(spans: Sequence[Span], lines: Mapping[int, Line]) -> Json:
	"""What was recognised in `spans`: of a piece of a line only what stands in that piece."""
	parts = []
	for number, start, end in spans:
		line = lines[number]
		whole = not line.text[:start].strip() and not line.text[end:].strip()
		parts.append(line.reading if whole else narrowed(line.reading, line.text[start:end]))
	return joined(parts)


def marker_of(spans: Sequence[Span], lines: Mapping[int, Line]) -> str:
	"""The marker stands before the first piece of its line."""
	number, start, _ = spans[0]
	return "" if lines[number].text[:start].strip() else lines[number].marker


def account(items: Iterable[DraftItem], lines: Sequence[Line]) -> Json:
	"""Prove that the items hold the document.

	Returns:
		{lines, items, by_kind, unsure: {kind → n}, lost, doubled}; `lost` and `doubled` count characters, blanks aside,
		and lines without any words; both are 0 unless something is broken.
	"""
	shown = [one for one in items if not one.retired]
	seen: dict[int, list[tuple[int, int]]] = {line.number: [] for line in lines}
	for item in shown:
		for number, start, end in item.spans:
			seen.setdefault(number, []).append((start, end))
	lost = doubled = 0
	for line in lines:
		pieces = seen[line.number]
		if pieces == [(0, len(line.text))]:
			continue
		covered = [0] * len(line.text)
		for start, end in pieces:
			for place in range(start, min(end, len(covered))):
				covered[place] += 1
		lost += sum(
			1 for char, times in zip(line.text, covered, strict=True) if not times and not char.isspace()
		)
		doubled += sum(times - 1 for times in covered if times > 1)
		lost += not pieces and not line.text.strip()
	return {
		"lines": len(lines),
		"items": len(shown),
		"by_kind": dict(sorted(Counter(one.kind for one in shown).items())),
		"unsure": dict(sorted(Counter(one.kind for one in shown if one.unsure).items())),
		"lost": lost,
		"doubled": doubled,
	}
