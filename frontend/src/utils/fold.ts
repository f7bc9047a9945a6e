/** Without accents and case, đ as d: what somebody types on a keyboard without Vietnamese. */
export function fold(text: string): string {
	return text
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.replace(/[đĐ]/g, "d")
		.toLowerCase()
		.replace(/\s+/g, " ")
		.trim();
}

/** Rank of a hit: 0 as typed with accents, 1 a word begins so, 2 somewhere inside, -1 none. Every typed word has to be found. */
export function rank(text: string, typed: string): number {
	const wanted = typed.trim();
	if (!wanted) return 0;
	if (text.normalize("NFC").toLowerCase().includes(wanted.normalize("NFC").toLowerCase())) return 0;
	const plain = ` ${fold(text)}`;
	let worst = 1;
	for (const word of fold(wanted).split(" ")) {
		if (plain.includes(` ${word}`)) continue;
		if (!plain.includes(word)) return -1;
		worst = 2;
	}
	return worst;
}

/** Hits only, best first; the order of `list` holds within a rank. */
export function found<T>(list: readonly T[], typed: string, text: (one: T) => string): T[] {
	return list
		.map((one) => ({ one, at: rank(text(one), typed) }))
		.filter((hit) => hit.at >= 0)
		.sort((a, b) => a.at - b.at)
		.map((hit) => hit.one);
}
