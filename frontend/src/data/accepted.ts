/* What a cell takes as evidence. The server's rules in the server's words, so that a refusal comes before the upload. */

import { boot, type Accepted } from "@/boot";
import { t } from "@/i18n";
import type { EvidenceKind } from "@/types/options";

/** Of a page that was written before it said so; the server decides. */
const EVERYTHING: Accepted = { max_mb: 20, links: true, notes: true, pdf: true, documents: true };

const PICTURES = "image/*";
const PDF = "application/pdf";
const DOCUMENTS = [".docx", ".xlsx", ".pptx", ".odt", ".ods"];

export function acceptedIn(organization: string): Accepted {
	return boot.seats?.find((seat) => seat.organization === organization)?.evidence ?? EVERYTHING;
}

/** What a file dialog offers to choose from. */
export function choosable(accepted: Accepted): string {
	return [PICTURES, ...(accepted.pdf ? [PDF] : []), ...(accepted.documents ? DOCUMENTS : [])].join(",");
}

/** Why the cell does not take this; empty where it does. */
export function refusal(accepted: Accepted, kind: EvidenceKind, file?: Pick<File, "name" | "type">): string {
	if (kind === "Link" && !accepted.links) return t("Web addresses do not count as evidence here. Send a photo or a file.");
	if (kind === "Note" && !accepted.notes) return t("A note alone does not count as evidence here. Send a photo or a file.");
	if (!file) return "";
	const name = file.name.toLowerCase();
	if (!accepted.pdf && (file.type === PDF || name.endsWith(".pdf"))) return t("PDF files do not count as evidence here. Send a photo.");
	if (!accepted.documents && DOCUMENTS.some((ending) => name.endsWith(ending))) {
		return t("Word, Excel and PowerPoint files do not count as evidence here. Send a photo.");
	}
	return "";
}
