/* Single-letter shortcuts: each page says which it has, the help sheet shows those that hold now. They can be switched
off in „Tôi“ (WCAG 2.1.4): somebody who dictates text must not approve work by saying a word. */

import { onBeforeUnmount, onMounted, reactive, shallowReactive } from "vue";

import { prefs } from "@/prefs";

export interface Key {
	/** One key, or "g v": one after the other. */
	keys: string;
	label: string;
	run: () => void;
}

interface Layer {
	title: string;
	keys: () => Key[];
}

export const layers = shallowReactive<Layer[]>([]);
export const sheets = reactive({ palette: false, help: false });

/** Shortcuts that hold while the calling component is on the screen. */
export function useKeys(title: string, keys: () => Key[]): void {
	const layer = { title, keys };
	onMounted(() => layers.push(layer));
	onBeforeUnmount(() => layers.splice(layers.indexOf(layer), 1));
}

const TYPED_IN = "input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable=true]";
const PATIENCE = 1_500;
let first = "";
let timer: ReturnType<typeof setTimeout> | undefined;

function pressed(event: KeyboardEvent): void {
	if (event.isComposing) return;
	if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
		event.preventDefault();
		sheets.palette = !sheets.palette;
		return;
	}
	// asked for and still on its way: what is typed meanwhile is no command
	if (sheets.palette || sheets.help) return;
	if (!prefs.keys || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
	const target = event.target as HTMLElement;
	if (target.closest?.(TYPED_IN) || document.querySelector("[role=dialog], [role=menu]")) return;
	const key = event.key.toLowerCase();
	const known = [...layers].reverse().flatMap((layer) => layer.keys());
	const wanted = first ? `${first} ${key}` : key;
	first = "";
	clearTimeout(timer);
	const hit = known.find((one) => one.keys === wanted);
	if (hit) {
		event.preventDefault();
		hit.run();
	} else if (known.some((one) => one.keys.startsWith(`${key} `))) {
		first = key;
		timer = setTimeout(() => (first = ""), PATIENCE);
	}
}

export function startKeys(): void {
	document.addEventListener("keydown", pressed);
}
