"""More time: asked for, decided."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import detail, extensions


@endpoint("POST")
def ask(deadline: str, due_date: str, reason: str) -> dict[str, Any]:
	"""Ask for a later due date for one's own work.

	Args:
		deadline: name of the deadline.
		due_date: date asked for, yyyy-mm-dd.
		reason: why.
	"""
	actor = current_actor()
	extensions.ask(actor, deadline, arguments.required_day(due_date, "due_date"), reason)
	return detail.detail(actor, deadline)


@endpoint("POST")
def decide(extension: str, grant: bool, reason: str, due_date: str = "") -> dict[str, Any]:
	"""Grant or refuse a request.

	Args:
		extension: name of the request.
		grant: true to grant it.
		reason: why.
		due_date: date granted, where it is another than the one asked for.
	"""
	actor = current_actor()
	deadline = extensions.decide(
		actor, extension, grant=bool(grant), reason=reason, due=arguments.day(due_date, "due_date")
	)
	return detail.detail(actor, deadline.name)


@endpoint("GET")
def waiting() -> list[dict[str, Any]]:
	"""Requests that the user may decide, oldest first."""
	return extensions.waiting(current_actor())
