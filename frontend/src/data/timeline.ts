/* Where work lies along its months, as shares of the whole width. */

import type { Row } from "@/data/types";
import { addDays, addMonths, lastDay, monthOf, serial } from "@/utils/dates";

export interface MonthMark {
	month: string;
	short: string;
	from: number;
	share: number;
}

/** First day of the work: where none was set, the deadline stands alone. */
const startOf = (row: Pick<Row, "starts_on" | "due_date">) => (row.starts_on && row.starts_on < row.due_date ? row.starts_on : row.due_date);

/** Months that the work and today touch, at most two years of them, each as wide as its days. */
export function monthsOf(rows: readonly Pick<Row, "starts_on" | "due_date">[], today: string): MonthMark[] {
	let first = monthOf(today);
	let last = first;
	for (const row of rows) {
		if (monthOf(startOf(row)) < first) first = monthOf(startOf(row));
		if (monthOf(row.due_date) > last) last = monthOf(row.due_date);
	}
	const names: string[] = [];
	for (let month = first; month <= last && names.length < 24; month = addMonths(month, 1)) names.push(month);
	const begin = serial(`${names[0]}-01`);
	const days = serial(lastDay(names[names.length - 1])) - begin + 1;
	return names.map((month) => {
		const from = (serial(`${month}-01`) - begin) / days;
		const share = (serial(addDays(lastDay(month), 1)) - serial(`${month}-01`)) / days;
		return { month, short: names.length > 14 ? String(Number(month.slice(5))) : `${month.slice(5)}/${month.slice(2, 4)}`, from, share };
	});
}

export interface TimeBar<T> {
	row: T;
	start: string;
	from: number;
	to: number;
}

export function bars<T extends Pick<Row, "starts_on" | "due_date">>(rows: readonly T[], months: readonly MonthMark[]): TimeBar<T>[] {
	const begin = serial(`${months[0].month}-01`);
	const days = serial(lastDay(months[months.length - 1].month)) - begin + 1;
	const at = (day: number) => Math.min(1, Math.max(0, (day - begin) / days));
	return rows.map((row) => ({ row, start: startOf(row), from: at(serial(startOf(row))), to: at(serial(row.due_date) + 1) }));
}
