/* Days are texts yyyy-mm-dd from end to end. A Date made from one would be midnight somewhere else. */

const DAY = 86_400_000;

export function serial(day: string): number {
	const [y, m, d] = day.split("-").map(Number);
	return Math.round(Date.UTC(y, m - 1, d) / DAY);
}

export function fromSerial(n: number): string {
	return new Date(n * DAY).toISOString().slice(0, 10);
}

export function addDays(day: string, n: number): string {
	return fromSerial(serial(day) + n);
}

/** 1 Monday … 7 Sunday. */
export function weekday(day: string): number {
	return ((serial(day) + 3) % 7) + 1;
}

export function endOfWeek(day: string): string {
	return addDays(day, 7 - weekday(day));
}

export function monthOf(day: string): string {
	return day.slice(0, 7);
}

export function addMonths(month: string, n: number): string {
	const [y, m] = month.split("-").map(Number);
	const at = y * 12 + m - 1 + n;
	return `${Math.floor(at / 12)}-${pad((at % 12) + 1)}`;
}

export function lastDay(month: string): string {
	return addDays(`${addMonths(month, 1)}-01`, -1);
}

export function endOfQuarter(day: string): string {
	const month = Number(day.slice(5, 7));
	return lastDay(`${day.slice(0, 4)}-${pad(Math.ceil(month / 3) * 3)}`);
}

/** Days of the weeks that a month touches, Monday first. */
export function monthGrid(month: string): string[] {
	const first = addDays(`${month}-01`, 1 - weekday(`${month}-01`));
	const last = endOfWeek(lastDay(month));
	return Array.from({ length: serial(last) - serial(first) + 1 }, (_, i) => addDays(first, i));
}

/** dd/MM/yyyy, always padded: neither Intl nor the platform's date control can be trusted to. */
export function showDay(day: string | null | undefined): string {
	if (!day) return "";
	const [y, m, d] = day.slice(0, 10).split("-");
	return `${d}/${m}/${y}`;
}

export function showDayMonth(day: string): string {
	const [, m, d] = day.slice(0, 10).split("-");
	return `${d}/${m}`;
}

export function showMonth(month: string): string {
	const [y, m] = month.split("-");
	return `${m}/${y}`;
}

/** dd/MM/yyyy HH:mm from the server's local text. */
export function showTime(at: string | null | undefined): string {
	if (!at) return "";
	return `${showDay(at)} ${at.slice(11, 16)}`.trim();
}

/** What somebody types: 3/12, 03-12-2026, 3.12.26, 0312, 03122026. Without a year: the nearest one that is not past. */
export function typedDay(text: string, today: string): string | null {
	const clean = text.trim();
	const parts = /^\d{4}$|^\d{8}$/.test(clean)
		? [clean.slice(0, 2), clean.slice(2, 4), clean.slice(4)].filter(Boolean)
		: clean.split(/[\s/.-]+/).filter(Boolean);
	if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return null;
	const [d, m] = parts.map(Number);
	let y = parts.length === 3 ? Number(parts[2]) : Number(today.slice(0, 4));
	if (y < 100) y += 2000;
	const day = made(y, m, d);
	if (day && parts.length === 2 && serial(day) < serial(today) - 180) return made(y + 1, m, d);
	return day;
}

function made(y: number, m: number, d: number): string | null {
	if (y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1) return null;
	const day = `${y}-${pad(m)}-${pad(d)}`;
	return serial(day) > serial(lastDay(`${y}-${pad(m)}`)) ? null : day;
}

function pad(n: number): string {
	return String(n).padStart(2, "0");
}
