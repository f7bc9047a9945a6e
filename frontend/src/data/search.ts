/* Search without accents, and what was looked for before on this device. */

import { get } from "@/api";
import { type Resource, useResource } from "@/data/resource";
import type { State } from "@/types/options";

export interface Hits {
	tasks: { deadline: string; title: string; section_path: string | null; member_name: string; state: State }[];
	items: { plan: string; position: number; section_path: string; text: string }[];
	members: { member: string; name: string; unit: string | null }[];
	evidence: { deadline: string; name: string; file_name: string | null }[];
}

export function useSearch(query: () => string): Resource<Hits> {
	return useResource(
		() => query().trim() && `find:${query().trim()}`,
		() => get<Hits>("search.find", { query: query().trim(), limit: 50 }),
		["deadlines", "plans", "members"],
	);
}

const PLACE = "chibo.searches";
const KEPT = 8;

/** Newest first, each once, without those that the newest one only lengthens ("hoc" before "hoc tap"). */
export function remembered(list: readonly string[], query: string): string[] {
	const wanted = query.trim();
	if (!wanted) return [...list];
	const others = list.filter((one) => one !== wanted && !wanted.toLowerCase().startsWith(one.toLowerCase()));
	return [wanted, ...others].slice(0, KEPT);
}

export function recent(user: string): string[] {
	try {
		const all = JSON.parse(localStorage.getItem(PLACE) ?? "{}") as Record<string, string[]>;
		return Array.isArray(all[user]) ? all[user] : [];
	} catch {
		return [];
	}
}

/** Kept for this person only: a shared laptop tells nobody what another one looked for. */
export function keep(user: string, list: string[]): void {
	try {
		localStorage.setItem(PLACE, JSON.stringify({ [user]: list }));
	} catch {
		// a private window without storage remembers nothing
	}
}
