/* What `bench get-app` (yarn install) and `bench build` (yarn build) run.

npm does the work although bench calls yarn: yarn 1 makes the `engines` of every dependency fatal, npm only warns.
A release carries built files; where Node or memory is missing they are kept, and the message says so. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const frontend = resolve(root, "frontend");
const built = resolve(root, "chibo_tasks/www/chibo.html");

const steps = {
	install: [["ci", "--omit=dev", "--no-audit", "--no-fund"]],
	build: existsSync(resolve(frontend, "node_modules/vite"))
		? [["run", "build"]]
		: [["ci", "--omit=dev", "--no-audit", "--no-fund"], ["run", "build"]],
};

const wanted = process.argv[2];
if (!(wanted in steps)) {
	console.error("usage: bench.mjs install|build");
	process.exit(2);
}
for (const args of steps[wanted]) {
	const { status } = spawnSync("npm", args, { cwd: frontend, stdio: "inherit", shell: process.platform === "win32" });
	if (status !== 0) {
		if (existsSync(built)) {
			console.warn(`chibo_tasks: "npm ${args[0]}" failed; the front end built earlier stays in place.`);
			process.exit(0);
		}
		console.error(
			`chibo_tasks: "npm ${args.join(" ")}" failed and there is no front end built earlier.\n` +
				"It needs Node 18.16 or newer and about 0.5 GB of memory. Releases carry the built files.",
		);
		process.exit(status ?? 1);
	}
}
