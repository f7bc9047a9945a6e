/* How one parcel goes to the server. Used by the page and by the service worker, which has neither screen nor session:
the request functions come from outside. */

import type { Parcel } from "@/data/store";

export interface Carrier {
	post: (method: string, args: Record<string, unknown>) => Promise<unknown>;
	upload: (method: string, form: FormData) => Promise<unknown>;
	/** The exception's name at the server, from whatever was thrown. */
	refusal: (error: unknown) => string;
}

/** Returns the deadline as it stands afterwards. A repeat with the same key changes nothing at the server. */
export async function deliver(parcel: Parcel, by: Carrier): Promise<unknown> {
	const { deadline, note, proves_on, key, requirement = "" } = parcel;
	switch (parcel.kind) {
		case "file": {
			const form = new FormData();
			for (const [name, value] of Object.entries({ deadline, note, proves_on, key, requirement })) form.set(name, value);
			form.set("file", parcel.blob as Blob, parcel.name);
			return by.upload("evidence.upload", form);
		}
		case "note":
			return by.post("evidence.add_note", { deadline, note, proves_on, key, requirement });
		case "link":
			return by.post("evidence.add_link", { deadline, link: parcel.link, note, proves_on, key, requirement });
		case "submit":
			return submit(parcel, by);
	}
}

async function submit(parcel: Parcel, by: Carrier): Promise<unknown> {
	const args = { deadline: parcel.deadline };
	if (parcel.from === "Assigned") await passing(by, () => by.post("deadlines.accept", args));
	return passing(by, () => by.post("deadlines.submit", args));
}

/** A step that was taken before, by an answer that got lost or on another device, is taken. */
async function passing(by: Carrier, step: () => Promise<unknown>): Promise<unknown> {
	try {
		return await step();
	} catch (error) {
		if (by.refusal(error) !== "StateSkipped") throw error;
		return null;
	}
}
