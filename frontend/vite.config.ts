import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { build, defineConfig, type Plugin } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const app = resolve(here, "../chibo_tasks");
const host = process.env.CHIBO_HOST ?? "http://127.0.0.1:8200";
const BOOT = "{{ boot | tojson }}";

/** The built page becomes a template of the host, which fills in the boot data. */
function page(): Plugin {
	let folder = "";
	return {
		name: "chibo-page",
		apply: "build",
		configResolved(config) {
			folder = resolve(config.root, config.build.outDir);
		},
		closeBundle() {
			mkdirSync(resolve(app, "www"), { recursive: true });
			copyFileSync(resolve(folder, "index.html"), resolve(app, "www/chibo.html"));
		},
	};
}

/** The service worker: a script of its own beside the page, with the list of everything that it keeps for offline use. */
function worker(): Plugin {
	const base = "/assets/chibo_tasks/frontend/";
	let assets: string[] = [];
	return {
		name: "chibo-worker",
		apply: "build",
		generateBundle(_options, bundle) {
			const built = Object.keys(bundle).filter((name) => /\.(js|css|woff2)$/.test(name));
			assets = [...built.sort().map((name) => base + name), "/assets/chibo_tasks/icon.svg", "/assets/chibo_tasks/icon-192.png"];
		},
		async closeBundle() {
			if (!assets.length) return;
			await build({
				configFile: false,
				logLevel: "warn",
				resolve: { alias: { "@": resolve(here, "src") } },
				define: {
					__ASSETS__: JSON.stringify(assets),
					__BUILD__: JSON.stringify(createHash("sha256").update(assets.join()).digest("hex").slice(0, 12)),
				},
				build: {
					outDir: resolve(app, "www"),
					emptyOutDir: false,
					copyPublicDir: false,
					reportCompressedSize: false,
					lib: { entry: resolve(here, "src/worker/index.ts"), formats: ["iife"], name: "chibo", fileName: () => "chibo-sw.min.js" },
				},
			});
		},
	};
}

/** `npm run dev`: takes the boot data from the running host, for the session of the asking browser. */
function devPage(): Plugin {
	return {
		name: "chibo-dev-page",
		apply: "serve",
		configureServer(server) {
			server.middlewares.use(async (request, response, next) => {
				const path = (request.url ?? "").split("?")[0];
				if (path !== "/chibo" && !path.startsWith("/chibo/")) return next();
				const reply = await fetch(`${host}/chibo`, { headers: { cookie: request.headers.cookie ?? "" } });
				const boot = /<script id="boot"[^>]*>([\s\S]*?)<\/script>/.exec(await reply.text())?.[1] ?? "{}";
				const html = readFileSync(resolve(here, "index.html"), "utf8").replace(BOOT, () => boot);
				response.setHeader("Content-Type", "text/html");
				response.end(await server.transformIndexHtml(request.url ?? "", html));
			});
		},
	};
}

export default defineConfig({
	base: "/assets/chibo_tasks/frontend/",
	plugins: [vue({ template: { transformAssetUrls: false } }), page(), worker(), devPage()],
	resolve: { alias: { "@": resolve(here, "src") } },
	build: {
		outDir: resolve(app, "public/frontend"),
		emptyOutDir: true,
		// fonts stay files: the two that are needed are preloaded, and a data URI would be parsed with the style sheet
		assetsInlineLimit: 0,
		reportCompressedSize: false,
	},
	server: {
		proxy: Object.fromEntries(["/api", "/files", "/private", "/login", "/app", "/desk"].map((path) => [path, host])),
	},
});
