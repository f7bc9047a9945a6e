/* Where a card may go on the board of states, and by which action. The server decides again. */

import { post } from "@/api";
import { approve, concludeNotDone, sendBack, settled, waive } from "@/data/deadlines";
import type { Detail } from "@/data/types";
import type { State } from "@/types/options";

export type Move = "approve" | "return" | "waive" | "fail" | "reopen";

const OPEN: State[] = ["Assigned", "Accepted", "Returned"];

export function moveOf(from: State, to: State): Move | null {
	if (from === "Submitted" && to === "Approved") return "approve";
	if (from === "Submitted" && to === "Returned") return "return";
	if ((OPEN.includes(from) || from === "Submitted") && to === "Waived") return "waive";
	if (OPEN.includes(from) && to === "Not Done") return "fail";
	if (from === "Approved" && to === "Returned") return "reopen";
	if ((from === "Waived" || from === "Not Done") && to === "Accepted") return "reopen";
	return null;
}

export function reopen(name: string, reason: string): Promise<Detail> {
	return post<Detail>("deadlines.reopen", { deadline: name, reason }).then(settled);
}

export function takeBack(name: string): Promise<Detail> {
	return post<Detail>("deadlines.undo", { deadline: name }).then(settled);
}

export const MOVES: Record<Move, (name: string, reason: string) => Promise<Detail>> = {
	approve: (name) => approve(name),
	return: sendBack,
	waive,
	fail: concludeNotDone,
	reopen,
};
