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
	kept["due_dates"] = [day for day in days if _names(piece, day) or not _names(whole, day)]
	kept["cells"] = []
	return kept


def joined(readings: Sequence[Mapping[str, Any]]) -> Json:
	"""What was recognised in several pieces together; class words come from the first."""
	first = readings[0]
	together = {key: first.get(key) for key in KEPT}
	if len(readings) == 1:
		return together
	for key in LISTS:
		together[key] = []
		for one in (value for reading in readings for value in reading.get(key) or ()):
			if one not in together[key]:
				together[key].append(one)
	words = [reading.get("recurrence") for reading in readings]
	together["recurrence"] = next((word for word in words if word not in (None, "none", [])), "none")
	together["due_inferred"] = all(bool(reading.get("due_inferred")) for reading in readings)
	return together


def _names(text: str, day: str) -> bool:
	"""Whether `text` seems to name `day` (yyyy-mm-dd), its month or its quarter."""
	month, number = int(day[5:7]), int(day[8:10])
	quarter = ("I", "II", "III", "IV")[(month - 1) // 3]
	return bool(
		re.search(rf"\b0?{number}\s*[/.-]\s*0?{month}\b", text)
		or re.search(rf"tháng\s+0?{month}\b", text, re.IGNORECASE)
		or re.search(rf"quý\s+(?:{quarter}|{(month - 1) // 3 + 1})\b", text, re.IGNORECASE)
	)


def _plain(text: str) -> str:
	return re.sub(r"\s+", "", text).casefold()
