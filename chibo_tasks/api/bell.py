"""The user's own messages."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import bell


@endpoint("GET")
def listing() -> list[dict[str, Any]]:
	"""The newest messages with their lines."""
	return bell.entries(current_actor())


@endpoint("POST")
def mark_read(messages: str | list) -> None:
	"""Mark messages as read.

	Args:
		messages: names of messages (list or its JSON).
	"""
	bell.mark_read(current_actor(), arguments.names(messages, "messages"))
