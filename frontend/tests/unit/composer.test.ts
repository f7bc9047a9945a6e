import { mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Detail } from "@/data/types";

const sent = vi.hoisted(() => ({ note: vi.fn(), link: vi.fn() }));
const drafted = vi.hoisted(() => ({ text: "" }));
vi.mock("@/data/outbox", () => ({ of: () => [], net: { online: true }, sendNote: sent.note, sendLink: sent.link, sendFile: vi.fn(), sendForReview: vi.fn() }));
vi.mock("@/data/store", () => ({ drafts: { read: async () => drafted.text, write: async () => {}, drop: async () => {} } }));

const { boot } = await import("@/boot");
const { default: EvidenceComposer } = await import("@/components/EvidenceComposer.vue");

const PHOTOS = { max_mb: 20, links: false, notes: false, pdf: false, documents: false };
const detail = { name: "d", organization: "cb", title: "…", state: "Accepted", evidence: [], evidence_expected: [], attempt: 1 } as unknown as Detail;

async function composer(takes: Partial<typeof PHOTOS>) {
	boot.seats = [{ member: "m", organization: "cb", organization_name: "Chi bộ", position: "Member", evidence: { ...PHOTOS, ...takes } }];
	const made = mount(EvidenceComposer, { props: { detail } });
	await new Promise((resolve) => setTimeout(resolve));
	return made;
}

describe("what is offered where evidence is made", () => {
	beforeEach(() => {
		drafted.text = "";
		vi.clearAllMocks();
	});

	it("is photos alone where the cell takes nothing else", async () => {
		drafted.text = "viết từ hôm qua";
		const made = await composer({});
		expect(made.text()).toContain("Chụp ảnh");
		expect(made.find("textarea").exists()).toBe(false);
		for (const words of ["địa chỉ trang web", "bản giấy"]) expect(made.text().toLowerCase()).not.toContain(words);
		expect(made.findAll("input[type=file]").map((input) => input.attributes("accept")!.includes("pdf"))).toEqual([false, false]);
		const { typed, flush } = made.vm as unknown as { typed: boolean; flush: () => Promise<boolean> };
		expect(typed).toBe(false);
		expect(await flush()).toBe(true);
		expect(sent.note).not.toHaveBeenCalled();
	});

	it("is what the cell takes", async () => {
		drafted.text = "viết từ hôm qua";
		const made = await composer({ links: true, notes: true, pdf: true });
		expect(made.find("textarea").exists()).toBe(true);
		for (const words of ["địa chỉ trang web", "bản giấy"]) expect(made.text().toLowerCase()).toContain(words);
		expect(made.findAll("input[type=file]")[1].attributes("accept")).toBe("image/*,application/pdf");
		await (made.vm as unknown as { flush: () => Promise<boolean> }).flush();
		expect(sent.note).toHaveBeenCalledWith(detail, "viết từ hôm qua", { requirement: "" });
	});
});
