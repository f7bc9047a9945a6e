/* Spans of time that figures are asked for: a month, a quarter, a year; `2026`, `2026-q3`, `2026-08` in the address. */

import { t } from "@/i18n";
import { addMonths, lastDay, monthOf, showMonth } from "@/utils/dates";

export interface Period {
	key: string;
	start: string;
	end: string;
	label: string;
}

const pad = (n: number) => String(n).padStart(2, "0");

/** Null for what is no period, so that a damaged link falls back. */
export function periodOf(key: string): Period | null {
	const year = /^(20\d\d)$/.exec(key);
	if (year) return { key, start: `${key}-01-01`, end: `${key}-12-31`, label: t("Year {year}", { year: key }) };
	const quarter = /^(20\d\d)-q([1-4])$/.exec(key);
	if (quarter) {
		const first = `${quarter[1]}-${pad(Number(quarter[2]) * 3 - 2)}`;
		return { key, start: `${first}-01`, end: lastDay(addMonths(first, 2)), label: t("Quarter {n}/{year}", { n: quarter[2], year: quarter[1] }) };
	}
	if (/^20\d\d-(0[1-9]|1[0-2])$/.test(key)) return { key, start: `${key}-01`, end: lastDay(key), label: t("Month {month}", { month: showMonth(key) }) };
	return null;
}

/** The year of `today` with its quarters and months, and the year before. */
export function periods(today: string): Period[] {
	const year = today.slice(0, 4);
	const keys = [
		year,
		...[1, 2, 3, 4].map((n) => `${year}-q${n}`),
		...Array.from({ length: 12 }, (_, i) => `${year}-${pad(i + 1)}`),
		String(Number(year) - 1),
	];
	return keys.flatMap((key) => periodOf(key) ?? []);
}

/** Months of a span, at most two years. */
export function monthsIn(start: string, end: string): string[] {
	const found: string[] = [];
	for (let month = monthOf(start); month <= monthOf(end) && found.length < 24; month = addMonths(month, 1)) found.push(month);
	return found;
}
