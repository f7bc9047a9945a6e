/* Values of the audit trail as people write them: names for ids, words for states, dd/MM/yyyy. */

import { absenceLabel, outcomeLabel, positionLabel, roleLabel, stateLabel, statusLabel } from "@/data/labels";
import { t, tn } from "@/i18n";
import type { Outcome, PartyStatus, Position, State, TaskRole } from "@/types/options";
import { showDay } from "@/utils/dates";

const DAYS = /^\d{4}-\d{2}-\d{2}/;
const PEOPLE = new Set(["member", "stand_in", "lead", "reviewer", "default_reviewer"]);
const FLAGS = new Set(["restricted", "exceeded", "allow_links", "allow_notes", "allow_pdf", "allow_documents", "mail_titles", "mail_digest", "mail_events", "working_days_only"]);

const KINDS: Record<string, string> = {
	Holiday: t("Holiday"),
	"Working Day": t("Working day"),
	File: t("Photo or file"),
	Link: t("Web address"),
	Note: t("A note"),
};

function one(field: string, value: unknown, nameOf: (id: string) => string): string {
	const text = String(value ?? "");
	if (!text) return "";
	if (PEOPLE.has(field)) return nameOf(text) || text;
	if (FLAGS.has(field)) return ["1", "true"].includes(text) ? t("yes") : t("no");
	if (DAYS.test(text) && text.length <= 10) return showDay(text);
	if (field === "state") return stateLabel(text as State);
	if (field === "outcome") return outcomeLabel(text as Outcome);
	if (field === "position") return positionLabel(text as Position);
	if (field === "party_status") return statusLabel(text as PartyStatus);
	if (field === "kind") return KINDS[text] ?? absenceLabel(text as "Leave");
	if (field === "sha256") return `${text.slice(0, 12)}…`;
	// "Lead: id", "id: 2026-12-31"
	const pair = /^([^:]+): (.+)$/.exec(text);
	if (pair && field === "people") return `${roleLabel(pair[1] as TaskRole)}: ${nameOf(pair[2]) || pair[2]}`;
	if (pair && field === "deadlines") return `${nameOf(pair[1]) || pair[1]}: ${showDay(pair[2])}`;
	return text;
}

export function valueText(field: string, value: unknown, nameOf: (id: string) => string): string {
	// pieces are named by their ids, which say nothing to anybody
	if (field === "evidence" && Array.isArray(value)) return value.length ? tn("{n} piece", "{n} pieces", value.length) : "";
	if (Array.isArray(value)) return value.map((part) => one(field, part, nameOf)).join("; ");
	if (typeof value === "object" && value) return JSON.stringify(value);
	return one(field, value, nameOf);
}
