"""When work can be handed over to another member."""

from collections.abc import Collection

from chibo_tasks.domain import access, review
from chibo_tasks.domain.errors import N_, DomainError


class BadHandover(DomainError):
	"""Work that cannot go to this member, or not any more."""


def check_handover(
	*, state: str, audience: str, holder: str, successor: str, name: str, active: bool, roles: Collection[str]
) -> None:
	"""Refuse a handover that makes no sense.

	Args:
		state: review state of the deadline.
		audience: group that the duty is given to each of; empty for one lead.
		holder, successor: member who has it, member who is to have it.
		name: full name of the successor, or what was given as one.
		active: the successor is in the organization today.
		roles: what the successor is to the task so far.

	Raises:
		BadHandover: says why.
	"""
	if not active:
		raise BadHandover(N_("There is no member “{member}” in this organization."), member=name)
	if audience:
		raise BadHandover(
			N_("Everybody in the group has this duty herself; it cannot be handed over. Waive it instead.")
		)
	if state not in review.OPEN_STATES:
		raise BadHandover(N_("The work is finished or under review; it can no longer be handed over."))
	if holder == successor:
		raise BadHandover(N_("{member} is responsible already."), member=name)
	if access.REVIEWER in roles:
		raise BadHandover(N_("{member} reviews this work and cannot do it herself."), member=name)
