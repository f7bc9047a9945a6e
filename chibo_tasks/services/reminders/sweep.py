"""The sweep: once a working day, everything that has fallen due since the last one becomes ledger rows, one message per member,
and outbox rows, each by one set-based statement.

The organization's sweep record is locked first and moved on in the same transaction. Two sweeps at once are one after the other,
and the second finds the day done; a sweep that dies leaves nothing and is repeated whole. Names of all rows are derived
from what they are about, so even a record restored from yesterday's backup cannot make a second one.
"""

from datetime import date, datetime, timedelta
from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.domain import reminders
from chibo_tasks.domain.reminders.hours import Hours
from chibo_tasks.domain.reminders.rules import Rule
from chibo_tasks.services import calendars, rounds
from chibo_tasks.services.reminders import clock_watch, crew, digests, due, rules
from chibo_tasks.services.reminders.due import Found, Span

PLAUSIBLE = timedelta(days=2)
"""A sweep further ahead of today was made by a clock that was wrong."""


def run() -> None:
	"""Job: sweep every organization."""
	rounds.each("the sweep", _organizations(), _sweep_one, _remember)


def sweep(organization: str | None = None) -> int:
	"""Plan every reminder that has fallen due, in the caller's transaction; running it again finds nothing.

	Args:
		organization: sweep this one only; default: all that are not disabled.

	Returns:
		Number of organizations for which something was written.
	"""
	return sum(_sweep_one(row) for row in _organizations(organization))


def _organizations(only: str | None = None) -> list[Any]:
	"""Organizations with the state of their sweep and the hours they are written to, in one statement."""
	row, state, own = (frappe.qb.DocType(f"Chibo {name}") for name in ("Organization", "Sweep", "Settings"))
	return (
		frappe.qb.from_(row)
		.left_join(state)
		.on(state.organization == row.name)
		.left_join(own)
		.on(own.organization == row.name)
		.select(
			row.name,
			row.time_zone,
			state.swept_on,
			state.seen_at,
			state.held_since,
			state.epoch,
			own.working_days_only,
			own.quiet_from,
			own.quiet_to,
			own.digest_hour,
		)
		.where(row.name == only if only else row.disabled == 0)
		.orderby(row.name)
		.run(as_dict=True)
	)


def _sweep_one(row: Any) -> bool:
	now = clock.now(row.time_zone)
	trust = clock_watch.look(row, now)
	if trust.is_held:
		return False
	since = row.swept_on
	if since is not None and since - now.date() > PLAUSIBLE:
		return _back_from_the_future(row, now)
	hours = Hours.of(row)
	if (since is not None and since >= now.date()) or not _goes_out(row.name, now.date(), hours):
		clock_watch.trust(row.name, row, trust)
		return False
	known = rules.of(row.name)
	span = Span(row.name, since, now.date(), row.epoch or 0)
	found = due.look(span, known)
	if found and not _write(span, known, found, now, hours):
		return False
	_done(
		row.name, {"swept_on": now.date(), "swept_at": now, "seen_at": now, "held_since": None, "error": ""}
	)
	return bool(found)


def _goes_out(organization: str, today: date, hours: Hours) -> bool:
	return not hours.working_days_only or calendars.of(organization, [today.year]).is_working(today)


def _write(span: Span, known: tuple[Rule, ...], found: Found, now: datetime, hours: Hours) -> bool:
	"""Write what is due unless somebody else has just done so; whoever waits here finds the day done."""
	state = frappe.db.get_value(
		"Chibo Sweep",
		{"organization": span.organization},
		["swept_on", "epoch"],
		as_dict=True,
		for_update=True,
	)
	if (state.swept_on, state.epoch or 0) != (span.since, span.epoch):
		return False
	present = crew.of(span.organization, span.today)
	spoken = due.write(span, known, found, present)
	urgent = [rule.key for rule in known if rule.is_urgent and rule.key in spoken]
	if found.waiting:
		digests.gather_waiting(span, {*present.away, *present.redirected})
	digests.write(span, now, hours, urgent)
	return True


def _back_from_the_future(row: Any, now: datetime) -> bool:
	"""The clock was ahead for long enough to be believed, and days were swept that have not come yet.

	What was said for them was said and stays in the ledger; from the last day that had really come, it is told anew in its time.
	"""
	ledger = frappe.qb.DocType("Chibo Reminder")
	[last] = (
		frappe.qb.from_(ledger)
		.select(ledger.day)
		.where(
			(ledger.organization == row.name)
			& ledger.state.isin([reminders.MERGED, reminders.SUPPRESSED])
			& (ledger.day <= now.date())
			& ledger.rule.notin(list(reminders.EVENTS))
		)
		.orderby(ledger.day, order=frappe.qb.desc)
		.limit(1)
		.run(pluck=True)
	) or [now.date() - timedelta(days=1)]
	_done(row.name, {"swept_on": last, "epoch": (row.epoch or 0) + 1, "seen_at": now, "held_since": None})
	return _sweep_one(_organizations(row.name)[0])


def _done(organization: str, values: dict[str, Any]) -> None:
	frappe.db.set_value("Chibo Sweep", {"organization": organization}, values, update_modified=False)


def _remember(organization: str, error: str) -> None:
	_done(organization, {"error": error})
