/* Days of a year without the year: 09-01 on the server, 01/09 on the screen. */

import type { Settings } from "@/data/settings";
import { showDayMonth, typedDay } from "@/utils/dates";

export function monthDay(stored: string): string {
	return /^\d\d-\d\d$/.test(stored) ? showDayMonth(`2000-${stored}`) : "";
}

/** Null for what is no day of every year: 29 February is none. */
export function typedMonthDay(text: string): string | null {
	if (!/^\s*\d{1,2}\s*[/.\- ]?\s*\d{1,2}\s*$/.test(text)) return null;
	return typedDay(text, "2001-01-01")?.slice(5) ?? null;
}

/** Only what differs is sent, so that nobody overwrites what another one changed meanwhile. */
export function changed(now: Settings, wanted: Settings): Settings {
	return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => now[name] !== value));
}
