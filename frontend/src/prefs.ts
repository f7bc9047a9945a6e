/* What somebody set on this device: theme, text size, single-letter keys. */

import { reactive, watchEffect } from "vue";

export type Theme = "system" | "light" | "dark";
export type Size = "md" | "lg" | "xl";

interface Prefs {
	theme: Theme;
	size: Size;
	keys: boolean;
}

const PLACE = "chibo.prefs";

function stored(): Partial<Prefs> {
	try {
		return JSON.parse(localStorage.getItem(PLACE) ?? "{}") as Partial<Prefs>;
	} catch {
		return {};
	}
}

export const prefs = reactive<Prefs>({ theme: "system", size: "md", keys: true, ...stored() });

const dark = matchMedia("(prefers-color-scheme: dark)");

function apply(): void {
	const root = document.documentElement;
	const isDark = prefs.theme === "dark" || (prefs.theme === "system" && dark.matches);
	root.dataset.theme = isDark ? "dark" : "light";
	root.dataset.size = prefs.size;
	for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
		meta.content = isDark ? "#181614" : "#f6f3ee";
	}
}

export function startPrefs(): void {
	watchEffect(() => {
		apply();
		try {
			localStorage.setItem(PLACE, JSON.stringify(prefs));
		} catch {
			// a private window without storage: the choice lasts as long as the page
		}
	});
	dark.addEventListener("change", apply);
}
