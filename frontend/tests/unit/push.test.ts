import { describe, expect, it } from "vitest";

import { bytes, deviceName } from "@/components/me/push";
import { destination, notice } from "@/worker/push";

const SENT = { v: 1, title: "Chi bộ Hoa Sen", body: "Có 2 việc chờ đ/c.", url: "https://a.example/chibo/thong-bao", tag: "t1", count: 2, urgent: true };

describe("a push", () => {
	it("is shown as it says", () => {
		expect(notice(JSON.stringify(SENT))).toEqual({
			title: SENT.title,
			options: { body: SENT.body, tag: "t1", data: SENT.url, requireInteraction: true, icon: "/assets/chibo_tasks/icon-192.png" },
		});
	});

	it("of another version, or broken, is a plain notice that leads to the bell", () => {
		for (const text of [JSON.stringify({ ...SENT, v: 2 }), "", "null", "{"]) {
			const { title, options } = notice(text);
			expect([title, options.body, options.data]).toEqual(["Chibo Tasks", undefined, "/chibo/thong-bao"]);
		}
	});

	it("opens pages of the app on this origin only", () => {
		const here = "https://a.example";
		expect(destination("https://a.example/chibo/viec/x?a=1", here)).toBe("https://a.example/chibo/viec/x?a=1");
		expect(destination("http://localhost:8000/chibo/viec/x", here)).toBe("https://a.example/chibo/viec/x");
		for (const url of ["https://evil.example/", "javascript:alert(1)", "https://a.example/chibox", "/app", undefined]) {
			expect(destination(url, here)).toBe("https://a.example/chibo/thong-bao");
		}
	});
});

describe("this device", () => {
	it("is named so that its owner knows it again", () => {
		const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";
		expect(deviceName(`Mozilla/5.0 (Linux; Android 14) ${chrome}`)).toBe("Chrome · Android");
		expect(deviceName(`Mozilla/5.0 (Windows NT 10.0) ${chrome} Edg/130.0`)).toBe("Edge · Windows");
		expect(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1")).toBe("Safari · iPhone");
		expect(deviceName("curl/8")).toBe("");
	});

	it("reads the site's key without padding", () => {
		expect([...bytes("-_8B")]).toEqual([251, 255, 1]);
		expect([...bytes("AQI")]).toEqual([1, 2]);
	});
});
