/* Where an organization's messages leave, and whom none of them reaches. */

import { get, post } from "@/api";
import { type Resource, touch, useResource } from "@/data/resource";
import { organization } from "@/data/session";
import { t } from "@/i18n";

export type ChannelName = "Email" | "Web Push" | "Telegram" | "Zalo" | "Webhook";

export interface Channel {
	channel: ChannelName;
	enabled: boolean;
	address: string;
	options: Record<string, string>;
	secrets: Record<string, boolean>;
	problem: string | null;
	failed_at: string | null;
}

export interface Unreached {
	member: string;
	full_name: string;
	channel: ChannelName;
	reason: string;
	detail: string;
	at: string | null;
	waiting: boolean;
}

export interface ChannelField {
	name: string;
	label: string;
	hint?: string;
	secret?: boolean;
}

/** What has to be entered before a channel can be switched on (`NEEDED` in services/outreach.py). */
export const FIELDS: Record<ChannelName, ChannelField[]> = {
	Email: [],
	"Web Push": [],
	Telegram: [
		{ name: "address", label: t("Name of the bot"), hint: t("Ends in “bot”, as @BotFather gave it.") },
		{ name: "token", label: t("Token of the bot"), secret: true },
	],
	Zalo: [
		{ name: "app_id", label: t("Number of the application") },
		{ name: "app_secret", label: t("Secret of the application"), secret: true },
		{ name: "refresh_token", label: t("Refresh token"), secret: true },
		{ name: "template", label: t("Template of the message"), hint: t("With the places so_viec (how many) and lien_ket (where).") },
		{ name: "confirmation_template", label: t("Template of the code"), hint: t("With the place otp.") },
	],
	Webhook: [{ name: "address", label: t("Address of the other system"), hint: t("Begins with https://.") }],
};

const NAMES: Record<ChannelName, string> = { Email: t("E-mail"), "Web Push": t("Notifications on devices"), Telegram: "Telegram", Zalo: "Zalo", Webhook: "Webhook" };
const WORDS: Record<ChannelName, string> = {
	Email: t("To every member who has an address."),
	"Web Push": t("To browsers and phones that members connect under “Me”."),
	Telegram: t("To members who connect their account under “Me”. Needs a bot of your own, made with @BotFather."),
	Zalo: t("To members who confirm their number. Needs an Official Account and two templates approved by Zalo."),
	Webhook: t("To another system of yours. Restricted work is never handed over."),
};

export const channelName = (channel: ChannelName): string => NAMES[channel];
export const channelWords = (channel: ChannelName): string => WORDS[channel];

/** What is stored and may be shown; of a secret nothing is. */
export function stored(one: Channel, { name, secret }: ChannelField): string {
	if (secret) return "";
	return name === "address" ? one.address : (one.options[name] ?? "");
}

export function isComplete(one: Channel): boolean {
	return FIELDS[one.channel].every((field) => one.secrets[field.name] || stored(one, field));
}

export const channelsKey = (): string => `channels:${organization.value}`;

export function useChannels(): Resource<Channel[]> {
	return useResource(
		() => organization.value && channelsKey(),
		() => get<Channel[]>("channels.of_organization", { organization: organization.value }),
		["settings"],
	);
}

/** The settings as they are then; `signing` is the secret of a webhook, shown this once. */
export async function configure(channel: ChannelName, values: Record<string, unknown>): Promise<Channel & { signing?: string }> {
	const saved = await post<Channel & { signing?: string }>("channels.configure", { organization: organization.value, channel, values });
	touch("settings", "log");
	return saved;
}

export async function tryWebhook(): Promise<void> {
	await post("channels.try_webhook", { organization: organization.value });
}

export function useUnreached(): Resource<Unreached[]> {
	return useResource(
		() => organization.value && `unreached:${organization.value}`,
		() => get<Unreached[]>("channels.unreached", { organization: organization.value }),
		["settings", "members"],
	);
}

export async function sendAgain(member: string): Promise<number> {
	const number = await post<number>("channels.send_again", { organization: organization.value, member });
	touch("settings", "log");
	return number;
}
