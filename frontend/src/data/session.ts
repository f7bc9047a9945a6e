/* Who is asking, and what the screens may offer. The server decides again on every request. */

import { computed } from "vue";

import { boot, type Seat } from "@/boot";

const RANKS = ["Secretary", "Deputy Secretary", "Committee Member", "Member", "Observer"];

/** The seat that the screens speak for: the highest one; a second cell is a second seat (rare, chosen in „Tôi“ later). */
export const seat = computed<Seat | null>(() => {
	const seats = [...(boot.seats ?? [])].sort((a, b) => RANKS.indexOf(a.position) - RANKS.indexOf(b.position));
	return seats[0] ?? null;
});

export const organization = computed(() => seat.value?.organization ?? "");
export const decides = computed(() => ["Secretary", "Deputy Secretary"].includes(seat.value?.position ?? ""));
export const inCommittee = computed(() => decides.value || seat.value?.position === "Committee Member");
export const observes = computed(() => seat.value?.position === "Observer");
export const oversees = computed(() => inCommittee.value || observes.value);
