"""The audit trail: read it, check it."""

from typing import Any

from chibo_tasks import permissions
from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import audit, directory
from chibo_tasks.services.plans import require_decider


@endpoint("GET")
def listing(
	organization: str,
	limit: str | int = 50,
	start: str | int = 0,
	action: str = "",
	subject: str = "",
	task: str = "",
	member: str = "",
	since: str = "",
	until: str = "",
) -> dict[str, Any]:
	"""Entries that the user may know of, newest first: {rows, total}.

	Args:
		organization: name of the organization.
		limit, start: page, at most 200 rows.
		action: only this action.
		subject: only this record.
		task: only what belongs to this task.
		member: only what this member did.
		since, until: first and last day, yyyy-mm-dd.
	"""
	return directory.audit_page(
		current_actor(),
		organization,
		directory.Wanted(
			action, subject, task, member, arguments.day(since, "since"), arguments.day(until, "until")
		),
		limit=arguments.count(limit, "limit"),
		start=arguments.count(start, "start"),
	)


@endpoint("GET")
def verify(organization: str, anchor: str = "") -> dict[str, Any]:
	"""Check the whole chain: {ok, anchored}. The operator's `chibo verify-audit` tells where it is broken.

	Args:
		organization: name of the organization.
		anchor: a hash of an earlier head, as kept with a backup or a report.
	"""
	actor = current_actor()
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	verdict = audit.verify(organization, anchor or None)
	return {"ok": verdict.ok, "anchored": verdict.anchored}
