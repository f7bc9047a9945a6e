/* Where one can go, for whom, and under which short name on the phone's bar. */

import { computed, type Component } from "vue";

import { useQueue } from "@/data/deadlines";
import { decides, inCommittee, observes, oversees } from "@/data/session";
import { t } from "@/i18n";
import {
	IconBoard,
	IconCalendar,
	IconChart,
	IconDocument,
	IconGear,
	IconInbox,
	IconList,
	IconLog,
	IconMore,
	IconPeople,
	IconPerson,
} from "@/ui/icons";

export interface Place {
	to: string;
	label: string;
	short: string;
	icon: Component;
	count?: number;
	group: string;
	/** On the phone's bar; the others stand behind "More". */
	tab?: boolean;
	/** Only on the phone: a laptop has it at the foot of the sidebar. */
	phone?: boolean;
}

export const MORE = "/them";

export function usePlaces() {
	const queue = useQueue(() => !observes.value);
	const waiting = computed(() => queue.data.value?.length ?? 0);
	return computed<Place[]>(() => {
		const [daily, plan, watch, manage] = [t("Every day"), t("Plan"), t("Follow up"), t("Manage")];
		const committee = inCommittee.value;
		return [
			...(observes.value ? [] : [{ to: "/viec", label: t("My tasks"), short: t("Tasks"), icon: IconList, group: daily, tab: true }]),
			...(committee || waiting.value
				? [{ to: "/duyet", label: t("Review"), short: t("Review"), icon: IconInbox, count: waiting.value, group: daily, tab: true }]
				: []),
			...(observes.value ? [] : [{ to: "/lich", label: t("Calendar"), short: t("Calendar"), icon: IconCalendar, group: daily, tab: !committee }]),
			{ to: "/ke-hoach", label: t("Plan"), short: t("Plan"), icon: IconDocument, group: plan, tab: true },
			...(committee ? [{ to: "/giao-viec", label: t("Assigning"), short: t("Assigning"), icon: IconBoard, group: plan }] : []),
			...(oversees.value ? [{ to: "/tong-quan", label: t("Overview"), short: t("Overview"), icon: IconChart, group: watch, tab: true }] : []),
			...(committee ? [{ to: "/dang-vien", label: t("Party members"), short: t("Members"), icon: IconPeople, group: manage }] : []),
			...(decides.value
				? [
						{ to: "/nhat-ky", label: t("Log"), short: t("Log"), icon: IconLog, group: manage },
						{ to: "/cai-dat", label: t("Settings"), short: t("Settings"), icon: IconGear, group: manage },
					]
				: []),
			{ to: "/toi", label: t("Me"), short: t("Me"), icon: IconPerson, group: manage, tab: !committee, phone: true },
		];
	});
}

/** The phone's bar: at most five, the last one opens the rest. */
export function useTabs() {
	const places = usePlaces();
	return computed<Place[]>(() => {
		const tabs = places.value.filter((place) => place.tab);
		if (tabs.length === places.value.length) return tabs;
		return [...tabs.slice(0, 4), { to: MORE, label: t("More"), short: t("More"), icon: IconMore, group: "" }];
	});
}
