import { describe, expect, it } from "vitest";

import { compare } from "../../scripts/messages.mjs";

describe("the catalogue", () => {
	const { missing, unused, strange, known } = compare() as {
		missing: string[];
		unused: string[];
		strange: string[];
		known: Record<string, string>;
	};

	it("has Vietnamese for every sentence of the screens", () => expect(missing).toEqual([]));
	it("holds nothing that no screen says", () => expect(unused).toEqual([]));
	it("is asked with literals only", () => expect(strange).toEqual([]));

	it("keeps the places of each sentence", () => {
		const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
		const wrong = Object.entries(known).filter(([en, vi]) => places(en).join() !== places(vi).join());
		expect(wrong).toEqual([]);
	});

	it("is composed Unicode", () => {
		expect(Object.entries(known).filter(([, vi]) => vi !== vi.normalize("NFC"))).toEqual([]);
	});
});
