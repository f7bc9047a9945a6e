/* The device's own store: what waits to be sent, and what was typed and not sent. Shared with the service worker. */

export interface Parcel {
	key: string;
	user: string;
	deadline: string;
	title: string;
	kind: "file" | "note" | "link" | "submit";
	name: string;
	size: number;
	before: number;
	blob?: Blob;
	note: string;
	link: string;
	proves_on: string;
	/** Entry of the task's checklist that it fulfils; parcels of an earlier version have none. */
	requirement?: string;
	/** State of the deadline when this was put in; `submit` accepts first where it has to. */
	from: string;
	at: number;
	error: string;
}

const NAME = "chibo";
const BOX = "outbox";
const DRAFTS = "drafts";

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
	opened ??= new Promise<IDBDatabase>((resolve, reject) => {
		const asked = indexedDB.open(NAME, 1);
		asked.onupgradeneeded = () => {
			asked.result.createObjectStore(BOX, { keyPath: "key" });
			asked.result.createObjectStore(DRAFTS);
		};
		asked.onsuccess = () => resolve(asked.result);
		asked.onerror = () => reject(asked.error);
	}).catch((error) => {
		opened = null;
		throw error;
	});
	return opened;
}

async function run<T>(store: string, mode: IDBTransactionMode, job: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
	const database = await open();
	return new Promise<T>((resolve, reject) => {
		const transaction = database.transaction(store, mode);
		const asked = job(transaction.objectStore(store));
		transaction.oncomplete = () => resolve(asked.result);
		transaction.onerror = transaction.onabort = () => reject(transaction.error);
	});
}

export const box = {
	async all(): Promise<Parcel[]> {
		const parcels = await run<Parcel[]>(BOX, "readonly", (store) => store.getAll());
		return parcels.sort((a, b) => a.at - b.at);
	},
	put: (parcel: Parcel) => run(BOX, "readwrite", (store) => store.put(parcel)),
	drop: (key: string) => run(BOX, "readwrite", (store) => store.delete(key)),
};

export const drafts = {
	read: <T>(key: string) => run<T | undefined>(DRAFTS, "readonly", (store) => store.get(key)),
	write: (key: string, value: unknown) => run(DRAFTS, "readwrite", (store) => store.put(value, key)),
	drop: (key: string) => run(DRAFTS, "readwrite", (store) => store.delete(key)),
};
