/* Notifications on this device: the browser's subscription, and which targets of the server it is. */

import { get, post } from "@/api";
import { boot } from "@/boot";
import { t } from "@/i18n";

const KEPT = "chibo.push";
/** So long the worker may take to be there: it is registered a moment after the page. */
const PATIENCE = 6_000;

interface Mine {
	push_key: string;
	places: { target: string; digest: boolean; events: boolean }[];
}

interface Kept {
	user: string | null;
	targets: string[];
	endpoint?: string;
}

function kept(): Kept | null {
	try {
		const found = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Kept | null;
		return found && found.user === boot.user ? found : null;
	} catch {
		return null;
	}
}

/** Why this browser cannot get pushes, as a sentence; empty when it can. */
export function hindrance(offered: boolean, iphone: boolean): string {
	if (!offered) return t("Notifications on devices are not switched on here.");
	if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
		return iphone ? t("On an iPhone, first add the app to the home screen, then open it from there.") : t("This browser cannot show notifications of this site.");
	}
	if (Notification.permission === "denied") return t("This browser blocks notifications of this site; allow them in its settings.");
	return "";
}

/** The registration once its worker runs, or null where there is none. */
export async function worker(): Promise<ServiceWorkerRegistration | null> {
	const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE));
	return Promise.race([navigator.serviceWorker.ready, late]);
}

/** Targets that were connected from this browser by whoever is signed in. */
export function here(): string[] {
	return kept()?.targets ?? [];
}

/** Asks for permission, subscribes and tells the server. Only after a tap: browsers ask then alone. */
export async function connect(key: string): Promise<void> {
	if ((await Notification.requestPermission()) !== "granted") throw new Error(t("Notifications were not allowed."));
	const registration = await worker();
	if (!registration) throw new Error(t("This browser cannot show notifications of this site."));
	const subscription = await subscribe(registration, key).catch(() => {
		throw new Error(t("The browser does not reach its notification service."));
	});
	await tell(subscription);
}

async function tell(subscription: PushSubscription): Promise<void> {
	const { endpoint, keys } = subscription.toJSON();
	const label = deviceName(navigator.userAgent);
	const targets = await post<string[]>("channels.connect_push", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth, label });
	localStorage.setItem(KEPT, JSON.stringify({ user: boot.user, targets, endpoint } satisfies Kept));
}

/** Browsers drop a subscription or make it anew on their own; a device that was connected must not fall silent by that. */
export async function renew(): Promise<void> {
	const before = kept();
	if (!before || !("Notification" in window) || Notification.permission !== "granted") return;
	const registration = await worker();
	if (!registration) return;
	const there = await registration.pushManager.getSubscription();
	if (there && there.endpoint === before.endpoint) return;
	const mine = await get<Mine>("channels.mine");
	const was = mine.places.filter((one) => before.targets.includes(one.target));
	// it was disconnected, perhaps from another device: that holds
	if (!was.length) return forgetHere();
	await tell(there ?? (await subscribe(registration, mine.push_key)));
	const muted = (["digest", "events"] as const).filter((kind) => was.every((one) => !one[kind]));
	for (const target of muted.length ? here() : []) await post("channels.mute", { target, kinds: muted });
	// what it was before reaches nobody any more
	for (const target of before.targets.filter((one) => !here().includes(one))) await post("channels.disconnect", { target });
}

/** The browser's part of disconnecting. */
export async function forgetHere(): Promise<void> {
	localStorage.removeItem(KEPT);
	const registration = await navigator.serviceWorker?.getRegistration();
	await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Before signing out: whoever takes the device next must not get these notifications. */
export async function leave(): Promise<void> {
	const [target] = here();
	if (!target) return;
	await forgetHere().catch(() => {});
	await post("channels.disconnect", { target }).catch(() => {});
}

async function subscribe(registration: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
	const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
	try {
		return await registration.pushManager.subscribe(options);
	} catch {
		// an older subscription was made for another key: the site's keys are new
		await (await registration.pushManager.getSubscription())?.unsubscribe();
		return registration.pushManager.subscribe(options);
	}
}

export function bytes(base64url: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
}

const BROWSERS: [RegExp, string][] = [
	[/coc_coc/i, "Cốc Cốc"],
	[/\bEdg/, "Edge"],
	[/SamsungBrowser/, "Samsung Internet"],
	[/\bOPR\//, "Opera"],
	[/Firefox|FxiOS/, "Firefox"],
	[/Chrome|CriOS|Chromium/, "Chrome"],
	[/Safari/, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
	[/iPhone/, "iPhone"],
	[/iPad/, "iPad"],
	[/Android/, "Android"],
	[/Windows/, "Windows"],
	[/Macintosh/, "Mac"],
	[/Linux|CrOS/, "Linux"],
];

/** "Chrome · Android": by it the user knows the device again. */
export function deviceName(agent: string): string {
	return [BROWSERS, SYSTEMS].flatMap((list) => list.find(([sign]) => sign.test(agent))?.[1] ?? []).join(" · ");
}
