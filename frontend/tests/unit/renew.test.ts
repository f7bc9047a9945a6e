/* A browser that makes its push subscription anew: the server is told, and nobody else gets it. */
import { beforeEach, describe, expect, it, vi } from "vitest";

let places: object[] = [];
const asked: { method: string; args: Record<string, unknown> }[] = [];
vi.mock("@/api", () => ({
	get: async () => ({ push_key: "BKey", places }),
	post: async (method: string, args: Record<string, unknown>) => {
		asked.push({ method, args });
		return method === "channels.connect_push" ? ["new"] : undefined;
	},
}));
vi.mock("@/boot", () => ({ boot: { user: "hoa@hoasen.example" } }));

const { here, renew } = await import("@/components/me/push");

function subscription(endpoint: string): PushSubscription {
	return { endpoint, toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }) } as unknown as PushSubscription;
}

function browserHas(one: PushSubscription | null): { subscribe: ReturnType<typeof vi.fn> } {
	const manager = { getSubscription: async () => one, subscribe: vi.fn(async () => subscription("https://push.example/made")) };
	vi.stubGlobal("navigator", { userAgent: "curl/8", serviceWorker: { ready: Promise.resolve({ pushManager: manager }), getRegistration: async () => undefined } });
	return manager;
}

function keptBefore(user = "hoa@hoasen.example"): void {
	localStorage.setItem("chibo.push", JSON.stringify({ user, targets: ["old"], endpoint: "https://push.example/old" }));
}

beforeEach(() => {
	asked.length = 0;
	places = [{ target: "old", digest: true, events: true }];
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

	it("keeps what was muted", async () => {
		places = [{ target: "old", digest: false, events: true }];
		keptBefore();
		browserHas(subscription("https://push.example/new"));
		await renew();
		expect(asked[1]).toEqual({ method: "channels.mute", args: { target: "new", kinds: ["digest"] } });
	});

	it("brings nothing back that was disconnected from another device", async () => {
		places = [];
		keptBefore();
		browserHas(subscription("https://push.example/new"));
		await renew();
		expect([asked, here()]).toEqual([[], []]);
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
