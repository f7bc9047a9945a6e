"""A member's own deadlines as a calendar to subscribe to: made on demand for whoever holds the token, nothing restricted."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_url

from chibo_tasks import clock, permissions
from chibo_tasks.domain import calendar_feed, review
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import audit, people
from chibo_tasks.services.channels.parcel import language_of

METHOD = "/api/method/chibo_tasks.api.calendar.feed"
SHOWN = (*review.OPEN_STATES, review.SUBMITTED, review.APPROVED)
PAST, AHEAD = timedelta(days=90), timedelta(days=400)
MOST = 2000


def feeds(who: Actor) -> list[dict[str, Any]]:
	"""Each seat of the user, and whether it has a feed: [{member, organization, active}]."""
	return [
		{
			"member": seat.member,
			"organization": seat.organization,
			"active": bool(frappe.db.get_value("Chibo Member", seat.member, "feed_token")),
		}
		for seat in who.memberships
	]


def create(who: Actor, organization: str) -> str:
	"""Make a feed for the seat in `organization` and return its address, which is not shown again; an earlier one ends."""
	token = secrets.token_urlsafe(32)
	_store(people.acting_member(who, organization), organization, _digest(token), "create calendar feed")
	return get_url(f"{METHOD}?token={token}")


def revoke(who: Actor, organization: str) -> None:
	"""End the feed of the seat in `organization`."""
	_store(people.acting_member(who, organization), organization, None, "revoke calendar feed")


def render(token: str) -> bytes | None:
	"""The calendar that `token` opens, or None when it opens none."""
	member = frappe.db.get_value(
		"Chibo Member", {"feed_token": _digest(token)}, ["name", "organization", "user"], as_dict=True
	)
	if not member or not member.user or not frappe.db.get_value("User", member.user, "enabled"):
		return None
	who = people.actor(member.user)
	if member.name not in who.members:
		return None
	zone = people.zone(member.organization)
	with language_of(member.name):
		name = _("My deadlines – {organization}").format(
			organization=frappe.db.get_value("Chibo Organization", member.organization, "organization_name")
		)
		entries = [_entry(row, zone) for row in _deadlines(who, member.name, zone)]
	return calendar_feed.render(name, zone, urlsplit(get_url("/")).hostname or "chibo", entries)


def _store(member: str, organization: str, hashed: str | None, action: str) -> None:
	frappe.db.set_value("Chibo Member", member, "feed_token", hashed)
	audit.record(
		organization,
		[audit.Event(action=action, subject_type="Chibo Member", subject=member, member=member)],
	)


def _deadlines(who: Actor, member: str, zone: str) -> list[Any]:
	deadline, task = frappe.qb.DocType("Chibo Deadline"), frappe.qb.DocType("Chibo Task")
	today = clock.today(zone)
	return (
		frappe.qb.from_(deadline)
		.join(task)
		.on(task.name == deadline.task)
		.select(deadline.name, deadline.due_date, deadline.state, deadline.modified, task.title)
		.where(
			(deadline.member == member)
			& (deadline.restricted == 0)
			& deadline.state.isin(SHOWN)
			& (deadline.due_date >= today - PAST)
			& (deadline.due_date <= today + AHEAD)
			& permissions.scope(who, "Chibo Deadline", deadline)
		)
		.orderby(deadline.due_date)
		.orderby(deadline.name)
		.limit(MOST)
		.run(as_dict=True)
	)


def _entry(row: Any, zone: str) -> calendar_feed.Entry:
	done = row.state == review.APPROVED
	changed = (
		row.modified if isinstance(row.modified, datetime) else datetime.fromisoformat(str(row.modified))
	)
	return calendar_feed.Entry(
		key=row.name,
		title=_("Done: {task}").format(task=row.title) if done else _("Due: {task}").format(task=row.title),
		due_date=row.due_date,
		changed_at=changed.replace(tzinfo=ZoneInfo(zone)),
		url=get_url(f"/chibo/viec/{row.name}"),
		note=_(row.state, context="Chibo Deadline"),
	)


def _digest(token: str) -> str:
	return hashlib.sha256(token.encode()).hexdigest()
