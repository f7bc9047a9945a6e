import { describe, expect, it } from "vitest";

import * as dates from "@/utils/dates";
import { fold, found, rank } from "@/utils/fold";
import { givenName, initials } from "@/utils/text";

describe("fold", () => {
	it("takes accents, case and đ away, composed or not", () => {
		expect(fold("Đỗ Thị Ánh Nguyệt")).toBe("do thi anh nguyet");
		expect(fold("Đỗ  Thị ".normalize("NFD"))).toBe("do thi");
	});

	it("finds people by what is typed without accents, exact accents first", () => {
		const names = ["Nguyễn Thị Phượng", "Đỗ Mai Phương", "Lê Hòa"];
		const hits = (typed: string) => found(names, typed, (name) => name);
		expect(hits("phuong")).toEqual(["Nguyễn Thị Phượng", "Đỗ Mai Phương"]);
		expect(hits("phương")[0]).toBe("Đỗ Mai Phương");
		expect(hits("do phuong")).toEqual(["Đỗ Mai Phương"]);
		expect(hits("xyz")).toEqual([]);
		expect(hits("")).toEqual(names);
		expect(rank("Nguyễn", "uyen")).toBe(2);
	});
});

describe("dates", () => {
	it("knows weeks that begin on Monday", () => {
		expect(dates.weekday("2026-11-23")).toBe(1);
		expect(dates.weekday("2026-11-22")).toBe(7);
		expect(dates.endOfWeek("2026-11-23")).toBe("2026-11-29");
		expect(dates.endOfWeek("2026-11-29")).toBe("2026-11-29");
		const grid = dates.monthGrid("2026-11");
		expect([grid[0], grid[grid.length - 1], grid.length % 7]).toEqual(["2026-10-26", "2026-12-06", 0]);
	});

	it("knows ends of months and quarters", () => {
		expect(dates.lastDay("2028-02")).toBe("2028-02-29");
		expect(dates.addMonths("2026-11", 3)).toBe("2027-02");
		expect(dates.endOfQuarter("2026-05-01")).toBe("2026-06-30");
	});

	it("pads", () => {
		expect(dates.showDay("2026-03-02")).toBe("02/03/2026");
		expect(dates.showTime("2026-03-02 07:05:00.123")).toBe("02/03/2026 07:05");
		expect(dates.showDay(null)).toBe("");
	});

	it.each([
		["3/12", "2026-12-03"],
		["03-12-2026", "2026-12-03"],
		["3.12.26", "2026-12-03"],
		["0312", "2026-12-03"],
		["03122026", "2026-12-03"],
		["5/1", "2027-01-05"], // without a year: not ten months ago
		["1/11", "2026-11-01"], // but three weeks ago may be meant
		["31/2", null],
		["12", null],
		["hôm nay", null],
		["32/1/2026", null],
	])("reads %s", (typed, day) => expect(dates.typedDay(typed, "2026-11-23")).toBe(day));
});

describe("names", () => {
	it("are called by their last word", () => {
		expect(givenName("Trần Thị Bích Ngọc")).toBe("Ngọc");
		expect(initials("Trần Thị Bích Ngọc")).toBe("BN");
		expect(initials("")).toBe("");
	});
});
