/* Work per person, counted from a list. */

import type { Member, Row } from "@/data/types";

export interface Load {
	member: string;
	name: string;
	open: number;
	overdue: number;
	waiting: number;
	done: number;
}

/** Everybody who can be given work, and everybody who has some; the most burdened first. */
export function loads(rows: readonly Row[], members: readonly Pick<Member, "name" | "full_name">[]): Load[] {
	const found = new Map<string, Load>();
	const of = (member: string, name: string) => {
		let load = found.get(member);
		if (!load) found.set(member, (load = { member, name, open: 0, overdue: 0, waiting: 0, done: 0 }));
		return load;
	};
	for (const member of members) of(member.name, member.full_name);
	for (const row of rows) {
		const load = of(row.member, row.member_name);
		if (row.standing === "done") load.done++;
		else if (row.standing === "waiting") load.waiting++;
		else {
			load.open++;
			if (row.standing === "overdue") load.overdue++;
		}
	}
	return [...found.values()].sort((a, b) => b.open + b.waiting - a.open - a.waiting || a.name.localeCompare(b.name, "vi"));
}
