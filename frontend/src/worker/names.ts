/* What the page and its worker say to each other. */

export const BOX_SYNC = "chibo-outbox";
export const SENT = "chibo-outbox-sent";
export const SKIP = "chibo-skip-waiting";
/** Key of a draft: files that another app shared. */
export const SHARED = "shared";

export interface Shared {
	files: File[];
	text: string;
}
