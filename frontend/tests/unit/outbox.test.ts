import { beforeEach, describe, expect, it, vi } from "vitest";

import { missingOf } from "@/data/checklist";
import { stepChange } from "@/components/history";
import { stepLabel } from "@/data/steps";
import type { Detail } from "@/data/types";

describe("what still has to be shown", () => {
	const piece = (requirement: string | null, state = "Draft", attempt = 1) => ({ requirement, state, attempt });
	const detail = (evidence: unknown[]) => ({ attempt: 1, evidence, evidence_expected: ["Biên bản", "Ảnh"] }) as unknown as Detail;

	it("is what nothing of this attempt was sent for, what waits on the device counted in", () => {
		expect(missingOf(detail([]))).toEqual(["Biên bản", "Ảnh"]);
		expect(missingOf(detail([piece("Ảnh"), piece("Biên bản", "Withdrawn")]))).toEqual(["Biên bản"]);
		expect(missingOf(detail([piece("Ảnh", "Returned", 0)]), ["Biên bản"])).toEqual(["Ảnh"]);
	});
});

describe("the history", () => {
	it("tells what a step changed, and shows an unknown one by its name", () => {
		expect(stepLabel("approve")).toBe("Duyệt việc");
		expect(stepLabel("something new")).toBe("something new");
		expect(stepChange({ before: { due_date: "2026-03-01" }, after: { due_date: "2026-04-02" } })).toBe("01/03/2026 → 02/04/2026");
		expect(stepChange({ before: { state: "Submitted" }, after: { state: "Approved" } })).toBe("Chờ duyệt → Đã duyệt");
		expect(stepChange({ before: {}, after: { sha256: "x" } })).toBe("");
	});
});

describe("the outbox", () => {
	const everything = { max_mb: 1, links: true, notes: true, pdf: true, documents: true };
	let evidence = everything;
	beforeEach(() => {
		vi.resetModules();
		evidence = everything;
	});

	async function outbox(reply: () => Promise<unknown>) {
		vi.doMock("@/boot", () => ({ boot: { user: "hoa", seats: [{ organization: "cb", evidence }] } }));
		vi.doMock("@/data/store", () => {
			const kept = new Map<string, unknown>();
			return {
				box: {
					all: async () => [...kept.values()],
					put: async (one: { key: string }) => void kept.set(one.key, one),
					drop: async (key: string) => void kept.delete(key),
				},
			};
		});
		vi.doMock("@/data/deliver", () => ({ deliver: reply }));
		return import("@/data/outbox");
	}

	it("sends what is put in while it is sending, in order", async () => {
		const sent: number[] = [];
		let n = 0;
		const { sendNote, parcels } = await outbox(async () => {
			await Promise.resolve();
			sent.push(n++);
			return { name: "d", evidence: [] };
		});
		const target = { name: "d", title: "…", state: "Accepted", organization: "cb" };
		const all = await Promise.all([sendNote(target, "a"), sendNote(target, "b"), sendNote(target, "c")]);
		expect(sent).toEqual([0, 1, 2]);
		expect(all.every(Boolean)).toBe(true);
		expect(parcels).toEqual([]);
	});

	it("has a piece either on its way or there, at every moment", async () => {
		const pieces: string[] = [];
		const told = () => ({ name: "d", evidence: [...pieces] });
		const { sendNote, parcels } = await outbox(async () => {
			pieces.push("a");
			return told();
		});
		const { useResource } = await import("@/data/resource");
		const { effectScope, watch } = await import("vue");
		const scope = effectScope();
		const seen: number[] = [];
		scope.run(() => {
			const { data } = useResource(() => "deadline:d", async () => told(), ["deadlines"]);
			watch(
				() => (data.value?.evidence.length ?? 0) + parcels.length,
				(n) => seen.push(n),
				{ flush: "post" }, // when a screen is drawn
			);
		});
		await sendNote({ name: "d", title: "…", state: "Accepted", organization: "cb" }, "a");
		await new Promise((resolve) => setTimeout(resolve));
		scope.stop();
		expect(parcels).toEqual([]);
		expect(seen).toEqual([1]);
	});

	it("keeps what the network did not take, and what the server refused says why", async () => {
		const { ApiError } = await import("@/api");
		let answer: () => Promise<unknown> = async () => {
			throw new ApiError("silence", 0);
		};
		const { sendNote, parcels, net } = await outbox(() => answer());
		const target = { name: "d", title: "…", state: "Accepted", organization: "cb" };
		expect(await sendNote(target, "a")).toBe(null);
		expect([parcels.length, net.online]).toEqual([1, false]);
		const { ApiError: Again } = await import("@/api");
		answer = async () => {
			throw new Again("Việc đã được duyệt.", 409, "StateSkipped");
		};
		const { retryAll } = await import("@/data/outbox");
		await retryAll();
		expect(parcels.map((one) => one.error)).toEqual(["Việc đã được duyệt."]);
	});

	it("refuses on the device what the cell does not take, in the server's words, and keeps nothing of it", async () => {
		evidence = { max_mb: 1, links: false, notes: false, pdf: false, documents: false };
		const delivered = vi.fn();
		const { sendNote, sendLink, sendFile, parcels } = await outbox(async () => delivered());
		const target = { name: "d", title: "…", state: "Accepted", organization: "cb" };
		const file = (name: string, type = "") => sendFile(target, new File(["x"], name, { type }));
		await expect(sendNote(target, "a")).rejects.toThrow("Chi bộ không nhận ghi chú làm minh chứng. Đ/c gửi ảnh hoặc tệp.");
		await expect(sendLink(target, "https://a.vn")).rejects.toThrow("Chi bộ không nhận địa chỉ trang web làm minh chứng.");
		await expect(file("a.PDF")).rejects.toThrow("Chi bộ không nhận tệp PDF làm minh chứng.");
		await expect(file("a", "application/pdf")).rejects.toThrow("Chi bộ không nhận tệp PDF làm minh chứng.");
		await expect(file("a.docx")).rejects.toThrow("Chi bộ không nhận tệp Word, Excel, PowerPoint làm minh chứng.");
		expect(parcels).toEqual([]);
		expect(delivered).not.toHaveBeenCalled();
	});

	it("knows the cell's own limit", async () => {
		const { sendFile, parcels } = await outbox(async () => ({ name: "d", evidence: [] }));
		const target = { name: "d", title: "…", state: "Accepted", organization: "cb" };
		const large = new File([new Uint8Array((1 << 20) + 1)], "a.pdf", { type: "application/pdf" });
		await expect(sendFile(target, large)).rejects.toThrow("1 MB");
		expect(parcels).toEqual([]);
	});
});

describe("what a file dialog offers", () => {
	it("is what the cell takes", async () => {
		const { choosable } = await import("@/data/accepted");
		const photos = { max_mb: 1, links: false, notes: false, pdf: false, documents: false };
		expect(choosable(photos)).toBe("image/*");
		expect(choosable({ ...photos, pdf: true })).toBe("image/*,application/pdf");
		expect(choosable({ ...photos, documents: true })).toBe("image/*,.docx,.xlsx,.pptx,.odt,.ods");
	});
});
