"""The people of the user's organizations, and when they are not there."""

from typing import Any

from chibo_tasks import permissions
from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import directory, people, upkeep


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
