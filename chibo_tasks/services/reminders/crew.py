"""The people of an organization on the day of a sweep: who is away, who acts for whom, who holds which office."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import frappe
from pypika import Criterion

from chibo_tasks.domain import access, staffing
from chibo_tasks.services import people


@dataclass(frozen=True)
class Crew:
	"""The people of an organization on one day.

	Attributes:
		redirected: absent member → who acts for her.
		away: absent members for whom nobody acts.
		former: members who are not in the organization on that day.
		secretaries: who escalations end at, in order.
		in_charge: unit → committee member in charge of it.
		deputy: who is in charge where no unit says otherwise.
	"""

	redirected: Mapping[str, str]
	away: frozenset[str]
	former: frozenset[str]
	secretaries: tuple[str, ...]
	in_charge: Mapping[str, str]
	deputy: str | None


def of(organization: str, today: date) -> Crew:
	"""The people of `organization` on `today`."""
	absences = people.absences([organization], today)
	in_charge = _in_charge(organization)
	persons = _who_counts(organization, today, {one.member for one in absences} | {*in_charge.values()})
	active = {one.name for one in persons if one.is_active(today)}
	absent = sorted(active & {one.member for one in absences})
	acting = {name: staffing.acting_for(absences, name, today) for name in absent}
	offices = _offices(persons, active)
	secretaries = [one.name for one in offices if one.position == access.SECRETARY]
	deputies = [one.name for one in offices if one.position == access.DEPUTY_SECRETARY]
	return Crew(
		redirected={name: other for name, other in acting.items() if other not in (None, name)},
		away=frozenset(name for name, other in acting.items() if other is None),
		former=frozenset(one.name for one in persons) - active,
		secretaries=tuple(secretaries or [one.name for one in offices]),
		in_charge={unit: member for unit, member in in_charge.items() if member in active},
		deputy=next(iter([*deputies, *secretaries]), None),
	)


def _who_counts(organization: str, today: date, named: Collection[str]) -> list[staffing.Person]:
	"""`named`, the committee, and those who have left or not come yet; all others are simply there."""
	member = frappe.qb.DocType("Chibo Member")
	counts = (
		member.position.isin(sorted(access.COMMITTEE)) | (member.joined_on > today) | (member.left_on < today)
	)
	if named:
		counts |= member.name.isin(sorted(named))
	rows = (
		frappe.qb.from_(member)
		.select(
			member.name,
			member.full_name,
			member.position,
			member.party_status,
			member.unit,
			member.joined_on,
			member.left_on,
		)
		.where((member.organization == organization) & counts)
		.orderby(member.name)
		.run(as_dict=True)
	)
	return [staffing.Person(**row) for row in rows]


def _offices(persons: list[staffing.Person], active: set[str]) -> list[staffing.Person]:
	"""The committee, the secretary first."""
	return sorted(
		(one for one in persons if one.name in active and one.position in access.COMMITTEE),
		key=lambda one: (access.POSITIONS.index(one.position), one.name),
	)


def _in_charge(organization: str) -> dict[str, str]:
	rows = frappe.get_all(
		"Chibo Organization",
		filters={"parent_organization": organization, "in_charge": ["is", "set"]},
		fields=["name", "in_charge"],
		order_by="name",
	)
	return {row.name: row.in_charge for row in rows}


def returned(organization: str, since: date | None, today: date) -> dict[date, list[str]]:
	"""First day of an absence that has ended since the last sweep → the members who are back from it, by name."""
	if since is None:
		return {}
	absence = frappe.qb.DocType("Chibo Absence")
	rows = (
		frappe.qb.from_(absence)
		.select(absence.member, absence.from_date)
		.where(back(organization, since, today))
		.orderby(absence.member)
		.orderby(absence.from_date, order=frappe.qb.desc)
		.run()
	)
	begins = dict(rows)  # of several absences the earliest begin stays
	found: dict[date, list[str]] = {}
	for member, begin in begins.items():
		found.setdefault(begin, []).append(member)
	return found


def back(organization: str, since: date, today: date) -> Criterion:
	"""Absences that covered the day of the last sweep, or a later one, and have ended."""
	absence = frappe.qb.DocType("Chibo Absence")
	return (absence.organization == organization) & (absence.to_date < today) & (absence.to_date >= since)
