import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { type ElementNode, NodeTypes, parse, type TemplateChildNode } from "@vue/compiler-dom";
import { describe, expect, it } from "vitest";

const src = resolve(__dirname, "../../src");
/** Attributes that are read out or shown. */
const SAID = new Set(["aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label", "description", "hint"]);
/** Names that are the same in every language. */
const NAMES = /^(Chibo Tasks|Ctrl\/⌘|K|English|Tiếng Việt)$/;

function files(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? files(path) : name.endsWith(".vue") ? [path] : [];
	});
}

function said(node: TemplateChildNode | ElementNode): string[] {
	if (node.type === NodeTypes.TEXT) return [node.content.trim()];
	if (node.type !== NodeTypes.ELEMENT) return [];
	const attributes = node.props.flatMap((prop) => (prop.type === NodeTypes.ATTRIBUTE && SAID.has(prop.name) ? [prop.value?.content ?? ""] : []));
	return [...attributes, ...node.children.flatMap(said)];
}

describe("every template", () => {
	it("says its words through the catalogue, those for screen readers included", () => {
		const bare = files(src).flatMap((path) => {
			const template = /<template>[\s\S]*<\/template>/.exec(readFileSync(path, "utf8"))?.[0];
			if (!template) return [];
			return parse(template)
				.children.flatMap(said)
				.filter((text) => /\p{L}{2,}/u.test(text) && !NAMES.test(text))
				.map((text) => `${path.slice(src.length)}: ${text}`);
		});
		expect(bare).toEqual([]);
	});
});
