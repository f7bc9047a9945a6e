"""Every sentence that the reader says to people, in one table by code.

A reason carries its code and its values apart from the English sentence: the screen shows Vietnamese by translating
the template. Codes are stable; scripts may rely on them.
"""

from dataclasses import dataclass, field
from typing import Any

from chibo_tasks.domain.errors import N_

INFO, NOTICE, WARNING = "info", "notice", "warning"

TEMPLATES: dict[str, str] = {
	# Why an item is what it is.
	"part.head": N_("Stands before the first section, like the head of a document."),
	"part.title": N_("Names the kind of document and what it is about."),
	"part.basis": N_("Starts like the basis of a plan: “{words}”."),
	"part.ornament": N_("Holds no words."),
	"part.closing": N_("Closes the document: “{words}”."),
	"part.signature": N_("Stands in the signature block."),
	"part.recipients": N_("Stands below “{words}”, which ends the work and lists who gets the document."),
	"part.heading_number": N_("The number {marker} opens a section with {count} lines below it."),
	"part.heading_look": N_("Stands out as a heading ({look})."),
	"part.lead_in": N_("Announces the {count} lines below it."),
	"part.detail": N_("Says “{words}” of the work above; not work of its own."),
	"part.follow_on": N_("Has no number or bullet: continues the line above."),
	"part.table_head": N_("Head of a table: names its columns."),
	"part.table_row": N_("Row of a table; its work stands in the column “{column}”."),
	"part.table_plain": N_("Row of a table whose columns name no work."),
	"part.table_continued": N_("Goes on with the row above: its work cell is merged with it."),
	"section.context": N_("The section “{section}” describes the situation."),
	"section.general": N_("The section “{section}” gives the general direction, not single pieces of work."),
	"section.target": N_("The section “{section}” lists targets."),
	"section.work": N_("The section “{section}” lists work."),
	"section.organisation": N_("The section “{section}” says how the plan is carried out."),
	"section.unknown": N_("No section says what this is; taken as work."),
	"section.none": N_("The document has no sections; each line is taken as work."),
	"kind.measure": N_("Says what is to be reached: “{words}”."),
	"kind.title_to_win": N_("Names a title or grade to be won: “{words}”."),
	"kind.statement": N_("States something; asks nothing of anybody."),
	# Why a field has its value.
	"due.written": N_("“{words}” sets the due date."),
	"due.last_day": N_("“{words}” names a stretch of time; its last day is taken."),
	"due.heading": N_("Stands below “{words}”; the last day of it is taken."),
	"due.above": N_("The line above sets the due date: “{words}”."),
	"recurrence.words": N_("“{words}” says that it comes back."),
	"recurrence.other": N_("“{words}” says that it comes back, in a rhythm that the app has no word for."),
	"target.words": N_("The target is read from “{words}”."),
	"target.column": N_("The target stands in its own column: “{words}”."),
	"who.words": N_("{name} is named by “{words}”."),
	"who.column": N_("{name} stands in the column “{column}”."),
	"who.heading": N_("Stands below {name}, whose duties these are."),
	"who.detail": N_("{name} is named by the line “{words}” below."),
	# Warnings about reading.
	"read.legacy": N_(
		"The text was typed in the old encoding {encoding} and has been converted; compare it with the file."
	),
	"read.ocr": N_(
		"The text was recognised from pictures of the pages; letters may be wrong. Compare it with the paper."
	),
	"read.damaged_letters": N_(
		"{count} lines hold letters that could not be read (�); compare them with the file."
	),
	"read.artefacts": N_("{count} leavings of a conversion out of Word were left out of the text."),
	"read.unsure": N_("{count} lines are not certain; look at them first."),
	"read.no_sections": N_("No sections were found; check whether the document is a plan."),
	"read.no_work": N_("No work was found in the document."),
}


@dataclass(frozen=True)
class Reason:
	"""A sentence with its code; a warning also says how grave it is and which items it is about."""

	code: str
	params: dict[str, Any] = field(default_factory=dict)
	severity: str = ""
	items: tuple[int, ...] = ()

	@property
	def text(self) -> str:
		return TEMPLATES[self.code].format(**self.params)

	def to_dict(self) -> dict[str, Any]:
		out: dict[str, Any] = {"code": self.code, "params": self.params, "text": self.text}
		if self.severity:
			out["severity"] = self.severity
			out["items"] = list(self.items)
		return out


def because(code: str, **params: Any) -> Reason:
	"""A reason for a guess."""
	return Reason(code, params)


def warn(code: str, severity: str = WARNING, items: tuple[int, ...] = (), **params: Any) -> Reason:
	"""A warning about the document or about some of its items."""
	return Reason(code, params, severity, items)
