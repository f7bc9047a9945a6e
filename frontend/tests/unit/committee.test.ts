import { describe, expect, it } from "vitest";

import { chips, type Filters, listAt, toArgs } from "@/data/filters";
import { loads } from "@/data/load";
import { differences } from "@/data/log";
import { valueText } from "@/data/logValues";
import { moveOf } from "@/data/moves";
import { behind, light, type Pace, slices, type Tally } from "@/data/overview";
import { monthsIn, periodOf, periods } from "@/data/periods";
import { paceText } from "@/data/progress";
import { daysText, type Rule, sent, typedDays } from "@/data/reminders";
import { remembered } from "@/data/search";
import { changed, monthDay, typedMonthDay } from "@/data/settingsForm";
import { bars, monthsOf } from "@/data/timeline";
import type { Row } from "@/data/types";
import { marked } from "@/utils/fold";

const NAMES = { member: (id: string) => `đ/c ${id}`, unit: (id: string) => `Tổ ${id}`, plan: (id: string) => `KH ${id}` };

describe("filters in the address", () => {
	it("become arguments of the list", () => {
		expect(toArgs({ q: "hội nghị", tt: "giao,tra", han: "qua", nguoi: "m1", tu: "2026-01-01", den: "2026-03-31", cho: "2026-02-01", muc: "III.2", to: "-" })).toEqual({
			query: "hội nghị",
			states: ["Assigned", "Returned"],
			standing: "overdue",
			member: "m1",
			due_from: "2026-01-01",
			due_to: "2026-03-31",
			submitted_to: "2026-02-01",
			section: "III.2",
			unit: "-",
		});
		expect(toArgs({ tt: "mo", kq: "dung,vuot" })).toEqual({ states: ["Assigned", "Accepted", "Returned"], outcomes: ["On Time", "Exceeded"] });
	});

	it("that nobody knows are dropped, so that an old link still opens a list", () => {
		expect(toArgs({ tt: "xyz", han: "toString", tu: "31/12/2026", den: "" })).toEqual({});
	});

	it("stand as chips that can be taken away, a span as one", () => {
		const set: Filters = { q: "họp", tt: "mo", nguoi: "Hoa", tu: "2026-01-01", den: "2026-03-31", muc: "-" };
		expect(chips(set, NAMES)).toEqual([
			{ keys: ["q"], text: "“họp”" },
			{ keys: ["tt"], text: "Chưa xong" },
			{ keys: ["nguoi"], text: "đ/c Hoa" },
			{ keys: ["muc"], text: "Không thuộc mục nào" },
			{ keys: ["tu", "den"], text: "01/01/2026 – 31/03/2026" },
		]);
		expect(chips({}, NAMES)).toEqual([]);
		expect(listAt({ tt: "duyet", q: "" })).toEqual({ path: "/giao-viec", query: { tt: "duyet" } });
	});
});

describe("a card on the board", () => {
	it("goes only where an action leads", () => {
		expect(moveOf("Submitted", "Approved")).toBe("approve");
		expect(moveOf("Submitted", "Returned")).toBe("return");
		expect(moveOf("Accepted", "Waived")).toBe("waive");
		expect(moveOf("Returned", "Not Done")).toBe("fail");
		expect(moveOf("Approved", "Returned")).toBe("reopen");
		expect(moveOf("Not Done", "Accepted")).toBe("reopen");
		for (const [from, to] of [["Assigned", "Approved"], ["Assigned", "Accepted"], ["Submitted", "Not Done"], ["Approved", "Waived"]] as const) {
			expect(moveOf(from, to)).toBeNull();
		}
	});
});

describe("load per person", () => {
	it("counts everybody, also those who have nothing, and the most burdened first", () => {
		const row = (member: string, standing: Row["standing"]) => ({ member, member_name: member, standing }) as Row;
		const found = loads([row("b", "overdue"), row("b", "soon"), row("a", "done"), row("gone", "waiting")], [{ name: "a", full_name: "An" }, { name: "b", full_name: "Bình" }]);
		expect(found.map((one) => [one.member, one.open, one.overdue, one.waiting, one.done])).toEqual([
			["b", 2, 1, 0, 0],
			["gone", 0, 0, 1, 0],
			["a", 0, 0, 0, 1],
		]);
	});
});

describe("the timeline", () => {
	it("covers all months of the work and today, each as wide as its days", () => {
		const rows = [{ starts_on: "2026-02-10", due_date: "2026-03-05" }, { starts_on: null, due_date: "2026-01-31" }];
		const months = monthsOf(rows, "2026-02-15");
		expect(months.map((one) => one.month)).toEqual(["2026-01", "2026-02", "2026-03"]);
		expect(months.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1);
		expect(months[1].share).toBeCloseTo(28 / 90);
		const [first, second] = bars(rows, months);
		expect(first.from).toBeCloseTo(40 / 90);
		expect(first.to).toBeCloseTo(64 / 90);
		expect([second.start, second.to]).toEqual(["2026-01-31", 31 / 90]);
	});

	it("shows two years at most and keeps the rest at the edge", () => {
		const months = monthsOf([{ starts_on: null, due_date: "2035-01-01" }], "2026-01-01");
		expect(months.length).toBe(24);
		expect(bars([{ starts_on: null, due_date: "2035-01-01" }], months)[0].to).toBe(1);
	});
});

describe("figures", () => {
	const tally = (more: Partial<Tally>) => ({ all: 10, due: 4, approved: 0, waiting: 0, overdue: 0, soon: 0, returned: 0, open: 0, exceeded: 0, on_time: 0, late: 0, not_done: 0, waived: 0, ...more });

	it("have a light that follows from the dates", () => {
		expect(light(tally({ overdue: 1 }))).toBe("brand");
		expect(light(tally({ approved: 2 }))).toBe("amber");
		expect(light(tally({ approved: 3, waived: 1 }))).toBe("green");
		expect(light(tally({ due: 0 }))).toBe("plain");
		expect(behind(tally({ approved: 1, not_done: 1 }))).toBe(2);
		expect(behind(tally({ approved: 9 }))).toBe(0);
	});

	it("become arcs without the empty ones", () => {
		expect(slices([{ key: "a", n: 1 }, { key: "b", n: 0 }, { key: "c", n: 3 }])).toEqual([
			{ key: "a", n: 1, share: 0.25, from: 0 },
			{ key: "c", n: 3, share: 0.75, from: 0.25 },
		]);
		expect(slices([])).toEqual([]);
	});

	it("say how far a target is", () => {
		const pace = { done: 4, value: 19, unit: "đảng viên", behind: 3 } as Pace;
		expect(paceText(pace)).toBe("4/19 đảng viên, chậm 3 so với nhịp");
		expect(paceText({ ...pace, behind: 0, unit: "" })).toBe("4/19, đúng nhịp");
		expect(paceText({ ...pace, done: 19 })).toBe("19/19 đảng viên, đã đạt");
	});
});

describe("periods", () => {
	it("are read from the address", () => {
		expect(periodOf("2026")).toMatchObject({ start: "2026-01-01", end: "2026-12-31", label: "Năm 2026" });
		expect(periodOf("2028-q1")).toMatchObject({ start: "2028-01-01", end: "2028-03-31" });
		expect(periodOf("2028-02")).toMatchObject({ start: "2028-02-01", end: "2028-02-29" });
		for (const wrong of ["", "26", "2026-13", "2026-q5", "2026-00", "x2026"]) expect(periodOf(wrong)).toBeNull();
		expect(periods("2026-11-26").length).toBe(18);
		expect(monthsIn("2026-11-15", "2027-02-01")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
	});
});

describe("days of every year", () => {
	it("are written day first", () => {
		expect(monthDay("09-01")).toBe("01/09");
		expect(monthDay("rubbish")).toBe("");
		expect(typedMonthDay("1/9")).toBe("09-01");
		expect(typedMonthDay("3112")).toBe("12-31");
		for (const wrong of ["29/2", "31/4", "", "1/9/2026", "chín"]) expect(typedMonthDay(wrong)).toBeNull();
	});

	it("are sent only where they differ", () => {
		expect(changed({ a: 1, b: "x" }, { a: 2, b: "x" })).toEqual({ a: 2 });
	});
});

describe("the log", () => {
	const nameOf = (id: string) => ({ m1: "Vũ Thị Hoa" })[id] ?? "";

	it("tells what changed and nothing else", () => {
		expect(differences({ before: { state: "Assigned", due_date: "2026-01-01", note: "" }, after: { state: "Accepted", due_date: "2026-01-01", note: null, organization: "x" } })).toEqual([{ field: "state", before: "Assigned", after: "Accepted" }]);
	});

	it("speaks of people, days and states by their names", () => {
		expect(valueText("member", "m1", nameOf)).toBe("Vũ Thị Hoa");
		expect(valueText("member", "unknown", nameOf)).toBe("unknown");
		expect(valueText("due_date", "2026-03-02", nameOf)).toBe("02/03/2026");
		expect(valueText("state", "Not Done", nameOf)).toBe("Không hoàn thành");
		expect(valueText("people", ["Lead: m1", "Reviewer: m2"], nameOf)).toBe("Chủ trì: Vũ Thị Hoa; Người duyệt: m2");
		expect(valueText("deadlines", ["m1: 2026-03-02"], nameOf)).toBe("Vũ Thị Hoa: 02/03/2026");
		expect(valueText("evidence", ["a", "b"], nameOf)).toBe("2 minh chứng");
		expect(valueText("title", undefined, nameOf)).toBe("");
	});
});

describe("search", () => {
	it("remembers the newest first, each once, and the finished word instead of its beginnings", () => {
		expect(remembered(["hoc", "kết nạp"], "hoc tap")).toEqual(["hoc tap", "kết nạp"]);
		expect(remembered(["a", "b"], "b")).toEqual(["b", "a"]);
		expect(remembered(["a"], "  ")).toEqual(["a"]);
		expect(remembered("1 2 3 4 5 6 7 8".split(" "), "x").length).toBe(8);
	});

	it("marks the words in the text, typed without accents", () => {
		expect(marked("Tổ chức hội nghị", "hoi nghi")).toEqual([
			{ text: "Tổ chức ", hit: false },
			{ text: "hội", hit: true },
			{ text: " ", hit: false },
			{ text: "nghị", hit: true },
		]);
		expect(marked("Đỗ Thị".normalize("NFD"), "do")[0]).toEqual({ text: "Đỗ", hit: true });
		expect(marked("Việc", "")).toEqual([{ text: "Việc", hit: false }]);
	});
});

describe("reminder rules", () => {
	const rule = { key: "due-soon", label: "x", anchor: "due", to: "lead", steps: [-7, -1, 0, 3], every: 0, cap: 10, without_evidence: false, enabled: true, days: [], changed: false, problem: "" } as Rule;

	it("are told in words", () => {
		expect(daysText(rule)).toBe("trước hạn 7, 1 ngày; đúng ngày đến hạn; sau hạn 3 ngày");
		expect(daysText({ ...rule, anchor: "submission", steps: [3], every: 2, cap: 4 })).toBe("sau khi gửi duyệt 3 ngày; sau đó cứ 2 ngày một lần, tối đa 4 lần");
	});

	it("take days as they are typed, ascending and each once", () => {
		expect(typedDays("7, 3 1;3", 0)).toEqual([1, 3, 7]);
		expect(typedDays("", 1)).toEqual([]);
		expect(typedDays("0", 1)).toBeNull();
		expect(typedDays("ba", 0)).toBeNull();
		expect(typedDays("400", 0)).toBeNull();
	});

	it("are sent without what the server works out by itself", () => {
		expect(Object.keys(sent(rule))).toEqual(["key", "anchor", "to", "steps", "every", "cap", "without_evidence", "enabled"]);
	});
});
