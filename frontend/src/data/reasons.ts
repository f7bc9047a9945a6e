/* The reader's reasons, by code: the server sends them with their values, in English. Same sentences as
domain/plan_import/reasons.py, held to it by tests/unit/reasons.test.ts. */

import { t } from "@/i18n";

const REASONS: Record<string, string> = {
	"part.head": t("Stands before the first section, like the head of a document."),
	"part.title": t("Names the kind of document and what it is about."),
	"part.basis": t("Starts like the basis of a plan: “{words}”."),
	"part.ornament": t("Holds no words."),
	"part.closing": t("Closes the document: “{words}”."),
	"part.signature": t("Stands in the signature block."),
	"part.recipients": t("Stands below “{words}”, which ends the work and lists who gets the document."),
	"part.heading_number": t("The number {marker} opens a section with {count} lines below it."),
	"part.heading_look": t("Stands out as a heading ({look})."),
	"part.lead_in": t("Announces the {count} lines below it."),
	"part.detail": t("Says “{words}” of the work above; not work of its own."),
	"part.follow_on": t("Has no number or bullet: continues the line above."),
	"part.table_head": t("Head of a table: names its columns."),
	"part.table_row": t("Row of a table; its work stands in the column “{column}”."),
	"part.table_plain": t("Row of a table whose columns name no work."),
	"part.table_continued": t("Goes on with the row above: its work cell is merged with it."),
	"section.context": t("The section “{section}” describes the situation."),
	"section.general": t("The section “{section}” gives the general direction, not single pieces of work."),
	"section.target": t("The section “{section}” lists targets."),
	"section.work": t("The section “{section}” lists work."),
	"section.organisation": t("The section “{section}” says how the plan is carried out."),
	"section.unknown": t("No section says what this is; taken as work."),
	"section.none": t("The document has no sections; each line is taken as work."),
	"kind.measure": t("Says what is to be reached: “{words}”."),
	"kind.title_to_win": t("Names a title or grade to be won: “{words}”."),
	"kind.statement": t("States something; asks nothing of anybody."),
	"due.written": t("“{words}” sets the due date."),
	"due.last_day": t("“{words}” names a stretch of time; its last day is taken."),
	"due.heading": t("Stands below “{words}”; the last day of it is taken."),
	"due.above": t("The line above sets the due date: “{words}”."),
	"recurrence.words": t("“{words}” says that it comes back."),
	"recurrence.other": t("“{words}” says that it comes back, in a rhythm that the app has no word for."),
	"target.words": t("The target is read from “{words}”."),
	"target.column": t("The target stands in its own column: “{words}”."),
	"who.words": t("{name} is named by “{words}”."),
	"who.column": t("{name} stands in the column “{column}”."),
	"who.heading": t("Stands below {name}, whose duties these are."),
	"who.detail": t("{name} is named by the line “{words}” below."),
	"read.legacy": t("The text was typed in the old encoding {encoding} and has been converted; compare it with the file."),
	"read.ocr": t("The text was recognised from pictures of the pages; letters may be wrong. Compare it with the paper."),
	"read.damaged_letters": t("{count} lines hold letters that could not be read (�); compare them with the file."),
	"read.artefacts": t("{count} leavings of a conversion out of Word were left out of the text."),
	"read.unsure": t("{count} lines are not certain; look at them first."),
	"read.no_sections": t("No sections were found; check whether the document is a plan."),
	"read.no_work": t("No work was found in the document."),
};

export function reasonText(reason: { code?: string; params?: Record<string, unknown>; text?: string }): string {
	const template = REASONS[reason.code ?? ""];
	if (!template) return reason.text ?? "";
	return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(reason.params?.[key] ?? whole));
}
