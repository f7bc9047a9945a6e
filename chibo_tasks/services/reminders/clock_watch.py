"""Keeps the clock's last trusted moment of each organization, and holds back what a leap of the clock would send."""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain.access import DECIDERS, Actor
from chibo_tasks.domain.identity import identity
from chibo_tasks.domain.reminders.clock_watch import Trust
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import audit, people, rows
from chibo_tasks.services.notify import MESSAGE, NOTICE
from chibo_tasks.services.plans import require_decider

KEPT_FOR = timedelta(hours=1)


def look(row: Any, now: datetime) -> Trust:
	"""Judge the clock of one organization, and announce the beginning of a hold.

	Args:
		row: name, seen_at and held_since of the organization's sweep.
		now: local time of the organization.
	"""
	before = Trust(row.seen_at, row.held_since)
	after = before.at(now)
	if after.is_held and after != before:
		_store(row.name, after)
		_announce(row.name, now)
	return after


def trust(organization: str, row: Any, after: Trust) -> None:
	"""Remember the moment that was seen, once an hour."""
	before = Trust(row.seen_at, row.held_since)
	if before.seen is None or before.is_held or not timedelta(0) <= after.seen - before.seen < KEPT_FOR:
		_store(organization, after)


def watch() -> frozenset[str]:
	"""Look at the clock for every organization, before anything is sent; return those on hold."""
	organization, state = frappe.qb.DocType("Chibo Organization"), frappe.qb.DocType("Chibo Sweep")
	found = (
		frappe.qb.from_(state)
		.join(organization)
		.on(organization.name == state.organization)
		.select(organization.name, organization.time_zone, state.seen_at, state.held_since)
		.where(organization.disabled == 0)
		.orderby(organization.name)
		.run(as_dict=True)
	)
	return frozenset(row.name for row in found if look(row, clock.now(row.time_zone)).is_held)


def confirm(actor: Actor, organization: str) -> None:
	"""The secretary says that the clock is right: what is held goes on at once.

	Raises:
		NotFound; frappe.PermissionError; BadInput: nothing is held.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	held = frappe.db.get_value(
		"Chibo Sweep",
		{"organization": organization},
		["seen_at", "held_since"],
		as_dict=True,
		for_update=True,
	)
	if held.held_since is None:
		refuse(_("Nothing is held back."))
	now = clock.now(people.zone(organization))
	_store(organization, Trust(now))
	audit.record(
		organization,
		[
			audit.Event(
				action="confirm clock",
				subject_type="Chibo Sweep",
				subject=organization,
				before={"seen_at": held.seen_at, "held_since": held.held_since},
				after={"seen_at": now},
				member=people.acting_member(actor, organization),
			)
		],
	)


def _store(organization: str, state: Trust) -> None:
	frappe.db.set_value(
		"Chibo Sweep",
		{"organization": organization},
		{"seen_at": state.seen, "held_since": state.held_since},
		update_modified=False,
	)


def _announce(organization: str, now: datetime) -> None:
	"""Tell the secretary and the deputy in the bell; nothing leaves the system while its clock is in doubt."""
	rows.insert(
		"Chibo Message",
		MESSAGE,
		[
			{
				"name": identity(one.name, NOTICE, str(now)),
				"organization": organization,
				"member": one.name,
				"kind": NOTICE,
				"day": now.date(),
				"sent_at": now,
			}
			for one in people.persons(organization)
			if one.position in DECIDERS and one.is_active(now.date())
		],
		ignore_duplicates=True,
	)
