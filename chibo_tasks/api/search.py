"""Search, typed with or without accents."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import finder


@endpoint("GET")
def find(query: str, limit: str | int = 20) -> dict[str, list[dict[str, Any]]]:
	"""Tasks, plan sentences, members and evidence that contain every word, exact accents first.

	Args:
		query: what was typed.
		limit: at most so many of each kind.
	"""
	return finder.find(current_actor(), query, arguments.count(limit, "limit"))
