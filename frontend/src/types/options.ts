// Written by scripts/options.mjs from the DocTypes; tests/unit/options.test.ts holds it current.

export type State = "Assigned" | "Accepted" | "Submitted" | "Returned" | "Approved" | "Waived" | "Not Done";
export type Outcome = "Exceeded" | "On Time" | "Late" | "Not Done" | "Waived";
export type Position = "Secretary" | "Deputy Secretary" | "Committee Member" | "Member" | "Observer";
export type PartyStatus = "Official" | "Probationary" | "Not a Member";
export type PlanState = "Draft" | "Published" | "Discarded";
export type ItemKind = "heading" | "context" | "task" | "target" | "recipient";
export type EvidenceKind = "File" | "Link" | "Note";
export type EvidenceState = "Draft" | "Submitted" | "Accepted" | "Returned" | "Withdrawn";
export type ExtensionState = "Waiting" | "Granted" | "Refused" | "Overtaken";
export type TaskRole = "Lead" | "Collaborator" | "Follower" | "Reviewer";
