/* The app as something installed on the device: its worker, a newer version, the offer to install it. */

import { reactive } from "vue";

import { boot, refreshBoot } from "@/boot";
import { SKIP } from "@/worker/names";

const WORKER = "/chibo-sw.min.js";
const ASK_AGAIN = 60 * 60 * 1000;

interface InstallOffer extends Event {
	prompt: () => Promise<{ outcome: string }>;
}

export const app = reactive({
	/** A newer version has been fetched and waits. */
	newer: null as ServiceWorker | null,
	/** The browser offers to put the app on the home screen. */
	install: null as InstallOffer | null,
	/** Opened inside Zalo: no installation there, and the camera is not reliable. */
	inZalo: /\bZalo\b/i.test(navigator.userAgent),
	installed: matchMedia("(display-mode: standalone)").matches || (navigator as { standalone?: boolean }).standalone === true,
	iphone: /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes("Mac") && navigator.maxTouchPoints > 1),
});

export function startApp(): void {
	addEventListener("beforeinstallprompt", (event) => {
		event.preventDefault();
		app.install = event as InstallOffer;
	});
	addEventListener("appinstalled", () => ([app.install, app.installed] = [null, true]));
	// the first page comes first; what the worker fetches ahead can wait
	if (document.readyState === "complete") setTimeout(register, 1000);
	else addEventListener("load", () => setTimeout(register, 1000));
	if (localStorage.getItem("chibo.push")) setTimeout(() => void import("@/components/me/push").then((push) => push.renew()).catch(() => {}), 5000);
	if (document.querySelector("#app[data-kept]")) void freshen();
}

async function register(): Promise<void> {
	if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
	const registration = await navigator.serviceWorker.register(WORKER, { scope: "/chibo" }).catch(() => null);
	if (!registration) return;
	const look = () => {
		if (registration.waiting && navigator.serviceWorker.controller) app.newer = registration.waiting;
	};
	look();
	registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
	setInterval(() => void registration.update().catch(() => {}), ASK_AGAIN);
}

/** The page came from the device: its token and its day may be old, and somebody else may be signed in by now. */
async function freshen(): Promise<void> {
	const user = boot.user;
	boot.today = undefined;
	const ask = async () => {
		const fresh = await refreshBoot().catch(() => null);
		if (!fresh) return;
		removeEventListener("online", ask);
		if (fresh.user !== user) location.reload();
	};
	addEventListener("online", ask);
	await ask();
}

export function takeNewer(): void {
	navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
	app.newer?.postMessage(SKIP);
}
