/* The plan as a document, and giving its items to people. */

import { get, post } from "@/api";
import { about, type Resource, touch, useResource } from "@/data/resource";
import type { Item, Plan, PlanHead } from "@/data/types";

export interface Order {
	lead: string;
	plan_items?: string[];
	title?: string;
	content?: string;
	collaborators?: string[];
	followers?: string[];
	reviewer?: string;
	due_date?: string;
	starts_on?: string;
	restricted?: boolean;
	evidence_needed?: number;
	source?: "Plan" | "Meeting" | "Other";
}

export function usePlans(): Resource<PlanHead[]> {
	return useResource(
		() => "plans",
		() => get<PlanHead[]>("plans.listing"),
		["plans"],
	);
}

export function usePlan(name: () => string | null): Resource<Plan> {
	return useResource(
		() => name() && `plan:${name()}`,
		(key) => get<Plan>("plans.get", { plan: about(key) }),
		["plans"],
	);
}

export async function assign(organization: string, orders: Order[]): Promise<string[]> {
	const names = await post<string[]>("tasks.assign", { organization, orders });
	touch("plans", "deadlines", "counts");
	return names;
}

/** Something that can be given to a person: proposed by the reader, or made a task by hand. */
export function isWork(item: Item): boolean {
	return (item.kind === "task" || item.kind === "target") && item.scope !== "general";
}

export function isOpen(item: Item): boolean {
	return isWork(item) && !item.retired && item.work.length === 0;
}
