import { describe, expect, it } from "vitest";

import { type Draft, type DraftItem, folded, isGiven } from "@/data/drafts";
import { dueLabel, dueValues } from "@/data/dueRules";
import { segments } from "@/data/marks";

function item(name: string, position: number, more: Partial<DraftItem> = {}): DraftItem {
	return { name, position, text: name, choice: {}, proposed: true, ...more } as DraftItem;
}

describe("a draft", () => {
	const draft = { revision: 1, items: [item("a", 1), item("b", 2), item("c", 3)] } as Draft;

	it("takes an answer in: changed, new and removed items, in order", () => {
		const after = folded(draft, {
			revision: 2,
			items: [item("c", 4), item("new", 2), item("b", 3)],
			removed: ["a"],
			account: { lines: 3 } as Draft["account"],
			undo: { action: "split", sequence: 1 },
		});
		expect(after.items.map((one) => one.name)).toEqual(["new", "b", "c"]);
		expect([after.revision, after.undo?.action]).toEqual([2, "split"]);
		expect(draft.items).toHaveLength(3);
	});

	it("knows what is given: not what is left out, nor what goes with another line", () => {
		expect(isGiven(item("a", 1))).toBe(true);
		expect(isGiven(item("a", 1, { choice: { give: false } }))).toBe(false);
		expect(isGiven(item("a", 1, { choice: { same_as: "b" } }))).toBe(false);
		expect(isGiven(item("a", 1, { proposed: false }))).toBe(false);
	});
});

describe("by when", () => {
	it("a day and a rule exclude each other", () => {
		expect(dueValues("2026-03-31", "", -1)).toEqual({ due_date: "2026-03-31", recurrence: null });
		expect(dueValues("2026-03-31", "monthly", 25)).toEqual({ due_date: null, recurrence: { unit: "monthly", day: 25 } });
		expect(dueValues("", "weekly", 25)).toEqual({ due_date: null, recurrence: { unit: "weekly" } });
		expect(dueValues("", "", -1)).toEqual({ due_date: null, recurrence: null });
	});

	it("is said in words", () => {
		expect(dueLabel({ due_date: "2026-03-31" })).toContain("31/03/2026");
		expect(dueLabel({ recurrence: { unit: "monthly", day: 25 } })).toBe("Hằng tháng, ngày 25");
		expect(dueLabel({ recurrence: { unit: "quarterly", day: -1 } })).toBe("Hằng quý, ngày cuối");
		expect(dueLabel({})).toBe("");
	});
});

describe("the words that were recognised", () => {
	const reading = {
		responsible: [{ name: "Thu Hà", role: "lead" }],
		due_dates: ["2026-08-15"],
		targets: [{ text: "95% trẻ" }],
		references: [{ number: "12-HD/ABC" }],
	} as never;

	it("are found by their own letters and never change the text", () => {
		const text = "Giao đ/c Thu Hà vận động 95% trẻ ra lớp trước 15/8/2026 theo 12-HD/ABC, không phải 115/8.";
		const found = segments(text, reading);
		expect(found.map((one) => one.text).join("")).toBe(text);
		expect(found.filter((one) => one.kind).map((one) => [one.kind, one.text])).toEqual([
			["person", "Thu Hà"],
			["target", "95% trẻ"],
			["date", "15/8/2026"],
			["reference", "12-HD/ABC"],
		]);
	});

	it("name a day by its month or its quarter where the day itself is not written", () => {
		const kinds = (text: string) => segments(text, reading).filter((one) => one.kind === "date").map((one) => one.text);
		expect(kinds("Hoàn thành trong tháng 8, không phải tháng 18")).toEqual(["tháng 8"]);
		expect(kinds("Xong trong quý III")).toEqual(["quý III"]);
		expect(kinds("Không có ngày nào")).toEqual([]);
	});
});
