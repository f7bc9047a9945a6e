/* What the page and its worker say to each other. */

export const BOX_SYNC = "chibo-outbox";
export const SENT = "chibo-outbox-sent";
export const SKIP = "chibo-skip-waiting";
/** Key of a draft: who connected this device, so that nobody else gets her notifications when the browser renews them. */
export const PUSH_OWNER = "push-owner";
/** Key of a draft: files that another app shared. */
export const SHARED = "shared";

export interface Shared {
	files: File[];
	text: string;
}
