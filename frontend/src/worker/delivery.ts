/* Sends the outbox without a screen. Silence of the network is thrown, so that the browser tries again later. */

import { deliver } from "@/data/deliver";
import { box, type Parcel } from "@/data/store";

class Refusal extends Error {
	constructor(
		message: string,
		readonly status: number,
		readonly type: string,
	) {
		super(message);
	}
}

/** Everything of the person who is signed in, oldest first. What the server refuses stays and says why. */
export async function deliverAll(): Promise<void> {
	const waiting = (await box.all()).filter((parcel) => !parcel.error);
	if (!waiting.length) return;
	const boot = await session();
	for (const parcel of waiting) {
		// of somebody else on the same device, or after the session ended: it waits until she is back
		if (parcel.user !== boot.user) continue;
		await one(parcel, boot.csrf_token ?? "");
	}
}

async function one(parcel: Parcel, token: string): Promise<void> {
	try {
		await deliver(parcel, {
			post: (method, args) => call(method, JSON.stringify(args), token, "application/json"),
			upload: (method, form) => call(method, form, token),
			refusal: (error) => (error instanceof Refusal ? error.type : ""),
		});
		await box.drop(parcel.key);
	} catch (error) {
		if (!(error instanceof Refusal) || error.status >= 502 || error.status === 401 || error.type === "CSRFTokenError") throw error;
		await box.put({ ...parcel, error: error.message });
	}
}

async function session(): Promise<{ user: string | null; csrf_token: string | null }> {
	const reply = await fetch("/chibo", { headers: { Accept: "text/html" }, cache: "no-store" });
	if (!reply.ok) throw new TypeError("boot");
	const found = /<script id="boot" type="application\/json">([\s\S]*?)<\/script>/.exec(await reply.text());
	return JSON.parse(found?.[1] ?? "{}");
}

async function call(method: string, body: BodyInit, token: string, type?: string): Promise<unknown> {
	const headers: Record<string, string> = { Accept: "application/json", "X-Frappe-CSRF-Token": token };
	if (type) headers["Content-Type"] = type;
	const reply = await fetch(`/api/method/chibo_tasks.api.${method}`, { method: "POST", body, headers });
	const answer = (await reply.json().catch(() => ({}))) as { message?: unknown; exc_type?: string; _server_messages?: string };
	if (reply.ok) return answer.message;
	throw new Refusal(sentence(answer), reply.status, answer.exc_type ?? "");
}

function sentence(answer: { message?: unknown; _server_messages?: string }): string {
	try {
		const list = JSON.parse(answer._server_messages ?? "[]") as string[];
		const last = JSON.parse(list[list.length - 1] ?? "{}") as { message?: string };
		if (last.message) return last.message.replace(/<[^>]+>/g, "");
	} catch {
		// an unreadable list says as much as none
	}
	return typeof answer.message === "string" ? answer.message : "";
}
