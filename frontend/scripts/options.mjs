/* Writes src/types/options.ts from the Select fields of the app's DocTypes, so that a state or a position is spelled once. */

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const doctypes = resolve(here, "../../chibo_tasks/chibo_tasks/doctype");

const WANTED = {
	State: ["chibo_deadline", "state"],
	Outcome: ["chibo_deadline", "outcome"],
	Position: ["chibo_member", "position"],
	PartyStatus: ["chibo_member", "party_status"],
	PlanState: ["chibo_plan", "state"],
	ItemKind: ["chibo_plan_item", "kind"],
	EvidenceKind: ["chibo_evidence", "kind"],
	EvidenceState: ["chibo_evidence", "state"],
	ExtensionState: ["chibo_extension", "state"],
	TaskRole: ["chibo_task_member", "role"],
};

export function render() {
	const lines = ["// Written by scripts/options.mjs from the DocTypes; tests/unit/options.test.ts holds it current.", ""];
	for (const [type, [doctype, fieldname]] of Object.entries(WANTED)) {
		const { fields } = JSON.parse(readFileSync(resolve(doctypes, doctype, `${doctype}.json`), "utf8"));
		const options = fields.find((field) => field.fieldname === fieldname).options.split("\n").filter(Boolean);
		lines.push(`export type ${type} = ${options.map((option) => JSON.stringify(option)).join(" | ")};`);
	}
	return `${lines.join("\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(resolve(here, "../src/types/options.ts"), render());
}
