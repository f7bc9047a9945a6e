/* Evidence on its way: kept on the device first, sent as soon as the network lets it, never silently lost. */

import { computed, reactive } from "vue";

import { ApiError, get, post, upload } from "@/api";
import { boot } from "@/boot";
import { acceptedIn, refusal } from "@/data/accepted";
import { settled } from "@/data/deadlines";
import { deliver } from "@/data/deliver";
import { touch } from "@/data/resource";
import { box, type Parcel } from "@/data/store";
import type { Detail } from "@/data/types";
import { t } from "@/i18n";
import type { EvidenceKind } from "@/types/options";
import { today } from "@/utils/clock";
import { isRecord } from "@/utils/guards";
import { downscaled, isPicture } from "@/utils/images";
import { newKey } from "@/utils/text";
import { BOX_SYNC, SENT } from "@/worker/names";

export interface Waiting extends Parcel {
	progress: number;
	sending: boolean;
}

export const parcels = reactive<Waiting[]>([]);
export const net = reactive({ online: navigator.onLine });
export const mine = computed(() => parcels.filter((parcel) => parcel.user === boot.user));

export function of(deadline: string): Waiting[] {
	return mine.value.filter((parcel) => parcel.deadline === deadline);
}

type Target = { name: string; title: string; state: string; organization: string };
type Outcome = Detail | null;
const listeners = new Map<string, { resolve: (detail: Outcome) => void; reject: (error: unknown) => void }>();
/** Parcels that the device's store took. One that it refused must not be taken for sent because it is not there. */
const stored = new Set<string>();
let pumping = false;
let again = false;

/** Puts a file into the outbox; resolves with the deadline once it arrived, with null when it waits for the network. */
export async function sendFile(target: Target, file: File, requirement = ""): Promise<Outcome> {
	const limit = acceptedIn(target.organization).max_mb;
	requireAccepted(target, "File", file);
	if (!file.size) throw new ApiError(t("“{file}” is empty.", { file: file.name }), 417);
	const { blob, name } = isPicture(file) ? await downscaled(file) : { blob: file, name: file.name };
	if (blob.size > limit * 1024 * 1024) {
		throw new ApiError(t("“{file}” is larger than {limit} MB.", { file: file.name, limit }), 413);
	}
	return enqueue(target, { kind: "file", name, blob, size: blob.size, before: file.size, requirement, proves_on: takenOn(file) });
}

export async function sendNote(target: Target, note: string, more: Partial<Pick<Parcel, "requirement" | "proves_on">> = {}): Promise<Outcome> {
	requireAccepted(target, "Note");
	return enqueue(target, { kind: "note", name: t("Note"), note, ...more });
}

export async function sendLink(target: Target, link: string, requirement = ""): Promise<Outcome> {
	requireAccepted(target, "Link");
	return enqueue(target, { kind: "link", name: link, link, requirement });
}

export function sendForReview(target: Target): Promise<Outcome> {
	return enqueue(target, { kind: "submit", name: t("Send for review") });
}

function requireAccepted(target: Target, kind: EvidenceKind, file?: File): void {
	const why = refusal(acceptedIn(target.organization), kind, file);
	if (why) throw new ApiError(why, 417);
}

/** The day of a picture of the last two months; other files say nothing reliable about their day. */
function takenOn(file: File): string {
	if (!isPicture(file) || !file.lastModified) return "";
	const at = new Date(file.lastModified);
	const age = Date.now() - at.getTime();
	if (age < 0 || age > 60 * 86_400_000) return "";
	const day = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
	return day <= today() ? day : "";
}

async function enqueue(target: Target, content: Partial<Parcel>): Promise<Outcome> {
	const parcel: Waiting = {
		key: newKey(),
		user: boot.user ?? "",
		deadline: target.name,
		title: target.title,
		kind: "file",
		name: "",
		size: 0,
		before: 0,
		note: "",
		link: "",
		proves_on: "",
		from: target.state,
		at: Math.max(Date.now(), (parcels[parcels.length - 1]?.at ?? 0) + 1),
		error: "",
		...content,
		progress: 0,
		sending: false,
	};
	parcels.push(parcel);
	// a private window may refuse the store; the parcel then lives as long as the page
	await box.put(plain(parcel)).then(() => stored.add(parcel.key), () => {});
	const arrival = new Promise<Outcome>((resolve, reject) => listeners.set(parcel.key, { resolve, reject }));
	void pump();
	return arrival;
}

function plain({ progress: _progress, sending: _sending, ...parcel }: Waiting): Parcel {
	return { ...parcel };
}

/** Sends what waits, oldest first; stops at the first silence of the network. */
export async function pump(): Promise<void> {
	if (pumping) again = true;
	if (pumping || !boot.user) return;
	pumping = true;
	let silent = false;
	try {
		// what was put in while the lock was being given back is sent as well
		do {
			again = false;
			await alone(async () => {
				await reload();
				for (let next = due(); next && !silent; next = due()) silent = !(await sendOne(next));
			});
		} while (again && !silent);
	} finally {
		pumping = false;
	}
	if (!silent) return;
	for (const parcel of mine.value) answer(parcel.key, (listener) => listener.resolve(null));
	void askForSync();
}

function due(): Waiting | undefined {
	return mine.value.find((parcel) => !parcel.error);
}

/** Of two tabs and a worker, one sends. Where locks are missing, the server's keys keep it at one piece. */
async function alone(job: () => Promise<void>): Promise<void> {
	if (navigator.locks) await navigator.locks.request("chibo-outbox", job);
	else await job();
}

async function sendOne(parcel: Waiting): Promise<boolean> {
	parcel.sending = true;
	try {
		const detail = await deliver(parcel, {
			post,
			upload: (method, form) => upload(method, form, (share) => (parcel.progress = share)),
			refusal: (error) => (error instanceof ApiError ? error.type : ""),
		});
		net.online = true;
		// a step that was taken before, by the worker or by an answer that got lost, is answered with nothing
		const now = isRecord(detail) ? (detail as unknown as Detail) : await get<Detail>("deadlines.get", { deadline: parcel.deadline }).catch(() => null);
		await box.drop(parcel.key).catch(() => {});
		// at once: a piece that is neither on its way nor there would be missing for a moment, and “send for review” with it
		takeOut(parcel);
		const outcome = now && settled(now);
		answer(parcel.key, (listener) => listener.resolve(outcome));
		return true;
	} catch (error) {
		if (error instanceof ApiError && (error.offline || error.status >= 502)) {
			net.online = false;
			return false;
		}
		parcel.error = error instanceof Error ? error.message : String(error);
		// words are still in the field of who waits for the answer; a file stays here to be seen and tried again
		if (parcel.kind !== "file" && listeners.has(parcel.key)) await remove(parcel);
		else await box.put(plain(parcel)).catch(() => {});
		answer(parcel.key, (listener) => listener.reject(error));
		return true;
	} finally {
		parcel.sending = false;
		parcel.progress = 0;
	}
}

function answer(key: string, tell: (listener: { resolve: (d: Outcome) => void; reject: (e: unknown) => void }) => void): void {
	const listener = listeners.get(key);
	listeners.delete(key);
	if (listener) tell(listener);
}

export async function remove(parcel: Parcel): Promise<void> {
	takeOut(parcel);
	await box.drop(parcel.key).catch(() => {});
}

function takeOut(parcel: Parcel): void {
	const at = parcels.findIndex((one) => one.key === parcel.key);
	if (at >= 0) parcels.splice(at, 1);
}

export async function retry(parcel: Waiting): Promise<void> {
	parcel.error = "";
	await box.put(plain(parcel)).catch(() => {});
	await pump();
}

export async function retryAll(): Promise<void> {
	for (const parcel of mine.value) {
		parcel.error = "";
		await box.put(plain(parcel)).catch(() => {});
	}
	await pump();
}

async function askForSync(): Promise<void> {
	const worker = await navigator.serviceWorker?.ready.catch(() => undefined);
	const sync = (worker as { sync?: { register: (tag: string) => Promise<void> } } | undefined)?.sync;
	await sync?.register(BOX_SYNC).catch(() => {});
}

/** What an earlier visit left behind, and what the worker has sent meanwhile. */
export async function reload(): Promise<void> {
	const kept = await box.all().catch(() => null);
	if (!kept) return;
	for (const parcel of kept) stored.add(parcel.key);
	for (const parcel of kept) {
		if (!parcels.some((one) => one.key === parcel.key)) parcels.push({ ...parcel, progress: 0, sending: false });
	}
	for (const parcel of [...parcels]) {
		if (stored.has(parcel.key) && !parcel.sending && !listeners.has(parcel.key) && !kept.some((one) => one.key === parcel.key)) {
			parcels.splice(parcels.indexOf(parcel), 1);
		}
	}
}

export function startOutbox(): void {
	const wake = () => {
		if (document.visibilityState === "hidden") return;
		void reload().then(pump);
	};
	addEventListener("online", () => ((net.online = true), wake()));
	addEventListener("offline", () => (net.online = false));
	document.addEventListener("visibilitychange", wake);
	navigator.serviceWorker?.addEventListener("message", (event: MessageEvent) => {
		if (event.data === SENT) void reload().then(() => touch("deadlines", "plans", "counts"));
	});
	setInterval(() => mine.value.some((parcel) => !parcel.error) && wake(), 30_000);
	wake();
}
