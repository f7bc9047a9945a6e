/* Who is asking, and what the screens may offer. The server decides again on every request. */

import { computed, ref } from "vue";

import { boot, type Seat } from "@/boot";

const RANKS = ["Secretary", "Deputy Secretary", "Committee Member", "Member", "Observer"];

/** The seat that the screens speak for: the highest one; a second cell is a second seat (rare, chosen in „Tôi“ later). */
export const seat = computed<Seat | null>(() => {
	const seats = [...(boot.seats ?? [])].sort((a, b) => RANKS.indexOf(a.position) - RANKS.indexOf(b.position));
	return seats[0] ?? null;
});

/** Cells under the seat of somebody who looks in from above. */
export const cells = computed(() => seat.value?.below ?? []);
/** Which of them is looked at. */
export const cell = ref("");

export const organization = computed(() => {
	const own = seat.value?.organization ?? "";
	if (!cells.value.length) return own;
	return cells.value.some((one) => one.organization === cell.value) ? cell.value : cells.value[0].organization;
});
export const decides = computed(() => ["Secretary", "Deputy Secretary"].includes(seat.value?.position ?? ""));
export const inCommittee = computed(() => decides.value || seat.value?.position === "Committee Member");
export const observes = computed(() => seat.value?.position === "Observer");
export const oversees = computed(() => inCommittee.value || observes.value);
