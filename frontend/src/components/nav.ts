/* Where one can go, for whom, and under which short name on the phone's bar. */

import { computed, type Component } from "vue";

import { useQueue } from "@/data/deadlines";
import { decides, inCommittee, observes } from "@/data/session";
import { t } from "@/i18n";
import { IconDocument, IconInbox, IconList, IconPerson } from "@/ui/icons";

export interface Place {
	to: string;
	label: string;
	short: string;
	icon: Component;
	count?: number;
	group: string;
}

export function usePlaces() {
	const queue = useQueue(() => !observes.value);
	const waiting = computed(() => queue.data.value?.length ?? 0);
	return computed<Place[]>(() => {
		const daily = t("Every day");
		const plan = t("Plan");
		return [
			{ to: "/viec", label: t("My tasks"), short: t("Tasks"), icon: IconList, group: daily },
			...(inCommittee.value || waiting.value
				? [{ to: "/duyet", label: t("Review"), short: t("Review"), icon: IconInbox, count: waiting.value, group: daily }]
				: []),
			{ to: "/ke-hoach", label: decides.value ? t("Plan and assigning") : t("Plan"), short: t("Plan"), icon: IconDocument, group: plan },
			{ to: "/toi", label: t("Me"), short: t("Me"), icon: IconPerson, group: t("Own") },
		];
	});
}
