/* Figures of the cell. The server counts; the address of the list behind each number is made here. */

import { get } from "@/api";
import { type Resource, useResource } from "@/data/resource";

export interface Tally {
	all: number;
	due: number;
	approved: number;
	waiting: number;
	overdue: number;
	soon: number;
	returned: number;
	open: number;
	exceeded: number;
	on_time: number;
	late: number;
	not_done: number;
	waived: number;
}

export interface Section extends Tally {
	plan: string;
	path: string;
	level: number;
	title: string;
}

export interface MemberTally extends Tally {
	member: string;
	name: string;
	unit: string;
	months: ({ month: string } & Tally)[];
}

export interface Pace {
	plan: string;
	item: string;
	position: number;
	text: string;
	unit: string;
	value: number;
	done: number;
	given: number;
	expected: number;
	behind: number;
}

export interface Request {
	name: string;
	deadline: string;
	title: string;
	asked_by_name: string;
	asked_at: string;
	previous_due_date: string;
	requested_due_date: string;
	reason: string;
}

export interface Overview {
	totals: Tally;
	plans: { name: string; title: string }[];
	sections: Section[];
	members: MemberTally[];
	units: ({ unit: string } & Tally)[];
	targets: Pace[];
	decisions: {
		extensions: Request[];
		unassigned: { plan: string; title: string; n: number }[];
		waiting: number;
		waiting_since: string;
	} | null;
}

export interface Span {
	start: string;
	end: string;
}

export function useOverview(organization: () => string, span: () => Span, plan: () => string): Resource<Overview> {
	return useResource(
		() => organization() && `overview:${organization()}:${span().start}:${span().end}:${plan()}`,
		() => get<Overview>("overview.get", { organization: organization(), ...span(), plan: plan() }),
		["deadlines", "plans"],
	);
}

/** Red, amber or green, with the words that say the same. */
export type Light = "brand" | "amber" | "green" | "plain";

/** Late work is red; due and not decided is amber; nothing due yet is no light at all. */
export function light(tally: Tally): Light {
	if (tally.overdue) return "brand";
	if (settled(tally) < tally.due) return "amber";
	return tally.due || tally.approved ? "green" : "plain";
}

/** Decided one way or another. */
export function settled(tally: Tally): number {
	return tally.approved + tally.waived + tally.not_done;
}

/** Work that should be settled by today and is not. */
export function behind(tally: Tally): number {
	return Math.max(0, tally.due - settled(tally));
}

export interface Slice {
	key: string;
	n: number;
	share: number;
	/** Where the arc begins, as a share of the circle. */
	from: number;
}

/** Parts of a whole as arcs; what is empty has none. */
export function slices(parts: { key: string; n: number }[]): Slice[] {
	const total = parts.reduce((sum, part) => sum + part.n, 0);
	let from = 0;
	return parts
		.filter((part) => part.n > 0)
		.map((part) => {
			const slice = { ...part, share: part.n / total, from };
			from += slice.share;
			return slice;
		});
}
