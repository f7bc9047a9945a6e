"""How far a member can be reached, and everything that keeps an organization's reminders from arriving."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain import access
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.reminders.clock_watch import HOLD
from chibo_tasks.domain.reminders.hours import BadHour, Hours
from chibo_tasks.exceptions import say
from chibo_tasks.services import occurrences, outreach, people, settings
from chibo_tasks.services.plans import require_decider
from chibo_tasks.services.reminders import rules

MOST = 500


def of_member(name: str) -> Iterator[str]:
	"""Why messages to one member stay in the bell, or reach nobody."""
	for row in _members(name=name):
		yield from _gaps(row)


def state(actor: Actor, organization: str) -> dict[str, Any]:
	"""How an organization's reminders run, for the secretary.

	Returns:
		{swept_on, swept_at, held_since, held_until, problems: [text]}; times are local, null for never.

	Raises:
		NotFound; frappe.PermissionError.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	row = _sweep(organization)
	held = row.held_since
	return {
		"swept_on": _text(row.swept_on),
		"swept_at": _text(row.swept_at),
		"held_since": _text(held),
		"held_until": _text(held and held + HOLD),
		"problems": [
			*problems(organization),
			*_leaderless(actor, organization),
			*_refused(actor, organization),
		],
	}


def problems(organization: str) -> Iterator[str]:
	"""Everything that is wrong with an organization's reminders before any is sent, in sentences."""
	row, own = _sweep(organization), settings.of(organization)
	if row.held_since:
		yield _("The clock has leapt; reminders are held since {at}.").format(
			at=f"{row.held_since:%H:%M %d/%m/%Y}"
		)
	if row.error:
		yield _("The last run failed and is repeated: {error}").format(error=row.error)
	if row.opening_error:
		yield _("Recurring duties could not be opened; this is tried again every hour: {error}").format(
			error=row.opening_error
		)
	for rule, reason in rules.broken(organization):
		yield _("The stored rule “{rule}” is passed over: {reason}").format(
			rule=rules.label(rule), reason=reason
		)
	try:
		Hours(bool(own.working_days_only), own.quiet_from, own.quiet_to, own.digest_hour)
	except BadHour as error:
		yield say(error)
	today = clock.today(people.zone(organization))
	active = [one for one in people.persons(organization) if one.is_active(today)]
	if not any(one.position in access.DECIDERS for one in active):
		yield _("There is neither a secretary nor a deputy: nobody is told of what is late.")
	members = {one.name for one in active}
	for member in _members(organization=organization):
		if member.name in members:
			yield from _gaps(member, of_choice=False)


def _sweep(organization: str) -> Any:
	return frappe.db.get_value(
		"Chibo Sweep",
		{"organization": organization},
		["swept_on", "swept_at", "held_since", "error", "opening_error"],
		as_dict=True,
	)


def _members(**match: str) -> list[Any]:
	member, user = frappe.qb.DocType("Chibo Member"), frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(member)
		.left_join(user)
		.on(user.name == member.user)
		.select(
			member.name,
			member.full_name,
			member.user,
			member.email,
			member.mail_digest,
			member.mail_events,
			user.email.as_("user_email"),
			user.enabled,
		)
		.orderby(member.full_name)
		.orderby(member.name)
		.limit(MOST)
	)
	for column, value in match.items():
		query = query.where(member[column] == value)
	return query.run(as_dict=True)


def _gaps(row: Any, *, of_choice: bool = True) -> Iterator[str]:
	if not row.user:
		yield _("{member} has no account: nothing can be shown or sent.").format(member=row.full_name)
	elif not row.enabled:
		yield _("The account of {member} is disabled: nothing can be shown or sent.").format(
			member=row.full_name
		)
	elif not (row.email or row.user_email):
		yield _("{member} has no e-mail address: reminders are in the bell only.").format(
			member=row.full_name
		)
	elif of_choice and not row.mail_digest:
		yield _("{member} has switched off the daily message by e-mail: reminders are in the bell.").format(
			member=row.full_name
		)


def _leaderless(actor: Actor, organization: str) -> Iterator[str]:
	"""Duties that nobody gets any more, of those that `actor` may know of."""
	found = occurrences.leaderless(organization)
	task = frappe.qb.DocType("Chibo Task")
	visible = set(
		frappe.qb.from_(task)
		.select(task.name)
		.where(
			task.name.isin([one.name for one in found] or [""]) & permissions.scope(actor, "Chibo Task", task)
		)
		.orderby(task.name)
		.run(pluck=True)
	)
	names = {one.name: one.full_name for one in people.persons(organization)}
	for one in found[:MOST]:
		if one.name in visible:
			yield _(
				"“{task}” comes back, but {member}, who leads it, has left: nothing new is opened. "
				"Hand over the open work, or assign it anew."
			).format(task=one.title, member=names.get(one.lead, "—"))


def _refused(actor: Actor, organization: str) -> Iterator[str]:
	for one in outreach.failing(actor, organization):
		channel = one["channel"]
		yield _("{member} ({channel}): {error}").format(
			member=one["full_name"],
			channel=_(channel, context="Chibo Outbox"),
			error=f"{one['reason']} ({one['detail']})" if one["detail"] else one["reason"],
		)


def _text(value: Any) -> str | None:
	return None if value is None else str(value)
