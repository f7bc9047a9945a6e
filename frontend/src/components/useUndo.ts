/* Taking one's own last decision back. At the server that is a step of its own, possible for a while; nothing is deleted. */

import { undo } from "@/data/deadlines";
import { t } from "@/i18n";
import { complain, toast } from "@/ui/toast";

export async function takeBackDecision(deadline: string): Promise<boolean> {
	try {
		await undo(deadline);
		toast(t("The decision was taken back."));
		return true;
	} catch (error) {
		complain(error);
		return false;
	}
}
