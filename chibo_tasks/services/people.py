"""Users as the rules see them, and the people of a task."""

from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock
from chibo_tasks.domain.access import Actor, Membership
from chibo_tasks.exceptions import BadInput


def actor(user: str | None = None) -> Actor:
	"""The user (default: of the session) with all seats that are active today.

	Args:
		user: login name.
	"""
	user = user or frappe.session.user
	member = frappe.qb.DocType("Chibo Member")
	organization = frappe.qb.DocType("Chibo Organization")
	rows = (
		frappe.qb.from_(member)
		.join(organization)
		.on(organization.name == member.organization)
		.select(
			member.name,
			member.organization,
			member.position,
			member.joined_on,
			member.left_on,
			organization.time_zone,
		)
		.where((member.user == user) & (organization.disabled == 0))
		.orderby(member.name)
		.run(as_dict=True)
	)
	seats = tuple(
		Membership(member=row.name, organization=row.organization, position=row.position)
		for row in rows
		if is_active(row, clock.today(row.time_zone))
	)
	return Actor(user=user, memberships=seats, below=_below({seat.organization for seat in seats}))


def acting_member(who: Actor, organization: str) -> str:
	"""The member record with which `who` acts in `organization`.

	Raises:
		frappe.PermissionError: the user has no active seat there.
	"""
	seat = who.seat(organization)
	if seat is None:
		frappe.throw(_("You are not an active member of this organization."), frappe.PermissionError)
	return seat.member


def is_active(row: Any, today: Any) -> bool:
	"""True from the day of joining to the day of leaving, both included; open ends are open."""
	return not ((row.joined_on and row.joined_on > today) or (row.left_on and row.left_on < today))


def zone(organization: str) -> str:
	"""IANA time zone of `organization`."""
	return frappe.db.get_value("Chibo Organization", organization, "time_zone") or clock.DEFAULT_ZONE


def of_task(task: str) -> dict[str, set[str]]:
	"""Member → roles that they hold on `task` now."""
	roles: dict[str, set[str]] = {}
	for row in frappe.get_all(
		"Chibo Task Member",
		filters={"task": task, "until": ["is", "not set"]},
		fields=["member", "role"],
		order_by="name",
	):
		roles.setdefault(row.member, set()).add(row.role)
	return roles


def check_members(organization: str, members: list[str], day: Any) -> dict[str, Any]:
	"""Return name → row of `members`, all of which must be active members of `organization` on `day`.

	Raises:
		BadInput: one of them is unknown there or is not active; the message names the member.
	"""
	member = frappe.qb.DocType("Chibo Member")
	wanted = sorted(set(members))
	rows = (
		(
			frappe.qb.from_(member)
			.select(
				member.name, member.full_name, member.user, member.joined_on, member.left_on, member.position
			)
			.where((member.organization == organization) & member.name.isin(wanted))
			.orderby(member.name)
			.run(as_dict=True)
		)
		if wanted
		else []
	)
	found = {row.name: row for row in rows}
	for name in members:
		if name not in found:
			frappe.throw(
				_("There is no member “{member}” in this organization.").format(member=name), BadInput
			)
		if not is_active(found[name], day):
			frappe.throw(
				_("{member} is not an active member on this day.").format(member=found[name].full_name),
				BadInput,
			)
	return found


def _below(organizations: set[str]) -> dict[str, frozenset[str]]:
	"""Organization → everything under it, for each of `organizations`."""
	if not organizations:
		return {}
	rows = frappe.get_all(
		"Chibo Organization",
		filters={"parent_organization": ["is", "set"]},
		fields=["name", "parent_organization"],
		order_by="name",
	)
	children: dict[str, list[str]] = {}
	for row in rows:
		children.setdefault(row.parent_organization, []).append(row.name)
	below = {}
	for top in organizations:
		found: set[str] = set()
		queue = list(children.get(top, ()))
		while queue:
			name = queue.pop()
			if name not in found and name != top:
				found.add(name)
				queue.extend(children.get(name, ()))
		below[top] = frozenset(found)
	return below


def has_seat() -> bool:
	"""True when the session's user is an active member somewhere; decides on the entry of the apps screen."""
	return bool(actor().memberships)
