/* Work with its deadlines: lists, one in full, and what can be done with it. */

import { ApiError, type Args, get, post } from "@/api";
import { about, anticipate, put, type Resource, touch, useResource } from "@/data/resource";
import type { Detail, Extension, HistoryEntry, Mine, Row } from "@/data/types";
import { isRecord } from "@/utils/guards";

export const MOST = 500;

export function useMine(): Resource<Mine> {
	return useResource(
		() => "mine",
		() => get<Mine>("deadlines.mine"),
		["deadlines"],
	);
}

export function useQueue(wanted: () => boolean = () => true): Resource<Row[]> {
	return useResource(
		() => (wanted() ? "queue" : null),
		() => get<Row[]>("deadlines.review_queue"),
		["deadlines"],
	);
}

export function useDetail(name: () => string | null): Resource<Detail> {
	return useResource(
		() => name() && `deadline:${name()}`,
		(key) => get<Detail>("deadlines.get", { deadline: about(key) }),
		["deadlines"],
	);
}

export function useHistory(name: () => string | null): Resource<HistoryEntry[]> {
	return useResource(
		() => name() && `history:${name()}`,
		(key) => get<HistoryEntry[]>("deadlines.history", { deadline: about(key) }),
		["deadlines"],
	);
}

/** A request for more time that waits for the committee. */
export type Request = Pick<Extension, "name" | "asked_at" | "asked_by_name" | "previous_due_date" | "requested_due_date" | "reason"> & {
	deadline: string;
	title: string;
	original_due_date: string;
	extensions: number;
};

export function useRequests(wanted: () => boolean = () => true): Resource<Request[]> {
	return useResource(
		() => (wanted() ? "requests" : null),
		() => get<Request[]>("extensions.waiting"),
		["deadlines"],
	);
}

/** Arguments as of deadlines.listing; null asks for nothing. */
export function useListing(organization: () => string, args: () => Args | null): Resource<Row[]> {
	return useResource(
		() => organization() && args() && `listing:${organization()}:${JSON.stringify(args())}`,
		() => everything(organization(), args() ?? {}),
		["deadlines"],
	);
}

/** All pages of a list; a cell has some hundred deadlines a year, the cap is a guard against a runaway. */
async function everything(organization: string, args: Args): Promise<Row[]> {
	const rows: Row[] = [];
	for (let start = 0; start < 20 * MOST; start += MOST) {
		const page = await get<Row[]>("deadlines.listing", { organization, ...args, limit: MOST, start });
		rows.push(...page);
		if (page.length < MOST) break;
	}
	return rows;
}

export async function accept(name: string): Promise<Detail> {
	const takeBack = anticipate("deadlines", (data) => withRow(data, name, { state: "Accepted" }));
	try {
		return await act("accept", name);
	} catch (error) {
		takeBack();
		throw error;
	}
}

/** Sends for review; who has not confirmed the receipt yet does so by sending. */
export async function submit(detail: { name: string; state: string }): Promise<Detail> {
	if (detail.state === "Assigned") await post<Detail>("deadlines.accept", { deadline: detail.name });
	return act("submit", detail.name);
}

export function approve(name: string, note = "", exceeded = false): Promise<Detail> {
	return act("approve", name, { note, exceeded });
}

export function sendBack(name: string, reason: string): Promise<Detail> {
	return act("send_back", name, { reason });
}

export function waive(name: string, reason: string): Promise<Detail> {
	return act("waive", name, { reason });
}

export function concludeNotDone(name: string, reason: string): Promise<Detail> {
	return act("conclude_not_done", name, { reason });
}

/** Takes one's own last decision back: a step of its own in the record, not a deletion. */
export function undo(name: string): Promise<Detail> {
	return act("undo", name);
}

export function reopen(name: string, reason: string): Promise<Detail> {
	return act("reopen", name, { reason });
}

export function reschedule(name: string, due_date: string, reason: string): Promise<Detail> {
	return act("reschedule", name, { due_date, reason });
}

export interface Told {
	deadline: string;
	ok: boolean;
	message: string;
}

export async function reassign(deadlines: string[], lead: string, reason: string): Promise<Told[]> {
	const told = await post<Told[]>("deadlines.reassign", { deadlines, lead, reason });
	touch("deadlines", "plans", "counts");
	return told;
}

export async function approveMany(deadlines: string[], note = ""): Promise<Told[]> {
	const told = await post<Told[]>("deadlines.approve_many", { deadlines, note });
	touch("deadlines", "plans", "counts");
	return told;
}

export async function askExtension(deadline: string, due_date: string, reason: string): Promise<Detail> {
	return settled(await post<Detail>("extensions.ask", { deadline, due_date, reason }));
}

export async function decideExtension(extension: string, grant: boolean, reason: string, due_date = ""): Promise<Detail> {
	return settled(await post<Detail>("extensions.decide", { extension, grant, reason, due_date }));
}

export async function changeTask(task: string, values: Record<string, unknown>, reason: string): Promise<void> {
	await post("tasks.change", { task, values, reason });
	touch("deadlines", "plans");
}

export async function reuseEvidence(evidence: string, deadline: string, requirement = ""): Promise<Detail> {
	return settled(await post<Detail>("evidence.reuse", { evidence, deadline, requirement }));
}

export function settled(detail: Detail): Detail {
	put(`deadline:${detail.name}`, detail);
	touch("deadlines", "plans", "counts");
	return detail;
}

async function act(method: string, name: string, args: Record<string, unknown> = {}): Promise<Detail> {
	try {
		return settled(await post<Detail>(`deadlines.${method}`, { deadline: name, ...args }));
	} catch (error) {
		// refused, often because somebody else or another tab was quicker: the screen has to show what is true now
		if (error instanceof ApiError && !error.offline) touch("deadlines", "plans", "counts");
		throw error;
	}
}

/** The same data with one row changed, wherever it stands: a list, or several lists side by side. */
export function withRow(data: unknown, name: string, change: Partial<Row>): unknown {
	if (Array.isArray(data)) {
		return data.map((row) => (isRecord(row) && row.name === name ? { ...row, ...change } : row));
	}
	if (!isRecord(data)) return data;
	if (data.name === name) return { ...data, ...change };
	return Object.fromEntries(
		Object.entries(data).map(([key, value]) => [key, Array.isArray(value) ? withRow(value, name, change) : value]),
	);
}
