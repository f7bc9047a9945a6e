"""Platform roles of users, kept in step with their seats."""

from collections.abc import Iterable

import frappe

from chibo_tasks.domain import access
from chibo_tasks.services import people

ROLES = frozenset(access.ROLE_OF_POSITION.values())
MEMBER_ROLE = access.ROLE_OF_POSITION[access.MEMBER]


def sync_roles(users: Iterable[str]) -> None:
	"""Give each user the roles of the seats that are active today, and take away those of no seat."""
	for name in sorted(users):
		wanted = _roles(name)
		present = ROLES & set(frappe.get_roles(name))
		if wanted == present:
			continue
		user = frappe.get_doc("User", name)
		user.flags.ignore_permissions = True
		if wanted - present:
			user.add_roles(*sorted(wanted - present))
		if present - wanted:
			user.remove_roles(*sorted(present - wanted))


def _roles(user: str) -> set[str]:
	positions = {seat.position for seat in people.actor(user).memberships}
	roles = {access.ROLE_OF_POSITION[position] for position in positions}
	if positions - {access.OBSERVER}:
		roles.add(MEMBER_ROLE)
	return roles
