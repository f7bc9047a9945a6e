/* Every visible sentence is written in English where it is used; Vietnamese comes from vi.json.

The catalogue is complete by test (tests/unit/messages.test.ts), so a missing key is a bug, not a state to handle. */

import { boot } from "@/boot";
import vi from "./vi.json";

export type Language = "vi" | "en";
export type Params = Record<string, string | number>;

const COOKIE = "preferred_language";

function chosen(): Language {
	const cookie = new RegExp(`(?:^|; )${COOKIE}=(vi|en)`).exec(document.cookie)?.[1];
	// a guest's page has the language of the site, which on a fresh bench is English; the people here are not
	return (cookie ?? (boot.user && boot.language === "en" ? "en" : "vi")) as Language;
}

export const language: Language = chosen();
export const locale = language === "vi" ? "vi-VN" : "en-GB";
document.documentElement.lang = language;

const catalogue: Record<string, string> = language === "vi" ? vi : {};

export function t(source: string, params?: Params): string {
	return fill(catalogue[source] ?? source, params);
}

/** `one` is for English only: Vietnamese nouns have no plural, its sentence stands under `many`. */
export function tn(one: string, many: string, n: number, params?: Params): string {
	return fill(n === 1 && language === "en" ? one : (catalogue[many] ?? many), { n, ...params });
}

/** The same cookie that Frappe reads, so that the sentences of the server follow. */
export function choose(wanted: Language): void {
	document.cookie = `${COOKIE}=${wanted}; path=/; max-age=31536000; samesite=lax`;
	location.reload();
}

function fill(text: string, params?: Params): string {
	return params ? text.replace(/\{(\w+)\}/g, (whole, key: string) => String(params[key] ?? whole)) : text;
}
