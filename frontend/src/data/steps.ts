/* The steps of a deadline's life in words; its history and the log tell of the same ones. */

import { t } from "@/i18n";

export const STEPS: Record<string, string> = {
	assign: t("Gave work"),
	accept: t("Confirmed receipt"),
	"send evidence": t("Sent evidence"),
	"withdraw evidence": t("Withdrew evidence"),
	submit: t("Sent it for review"),
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
