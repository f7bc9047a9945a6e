/* The people of the cell, and when they are not there. */

import { get, post } from "@/api";
import type { Tally } from "@/data/overview";
import { type Resource, touch, useResource } from "@/data/resource";
import { organization } from "@/data/session";
import type { Absence, Member } from "@/data/types";
import { today } from "@/utils/clock";

export interface MemberPage extends Omit<Member, "open" | "overdue"> {
	stands_in_for: string[];
	/** Where messages go, and the name to sign in with; empty for those who do not keep the members. */
	email: string;
	login: string;
	figures: Tally & { months: ({ month: string } & Tally)[] };
}

export interface Unit {
	name: string;
	organization_name: string;
	kind: string;
}

export function useMembers(wanted: () => boolean = () => true): Resource<Member[]> {
	return useResource(
		() => (wanted() && organization.value ? `members:${organization.value}` : null),
		() => get<Member[]>("members.listing", { organization: organization.value }),
		["members"],
	);
}

export function useUnits(): Resource<Unit[]> {
	return useResource(
		() => organization.value && `units:${organization.value}`,
		() => get<Unit[]>("members.units", { organization: organization.value }),
		["members"],
	);
}

export function useMember(name: () => string, span: () => { start: string; end: string }): Resource<MemberPage> {
	return useResource(
		() => name() && `member:${name()}:${span().start}:${span().end}`,
		() => get<MemberPage>("members.get", { member: name(), ...span() }),
		["members", "deadlines"],
	);
}

/** Those who can be given work today. */
export function active(members: readonly Member[]): Member[] {
	return members.filter((member) => (!member.left_on || member.left_on >= today()) && member.position !== "Observer");
}

export function isAway(absence: Pick<Absence, "from_date" | "to_date">, day: string): boolean {
	return absence.from_date <= day && (!absence.to_date || absence.to_date >= day);
}

export interface MemberForm {
	full_name: string;
	email: string;
	position: string;
	party_status: string;
	unit: string;
	joined_on: string;
}

/** The account of a member; `password` is told once, when it has just been made. */
export interface Account {
	member: string;
	login: string;
	password: string;
}

export async function addMember(form: MemberForm): Promise<Account> {
	const made = await post<Account>("members.add", { organization: organization.value, ...form });
	touch("members", "log");
	return made;
}

export async function changeMember(member: string, values: Partial<MemberForm>): Promise<Account> {
	const made = await post<Account>("members.change", { member, ...values });
	touch("members", "deadlines", "log");
	return made;
}

export async function leave(member: string, left_on: string, reason: string): Promise<void> {
	await post("members.leave", { member, left_on, reason });
	touch("members", "log");
}

export async function rejoin(member: string): Promise<void> {
	await post("members.rejoin", { member });
	touch("members", "log");
}

export interface NewAbsence {
	member: string;
	kind: string;
	from_date: string;
	to_date: string;
	stand_in: string;
	reason: string;
}

export async function addAbsence(absence: NewAbsence): Promise<string> {
	const name = await post<string>("members.add_absence", { ...absence });
	touch("members", "log");
	return name;
}

export async function endAbsence(absence: string, to_date: string): Promise<void> {
	await post("members.end_absence", { absence, to_date });
	touch("members", "log");
}
