/* From a chosen file to a sentence about what became of it. */

import { get, post } from "@/api";
import { missingOf } from "@/data/checklist";
import { settled } from "@/data/deadlines";
import { net, sendFile, sendForReview } from "@/data/outbox";
import { touch } from "@/data/resource";
import type { Detail, Row } from "@/data/types";
import { t, tn } from "@/i18n";
import { complain, toast } from "@/ui/toast";
import { bytes } from "@/utils/text";

type Target = Pick<Row, "name" | "title" | "state" | "organization">;

/** Of a task whose checklist is known, the entries still missing; where it cannot be asked, none. */
function missingHere(deadline: string): Promise<string[]> {
	const asked = get<Detail>("deadlines.get", { deadline }).then((detail) => missingOf(detail), () => []);
	// a photo must not hang on the answer: it is safe only once it lies in the outbox
	return Promise.race([asked, new Promise<string[]>((resolve) => setTimeout(() => resolve([]), 2_000))]);
}

/** Sends files; the report offers to take them back, and to hand in where enough has been sent. */
export async function sendFiles(target: Target, files: File[], quiet = false, requirement?: string): Promise<Detail | null> {
	const entries = requirement === undefined && net.online ? await missingHere(target.name) : [];
	let last: Detail | null = null;
	let waits = 0;
	const before = files.reduce((sum, file) => sum + file.size, 0);
	for (const file of files) {
		try {
			const detail = await sendFile(target, file, requirement ?? entries.shift() ?? "");
			if (detail) last = detail;
			else waits++;
		} catch (error) {
			complain(error);
		}
	}
	if (waits) {
		toast(tn("No network. {n} file will be sent as soon as there is one.", "No network. {n} files will be sent as soon as there is one.", waits));
	} else if (last) {
		report(target, last, files.length, before, quiet);
	}
	return last;
}

function report(target: Target, detail: Detail, n: number, before: number, quiet: boolean): void {
	const drafts = detail.evidence.filter((piece) => piece.state === "Draft" && piece.attempt === detail.attempt);
	const newest = drafts.slice(-n);
	const after = newest.reduce((sum, piece) => sum + (piece.file_size ?? 0), 0);
	const actions = [{ label: t("Undo"), run: () => void takeBack(newest.map((piece) => piece.name)) }];
	if (!quiet && drafts.length >= Math.max(1, detail.evidence_needed) && !missingOf(detail).length) {
		actions.unshift({ label: t("Send for review"), run: () => void handIn({ ...target, state: detail.state }) });
	}
	const size = after < before * 0.9 ? `${bytes(before)} → ${bytes(after)}` : bytes(after);
	const entries = [...new Set(newest.flatMap((piece) => piece.requirement ?? []))];
	const said = tn("{n} file sent · {size}", "{n} files sent · {size}", n, { size });
	toast(entries.length ? t("{said}, as “{entry}”", { said, entry: entries.join("”, “") }) : said, { actions });
}

/** Nothing is removed at the server; a piece that was taken back stays on record as such. */
export async function takeBack(names: string[]): Promise<void> {
	try {
		for (const evidence of names) {
			await post("evidence.withdraw", { evidence, reason: t("Taken back by the sender right after sending") });
		}
		touch("deadlines", "counts");
	} catch (error) {
		complain(error);
	}
}

export async function handIn(target: Target): Promise<boolean> {
	try {
		const detail = await sendForReview(target);
		toast(detail ? t("Sent for review. The reviewer has been told.") : t("No network. It will be sent for review as soon as there is one."));
		if (detail) settled(detail);
		return true;
	} catch (error) {
		complain(error);
		return false;
	}
}
