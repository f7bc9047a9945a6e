/// <reference lib="webworker" />
/* The service worker, built by itself into www/chibo-sw.min.js: it starts the app without a network, sends what waits
when nobody looks, takes what other apps share, and shows what is pushed.

It lives at the root of the host, because a worker under /assets would control nothing but /assets. */

import { BOX_SYNC, SENT, SHARED, SKIP } from "@/worker/names";
import { deliverAll } from "@/worker/delivery";
import { destination, notice } from "@/worker/push";
import { drafts } from "@/data/store";

declare const self: ServiceWorkerGlobalScope;
/** Addresses of everything that was built, and a mark of this build; filled in by vite.config.ts. */
declare const __ASSETS__: string[];
declare const __BUILD__: string;

const ASSETS = `chibo-assets-${__BUILD__}`;
const KEPT = "chibo-kept";
const SHELL = "/chibo/";
/** So long the network may take to answer with the page before the kept one is shown. */
const PATIENCE = 2_500;
/** What is read again where there is no network: own work, single tasks, messages. */
const READ_OFFLINE = /\/api\/method\/chibo_tasks\.api\.(deadlines\.(mine|get|history|counts)|bell\.listing)/;

self.addEventListener("install", (event) => {
	event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll(__ASSETS__)));
});

self.addEventListener("activate", (event) => {
	event.waitUntil(
		(async () => {
			for (const name of await caches.keys()) {
				if (name.startsWith("chibo-assets-") && name !== ASSETS) await caches.delete(name);
			}
			await self.clients.claim();
		})(),
	);
});

self.addEventListener("message", (event) => {
	if (event.data === SKIP) void self.skipWaiting();
});

self.addEventListener("sync", ((event: ExtendableEvent & { tag: string }) => {
	if (event.tag === BOX_SYNC) event.waitUntil(sendWaiting());
}) as EventListener);

self.addEventListener("push", (event) => {
	const { title, options } = notice(event.data?.text() ?? "");
	event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("pushsubscriptionchange", ((event: ExtendableEvent & { oldSubscription?: PushSubscription; newSubscription?: PushSubscription }) => {
	event.waitUntil(renewed(event.oldSubscription, event.newSubscription));
}) as EventListener);

self.addEventListener("notificationclick", (event) => {
	event.notification.close();
	event.waitUntil(show(destination(event.notification.data, self.location.origin)));
});

self.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== self.location.origin) return;
	if (request.method === "POST" && url.pathname === "/chibo/share") return event.respondWith(shared(request));
	if (request.method !== "GET") return;
	if (request.mode === "navigate") {
		if (url.pathname === "/chibo" || url.pathname.startsWith("/chibo/")) event.respondWith(page(event, request));
	} else if (url.pathname.startsWith("/assets/chibo_tasks/")) {
		event.respondWith(asset(request));
	} else if (READ_OFFLINE.test(url.pathname)) {
		event.respondWith(read(event, request));
	}
});

/** The page from the network; the kept one where the network is silent or slow. The page of a guest is not kept. */
async function page(event: FetchEvent, request: Request): Promise<Response> {
	const cache = await caches.open(KEPT);
	const fresh = fetch(request).then(async (reply) => {
		if (reply.ok && !reply.redirected) {
			const text = await reply.clone().text();
			if (/"user":\s*"/.test(text)) await cache.put(SHELL, new Response(text, { headers: kept("text/html; charset=utf-8") }));
			else await caches.delete(KEPT);
		}
		return reply;
	});
	event.waitUntil(fresh.catch(() => undefined));
	const old = await cache.match(SHELL);
	if (!old) return fresh;
	const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE));
	const first = await Promise.race([fresh, late]).catch(() => null);
	if (first && first.status < 502) return first;
	// the page has to know that its boot data is old
	const text = (await old.text()).replace('<div id="app">', '<div id="app" data-kept>');
	return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function asset(request: Request): Promise<Response> {
	return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function read(event: FetchEvent, request: Request): Promise<Response> {
	const cache = await caches.open(KEPT);
	try {
		const reply = await fetch(request);
		if (reply.ok) {
			const copy = reply.clone();
			event.waitUntil(copy.text().then((text) => cache.put(request, new Response(text, { headers: kept("application/json") }))));
		}
		// whoever may not read it any more must not find it here either
		else if ([401, 403, 404].includes(reply.status)) event.waitUntil(cache.delete(request));
		return reply;
	} catch (silence) {
		const old = await cache.match(request);
		if (!old) throw silence;
		return old;
	}
}

function kept(type: string): HeadersInit {
	return { "Content-Type": type, "X-Kept-At": new Date().toISOString() };
}

/** What another app handed over waits among the drafts until somebody says which work it belongs to. */
async function shared(request: Request): Promise<Response> {
	const form = await request.formData();
	const files = form.getAll("files").filter((one): one is File => one instanceof File && one.size > 0);
	const text = ["title", "text", "url"].map((name) => form.get(name)).filter((one) => typeof one === "string" && one);
	await drafts.write(SHARED, { files, text: text.join("\n") });
	return Response.redirect("/chibo/chia-se", 303);
}

async function sendWaiting(): Promise<void> {
	try {
		await navigator.locks.request("chibo-outbox", deliverAll);
	} finally {
		for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage(SENT);
	}
}

/** A new subscription in place of the one that ended; the page tells the server of it when it is next opened. */
async function renewed(old?: PushSubscription, fresh?: PushSubscription): Promise<void> {
	const key = old?.options.applicationServerKey;
	if (!fresh && key) await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** A window that shows the page already comes to the front; one with other work in it is left as it is. */
async function show(url: string): Promise<void> {
	const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
	await (open.find((one) => one.url === url)?.focus() ?? self.clients.openWindow(url));
}
