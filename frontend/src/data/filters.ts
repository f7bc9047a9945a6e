/* Which deadlines a list shows. The filters live in the address, under Vietnamese words, so that a list can be sent on. */

import { ApiError } from "@/api";
import { outcomeLabel, stateLabel } from "@/data/labels";
import { t } from "@/i18n";
import type { Outcome, State } from "@/types/options";
import { showDay } from "@/utils/dates";

/** Address → what the API is asked; empty text means any. */
export interface Filters {
	q?: string;
	tt?: string;
	kq?: string;
	han?: string;
	nguoi?: string;
	duyet?: string;
	to?: string;
	muc?: string;
	kh?: string;
	ct?: string;
	tu?: string;
	den?: string;
	cho?: string;
}

export const KEYS: (keyof Filters)[] = ["q", "tt", "kq", "han", "nguoi", "duyet", "to", "muc", "kh", "ct", "tu", "den", "cho"];

export const STATES: Record<string, State> = {
	giao: "Assigned",
	nhan: "Accepted",
	cho: "Submitted",
	tra: "Returned",
	duyet: "Approved",
	mien: "Waived",
	khong: "Not Done",
};
export const OPEN_STATES = ["giao", "nhan", "tra"];

export const OUTCOMES: Record<string, Outcome> = {
	vuot: "Exceeded",
	dung: "On Time",
	muon: "Late",
	khong: "Not Done",
	mien: "Waived",
};

export const STANDINGS: Record<string, string> = { qua: "overdue", nay: "today", sap: "soon" };

export function stateSlug(state: State): string {
	return Object.keys(STATES).find((slug) => STATES[slug] === state) ?? "";
}

export function standingLabel(slug: string): string {
	return own({ qua: t("Overdue"), nay: t("Due today"), sap: t("Due soon") }, slug) ?? slug;
}

/** The address may say anything, "toString" too. */
const own = <T>(known: Record<string, T>, slug: string): T | undefined => (Object.keys(known).includes(slug) ? known[slug] : undefined);

const listed = (value: string | undefined, known: Record<string, string>) =>
	(value ?? "").split(",").flatMap((slug) => own(known, slug) ?? []);

/** Arguments of deadlines.listing. Unknown words are dropped, so that an old link still opens a list. */
export function toArgs(filters: Filters): Record<string, unknown> {
	const day = (text: string | undefined) => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? text : undefined);
	const states = filters.tt === "mo" ? OPEN_STATES.map((slug) => STATES[slug]) : listed(filters.tt, STATES);
	const outcomes = listed(filters.kq, OUTCOMES);
	const args: Record<string, unknown> = {
		query: filters.q,
		states: states.length ? states : undefined,
		outcomes: outcomes.length ? outcomes : undefined,
		standing: own(STANDINGS, filters.han ?? ""),
		member: filters.nguoi,
		reviewer: filters.duyet,
		unit: filters.to,
		section: filters.muc,
		plan: filters.kh,
		item: filters.ct,
		due_from: day(filters.tu),
		due_to: day(filters.den),
		submitted_to: day(filters.cho),
	};
	return Object.fromEntries(Object.entries(args).filter(([, value]) => value));
}

export interface Names {
	member: (name: string) => string;
	unit: (name: string) => string;
	plan: (name: string) => string;
}

/** What is set, in words; each can be taken away on its own. */
export function chips(filters: Filters, names: Names): { keys: (keyof Filters)[]; text: string }[] {
	const found: { keys: (keyof Filters)[]; text: string }[] = [];
	const add = (key: keyof Filters, text: (value: string) => string) => {
		const value = filters[key];
		if (value) found.push({ keys: [key], text: text(value) });
	};
	add("q", (value) => `“${value}”`);
	add("tt", (value) => (value === "mo" ? t("Not finished") : listed(value, STATES).map((one) => stateLabel(one as State)).join(", ") || value));
	add("kq", (value) => listed(value, OUTCOMES).map((one) => outcomeLabel(one as Outcome)).join(", ") || value);
	add("han", standingLabel);
	add("nguoi", names.member);
	add("duyet", (value) => t("Reviewer: {name}", { name: names.member(value) }));
	add("to", (value) => (value === "-" ? t("Without a unit") : names.unit(value)));
	add("kh", (value) => (value === "-" ? t("Outside of the plan") : names.plan(value)));
	add("muc", (value) => (value === "-" ? t("In no section") : t("Section {path}", { path: value })));
	add("ct", () => t("One sentence of the plan"));
	if (filters.tu && filters.den) found.push({ keys: ["tu", "den"], text: `${showDay(filters.tu)} – ${showDay(filters.den)}` });
	else {
		add("tu", (value) => t("from {day}", { day: showDay(value) }));
		add("den", (value) => t("until {day}", { day: showDay(value) }));
	}
	add("cho", (value) => t("sent by {day}", { day: showDay(value) }));
	return found;
}

/** Address of the list behind a number. */
export function listAt(filters: Filters): { path: string; query: Record<string, string> } {
	const query = Object.fromEntries(KEYS.flatMap((key) => (filters[key] ? [[key, filters[key] as string]] : [])));
	return { path: "/giao-viec", query };
}

export function refused(error: unknown): string {
	return error instanceof ApiError ? error.message : String(error);
}
