/* SortableJS over lists that Vue draws: the library moves the element, we put it back and change the data instead. */

import type Sortable from "sortablejs";
import { onBeforeUnmount, type Ref, watch } from "vue";

export interface Drop {
	id: string;
	from: string;
	to: string;
}

/** Elements inside `root` that carry `data-drop` take what carries `data-drag`. Loaded when somebody may drag. */
export function useSortable(root: Ref<HTMLElement | undefined>, may: () => boolean, dropped: (drop: Drop) => void, again: () => unknown = () => 0): void {
	let made: Sortable[] = [];
	let turn = 0;
	const clear = () => {
		for (const one of made) one.destroy();
		made = [];
	};
	watch(
		() => [root.value, may(), again()] as const,
		async ([element, allowed]) => {
			clear();
			const mine = ++turn;
			if (!element || !allowed) return;
			const { default: Sortable } = await import("sortablejs");
			if (mine !== turn) return;
			made = [...element.querySelectorAll<HTMLElement>("[data-drop]")].map((list) =>
				Sortable.create(list, {
					group: "rows",
					draggable: "[data-drag]",
					sort: false,
					animation: 120,
					// a finger scrolls; holding it still for a moment lifts the card
					delay: 250,
					delayOnTouchOnly: true,
					touchStartThreshold: 6,
					ghostClass: "opacity-40",
					onEnd({ item, from, to, oldIndex }) {
						if (from === to) return;
						from.insertBefore(item, from.children[oldIndex ?? 0] ?? null);
						dropped({ id: item.dataset.drag ?? "", from: from.dataset.drop ?? "", to: to.dataset.drop ?? "" });
					},
				}),
			);
		},
		{ flush: "post", immediate: true },
	);
	onBeforeUnmount(() => {
		turn++;
		clear();
	});
}
