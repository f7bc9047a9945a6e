"""Figures, each with the list behind it."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import figures


@endpoint("GET")
def get(organization: str, start: str, end: str, plan: str = "") -> dict[str, Any]:
	"""Totals, sections, members by month, units, targets and open decisions over the deadlines due in a span.

	Args:
		organization: name of the organization.
		start, end: first and last due date, yyyy-mm-dd.
		plan: only work that comes from this plan, and only its counted targets.
	"""
	return figures.overview(
		current_actor(),
		organization,
		arguments.required_day(start, "start"),
		arguments.required_day(end, "end"),
		plan,
	)
