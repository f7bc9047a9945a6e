/* One step at a time: which one is running, and why the last one was refused. */

import { type Ref, ref } from "vue";

import { complain } from "@/ui/toast";

interface Steps {
	/** Name of the step that is running, "" while none is. */
	busy: Ref<string>;
	/** Words of the last refusal, where they are said beside the form. */
	failure: Ref<string>;
	/** Does nothing while another step runs. */
	run: (name: string, step: () => Promise<unknown>) => Promise<void>;
}

/** A refusal is said in passing, or `beside` what was filled in. */
export function useSteps(told: "passing" | "beside" = "passing"): Steps {
	const busy = ref("");
	const failure = ref("");

	async function run(name: string, step: () => Promise<unknown>): Promise<void> {
		if (busy.value) return;
		busy.value = name;
		failure.value = "";
		try {
			await step();
		} catch (refusal) {
			if (told === "beside") failure.value = (refusal as Error).message;
			else complain(refusal);
		} finally {
			busy.value = "";
		}
	}
	return { busy, failure, run };
}
