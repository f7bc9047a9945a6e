/* The outline of a plan with what became of each part: sums per heading, from the work below it. */

import { isOpen, isWork } from "@/data/plans";
import type { Item } from "@/data/types";

export interface Tally {
	/** Items that can be given to somebody. */
	items: number;
	open: number;
	work: number;
	approved: number;
	waiting: number;
	overdue: number;
	/** Due by today and not settled yet. */
	behind: number;
}

export type Choice = "" | "chua-giao" | "qua-han" | "cua-toi";

const SETTLED = ["Approved", "Waived", "Not Done"];

/** Position of a heading → sums of everything below it. */
export function tallies(items: readonly Item[], today: string): Map<number, Tally> {
	const parent = new Map(items.map((item) => [item.position, item.parent_position]));
	const sums = new Map<number, Tally>();
	for (const item of items) {
		if ((item.retired || !isWork(item)) && !item.work.length) continue;
		const seen = new Set<number>();
		for (let at = item.parent_position; at && !seen.has(at); at = parent.get(at) ?? 0) {
			seen.add(at);
			const sum = sums.get(at) ?? { items: 0, open: 0, work: 0, approved: 0, waiting: 0, overdue: 0, behind: 0 };
			if (!item.retired) sum.items++;
			if (isOpen(item)) sum.open++;
			for (const work of item.work) {
				sum.work++;
				if (work.state === "Approved") sum.approved++;
				if (work.state === "Submitted") sum.waiting++;
				if (work.standing === "overdue") sum.overdue++;
				if (work.due_date <= today && !SETTLED.includes(work.state)) sum.behind++;
			}
			sums.set(at, sum);
		}
	}
	return sums;
}

/** Items that match `keep`, with the headings above them. */
export function pruned(items: readonly Item[], keep: (item: Item) => boolean): Item[] {
	const parent = new Map(items.map((item) => [item.position, item.parent_position]));
	const wanted = new Set<number>();
	for (const item of items) {
		if (!keep(item)) continue;
		for (let at = item.position; at && !wanted.has(at); at = parent.get(at) ?? 0) wanted.add(at);
	}
	return items.filter((item) => wanted.has(item.position));
}

/** Everything below `position`, itself not included. */
export function below(items: readonly Item[], position: number): Item[] {
	const inside = new Set([position]);
	return items.filter((item) => {
		if (!inside.has(item.parent_position)) return false;
		inside.add(item.position);
		return true;
	});
}
