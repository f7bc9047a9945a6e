import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
	plugins: [vue()],
	resolve: { alias: { "@": resolve(dirname(fileURLToPath(import.meta.url)), "src") } },
	test: { environment: "happy-dom", include: ["tests/unit/**/*.test.ts"] },
});
