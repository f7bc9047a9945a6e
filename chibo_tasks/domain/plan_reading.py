"""What was recognised in a line, when the line is cut up or joined to another one.

Nothing is recognised here: a piece keeps what stands in it by its own words, and what belongs to the sentence as a whole.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

KEPT = (
	"number",
	"part",
	"proposed",
	"targets",
	"recurrence",
	"due_dates",
	"due_inferred",
	"responsible",
	"references",
	"confidence",
	"why",
	"cells",
)
"""What of a line's reading stays with an item."""
LISTS = ("targets", "due_dates", "responsible", "references", "cells")


def narrowed(reading: Mapping[str, Any], piece: str) -> Json:
	"""Of what was recognised in a line, what belongs to one `piece` of it.

	Targets, people and references go by their own words. A day goes to the pieces that name its month; where none of
	the words names it (it stood in a heading), every piece keeps it.
	"""
	low = piece.casefold()
	kept = {key: reading.get(key) for key in KEPT}
	kept["targets"] = [one for one in reading.get("targets") or () if one.get("text", "").casefold() in low]
	kept["responsible"] = [one for one in reading.get("responsible") or () if one["name"].casefold() in low]
	kept["references"] = [
		one for one in reading.get("references") or () if _plain(one["number"]) in _plain(piece)
	]
	days = reading.get("due_dates") or ()
	whole = str(reading.get("text") or "")
	kept["due_dates"] = [day for day in days if _belongs(day, piece, whole)]
	kept["cells"] = []
	return kept


def joined(readings: Sequence[Mapping[str, Any]]) -> Json:
	"""What was recognised in several pieces together; class words come from the first."""
	first = readings[0]
	together = {key: first.get(key) for key in KEPT}
	if len(readings) == 1:
		return together
	for key in LISTS:
		values: list[Any] = []
		for one in (value for reading in readings for value in reading.get(key) or ()):
			if one not in values:
				values.append(one)
		together[key] = values
	words = [reading.get("recurrence") for reading in readings]
	together["recurrence"] = next((word for word in words if word not in (None, "none", [])), "none")
	together["due_inferred"] = all(bool(reading.get("due_inferred")) for reading in readings)
	return together


def _belongs(day: str, piece: str, whole: str) -> bool:
	"""Whether `day` (yyyy-mm-dd) goes to `piece`: by the closest words that name it in the `whole` line."""
	month, number = int(day[5:7]), int(day[8:10])
	quarter = (month - 1) // 3
	for pattern in (
		rf"\b0?{number}\s*[/.-]\s*0?{month}\b",
		rf"tháng\s+0?{month}\b",
		rf"quý\s+(?:{('I', 'II', 'III', 'IV')[quarter]}|{quarter + 1})\b",
	):
		if re.search(pattern, whole, re.IGNORECASE):
			return re.search(pattern, piece, re.IGNORECASE) is not None
	return True


def _plain(text: str) -> str:
	return re.sub(r"\s+", "", text).casefold()
