/* The one door to the server: /api/method/*, the same contract on benchless and on a bench. */

import { reactive } from "vue";

import { boot, refreshBoot } from "@/boot";
import { t } from "@/i18n";

export type Args = Record<string, unknown>;

const PATIENCE = 30_000;

/** A refusal of the server, in its own words, or the network's silence (`status` 0). */
export class ApiError extends Error {
	constructor(
		message: string,
		readonly status: number,
		readonly type = "",
	) {
		super(message);
	}

	get offline(): boolean {
		return this.status === 0;
	}
}

/** Set while a request waits for somebody to sign in again; components/SessionExpired.vue shows it. */
export const session = reactive({ expired: false });
let waiting: { promise: Promise<void>; done: () => void } | null = null;

export function get<T>(method: string, args: Args = {}): Promise<T> {
	const query = new URLSearchParams();
	for (const [key, value] of Object.entries(args)) {
		if (value === undefined || value === null || value === "") continue;
		query.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
	}
	const text = query.toString();
	return request<T>(`${address(method)}${text ? `?${text}` : ""}`, { method: "GET" });
}

export function post<T>(method: string, args: Args = {}): Promise<T> {
	return request<T>(address(method), {
		method: "POST",
		body: JSON.stringify(args),
		headers: { "Content-Type": "application/json" },
	});
}

/** Multipart, through XMLHttpRequest: fetch cannot tell how much has been sent. */
export async function upload<T>(method: string, form: FormData, progress?: (share: number) => void): Promise<T> {
	return repeated(() => sent<T>(address(method), form, progress));
}

export function address(method: string, args: Args = {}): string {
	const query = new URLSearchParams(args as Record<string, string>).toString();
	return `/api/method/chibo_tasks.api.${method}${query ? `?${query}` : ""}`;
}

/** Signs in; false when the host wants more than a password (its own page takes over then). */
export async function login(usr: string, pwd: string): Promise<boolean> {
	const reply = await reach("/api/method/login", {
		method: "POST",
		body: JSON.stringify({ usr, pwd }),
		headers: { "Content-Type": "application/json", Accept: "application/json" },
	});
	const body = await json(reply);
	if (!reply.ok) throw refusal(reply.status, body);
	if (body.message !== "Logged In" && body.message !== "No App") return false;
	await refreshBoot();
	return true;
}

/** The host's own method, the same on benchless and on a bench. It begins a new session here and ends all others. */
export async function changePassword(old: string, wanted: string): Promise<void> {
	// a bench ends the session of whoever gives a wrong old password there
	if (!(await post<boolean>("account.is_password", { password: old }))) throw new ApiError(t("This password is wrong."), 401);
	const reply = await reach("/api/method/frappe.core.doctype.user.user.update_password", {
		method: "POST",
		body: JSON.stringify({ old_password: old, new_password: wanted, logout_all_sessions: 1 }),
		headers: { ...heads(), "Content-Type": "application/json" },
	});
	if (!reply.ok) throw refusal(reply.status, await json(reply));
	// it is changed; where the fresh token does not come, the page is loaded anew
	await refreshBoot().catch(() => location.reload());
}

export async function logout(): Promise<void> {
	// nothing readable stays on a device that others may use; what waits to be sent stays, it belongs to its sender
	await globalThis.caches?.delete("chibo-kept").catch(() => false);
	await reach("/api/method/logout", { method: "POST", headers: heads() });
	location.assign("/chibo/dang-nhap");
}

/** Called by the overlay once somebody is signed in: the requests that wait go on. */
export function resume(): void {
	session.expired = false;
	waiting?.done();
	waiting = null;
}

async function request<T>(url: string, init: RequestInit): Promise<T> {
	return repeated(async () => {
		const reply = await reach(url, { ...init, headers: { ...heads(), ...init.headers } });
		const body = await json(reply);
		if (!reply.ok) throw refusal(reply.status, body);
		return body.message as T;
	});
}

/** Tries again with a fresh token, or after signing in again; a second refusal is final. */
async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
	const user = boot.user;
	try {
		return await attempt();
	} catch (error) {
		if (!(error instanceof ApiError) || !(await cured(error, user))) throw error;
		return attempt();
	}
}

async function cured(error: ApiError, user: string | null): Promise<boolean> {
	const stale = error.type === "CSRFTokenError";
	if (!user || (!stale && error.status !== 401 && error.status !== 403)) return false;
	const fresh = await refreshBoot().catch(() => null);
	if (!fresh) return false;
	if (fresh.user) return stale && fresh.user === user;
	boot.user = user;
	if (!waiting) {
		let done = () => {};
		waiting = { promise: new Promise<void>((resolve) => (done = resolve)), done };
	}
	session.expired = true;
	await waiting.promise;
	return true;
}

function sent<T>(url: string, form: FormData, progress?: (share: number) => void): Promise<T> {
	return new Promise((resolve, reject) => {
		const xhr = new XMLHttpRequest();
		xhr.open("POST", url);
		for (const [name, value] of Object.entries(heads())) xhr.setRequestHeader(name, value);
		xhr.upload.onprogress = (event) => event.lengthComputable && progress?.(event.loaded / event.total);
		xhr.onerror = xhr.onabort = xhr.ontimeout = () => reject(silence());
		xhr.onload = () => {
			const body = parsed(xhr.responseText);
			if (xhr.status >= 200 && xhr.status < 300) resolve(body.message as T);
			else reject(refusal(xhr.status, body));
		};
		xhr.send(form);
	});
}

function heads(): Record<string, string> {
	return { Accept: "application/json", "X-Frappe-CSRF-Token": boot.csrf_token ?? "" };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), PATIENCE);
	try {
		return await fetch(url, { ...init, signal: abort.signal });
	} catch {
		throw silence();
	} finally {
		clearTimeout(timer);
	}
}

function silence(): ApiError {
	return new ApiError(t("The server cannot be reached. Check the network and try again."), 0);
}

type Body = { message?: unknown; exc_type?: string; _server_messages?: string };

async function json(reply: Response): Promise<Body> {
	return parsed(await reply.text().catch(() => ""));
}

function parsed(text: string): Body {
	try {
		return (JSON.parse(text) as Body) ?? {};
	} catch {
		return {};
	}
}

/** A bench sends `_server_messages` and `exc_type` only; the text may carry markup there. */
function refusal(status: number, body: Body): ApiError {
	let text = "";
	try {
		const list = JSON.parse(body._server_messages ?? "[]") as string[];
		text = list.map((one) => plain((JSON.parse(one) as { message?: string }).message ?? "")).join("\n");
	} catch {
		// an unreadable list says as much as none
	}
	if (!text && typeof body.message === "string") text = plain(body.message);
	if (!text && status === 413) text = t("The file is too large for the server.");
	return new ApiError(text || t("The server answered with error {status}.", { status }), status, body.exc_type);
}

function plain(html: string): string {
	if (!/[<&]/.test(html)) return html;
	return new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";
}
