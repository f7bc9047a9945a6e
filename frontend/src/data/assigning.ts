/* Changing what has been given: to whom, until when, with whom. One piece or many; what cannot be done says why. */

import { post } from "@/api";
import type { Order } from "@/data/plans";
import { touch } from "@/data/resource";

export interface Result {
	ok: boolean;
	message: string;
	deadline?: string;
	task?: string;
	title?: string;
	added?: number;
	first_due?: string;
}

export interface Change {
	kind: "person" | "date" | "people";
	/** Member who takes over. */
	lead?: string;
	due?: string;
	collaborators?: string[];
	followers?: string[];
}

export interface Named {
	name: string;
	task: string;
}

/** `dry` writes nothing. Results stand in the order of `rows`. */
export async function change(rows: readonly Named[], what: Change, reason: string, dry = false): Promise<Result[]> {
	const deadlines = rows.map((row) => row.name);
	let results: Result[];
	if (what.kind === "person") {
		results = await post<Result[]>("deadlines.reassign", { deadlines, lead: what.lead, reason, dry_run: dry });
	} else if (what.kind === "date") {
		results = await post<Result[]>("deadlines.reschedule_many", { deadlines, due_date: what.due, reason, dry_run: dry });
	} else {
		const tasks = [...new Set(rows.map((row) => row.task))];
		const { collaborators, followers } = what;
		results = await post<Result[]>("tasks.add_people", { tasks, collaborators, followers, reason, dry_run: dry });
	}
	if (!dry) touch("deadlines", "plans", "members", "counts", "log");
	return results;
}

export async function assignPossible(organization: string, orders: Order[], dry: boolean): Promise<Result[]> {
	const results = await post<Result[]>("tasks.assign_possible", { organization, orders, dry_run: dry });
	if (!dry) touch("deadlines", "plans", "members", "counts", "log");
	return results;
}
