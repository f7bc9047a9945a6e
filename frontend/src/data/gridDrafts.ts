/* Persons and days filled in on the grid and not given yet: they outlast a look at another screen. */

import { reactive } from "vue";

export interface Draft {
	lead: string[];
	due: string;
}

export const drafts = reactive<Record<string, Draft>>({});

/** A line can be given as soon as it has a person; without a day it runs to the end of the plan. */
export function ready(item: string): boolean {
	return (drafts[item]?.lead.length ?? 0) > 0;
}
