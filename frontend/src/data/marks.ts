/* Where the words stand from which something was recognised: shown to the secretary, decided by the reader. */

import type { Reading } from "@/data/types";

export type MarkKind = "" | "person" | "date" | "target" | "reference";

export interface Segment {
	text: string;
	kind: MarkKind;
}

const ROMAN = ["I", "II", "III", "IV"];

/** The text in pieces, each with what was recognised in it; an earlier kind wins where two overlap. */
export function segments(text: string, reading: Partial<Reading>): Segment[] {
	const kinds: MarkKind[] = new Array<MarkKind>(text.length).fill("");
	const low = text.toLocaleLowerCase("vi");
	const paint = (words: string, kind: MarkKind) => {
		const wanted = words.trim().toLocaleLowerCase("vi");
		// a letter that grows when it is made small would shift every place after it
		if (!wanted || low.length !== text.length) return;
		for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) {
			for (let i = at; i < at + wanted.length; i++) kinds[i] ||= kind;
		}
	};
	for (const one of reading.responsible ?? []) paint(one.name, "person");
	for (const one of (reading.references ?? []) as { number?: string }[]) paint(one.number ?? "", "reference");
	for (const day of reading.due_dates ?? []) for (const words of dayWords(text, day)) paint(words, "date");
	for (const one of reading.targets ?? []) paint(one.text, "target");

	const found: Segment[] = [];
	for (let i = 0; i < text.length; i++) {
		const last = found[found.length - 1];
		if (last && last.kind === kinds[i]) last.text += text[i];
		else found.push({ text: text[i], kind: kinds[i] });
	}
	return found;
}

/** The words that name a day in the closest way: the day itself, else its month, else its quarter. */
function dayWords(text: string, day: string): string[] {
	const [, month, date] = day.split("-").map(Number);
	const quarter = Math.ceil(month / 3);
	const patterns = [
		`\\b0?${date}\\s*[/.-]\\s*0?${month}(?:\\s*[/.-]\\s*\\d{4})?(?!\\d)`,
		`tháng\\s+0?${month}(?!\\d)`,
		`quý\\s+(?:${ROMAN[quarter - 1]}|${quarter})(?![\\wÀ-ỹ])`,
	];
	for (const pattern of patterns) {
		const hits = text.match(new RegExp(pattern, "giu"));
		if (hits) return hits;
	}
	return [];
}
