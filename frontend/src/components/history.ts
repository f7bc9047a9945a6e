/* The steps of a deadline's life, as its history tells them. */

import { stateLabel } from "@/data/labels";
import type { HistoryEntry } from "@/data/types";
import { t } from "@/i18n";
import type { State } from "@/types/options";
import { showDay } from "@/utils/dates";

const STEPS: Record<string, string> = {
	assign: t("Gave work"),
	accept: t("Confirmed receipt"),
	"send evidence": t("Sent evidence"),
	"withdraw evidence": t("Withdrew evidence"),
	submit: t("Sent for review"),
	approve: t("Approved it"),
	return: t("Returned it"),
	waive: t("Waived it"),
	fail: t("Concluded it as not done"),
	undo: t("Took a decision back"),
	reopen: t("Opened it again"),
	reassign: t("Handed work over"),
	"change task": t("Changed a task"),
	"open occurrence": t("Opened the next round"),
	"ask for extension": t("Asked for more time"),
	"grant extension": t("Moved a deadline"),
	"refuse extension": t("Refused more time"),
	"overtake extension": t("Closed a request for more time"),
};

/** A step that a newer server knows and this page does not is shown by its own name. */
export function stepLabel(action: string): string {
	return STEPS[action] ?? action;
}

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
