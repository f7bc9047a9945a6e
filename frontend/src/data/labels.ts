/* What the words of the API are called on the screen. */

import { t, tn } from "@/i18n";
import type { Row, Standing } from "@/data/types";
import type { ItemKind, Outcome, Position, State, TaskRole } from "@/types/options";
import { showDay } from "@/utils/dates";

export type Tone = "plain" | "brand" | "amber" | "green" | "blue";

const STATES: Record<State, [string, Tone]> = {
	Assigned: [t("Assigned"), "plain"],
	Accepted: [t("Accepted"), "plain"],
	Submitted: [t("Submitted"), "blue"],
	Returned: [t("Returned"), "amber"],
	Approved: [t("Approved"), "green"],
	Waived: [t("Waived"), "plain"],
	"Not Done": [t("Not Done"), "brand"],
};

export function stateLabel(state: State): string {
	return STATES[state]?.[0] ?? state;
}

export function stateTone(state: State): Tone {
	return STATES[state]?.[1] ?? "plain";
}

const OUTCOMES: Record<Outcome, string> = {
	Exceeded: t("Exceeded"),
	"On Time": t("On time"),
	Late: t("Late"),
	"Not Done": t("Not achieved"),
	Waived: t("Waived"),
};

export function outcomeLabel(outcome: Outcome): string {
	return OUTCOMES[outcome] ?? outcome;
}

const POSITIONS: Record<Position, string> = {
	Secretary: t("Secretary"),
	"Deputy Secretary": t("Deputy Secretary"),
	"Committee Member": t("Committee Member"),
	Member: t("Party member"),
	Observer: t("Upper level, read only"),
};

export function positionLabel(position: Position): string {
	return POSITIONS[position] ?? position;
}

const ROLES: Record<TaskRole, string> = {
	Lead: t("Lead"),
	Collaborator: t("Collaborator"),
	Follower: t("Follower"),
	Reviewer: t("Reviewer"),
};

export function roleLabel(role: TaskRole): string {
	return ROLES[role] ?? role;
}

const KINDS: Record<ItemKind, string> = {
	heading: t("Heading"),
	context: t("Context"),
	task: t("Task"),
	target: t("Target"),
	recipient: t("Recipient"),
};

export function kindLabel(kind: ItemKind): string {
	return KINDS[kind] ?? kind;
}

export const ITEM_KINDS = Object.keys(KINDS) as ItemKind[];

const ABSENCES = { Leave: t("Leave"), Transfer: t("Transfer"), Exemption: t("Exemption") };

export function absenceLabel(kind: keyof typeof ABSENCES): string {
	return ABSENCES[kind] ?? kind;
}

const STATUSES = { Official: t("Official"), Probationary: t("Probationary"), "Not a Member": t("Not a party member") };

export function statusLabel(status: keyof typeof STATUSES): string {
	return STATUSES[status] ?? status;
}

/** Near days in words, far ones as a date. */
export function dueText(row: Pick<Row, "days_left" | "due_date" | "standing">): string {
	const left = row.days_left;
	if (row.standing === "done" || row.standing === "waiting" || Math.abs(left) > 14) {
		if (row.standing === "overdue") return t("Overdue since {day}", { day: showDay(row.due_date) });
		return t("Due {day}", { day: showDay(row.due_date) });
	}
	if (left < 0) return tn("{n} day overdue", "{n} days overdue", -left);
	if (left === 0) return t("Due today");
	if (left === 1) return t("Due tomorrow");
	return tn("{n} day left", "{n} days left", left);
}

export function dueTone(standing: Standing): Tone {
	if (standing === "overdue") return "brand";
	return standing === "today" ? "amber" : "plain";
}
