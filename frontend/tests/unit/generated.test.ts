import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { ACTION_NAMES } from "@/data/log";
import { reasonText } from "@/data/reasons";
import { render } from "../../scripts/options.mjs";

const root = resolve(__dirname, "../..");

describe("what is taken from elsewhere in the repository", () => {
	it("options.ts says what the DocTypes say (npm run options)", () => {
		expect(readFileSync(resolve(root, "src/types/options.ts"), "utf8")).toBe(render());
	});

	it("reasons.ts knows every code of the reader, word for word", () => {
		const source = readFileSync(resolve(root, "../chibo_tasks/domain/plan_import/reasons.py"), "utf8");
		const ours = readFileSync(resolve(root, "src/data/reasons.ts"), "utf8");
		const table = [...source.matchAll(/"([a-z_.]+)": N_\(\s*"((?:[^"\\]|\\.)*)",?\s*\)/g)];
		expect(table.length).toBeGreaterThan(20);
		expect(table.filter(([, code, text]) => !ours.includes(`"${code}": t("${text}")`)).map(([, code]) => code)).toEqual([]);
	});

	it("log.ts has words for every action that the app writes down", () => {
		const services = resolve(root, "../chibo_tasks");
		const written = readdirSync(services, { recursive: true, encoding: "utf8" })
			.filter((path) => path.endsWith(".py"))
			.flatMap((path) => [...readFileSync(resolve(services, path), "utf8").matchAll(/\baction="([a-z ]+)"/g)].map((hit) => hit[1]));
		expect(new Set(written).size).toBeGreaterThan(10);
		expect([...new Set(written)].filter((action) => !ACTION_NAMES.includes(action))).toEqual([]);
	});

	it("fills a reason in, and shows an unknown one as it came", () => {
		expect(reasonText({ code: "read.unsure", params: { count: 3 } })).toContain("3");
		expect(reasonText({ code: "new.one", text: "As sent." })).toBe("As sent.");
	});

	it("the lock holds every optional platform binary that it names", () => {
		const { packages } = JSON.parse(readFileSync(resolve(root, "package-lock.json"), "utf8")) as {
			packages: Record<string, { optionalDependencies?: Record<string, string> }>;
		};
		const missing = Object.entries(packages).flatMap(([path, entry]) =>
			Object.keys(entry.optionalDependencies ?? {}).filter(
				(name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
			),
		);
		expect(missing).toEqual([]);
	});
});
