/* What a push says (docs/channels.md), as a notification; and where a tap on it may lead. */

const BELL = "/chibo/thong-bao";

export interface Shown {
	title: string;
	options: NotificationOptions;
}

/** A payload of another version, or none that can be read, becomes a plain notice: browsers want each push to be shown. */
export function notice(text: string): Shown {
	let it: Record<string, unknown> = {};
	try {
		it = (JSON.parse(text) ?? {}) as Record<string, unknown>;
	} catch {
		// shown plainly below
	}
	const icon = "/assets/chibo_tasks/icon-192.png";
	if (it.v !== 1) return { title: "Chibo Tasks", options: { icon, data: BELL } };
	return {
		title: String(it.title),
		options: { body: String(it.body), tag: String(it.tag), data: String(it.url), requireInteraction: it.urgent === true, icon },
	};
}

/** The address to open: a page of the app on this origin, whatever host the message names. */
export function destination(url: unknown, origin: string): string {
	try {
		const { pathname, search } = new URL(String(url), origin);
		if (/^\/chibo(\/|$)/.test(pathname)) return origin + pathname + search;
	} catch {
		// no address at all
	}
	return origin + BELL;
}
