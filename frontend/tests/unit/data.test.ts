import { describe, expect, it } from "vitest";

import { withRow } from "@/data/deadlines";
import { deliver } from "@/data/deliver";
import { grouped } from "@/data/groups";
import { below, pruned, tallies } from "@/data/outline";
import type { Parcel } from "@/data/store";
import type { Item, Row } from "@/data/types";

function row(name: string, more: Partial<Row>): Row {
	return { name, state: "Accepted", standing: "later", due_date: "2026-12-31", ...more } as Row;
}

function item(position: number, parent: number, kind: Item["kind"], work: Partial<Item["work"][number]>[] = []): Item {
	return { name: `i${position}`, position, parent_position: parent, kind, scope: "specific", text: "…", work, reading: {} } as Item;
}

describe("groups of my tasks", () => {
	it("are entered as the day comes near; what came back stands first", () => {
		const groups = grouped(
			[
				row("later", { due_date: "2026-11-30" }),
				row("week", { standing: "soon", due_date: "2026-11-28" }),
				row("back", { standing: "soon", due_date: "2026-11-29", state: "Returned" }),
				row("late", { standing: "overdue", due_date: "2026-11-01" }),
				row("sent", { standing: "waiting" }),
			],
			"2026-11-23",
		);
		expect(groups.week.map((one) => one.name)).toEqual(["back", "week"]);
		expect(groups.later.map((one) => one.name)).toEqual(["later"]);
		expect(groups.overdue.length + groups.waiting.length).toBe(2);
	});
});

describe("the outline", () => {
	const items = [
		item(1, 0, "heading"),
		item(2, 1, "heading"),
		item(3, 2, "task", [{ state: "Approved", standing: "done", due_date: "2026-11-01" }, { state: "Assigned", standing: "overdue", due_date: "2026-11-02" }]),
		item(4, 2, "target"),
		item(5, 0, "context"),
	];

	it("sums up work under every heading above it", () => {
		const sums = tallies(items, "2026-11-23");
		expect(sums.get(1)).toEqual({ items: 2, open: 1, work: 2, approved: 1, waiting: 0, overdue: 1, behind: 1 });
		expect(sums.get(2)).toEqual(sums.get(1));
		expect(sums.has(5)).toBe(false);
	});

	it("counts a sentence that left the file for its work only", () => {
		const left = items.map((one) => ({ ...one, retired: one.position === 3 || one.position === 4 }));
		expect(tallies(left, "2026-11-23").get(1)).toEqual({ items: 0, open: 0, work: 2, approved: 1, waiting: 0, overdue: 1, behind: 1 });
	});

	it("keeps the headings above what is looked for", () => {
		expect(pruned(items, (one) => one.position === 4).map((one) => one.position)).toEqual([1, 2, 4]);
		expect(below(items, 1).map((one) => one.position)).toEqual([2, 3, 4]);
	});
});

describe("one row in all lists", () => {
	it("is changed wherever it stands", () => {
		const mine = { responsible: [row("a", {})], given: [row("b", {})] };
		expect(withRow(mine, "a", { state: "Submitted" })).toMatchObject({ responsible: [{ state: "Submitted" }], given: [{ state: "Accepted" }] });
		expect(withRow([row("a", {})], "a", { state: "Approved" })).toMatchObject([{ state: "Approved" }]);
	});
});

describe("a parcel", () => {
	const parcel = { kind: "submit", deadline: "d", key: "k", note: "", link: "", proves_on: "", from: "Assigned" } as Parcel;

	it("confirms the receipt before it hands in, and takes a step taken before for taken", async () => {
		const called: string[] = [];
		await deliver(parcel, {
			post: async (method) => {
				called.push(method);
				if (method === "deadlines.accept") throw new Error("StateSkipped");
				return null;
			},
			upload: async () => null,
			refusal: (error) => (error as Error).message,
		});
		expect(called).toEqual(["deadlines.accept", "deadlines.submit"]);
	});

	it("tells of any other refusal", async () => {
		const post = async () => {
			throw new Error("EvidenceMissing");
		};
		const by = { post, upload: post, refusal: (error: unknown) => (error as Error).message };
		await expect(deliver({ ...parcel, from: "Accepted" }, by)).rejects.toThrow("EvidenceMissing");
	});
});
