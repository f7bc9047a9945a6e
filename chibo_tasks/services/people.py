"""Users as the rules see them, and the people of a task."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock
from chibo_tasks.domain.access import Actor, Membership
from chibo_tasks.domain.staffing import Absence, Person, is_active, stood_in_for


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
		if is_active(row.joined_on, row.left_on, clock.today(row.time_zone))
	)
	return Actor(
		user=user,
		memberships=seats,
		below=_below({seat.organization for seat in seats}),
		stood_in_for=_stood_in_for(seats, {row.organization: clock.today(row.time_zone) for row in rows}),
	)


def acting_member(who: Actor, organization: str) -> str:
	"""The member record with which `who` acts in `organization`.

	Raises:
		frappe.PermissionError: the user has no active seat there.
	"""
	seat = who.seat(organization)
	if seat is None:
		frappe.throw(_("You are not an active member of this organization."), frappe.PermissionError)
	return seat.member


def zone(organization: str) -> str:
	"""IANA time zone of `organization`."""
	return frappe.db.get_value("Chibo Organization", organization, "time_zone") or clock.DEFAULT_ZONE


def of_task(task: str, *, for_update: bool = False) -> dict[str, set[str]]:
	"""Member → roles that they hold on `task` now.

	Args:
		for_update: read the newest committed seats and lock them, where what is written depends on them.
	"""
	seat = frappe.qb.DocType("Chibo Task Member")
	query = (
		frappe.qb.from_(seat)
		.select(seat.member, seat.role)
		.where((seat.task == task) & seat.until.isnull())
		.orderby(seat.name)
	)
	roles: dict[str, set[str]] = {}
	for member, role in (query.for_update() if for_update else query).run():
		roles.setdefault(member, set()).add(role)
	return roles


def below(who: Actor, organization: str) -> list[Any]:
	"""Cells under `organization` into which `who` may look, by name: rows of name and organization_name."""
	names = sorted(who.below.get(organization, frozenset()))
	if not names:
		return []
	return frappe.get_all(
		"Chibo Organization",
		filters={"name": ["in", names], "kind": "Party Cell"},
		fields=["name", "organization_name"],
		order_by="organization_name, name",
	)


def absences(organizations: Iterable[str], day: date | None = None) -> list[Absence]:
	"""Absences in `organizations`, by member and start.

	Args:
		day: only those that cover this day.
	"""
	row = frappe.qb.DocType("Chibo Absence")
	condition = row.organization.isin(sorted(organizations) or [""])
	if day is not None:
		condition &= (row.from_date <= day) & (row.to_date.isnull() | (row.to_date >= day))
	found = (
		frappe.qb.from_(row)
		.select(row.member, row.kind, row.from_date, row.to_date, row.stand_in)
		.where(condition)
		.orderby(row.member)
		.orderby(row.from_date)
		.run()
	)
	return [Absence(*one) for one in found]


def persons(organization: str) -> list[Person]:
	"""All members of `organization`, present and former, as the staffing rules take them."""
	rows = frappe.get_all(
		"Chibo Member",
		filters={"organization": organization},
		fields=["name", "full_name", "position", "party_status", "unit", "joined_on", "left_on"],
		order_by="full_name, name",
	)
	return [Person(**row) for row in rows]


def _stood_in_for(seats: Sequence[Membership], today: dict[str, date]) -> frozenset[str]:
	"""Absent members for whom one of `seats` acts; one statement, and none where nobody is away."""
	organizations = {seat.organization for seat in seats}
	if not organizations:
		return frozenset()
	found: set[str] = set()
	for organization in sorted(organizations):
		away = absences([organization], today[organization])
		found |= stood_in_for(away, [seat.member for seat in seats], today[organization])
	return frozenset(found)


def _below(organizations: set[str]) -> dict[str, frozenset[str]]:
	"""Organization → everything under it that is not disabled, for each of `organizations`."""
	if not organizations:
		return {}
	rows = frappe.get_all(
		"Chibo Organization",
		filters={"parent_organization": ["is", "set"]},
		fields=["name", "parent_organization", "disabled"],
		order_by="name",
	)
	children: dict[str, list[str]] = {}
	disabled = {row.name for row in rows if row.disabled}
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
		below[top] = frozenset(found - disabled)
	return below


def has_seat() -> bool:
	"""True when the session's user is an active member somewhere; decides on the entry of the apps screen."""
	return bool(actor().memberships)
