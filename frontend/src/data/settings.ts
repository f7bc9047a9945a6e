/* Settings and calendar of the cell. */

import { get, post } from "@/api";
import { refreshBoot } from "@/boot";
import { put, type Resource, touch, useResource } from "@/data/resource";
import { organization } from "@/data/session";

export type Settings = Record<string, number | string | null>;

export interface Holiday {
	day: string;
	title: string;
	working: boolean;
	correction: string | null;
	source: string;
}

export function useSettings(): Resource<Settings> {
	return useResource(
		() => organization.value && `settings:${organization.value}`,
		() => get<Settings>("settings.get", { organization: organization.value }),
		["settings"],
	);
}

export async function saveSettings(values: Settings): Promise<Settings> {
	const saved = await post<Settings>("settings.save", { organization: organization.value, values });
	put(`settings:${organization.value}`, saved);
	touch("deadlines", "log");
	// what counts as evidence came with the page
	void refreshBoot().catch(() => {});
	return saved;
}

export function useHolidays(year: () => number): Resource<Holiday[]> {
	return useResource(
		() => organization.value && `holidays:${organization.value}:${year()}`,
		() => get<Holiday[]>("settings.holidays", { organization: organization.value, year: year() }),
		["settings"],
	);
}

export async function correctDay(day: string, working: boolean, title: string, source: string): Promise<void> {
	const kind = working ? "Working Day" : "Holiday";
	await post("settings.correct_day", { organization: organization.value, day, kind, title, source });
	touch("settings", "log");
}
