"""Who may work on plans, and on which state of one."""

from typing import Any

import frappe
from frappe import _

from chibo_tasks import permissions
from chibo_tasks.domain.access import Actor, may_decide
from chibo_tasks.exceptions import AlreadyDone, StaleDraft, refuse


def require_decider(actor: Actor, organization: str) -> None:
	"""Raise `PermissionError` unless `actor` is secretary or deputy secretary of `organization`."""
	if not may_decide(actor, organization):
		frappe.throw(_("This is for the secretary or the deputy secretary."), frappe.PermissionError)


def require_decider_of(actor: Actor, plan: str) -> None:
	"""The same for the organization of `plan`; `NotFound` where the plan is closed to `actor`."""
	require_decider(actor, permissions.load(actor, "Chibo Plan", plan).organization)


def require_fresh(plan: Any, revision: int) -> None:
	"""Refuse a change that was thought out on an older state of `plan`.

	Raises:
		StaleDraft: the plan has another revision by now.
	"""
	if (plan.revision or 0) != revision:
		refuse(
			_("Somebody else changed this plan in the meantime. Load it again, then repeat your change."),
			StaleDraft,
		)


def open_draft(actor: Actor, plan: str, *, for_update: bool = False) -> Any:
	"""The plan `plan` for somebody who may correct it.

	Raises:
		NotFound, PermissionError, AlreadyDone: it is not there, not theirs to correct, or published.
	"""
	doc = permissions.load(actor, "Chibo Plan", plan, for_update=for_update)
	require_decider(actor, doc.organization)
	if doc.state == "Published":
		refuse(_("The plan is published; its lines can no longer be corrected."), AlreadyDone)
	require_kept(doc)
	return doc


def require_kept(plan: Any) -> None:
	"""Raise `AlreadyDone` for a plan that was laid aside."""
	if plan.state == "Discarded":
		refuse(_("This draft was discarded. Read the document again."), AlreadyDone)
