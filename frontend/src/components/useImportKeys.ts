/* Keys of the review step. Single signs can be switched off in "Tôi" (WCAG 2.1.4); those with Alt and Ctrl stay. */

import { onMounted, onUnmounted } from "vue";

import { prefs } from "@/prefs";

export interface ImportKeys {
	next: () => void;
	step: (by: 1 | -1) => void;
	shift: (way: "indent" | "outdent") => void;
	undo: () => void;
}

export function useImportKeys(keys: ImportKeys): void {
	function pressed(event: KeyboardEvent): void {
		const target = event.target as HTMLElement;
		if (event.isComposing || document.querySelector("[role=dialog],[role=menu]") || /^(INPUT|TEXTAREA)$/.test(target.tagName) && (target as HTMLInputElement).type !== "checkbox") return;
		const run = action(event, target);
		if (!run) return;
		event.preventDefault();
		run();
	}

	function action(event: KeyboardEvent, target: HTMLElement): (() => void) | undefined {
		if (event.altKey && event.key === "ArrowRight") return () => keys.shift("indent");
		if (event.altKey && event.key === "ArrowLeft") return () => keys.shift("outdent");
		if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") return keys.undo;
		if (event.altKey || event.ctrlKey || event.metaKey || !prefs.keys || target.tagName === "SELECT") return;
		if (event.key === ".") return keys.next;
		if (event.key === "j") return () => keys.step(1);
		if (event.key === "k") return () => keys.step(-1);
	}

	onMounted(() => document.addEventListener("keydown", pressed));
	onUnmounted(() => document.removeEventListener("keydown", pressed));
}
