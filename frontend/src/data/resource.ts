/* Data of the server, shared between screens: shown at once when known, asked for again when old or touched. */

import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef, watch } from "vue";

import { ApiError } from "@/api";

export type Topic = "deadlines" | "plans" | "members" | "bell" | "counts" | "settings" | "log";

const FRESH = 5_000;
const ON_FOCUS = 30_000;

interface Entry {
	data: ShallowRef<unknown>;
	error: Ref<ApiError | null>;
	load: () => Promise<unknown>;
	topics: Topic[];
	at: number;
	users: number;
	running: Promise<void> | null;
}

const entries = new Map<string, Entry>();

export interface Resource<T> {
	data: Ref<T | undefined>;
	error: Ref<ApiError | null>;
	reload: () => Promise<void>;
}

/** `key` names the data and may change; null or no text asks for nothing. `load` gets the key that it is asked for: data that is
asked for again later must not be that of whatever is on the screen by then. */
export function useResource<T>(key: () => string | null, load: (key: string) => Promise<T>, topics: Topic[]): Resource<T> {
	const data = shallowRef<T>();
	const error = ref<ApiError | null>(null);
	let stop = () => {};

	watch(
		key,
		(name) => {
			stop();
			stop = () => {};
			data.value = undefined;
			error.value = null;
			if (!name) return;
			const entry = entries.get(name) ?? made(name, () => load(name), topics);
			entry.load = () => load(name);
			entry.users++;
			const unwatch = watch(
				[entry.data, entry.error],
				() => {
					data.value = entry.data.value as T | undefined;
					error.value = entry.error.value;
				},
				{ immediate: true },
			);
			stop = () => {
				entry.users--;
				unwatch();
			};
			if (Date.now() - entry.at > FRESH) void run(entry);
		},
		{ immediate: true },
	);
	onScopeDispose(() => stop());

	async function reload(): Promise<void> {
		const name = key();
		const entry = name ? entries.get(name) : undefined;
		if (entry) await run(entry);
	}

	return { data, error, reload };
}

function made(name: string, load: () => Promise<unknown>, topics: Topic[]): Entry {
	const entry: Entry = { data: shallowRef(), error: ref(null), load, topics, at: 0, users: 0, running: null };
	entries.set(name, entry);
	return entry;
}

function run(entry: Entry): Promise<void> {
	entry.running ??= (async () => {
		try {
			entry.data.value = await entry.load();
			entry.error.value = null;
			entry.at = Date.now();
		} catch (error) {
			entry.error.value = error instanceof ApiError ? error : new ApiError(String(error), 500);
		} finally {
			entry.running = null;
		}
	})();
	return entry.running;
}

/** What a key says after its kind: "deadline:x" is about x. */
export function about(key: string): string {
	return key.slice(key.indexOf(":") + 1);
}

/** Something of `topics` changed: what is on a screen is asked for again, the rest forgotten. */
export function touch(...topics: Topic[]): void {
	for (const [name, entry] of entries) {
		if (!entry.topics.some((topic) => topics.includes(topic))) continue;
		entry.at = 0;
		if (entry.users) void (entry.running ?? Promise.resolve()).then(() => (entry.users ? run(entry) : undefined));
		else entries.delete(name);
	}
}

/** Puts fresh data where it is already known, without a request. */
export function put(name: string, data: unknown): void {
	const entry = entries.get(name);
	if (!entry) return;
	entry.data.value = data;
	entry.error.value = null;
	entry.at = Date.now();
}

/** Changes data of a topic on every screen before the server answers; the function returned takes it back. */
export function anticipate(topic: Topic, change: (data: unknown) => unknown): () => void {
	const before: [Entry, unknown][] = [];
	for (const entry of entries.values()) {
		if (!entry.topics.includes(topic) || entry.data.value === undefined) continue;
		before.push([entry, entry.data.value]);
		entry.data.value = change(entry.data.value);
	}
	return () => {
		for (const [entry, data] of before) entry.data.value = data;
	};
}

/** Forgets everything: another person signed in. */
export function forget(): void {
	entries.clear();
}

document.addEventListener("visibilitychange", () => {
	if (document.visibilityState !== "visible") return;
	for (const entry of entries.values()) {
		if (entry.users && Date.now() - entry.at > ON_FOCUS) void run(entry);
	}
});
