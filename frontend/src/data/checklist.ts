/* What still has to be shown before work can be handed in; the server checks the same. */

import type { Detail, Evidence } from "@/data/types";

/** Pieces of the present attempt. */
export function presentOf(detail: Pick<Detail, "evidence" | "attempt">): Evidence[] {
	return detail.evidence.filter((piece) => piece.attempt === detail.attempt && piece.state !== "Withdrawn");
}

/** Entries of the checklist for which nothing was sent, in their order. `onTheWay`: entries that wait in the outbox. */
export function missingOf(detail: Pick<Detail, "evidence" | "attempt" | "evidence_expected">, onTheWay: readonly string[] = []): string[] {
	const there = new Set([...presentOf(detail).map((piece) => piece.requirement), ...onTheWay]);
	return (detail.evidence_expected ?? []).filter((entry) => !there.has(entry));
}
