/* What the host wrote into the page: who is signed in, with which seats, and today's date. */

import { reactive } from "vue";

import type { Position } from "@/types/options";

/** What an organization takes as evidence besides photos. */
export interface Accepted {
	max_mb: number;
	links: boolean;
	notes: boolean;
	pdf: boolean;
	documents: boolean;
}

export interface Seat {
	member: string;
	organization: string;
	organization_name: string;
	position: Position;
	evidence?: Accepted;
	below?: { organization: string; organization_name: string }[];
}

export interface Boot {
	user: string | null;
	full_name?: string;
	language: string;
	version: string;
	csrf_token: string | null;
	today?: string;
	seats?: Seat[];
	socketio_port?: number | null;
}

function parse(text: string | null | undefined): Boot {
	const boot = JSON.parse(text || "{}") as Partial<Boot>;
	return { language: "vi", version: "", csrf_token: null, ...boot, user: boot.user ?? null };
}

export const boot = reactive<Boot>(parse(document.getElementById("boot")?.textContent));

/** Reads the boot data again. After signing in, the token of the page that stands here is no longer good. */
export async function refreshBoot(): Promise<Boot> {
	const reply = await fetch("/chibo", { headers: { Accept: "text/html" }, cache: "no-store" });
	if (!reply.ok) throw new TypeError("boot");
	const page = new DOMParser().parseFromString(await reply.text(), "text/html");
	const fresh = parse(page.getElementById("boot")?.textContent);
	for (const key of Object.keys(boot) as (keyof Boot)[]) if (!(key in fresh)) delete boot[key];
	return Object.assign(boot, fresh);
}
