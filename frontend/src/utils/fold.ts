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

/** The text cut into parts, those that a word of the query hits marked. Letters are folded one by one, so that places agree. */
export function marked(text: string, query: string): { text: string; hit: boolean }[] {
	const whole = text.normalize("NFC");
	const letters = [...whole];
	const plain = letters.map((letter) => fold(letter) || " ").map((letter) => letter[0]).join("");
	const hit = new Array<boolean>(letters.length).fill(false);
	for (const word of fold(query).split(" ").filter(Boolean)) {
		for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) hit.fill(true, at, at + word.length);
	}
	const parts: { text: string; hit: boolean }[] = [];
	for (const [i, letter] of letters.entries()) {
		const last = parts[parts.length - 1];
		if (last?.hit === hit[i]) last.text += letter;
		else parts.push({ text: letter, hit: hit[i] });
	}
	return parts;
}
