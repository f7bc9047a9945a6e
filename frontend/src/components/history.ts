/* The steps of a deadline's life, as its history tells them. */

import { stateLabel } from "@/data/labels";
import type { HistoryEntry } from "@/data/types";
import type { State } from "@/types/options";
import { showDay } from "@/utils/dates";

/** What the step changed, where that can be said in a few words. */
export function stepChange(entry: Pick<HistoryEntry, "before" | "after">): string {
	const { before, after } = entry;
	if (after.due_date && before.due_date !== after.due_date) {
		return before.due_date ? `${showDay(String(before.due_date))} → ${showDay(String(after.due_date))}` : showDay(String(after.due_date));
	}
	if (after.state && before.state && after.state !== before.state && !("sha256" in after)) {
		return `${stateLabel(before.state as State)} → ${stateLabel(after.state as State)}`;
	}
	return "";
}
