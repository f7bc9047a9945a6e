/* Shapes of what the API returns. */

import type {
	EvidenceKind,
	EvidenceState,
	ExtensionState,
	ItemKind,
	Outcome,
	PartyStatus,
	PlanState,
	Position,
	State,
	TaskRole,
} from "@/types/options";

export type Standing = "overdue" | "today" | "soon" | "later" | "waiting" | "done";
export type Action = "accept" | "submit" | "approve" | "return" | "waive" | "fail" | "undo" | "reopen";

export interface Row {
	name: string;
	organization: string;
	task: string;
	title: string;
	plan: string | null;
	section_path: string;
	audience: string;
	occurrence: number | string;
	member: string;
	member_name: string;
	reviewer: string | null;
	reviewer_name: string | null;
	collaborators: { member: string; name: string }[];
	state: State;
	outcome: Outcome | null;
	standing: Standing;
	starts_on: string | null;
	due_date: string;
	original_due_date: string;
	due_inferred: boolean;
	days_left: number;
	extensions: number;
	extension_open: boolean;
	submitted_at: string | null;
	decided_at: string | null;
	reason: string;
	restricted: boolean;
	evidence_sent: number;
	evidence_needed: number;
}

export interface Mine {
	responsible: Row[];
	collaborating: Row[];
	given: Row[];
}

export interface Evidence {
	name: string;
	kind: EvidenceKind;
	state: EvidenceState;
	attempt: number;
	requirement: string | null;
	copied_from: string | null;
	file_name: string | null;
	file_size: number | null;
	media_type: string | null;
	sha256: string | null;
	link: string | null;
	note: string | null;
	proves_on: string;
	sent_at: string;
	reason: string | null;
	author: string;
	author_name: string;
}

export interface Extension {
	name: string;
	state: ExtensionState;
	asked_at: string;
	asked_by_name: string;
	previous_due_date: string;
	requested_due_date: string;
	granted_due_date: string | null;
	reason: string;
	decided_at: string | null;
	decided_by_name: string | null;
	decision_reason: string | null;
}

/** How far all who got the same duty have come; the names are empty for those who may not see each other's work. */
export interface RollUp {
	done: number;
	expected: number;
	excused: { name: string; why: string }[];
	members: { deadline: string; name: string; state: State }[];
}

export interface HistoryEntry {
	at: string;
	who_name: string | null;
	action: string;
	before: Record<string, unknown>;
	after: Record<string, unknown>;
	why: string;
}

export interface Detail {
	name: string;
	organization: string;
	task: string;
	title: string;
	content: string;
	section_path: string;
	plan: string | null;
	source: { section_path: string; position: number; text: string; retired: boolean }[];
	restricted: boolean;
	state: State;
	outcome: Outcome | null;
	standing: Standing;
	starts_on: string | null;
	due_date: string;
	original_due_date: string;
	due_inferred: boolean;
	days_left: number;
	attempt: number;
	accepted_at: string | null;
	submitted_at: string | null;
	decided_at: string | null;
	reason: string;
	evidence_needed: number;
	evidence_expected: string[];
	extensions: Extension[];
	moved_because: string;
	on_time_rule: string;
	stand_in: { member: string; name: string } | null;
	roll_up: RollUp | null;
	undo_until: string | null;
	may_ask_extension: boolean;
	may_manage: boolean;
	people: { member: string; name: string; role: TaskRole }[];
	evidence: Evidence[];
	actions: Action[];
	may_send: boolean;
	own_work: boolean;
}

export interface PlanHead {
	name: string;
	organization: string;
	title: string;
	number: string | null;
	state: PlanState;
	period_start: string;
	period_end: string;
	source_name: string;
	published_at: string | null;
}

export interface Work {
	name: string;
	member: string;
	state: State;
	due_date: string;
	member_name: string;
	standing: Standing;
}

export interface Target {
	value: number | null;
	max: number | null;
	unit: string | null;
	object: string | null;
	comparator: string | null;
	per: string | null;
	conditional: boolean;
	text: string;
}

export interface Reading {
	part: string;
	proposed: boolean;
	targets: Target[];
	recurrence: string | string[];
	due_dates: string[];
	due_inferred: boolean;
	responsible: { name: string; role: string }[];
	references: unknown[];
	confidence: number;
	why: { code: string; params: Record<string, string>; text: string }[];
}

export interface Item {
	name: string;
	position: number;
	parent_position: number;
	level: number;
	marker: string;
	section_path: string;
	kind: ItemKind;
	scope: string;
	text: string;
	reading: Partial<Reading>;
	/** The newest file no longer says so, but there is work from it. */
	retired: boolean;
	work: Work[];
}

export interface Plan extends Omit<PlanHead, "published_at"> {
	issuer: string | null;
	source_sha256: string;
	warnings: { code?: string; text?: string; params?: Record<string, unknown>; severity?: string; items?: number[] }[];
	facts: Record<string, unknown>;
	items: Item[];
}

export interface Absence {
	name: string;
	member: string;
	kind: "Leave" | "Transfer" | "Exemption";
	from_date: string;
	to_date: string | null;
	reason: string | null;
	stand_in: string | null;
	stand_in_name: string | null;
}

export interface Member {
	name: string;
	full_name: string;
	position: Position;
	party_status: PartyStatus;
	unit: string | null;
	unit_name: string | null;
	has_account: boolean;
	joined_on: string | null;
	left_on: string | null;
	absences: Absence[];
	open: number;
	overdue: number;
}

export interface Message {
	name: string;
	kind: "Digest" | "Event" | "Notice";
	sent_at: string;
	read: boolean;
	/** A notice of the system belongs to no deadline; `group` is a heading within a digest. */
	lines: { deadline: string | null; text: string; urgent: boolean; group?: string }[];
}
