"""Settings and calendar of an organization."""

from typing import Any

from chibo_tasks import permissions
from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import directory, upkeep


@endpoint("GET")
def get(organization: str) -> dict[str, Any]:
	"""The settings of one organization.

	Args:
		organization: name of the organization.
	"""
	permissions.load(current_actor(), "Chibo Organization", organization)
	return directory.settings_of(organization)


@endpoint("POST")
def save(organization: str, values: str | dict) -> dict[str, Any]:
	"""Change settings and return them all.

	Args:
		organization: name of the organization.
		values: the settings to change.
	"""
	upkeep.save_settings(current_actor(), organization, arguments.mapping(values, "values"))
	return directory.settings_of(organization)


@endpoint("GET")
def holidays(organization: str, year: str | int) -> list[dict[str, Any]]:
	"""Free days and swapped working days of one year: {day, title, working, correction}.

	Args:
		organization: name of the organization.
		year: calendar year.
	"""
	permissions.load(current_actor(), "Chibo Organization", organization)
	return directory.holidays(organization, min(max(arguments.count(year, "year"), 2000), 2100))


@endpoint("POST")
def correct_day(organization: str, day: str, kind: str, title: str, source: str = "") -> None:
	"""Enter or change a holiday or working day that differs from the public calendar.

	Args:
		organization: name of the organization.
		day: yyyy-mm-dd.
		kind: "Holiday" or "Working Day".
		title: name of the day.
		source: announcement that it comes from.
	"""
	upkeep.correct_day(current_actor(), organization, arguments.required_day(day, "day"), kind, title, source)
