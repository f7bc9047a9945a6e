/* Reminder rules: what they say, and when; drafts are shown with what they would do before they are saved. */

import { get, post } from "@/api";
import { type Resource, touch, useResource } from "@/data/resource";
import { organization } from "@/data/session";
import { t, tn } from "@/i18n";

export type Anchor = "due" | "given" | "submission" | "request";
export type Receiver = "lead" | "collaborators" | "reviewer" | "in-charge" | "secretary";

export interface Rule {
	key: string;
	label: string;
	anchor: Anchor;
	to: Receiver;
	steps: number[];
	every: number;
	cap: number;
	without_evidence: boolean;
	enabled: boolean;
	days: number[];
	changed: boolean;
	problem: string;
}

export interface Foresight {
	first_day: string;
	last_day: string;
	deadlines: number;
	complete: boolean;
	days: { day: string; members: { member: string; name: string; at: string; lines: { deadline: string; rule: string; label: string; text: string }[] }[] }[];
}

export interface Running {
	swept_at: string | null;
	held_since: string | null;
	held_until: string | null;
	problems: string[];
}

export type Hours = Record<"working_days_only" | "quiet_from" | "quiet_to" | "digest_hour", number>;

const FIELDS = ["key", "anchor", "to", "steps", "every", "cap", "without_evidence", "enabled"] as const;

/** What the server is sent of a rule. */
export function sent(rule: Rule): Record<string, unknown> {
	return Object.fromEntries(FIELDS.map((field) => [field, rule[field]]));
}

export function useRules(): Resource<Rule[]> {
	return useResource(
		() => organization.value && `rules:${organization.value}`,
		() => get<Rule[]>("reminders.rules", { organization: organization.value }),
		["settings"],
	);
}

export function useRunning(wanted: () => boolean): Resource<Running> {
	return useResource(
		() => (wanted() && organization.value ? `running:${organization.value}` : null),
		() => get<Running>("reminders.state", { organization: organization.value }),
		["settings"],
	);
}

export function foresight(rules: Rule[], hours: Partial<Hours>): Promise<Foresight> {
	return get<Foresight>("reminders.preview", { organization: organization.value, rules: rules.map(sent), hours });
}

export async function saveRules(rules: Rule[]): Promise<void> {
	await post("reminders.save_rules", { organization: organization.value, rules: rules.map(sent) });
	touch("settings", "log");
}

export async function restoreRules(): Promise<void> {
	await post("reminders.restore_rules", { organization: organization.value });
	touch("settings", "log");
}

export async function confirmClock(): Promise<void> {
	await post("reminders.confirm_clock", { organization: organization.value });
	touch("settings");
}

const RECEIVERS: Record<Receiver, string> = {
	lead: t("Lead"),
	collaborators: t("Collaborators"),
	reviewer: t("Reviewer"),
	"in-charge": t("Committee member in charge"),
	secretary: t("Secretary"),
};
export const RECEIVER_NAMES = Object.keys(RECEIVERS) as Receiver[];

export function receiverLabel(to: Receiver): string {
	return RECEIVERS[to] ?? to;
}

/** "trước hạn 7, 3, 1 ngày; đúng ngày đến hạn; sau hạn 1, 3 ngày". */
export function daysText(rule: Pick<Rule, "anchor" | "steps" | "every" | "cap">): string {
	const before = rule.steps.filter((step) => step < 0).map((step) => -step);
	const after = rule.steps.filter((step) => step > 0);
	const afterText = {
		due: (days: string) => t("{days} days after the deadline", { days }),
		given: (days: string) => t("{days} days after it was given", { days }),
		submission: (days: string) => t("{days} days after it was sent", { days }),
		request: (days: string) => t("{days} days after it was asked for", { days }),
	}[rule.anchor];
	return [
		before.length ? t("{days} days before the deadline", { days: before.join(", ") }) : "",
		rule.steps.includes(0) ? t("on the day itself") : "",
		after.length ? afterText(after.join(", ")) : "",
		rule.every ? tn("then every day", "then every {n} days", rule.every) + `, ${tn("{n} time at most", "{n} times at most", rule.cap)}` : "",
	]
		.filter(Boolean)
		.join("; ");
}

/** Days as typed, "7, 3 1": ascending and each once; null where it is no list of days from `least` on. */
export function typedDays(text: string, least: number): number[] | null {
	const parts = text.split(/[\s,;]+/).filter(Boolean);
	if (!parts.every((part) => /^\d{1,3}$/.test(part))) return null;
	const days = [...new Set(parts.map(Number))].sort((a, b) => a - b);
	return days.every((day) => day >= least && day <= 366) ? days : null;
}
