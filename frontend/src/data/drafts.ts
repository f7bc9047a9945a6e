/* A plan while it is being corrected. Every correction is saved at once; the server answers with what changed. */

import { computed, type ComputedRef, onScopeDispose, ref, type Ref, type ShallowRef, shallowRef, watch } from "vue";

import { ApiError, get, post, upload } from "@/api";
import { touch } from "@/data/resource";
import type { Item } from "@/data/types";
import type { ItemKind, PlanState } from "@/types/options";
import { newKey } from "@/utils/text";

export interface Recurrence {
	unit: string;
	day?: number;
	month?: number | null;
}

/** What the secretary decided about an item. */
export interface Choice {
	give?: boolean;
	title?: string;
	lead?: string;
	collaborators?: string[];
	reviewer?: string;
	due_date?: string;
	recurrence?: Recurrence;
	same_as?: string;
}

export interface DraftItem extends Omit<Item, "retired" | "work"> {
	spans: [number, number, number][];
	choice: Choice;
	checked: boolean;
	proposed: boolean;
	unsure: boolean;
	suggested: Choice;
}

export interface SourceLine {
	number: number;
	marker: string;
	text: string;
	page: number | null;
}

export interface Account {
	lines: number;
	items: number;
	by_kind: Partial<Record<ItemKind, number>>;
	unsure: Partial<Record<ItemKind, number>>;
	lost: number;
	doubled: number;
}

export interface Draft {
	plan: string;
	organization: string;
	title: string;
	number: string | null;
	state: PlanState;
	period_start: string;
	period_end: string;
	source_name: string;
	source_sha256: string;
	revision: number;
	warnings: { code?: string; text?: string; params?: Record<string, unknown>; severity?: string; items?: number[] }[];
	lines: SourceLine[];
	items: DraftItem[];
	account: Account;
	undo: { action: string; sequence: number } | null;
	load: Record<string, number>;
}

/** null takes a decision back. */
export type Values = { kind?: ItemKind; scope?: string; checked?: boolean } & { [key in keyof Choice]?: Choice[key] | null };

export type Correction =
	| { do: "set"; items: string[]; values: Values }
	| { do: "split"; item: string; at: number }
	| { do: "merge"; item: string }
	| { do: "indent" | "outdent"; items: string[] };

export interface Finding {
	code: string;
	severity: "warning" | "notice" | "info";
	text: string;
	advice: string;
	items: string[];
	positions: number[];
	corrections: Correction[];
}

interface Changed {
	revision: number;
	items: DraftItem[];
	removed: string[];
	account: Account;
	undo: Draft["undo"];
}

export interface DraftStore {
	draft: ShallowRef<Draft | undefined>;
	error: Ref<ApiError | null>;
	busy: ComputedRef<boolean>;
	reload: () => Promise<void>;
	correct: (...corrections: Correction[]) => Promise<void>;
	undo: () => Promise<void>;
}

/** The draft `id()`; corrections go out one after the other, because each names the revision that it was thought out on. */
export function useDraft(id: () => string): DraftStore {
	const draft = shallowRef<Draft>();
	const error = ref<ApiError | null>(null);
	const waiting = ref(0);
	let queue: Promise<unknown> = Promise.resolve();
	let alive = true;
	onScopeDispose(() => (alive = false));

	async function reload(): Promise<void> {
		const wanted = id();
		if (!wanted) return;
		try {
			const fresh = await get<Draft>("plans.draft", { plan: wanted });
			if (alive && wanted === id()) [draft.value, error.value] = [fresh, null];
		} catch (refusal) {
			error.value = refusal instanceof ApiError ? refusal : new ApiError(String(refusal), 500);
			draft.value = undefined;
		}
	}

	function queued(method: string, args: () => Record<string, unknown>): Promise<void> {
		waiting.value++;
		const run = queue.then(async () => {
			try {
				const changed = await post<Changed>(method, { plan: id(), revision: draft.value?.revision, ...args() });
				if (draft.value) draft.value = folded(draft.value, changed);
				touch("plans");
			} catch (refusal) {
				// what is on the screen is not what the server has
				if (refusal instanceof ApiError && (refusal.type === "StaleDraft" || refusal.type === "AlreadyDone")) await reload();
				throw refusal;
			} finally {
				waiting.value--;
			}
		});
		queue = run.catch(() => undefined);
		return run;
	}

	watch(id, () => ((draft.value = undefined), void reload()), { immediate: true });

	return {
		draft,
		error,
		busy: computed(() => waiting.value > 0),
		reload,
		correct: (...corrections) => queued("plans.correct", () => ({ corrections })),
		undo: () => queued("plans.undo", () => ({})),
	};
}

/** The draft after an answer; items that did not change stay the same objects. */
export function folded(draft: Draft, changed: Changed): Draft {
	const items = new Map(draft.items.map((item) => [item.name, item]));
	for (const name of changed.removed) items.delete(name);
	for (const item of changed.items) items.set(item.name, item);
	return {
		...draft,
		revision: changed.revision,
		account: changed.account,
		undo: changed.undo,
		items: [...items.values()].sort((a, b) => a.position - b.position),
	};
}

export async function amend(plan: string, revision: number, title: string, start: string, end: string): Promise<void> {
	await post("plans.amend", { plan, revision, title, period_start: start, period_end: end });
	touch("plans");
}

export async function discard(plan: string, revision: number): Promise<void> {
	await post("plans.discard", { plan, revision });
	touch("plans");
}

export async function restore(plan: string): Promise<void> {
	await post("plans.restore", { plan });
	touch("plans");
}

export function findings(plan: string): Promise<Finding[]> {
	return get<Finding[]>("plans.findings", { plan });
}

// Publishing ------------------------------------------------------------------------------------------------------

export interface Outcome {
	item: string;
	position: number;
	ok: boolean;
	message: string;
	title: string;
	task?: string;
	deadlines?: number;
	first_due?: string;
	left_out?: { name: string; why: string }[];
}

export async function publishDraft(plan: string, revision: number, dryRun: boolean): Promise<Outcome[]> {
	const rows = await post<Outcome[]>("plans.publish_draft", { plan, revision, dry_run: dryRun });
	if (!dryRun) touch("plans", "deadlines", "counts");
	return rows;
}

/** Given together with another item: that one carries the decisions. */
export function isGiven(item: DraftItem): boolean {
	return item.proposed && item.choice.give !== false && !item.choice.same_as;
}

// Sending a file --------------------------------------------------------------------------------------------------

export type Stage = "" | "sending" | "sent" | "reading" | "sorting" | "saving";

export interface Progress {
	stage: Stage;
	/** Share of the bytes that have left this device. */
	share: number;
	lines: number;
}

const ASK_EVERY = 700;

/** Sends a file and tells how far it is: first from this device, then from the server itself. */
export async function sendFile<T>(
	method: string,
	args: Record<string, string>,
	file: Blob,
	name: string,
	tell: (progress: Progress) => void,
): Promise<T> {
	const key = newKey();
	const form = new FormData();
	for (const [field, value] of Object.entries({ ...args, progress: key })) form.set(field, value);
	form.set("file", file, name);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let done = false;
	const ask = async () => {
		const said = await get<{ stage: Stage; lines: number }>("plans.progress", { key }).catch(() => null);
		if (done) return;
		if (said?.stage) tell({ stage: said.stage, share: 1, lines: said.lines });
		timer = setTimeout(() => void ask(), ASK_EVERY);
	};
	tell({ stage: "sending", share: 0, lines: 0 });
	try {
		const answer = await upload<T>(method, form, (share) => {
			tell({ stage: share < 1 ? "sending" : "sent", share, lines: 0 });
			if (share === 1 && timer === undefined) timer = setTimeout(() => void ask(), 150);
		});
		touch("plans");
		return answer;
	} finally {
		done = true;
		clearTimeout(timer);
	}
}

// A newer document ------------------------------------------------------------------------------------------------

export interface Change {
	how: "same" | "changed" | "moved" | "new" | "removed";
	item: string;
	position: number | null;
	text: string;
	kind: ItemKind;
	section_path: string;
	words: ["=" | "-" | "+", string][];
	given: boolean;
	kept: string | null;
}

export interface Comparison {
	version: string;
	plan: string;
	title: string;
	state: "Offered" | "Applied";
	published: boolean;
	revision: number;
	source_name: string;
	counts: Record<Change["how"], number>;
	changes: Change[];
	account: Account;
}

export function comparison(version: string): Promise<Comparison> {
	return get<Comparison>("plans.comparison", { version });
}

export async function applyVersion(version: string, revision: number): Promise<void> {
	await post("plans.apply", { version, revision });
	touch("plans", "deadlines", "counts");
}
