/* How far targets of the plan have come, beside the sentence that sets them. */

import { get } from "@/api";
import type { Overview, Pace } from "@/data/overview";
import { type Resource, useResource } from "@/data/resource";
import type { Plan } from "@/data/types";
import { t } from "@/i18n";

/** Item → its pace. */
export function useTargets(plan: () => Plan | undefined): Resource<Map<string, Pace>> {
	return useResource(
		() => {
			const one = plan();
			return one && one.state === "Published" ? `targets:${one.name}` : null;
		},
		async () => {
			const one = plan() as Plan;
			const found = await get<Overview>("overview.get", { organization: one.organization, start: one.period_start, end: one.period_end, plan: one.name });
			return new Map(found.targets.map((target) => [target.item, target]));
		},
		["deadlines", "plans"],
	);
}

/** "4/19 đảng viên, chậm 3 so với nhịp". */
export function paceText(pace: Pace): string {
	const params = { n: pace.done, of: pace.value, unit: pace.unit, behind: pace.behind };
	const done = pace.unit ? t("{n}/{of} {unit}", params) : t("{n}/{of}", params);
	if (pace.done >= pace.value) return `${done}, ${t("reached")}`;
	return pace.behind ? `${done}, ${t("{behind} behind the pace", params)}` : `${done}, ${t("on pace")}`;
}
