/* The people of the cell. */

import { get } from "@/api";
import { type Resource, useResource } from "@/data/resource";
import { organization } from "@/data/session";
import type { Member } from "@/data/types";
import { today } from "@/utils/clock";

export function useMembers(wanted: () => boolean = () => true): Resource<Member[]> {
	return useResource(
		() => (wanted() && organization.value ? `members:${organization.value}` : null),
		() => get<Member[]>("members.listing", { organization: organization.value }),
		["members"],
	);
}

/** Those who can be given work today. */
export function active(members: readonly Member[]): Member[] {
	return members.filter((member) => (!member.left_on || member.left_on >= today()) && member.position !== "Observer");
}
