/* By when, as a secretary says it: one day, or a rule that comes back. */

import type { Choice, Recurrence, Values } from "@/data/drafts";
import { t } from "@/i18n";
import { showDay } from "@/utils/dates";

export const UNITS: Record<string, string> = {
	weekly: t("Every week"),
	monthly: t("Every month"),
	quarterly: t("Every quarter"),
	semester: t("Every semester"),
	yearly: t("Every year"),
	school_year: t("Every school year"),
};

/** Units whose due day can be chosen. */
export const WITH_DAY = ["monthly", "quarterly", "yearly"];

export function dueLabel(choice: Pick<Choice, "due_date" | "recurrence">): string {
	if (choice.due_date) return t("Due {day}", { day: showDay(choice.due_date) });
	return choice.recurrence ? recurrenceLabel(choice.recurrence) : "";
}

export function recurrenceLabel(rule: Recurrence): string {
	const unit = UNITS[rule.unit] ?? rule.unit;
	if (!WITH_DAY.includes(rule.unit)) return unit;
	return rule.day && rule.day > 0 ? t("{unit}, day {day}", { unit, day: rule.day }) : t("{unit}, last day", { unit });
}

/** Values for the wire: a day and a rule exclude each other, neither means the end of the plan. */
export function dueValues(due: string, unit: string, day: number): Pick<Values, "due_date" | "recurrence"> {
	if (unit) return { due_date: null, recurrence: WITH_DAY.includes(unit) ? { unit, day } : { unit } };
	return { due_date: due || null, recurrence: null };
}
