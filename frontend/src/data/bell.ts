/* The bell: own messages, and the numbers on the tabs. */

import { computed } from "vue";

import { get, post } from "@/api";
import { anticipate, type Resource, touch, useResource } from "@/data/resource";
import type { Message } from "@/data/types";

export function useBell(): Resource<Message[]> {
	return useResource(
		() => "bell",
		() => get<Message[]>("bell.listing"),
		["bell", "counts"],
	);
}

export function useUnread() {
	const { data } = useBell();
	return computed(() => (data.value ?? []).filter((message) => !message.read).length);
}

export async function markRead(messages: string[]): Promise<void> {
	if (!messages.length) return;
	const takeBack = anticipate("bell", (data) =>
		(data as Message[]).map((one) => (messages.includes(one.name) ? { ...one, read: true } : one)),
	);
	try {
		await post("bell.mark_read", { messages });
	} catch (error) {
		takeBack();
		throw error;
	}
	touch("bell");
}
