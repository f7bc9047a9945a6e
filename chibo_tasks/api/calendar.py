"""The user's own deadlines in the calendar of her phone or laptop."""

from typing import Any

from frappe.rate_limiter import rate_limit
from werkzeug.wrappers import Response

from chibo_tasks.api import pages
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services import calendar_feed


@endpoint("GET")
def show() -> list[dict[str, Any]]:
	"""The user's seats and whether each has a feed: {member, organization, active}."""
	return calendar_feed.feeds(current_actor())


@endpoint("POST")
def create(organization: str) -> str:
	"""Make a feed and return its address to subscribe to; it is not shown again, and an earlier one ends.

	Args:
		organization: where the deadlines are.
	"""
	return calendar_feed.create(current_actor(), organization)


@endpoint("POST")
def revoke(organization: str) -> None:
	"""End the feed; whoever holds its address gets nothing any more.

	Args:
		organization: where the deadlines are.
	"""
	calendar_feed.revoke(current_actor(), organization)


@endpoint("GET", guest=True)
@rate_limit(limit=1200, seconds=600)
def feed(token: str = "") -> Response:
	"""The calendar file (RFC 5545) for whoever holds the token; open deadlines of one member, nothing restricted.

	Args:
		token: the secret part of the feed's address.
	"""
	content = calendar_feed.render(token)
	if content is None:
		return pages.not_found()
	return Response(
		content,
		content_type="text/calendar; charset=utf-8",
		headers={
			"Content-Disposition": 'inline; filename="viec-cua-toi.ics"',
			"Cache-Control": "private, no-store",
		},
	)
