/* Short reports at the edge of the screen, with one action at most. */

import { reactive } from "vue";

export interface Toast {
	id: number;
	text: string;
	tone: "plain" | "error";
	actions: { label: string; run: () => void }[];
}

const LIFE = 8_000;
let last = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export const toasts = reactive<Toast[]>([]);

export function toast(text: string, options: Partial<Pick<Toast, "tone" | "actions">> = {}): number {
	const id = ++last;
	while (toasts.length > 2) drop(toasts[0].id);
	toasts.push({ id, text, tone: options.tone ?? "plain", actions: options.actions ?? [] });
	resume(id);
	return id;
}

/** A refusal stays until it is read: it waits for its close button. */
export function complain(error: unknown): void {
	const id = toast(error instanceof Error ? error.message : String(error), { tone: "error" });
	hold(id);
}

export function drop(id: number): void {
	hold(id);
	const at = toasts.findIndex((one) => one.id === id);
	if (at >= 0) toasts.splice(at, 1);
}

export function hold(id: number): void {
	clearTimeout(timers.get(id));
	timers.delete(id);
}

export function resume(id: number): void {
	const one = toasts.find((candidate) => candidate.id === id);
	if (one?.tone === "plain") timers.set(id, setTimeout(() => drop(id), LIFE));
}
