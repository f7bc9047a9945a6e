import { locale, t } from "@/i18n";

/** Vietnamese names: the given name comes last. */
export function givenName(name: string): string {
	return name.trim().split(/\s+/).pop() ?? "";
}

export function initials(name: string): string {
	return name
		.trim()
		.split(/\s+/)
		.slice(-2)
		.map((word) => word[0] ?? "")
		.join("")
		.toUpperCase();
}

export function comrade(name: string): string {
	return t("Cde {name}", { name });
}

/** 1,5 MB as written in Vietnam. */
export function bytes(n: number): string {
	if (n < 1024) return `${n} B`;
	if (n < 1024 * 1024) return `${Math.round(n / 1024)} KB`;
	return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(n / 1024 / 1024)} MB`;
}

/** A mark that the server has not seen; crypto.randomUUID is missing on plain http in a school's network. */
export function newKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
