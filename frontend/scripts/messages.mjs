/* The sentences of the screens: every t("…") and tn("…", "…") of src against src/i18n/vi.json.

	npm run messages            lists what is missing or unused, exit 1 if anything
	npm run messages -- --write adds missing keys with empty text and drops unused ones, sorted */

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const src = resolve(here, "../src");
const catalogue = resolve(src, "i18n/vi.json");

const TEXT = String.raw`"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'`;
const T = new RegExp(String.raw`(?<![\w.])t\(\s*(?:${TEXT})`, "g");
const TN = new RegExp(String.raw`(?<![\w.])tn\(\s*(?:${TEXT})\s*,\s*(?:${TEXT})`, "g");
const OTHER = /(?<![\w.])tn?\(\s*(?!["'])(?=\S)/g;

function files(folder) {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) return files(path);
		return /\.(vue|ts)$/.test(name) && !path.endsWith(join("i18n", "index.ts")) ? [path] : [];
	});
}

/** Sources used in the code, and places where something else than a literal is passed. */
export function used() {
	const sources = new Set();
	const strange = [];
	for (const path of files(src)) {
		const text = readFileSync(path, "utf8");
		for (const match of text.matchAll(T)) sources.add(unescaped(match[1] ?? match[2]));
		// English alone has a singular; Vietnamese stands under the second form
		for (const match of text.matchAll(TN)) sources.add(unescaped(match[3] ?? match[4]));
		for (const match of text.matchAll(OTHER)) strange.push(`${path}: ${text.slice(match.index, match.index + 40).split("\n")[0]}`);
	}
	return { sources, strange };
}

function unescaped(text) {
	return text.replace(/\\(.)/g, "$1");
}

export function compare() {
	const { sources, strange } = used();
	const known = JSON.parse(readFileSync(catalogue, "utf8"));
	return {
		known,
		sources,
		strange,
		missing: [...sources].filter((source) => !known[source]),
		unused: Object.keys(known).filter((source) => !sources.has(source)),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { known, sources, strange, missing, unused } = compare();
	if (process.argv.includes("--write")) {
		const sorted = [...sources].sort((a, b) => (a < b ? -1 : 1));
		writeFileSync(catalogue, `${JSON.stringify(Object.fromEntries(sorted.map((s) => [s, known[s] ?? ""])), null, "\t")}\n`);
	}
	for (const line of strange) console.log(`not a literal: ${line}`);
	for (const line of missing) console.log(`missing: ${line}`);
	for (const line of unused) console.log(`unused: ${line}`);
	process.exitCode = strange.length + missing.length + unused.length ? 1 : 0;
}
