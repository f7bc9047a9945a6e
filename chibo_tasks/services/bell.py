"""A member's own messages."""

from typing import Any

import frappe
from frappe import _
from pypika import Criterion

from chibo_tasks import clock, permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import notify, people, wording
from chibo_tasks.services.channels import desk

PAGE = 50
MOST_UNREAD = 500


def entries(who: Actor, limit: int = PAGE) -> list[dict[str, Any]]:
	"""The newest messages of `who` with their lines; a message none of whose work is visible any more is left out."""
	message = frappe.qb.DocType("Chibo Message")
	rows = (
		frappe.qb.from_(message)
		.select(message.name, message.kind, message.day, message.sent_at, message.read_at)
		.where(permissions.scope(who, "Chibo Message", message) & _has_come(who, message))
		.orderby(message.sent_at, order=frappe.qb.desc)
		.orderby(message.name)
		.limit(min(limit, PAGE))
		.run(as_dict=True)
	)
	lines = wording.lines(who, [row.name for row in rows])
	return [
		{
			"name": row.name,
			"kind": row.kind,
			"sent_at": str(row.sent_at),
			"read": row.read_at is not None,
			"lines": [
				{
					"deadline": line.deadline,
					"text": line.text,
					"urgent": line.urgent,
					"group": _(wording.GROUPS[line.group]),
				}
				for line in lines.get(row.name, [])
			]
			if row.kind != notify.NOTICE
			else [{"deadline": None, "text": wording.notice(row.sent_at), "urgent": True, "group": ""}],
		}
		for row in rows
		if row.name in lines or row.kind == notify.NOTICE
	]


def unread(who: Actor) -> int:
	"""How many of the newest messages of `who` are unread, of those that `entries` shows; at most `MOST_UNREAD`."""
	message = frappe.qb.DocType("Chibo Message")
	rows = (
		frappe.qb.from_(message)
		.select(message.name, message.kind)
		.where(
			permissions.scope(who, "Chibo Message", message)
			& message.read_at.isnull()
			& _has_come(who, message)
		)
		.orderby(message.sent_at, order=frappe.qb.desc)
		.orderby(message.name)
		.limit(MOST_UNREAD)
		.run(as_dict=True)
	)
	lines = wording.lines(who, [row.name for row in rows])
	return sum(row.name in lines or row.kind == notify.NOTICE for row in rows)


def _has_come(who: Actor, message: Any) -> Criterion:
	"""A digest that waits for its hour is not there yet; the hour is that of the organization's time zone."""
	return Criterion.any(
		(message.organization == organization) & (message.sent_at <= clock.now(people.zone(organization)))
		for organization in sorted({seat.organization for seat in who.memberships} or {""})
	)


def mark_read(who: Actor, names: list[str]) -> None:
	"""Mark messages of `who` as read; names of other people's messages are passed over."""
	message = frappe.qb.DocType("Chibo Message")
	for organization in {seat.organization for seat in who.memberships}:
		frappe.qb.update(message).set(message.read_at, clock.now(people.zone(organization))).where(
			message.name.isin(names)
			& (message.organization == organization)
			& message.member.isin(sorted(who.members))
			& message.read_at.isnull()
		).run()
	desk.clear(names)
