/* Groups that work enters by itself as its day comes near. */

import type { Row } from "@/data/types";
import { endOfWeek } from "@/utils/dates";

export type GroupName = "overdue" | "today" | "week" | "later" | "waiting" | "done";

export const GROUPS: GroupName[] = ["overdue", "today", "week", "later", "waiting", "done"];

export function groupOf(row: Row, today: string): GroupName {
	switch (row.standing) {
		case "overdue":
		case "today":
		case "waiting":
		case "done":
			return row.standing;
		default:
			return row.due_date <= endOfWeek(today) ? "week" : "later";
	}
}

/** In a group: returned work first, then by day; what is done by the newest day. */
export function grouped(rows: readonly Row[], today: string): Record<GroupName, Row[]> {
	const groups = Object.fromEntries(GROUPS.map((name) => [name, [] as Row[]])) as Record<GroupName, Row[]>;
	for (const row of rows) groups[groupOf(row, today)].push(row);
	for (const name of GROUPS) {
		groups[name].sort((a, b) => {
			const returned = Number(b.state === "Returned") - Number(a.state === "Returned");
			return returned || (name === "done" ? b.due_date.localeCompare(a.due_date) : a.due_date.localeCompare(b.due_date));
		});
	}
	return groups;
}
