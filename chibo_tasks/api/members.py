"""The people of the user's organizations: who belongs to them, and when they are not there."""

from typing import Any

from chibo_tasks import permissions
from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import directory, membership, people, upkeep


@endpoint("GET")
def listing(organization: str) -> list[dict[str, Any]]:
	"""Members of one organization by name, with unit, absences and open work as far as the user may know.

	Args:
		organization: name of the organization.
	"""
	return directory.members(current_actor(), organization)


@endpoint("GET")
def get(member: str, start: str, end: str) -> dict[str, Any]:
	"""One member with every absence and, as far as the user may know, the figures of her work.

	Args:
		member: name of the member.
		start, end: first and last due date of the work that is counted, yyyy-mm-dd.
	"""
	return directory.member(
		current_actor(), member, arguments.required_day(start, "start"), arguments.required_day(end, "end")
	)


@endpoint("GET")
def units(organization: str) -> list[dict[str, str]]:
	"""Units of one organization: {name, organization_name, kind}.

	Args:
		organization: name of the organization.
	"""
	actor = current_actor()
	permissions.load(actor, "Chibo Organization", organization)
	return directory.units(organization)


@endpoint("POST")
def add(
	organization: str,
	full_name: str,
	email: str = "",
	position: str = "Member",
	unit: str = "",
	joined_on: str = "",
	party_status: str = "Official",
) -> dict[str, str]:
	"""Enter a member; return {member, login, password}. The first password of a new account is told this once.

	Args:
		organization: name of the organization.
		full_name: the member's full name.
		email: her address and login; none for somebody without an account. A user who is there keeps her password.
		position: "Secretary", "Deputy Secretary", "Committee Member", "Member" or "Observer".
		unit: unit of the organization, or none.
		joined_on: first day in the organization, yyyy-mm-dd, or none.
		party_status: "Official", "Probationary" or "Not a Member".
	"""
	values = {
		"full_name": full_name,
		"position": position,
		"party_status": party_status,
		"unit": unit,
		"joined_on": arguments.day(joined_on, "joined_on"),
	}
	return membership.add(current_actor(), organization, values, email)


@endpoint("POST")
def change(
	member: str,
	full_name: str | None = None,
	email: str | None = None,
	position: str | None = None,
	unit: str | None = None,
	joined_on: str | None = None,
	party_status: str | None = None,
) -> dict[str, str]:
	"""Change what is known of a member; what is not named stays. Returns as `add`.

	Args:
		member: name of the member.
		full_name, position, unit, joined_on, party_status: as for `add`; empty takes a unit or day away.
		email: gives an account to somebody without one; otherwise where messages go, while the login stays.
	"""
	given = {
		"full_name": full_name,
		"position": position,
		"party_status": party_status,
		"unit": unit,
		"joined_on": joined_on,
	}
	values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
	if "joined_on" in values:
		values["joined_on"] = arguments.day(values["joined_on"], "joined_on")
	return membership.change(current_actor(), member, values, email)


@endpoint("POST")
def leave(member: str, left_on: str, reason: str) -> None:
	"""Enter the last day of a member in the organization; her open work stays hers until it is handed over.

	Args:
		member: name of the member.
		left_on: last day, yyyy-mm-dd.
		reason: why, for the audit trail.
	"""
	membership.leave(current_actor(), member, arguments.required_day(left_on, "left_on"), reason)


@endpoint("POST")
def rejoin(member: str) -> None:
	"""Take back that a member leaves or left.

	Args:
		member: name of the member.
	"""
	membership.rejoin(current_actor(), member)


@endpoint("POST")
def add_absence(
	member: str, kind: str, from_date: str, to_date: str = "", stand_in: str = "", reason: str = ""
) -> str:
	"""Enter days on which a member is not there, and who acts for her; return the absence's name.

	Args:
		member: who is away.
		kind: "Leave", "Transfer" or "Exemption".
		from_date, to_date: first and last day, yyyy-mm-dd; no last day while nobody knows.
		stand_in: member who acts for her.
		reason: remark.
	"""
	return upkeep.add_absence(
		current_actor(),
		member,
		kind,
		arguments.required_day(from_date, "from_date"),
		arguments.day(to_date, "to_date"),
		stand_in,
		reason,
	)


@endpoint("POST")
def end_absence(absence: str, to_date: str) -> None:
	"""Say when an absence ends, or ended.

	Args:
		absence: name of the absence.
		to_date: last day, yyyy-mm-dd.
	"""
	upkeep.end_absence(current_actor(), absence, arguments.required_day(to_date, "to_date"))


@endpoint("GET")
def acting_for_me() -> list[str]:
	"""Members for whom the user stands in today."""
	return sorted(people.actor().stood_in_for)
