/* Today is the server's day, carried over midnight by the device's clock: phones are often set to the wrong date. */

import { boot } from "@/boot";
import { addDays, serial } from "@/utils/dates";

let anchor = { server: boot.today ?? local(), local: local() };

function local(): string {
	const now = new Date();
	return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

export function today(): string {
	if (boot.today && boot.today > anchor.server) anchor = { server: boot.today, local: local() };
	return addDays(anchor.server, Math.max(0, serial(local()) - serial(anchor.local)));
}
