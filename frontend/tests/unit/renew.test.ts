/* A browser that makes its push subscription anew: the server is told, by the page or by the worker, and nobody else gets it. */
import { beforeEach, describe, expect, it, vi } from "vitest";

const asked: { method: string; args: Record<string, unknown> }[] = [];
vi.mock("@/api", () => ({
	get: async () => ({ push_key: "BKey" }),
	post: async (method: string, args: Record<string, unknown>) => {
		asked.push({ method, args });
		return method === "channels.connect_push" ? ["new"] : undefined;
	},
}));
vi.mock("@/boot", () => ({ boot: { user: "hoa@hoasen.example" } }));

const { here, renew } = await import("@/components/me/push");
const { tellPush } = await import("@/worker/delivery");

function subscription(endpoint: string): PushSubscription {
	return { endpoint, toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }) } as unknown as PushSubscription;
}

function browserHas(one: PushSubscription | null): { subscribe: ReturnType<typeof vi.fn> } {
	const manager = { getSubscription: async () => one, subscribe: vi.fn(async () => subscription("https://push.example/made")) };
	vi.stubGlobal("navigator", { userAgent: "curl/8", serviceWorker: { ready: Promise.resolve({ pushManager: manager }) } });
	return manager;
}

function keptBefore(user = "hoa@hoasen.example"): void {
	localStorage.setItem("chibo.push", JSON.stringify({ user, targets: ["old"], endpoint: "https://push.example/old" }));
}

beforeEach(() => {
	asked.length = 0;
	localStorage.clear();
	vi.stubGlobal("Notification", { permission: "granted" });
});

describe("when the app opens", () => {
	it("says nothing where the subscription is the one that was told", async () => {
		keptBefore();
		browserHas(subscription("https://push.example/old"));
		await renew();
		expect(asked).toEqual([]);
	});

	it("tells a new one and ends the old one", async () => {
		keptBefore();
		browserHas(subscription("https://push.example/new"));
		await renew();
		expect(asked.map((one) => [one.method, one.args.endpoint ?? one.args.target])).toEqual([
			["channels.connect_push", "https://push.example/new"],
			["channels.disconnect", "old"],
		]);
		expect(here()).toEqual(["new"]);
	});

	it("subscribes again where the browser has dropped it", async () => {
		keptBefore();
		const manager = browserHas(null);
		await renew();
		expect(manager.subscribe).toHaveBeenCalledOnce();
		expect(asked[0].args.endpoint).toBe("https://push.example/made");
	});

	it("leaves alone what somebody else connected, and what is not allowed any more", async () => {
		browserHas(subscription("https://push.example/new"));
		keptBefore("lan@hoasen.example");
		await renew();
		keptBefore();
		vi.stubGlobal("Notification", { permission: "denied" });
		await renew();
		expect(asked).toEqual([]);
	});
});

describe("the worker", () => {
	const page = (user: string) => `<script id="boot" type="application/json">${JSON.stringify({ user, csrf_token: "t" })}</script>`;

	it("tells the server in the name of whoever connected the device, and of nobody else", async () => {
		const calls: [string, RequestInit | undefined][] = [];
		let user = "hoa@hoasen.example";
		vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
			calls.push([url, init]);
			return new Response(url === "/chibo" ? page(user) : "{}");
		});
		await tellPush(subscription("https://push.example/new"), "hoa@hoasen.example");
		expect(calls.map(([url]) => url)).toEqual(["/chibo", "/api/method/chibo_tasks.api.channels.connect_push"]);
		expect(JSON.parse(String(calls[1][1]?.body))).toEqual({ endpoint: "https://push.example/new", p256dh: "p", auth: "a" });
		user = "lan@hoasen.example";
		calls.length = 0;
		await tellPush(subscription("https://push.example/new"), "hoa@hoasen.example");
		await tellPush(subscription("https://push.example/new"), "");
		expect(calls.map(([url]) => url)).toEqual(["/chibo", "/chibo"]);
	});
});
