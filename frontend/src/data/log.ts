/* The audit trail in words. */

import { get } from "@/api";
import { STEPS } from "@/data/steps";
import { t } from "@/i18n";

export interface Entry {
	at: string;
	actor: string;
	who_name: string | null;
	action: string;
	subject_type: string;
	subject: string;
	task: string | null;
	title: string | null;
	before: Record<string, unknown>;
	after: Record<string, unknown>;
	why: string | null;
	hash: string;
}

export interface Page {
	rows: Entry[];
	total: number;
}

export const PAGE = 50;

export function log(organization: string, filters: Record<string, string>, start: number): Promise<Page> {
	return get<Page>("audit.listing", { organization, ...filters, limit: PAGE, start });
}

export function verify(organization: string): Promise<{ ok: boolean; anchored: boolean }> {
	return get("audit.verify", { organization });
}

const ACTIONS: Record<string, string> = {
	...STEPS,
	"import plan": t("Read a plan in"),
	"correct plan": t("Corrected a plan"),
	"amend plan": t("Changed title or period of a plan"),
	"update plan": t("Brought a newer file into a plan"),
	"offer plan": t("Read a newer file of a plan"),
	"publish plan": t("Published a plan"),
	"discard plan": t("Discarded a draft"),
	"restore plan": t("Took a discarded draft back"),
	"add absence": t("Entered an absence"),
	"change absence": t("Changed an absence"),
	"add member": t("Added a member"),
	"change member": t("Changed a member"),
	"add settings": t("Saved settings"),
	"change settings": t("Changed settings"),
	"add calendar day": t("Entered a free day"),
	"change calendar day": t("Changed a free day"),
	"add rule": t("Added a reminder rule"),
	"change rule": t("Changed a reminder rule"),
	"confirm clock": t("Confirmed the clock"),
	"change channel": t("Changed a channel of messages"),
	"send again": t("Sent messages again"),
	"add organization": t("Added an organization"),
	"change organization": t("Changed an organization"),
};

export const ACTION_NAMES = Object.keys(ACTIONS);

/** An action that a newer server knows and this page does not is shown by its own name. */
export function actionLabel(action: string): string {
	return ACTIONS[action] ?? action;
}

const FIELDS: Record<string, string> = {
	state: t("State"),
	outcome: t("Outcome"),
	due_date: t("Deadline"),
	original_due_date: t("Original deadline"),
	member: t("Person"),
	title: t("Name"),
	content: t("Content"),
	restricted: t("Restricted"),
	evidence_needed: t("Pieces of evidence needed"),
	evidence_expected: t("Evidence expected"),
	people: t("People"),
	deadlines: t("Deadlines"),
	audience: t("Given to"),
	recurrence: t("Comes back"),
	ends_on: t("Last day"),
	from_date: t("From"),
	to_date: t("Until"),
	stand_in: t("Stand-in"),
	reason: t("Reason"),
	kind: t("Kind"),
	evidence: t("Evidence"),
	file_name: t("File"),
	sha256: t("Fingerprint"),
	items: t("Number of lines"),
	note: t("Note"),
	link: t("Web address"),
	attempt: t("Attempt"),
	full_name: t("Full name"),
	position: t("Position"),
	party_status: t("Party status"),
	unit: t("Unit"),
	joined_on: t("Joined on"),
	left_on: t("Left on"),
	user: t("Account"),
	email: t("E-mail"),
	mail_digest: t("Daily message by e-mail"),
	mail_events: t("Events by e-mail at once"),
	day: t("Day"),
	source: t("Source"),
	soon_days: t("Days that count as soon"),
	evidence_max_mb: t("Largest evidence file (MB)"),
	plan_max_mb: t("Largest plan file (MB)"),
	school_year_start: t("School year begins"),
	first_semester_end: t("First semester ends"),
	school_year_end: t("School year ends"),
	default_reviewer: t("Reviewer where none is named"),
	allow_links: t("Web addresses count as evidence"),
	allow_notes: t("Notes count as evidence"),
	allow_pdf: t("PDF files count as evidence"),
	allow_documents: t("Office documents count as evidence"),
	mail_titles: t("Name the work in e-mails"),
	working_days_only: t("No daily messages on free days"),
	digest_hour: t("Hour of the daily message"),
	quiet_from: t("Quiet from"),
	quiet_to: t("Quiet until"),
};

export function fieldLabel(field: string): string {
	return FIELDS[field] ?? field;
}

export interface Difference {
	field: string;
	before: unknown;
	after: unknown;
}

const HIDDEN = new Set(["organization", "name"]);

/** What changed, field by field; a field that is empty before and after says nothing. */
export function differences(entry: Pick<Entry, "before" | "after">): Difference[] {
	const fields = [...new Set([...Object.keys(entry.before), ...Object.keys(entry.after)])];
	const empty = (value: unknown) => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
	return fields
		.filter((field) => !HIDDEN.has(field))
		.map((field) => ({ field, before: entry.before[field], after: entry.after[field] }))
		.filter((one) => !(empty(one.before) && empty(one.after)) && JSON.stringify(one.before) !== JSON.stringify(one.after));
}
