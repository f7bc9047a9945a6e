"""“Why did I (not) get a reminder?”, answered from the ledger, the rules and what stands today."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _

from chibo_tasks import clock, permissions
from chibo_tasks.domain import reminders, review, staffing
from chibo_tasks.domain.access import COMMITTEE, Actor
from chibo_tasks.domain.errors import N_
from chibo_tasks.domain.reminders import rules as kinds
from chibo_tasks.domain.reminders.rules import Rule
from chibo_tasks.exceptions import not_found
from chibo_tasks.services import calendars, people, settings, wording
from chibo_tasks.services.reminders import foresight, reach, rules

MOST = 200
EVENT_LABELS = {
	reminders.ASSIGNED: N_("Given"),
	reminders.SUBMITTED: N_("Handed in"),
	reminders.RETURNED: N_("Returned"),
	reminders.APPROVED: N_("Approved"),
	reminders.WAIVED: N_("Waived"),
	reminders.NOT_DONE: N_("Concluded as not done"),
	reminders.REOPENED: N_("Opened again"),
	reminders.EXTENSION_ASKED: N_("More time asked for"),
	reminders.EXTENSION_GRANTED: N_("More time granted"),
	reminders.EXTENSION_REFUSED: N_("More time refused"),
	reminders.REASSIGNED: N_("Handed over"),
}


def explain(actor: Actor, deadline: str, member: str = "") -> dict[str, Any]:
	"""What a member was told of a deadline, what not and why, and what comes next.

	Args:
		deadline: name of the deadline.
		member: whose reminders; default: the asking user's own.

	Returns:
		{deadline, title, due_date, member, name, answer, history: [{day, rule, label, state, text}], obstacles: [text],
		ahead: [{day, text}]}; `answer` says it in one sentence.

	Raises:
		NotFound: the user may not know of the deadline, or asks about somebody else without being on the committee.
	"""
	doc = permissions.load(actor, "Chibo Deadline", deadline)
	seat = actor.seat(doc.organization)
	member = member or (seat.member if seat else "")
	known = {one.name: one for one in people.persons(doc.organization)}
	own = seat is not None and member == seat.member
	if member not in known or not (own or doc.organization in actor.organizations(COMMITTEE)):
		raise not_found()
	today = clock.today(people.zone(doc.organization))
	own_rules = rules.of(doc.organization)
	history = [
		_told(row, {name: one.full_name for name, one in known.items()}) for row in _ledger(doc.name, member)
	]
	ahead = [
		{"day": str(one.day), "text": _ahead(one, own_rules, doc)}
		for one in foresight.of_deadline(doc.organization, doc.name, own_rules)
		if one.member == member
	]
	obstacles = list(_obstacles(doc, known[member], own_rules, today))
	return {
		"deadline": doc.name,
		"title": frappe.db.get_value("Chibo Task", doc.task, "title"),
		"due_date": str(doc.due_date),
		"member": member,
		"name": known[member].full_name,
		"answer": _answer(known[member].full_name, history, ahead, obstacles),
		"history": history,
		"obstacles": obstacles,
		"ahead": ahead,
	}


def _answer(
	name: str, history: list[dict[str, Any]], ahead: list[dict[str, Any]], obstacles: list[str]
) -> str:
	told = next((one for one in history if one["state"] in (reminders.SENT, reminders.MERGED)), None)
	parts = (
		[_("{member} was last told on {day}.").format(member=name, day=_day(date.fromisoformat(told["day"])))]
		if told
		else [_("{member} has not been told of this work.").format(member=name)]
	)
	if ahead:
		parts.append(_("Next reminder: {day}.").format(day=_day(date.fromisoformat(ahead[0]["day"]))))
	elif obstacles:
		parts.append(obstacles[0])
	else:
		parts.append(_("No further reminder is planned in the next 60 days."))
	return " ".join(parts)


# What was told ---------------------------------------------------------------------------------------------------


def _ledger(deadline: str, member: str) -> list[Any]:
	"""Newest first, with the message's way to each channel."""
	ledger, message, outbox = (
		frappe.qb.DocType(f"Chibo {name}") for name in ("Reminder", "Message", "Outbox")
	)
	rows = (
		frappe.qb.from_(ledger)
		.left_join(message)
		.on(message.name == ledger.message)
		.select(
			ledger.name,
			ledger.rule,
			ledger.step,
			ledger.day,
			ledger.state,
			ledger.reason,
			ledger.member,
			ledger.instead_of,
			ledger.message,
			message.sent_at,
		)
		.where((ledger.deadline == deadline) & ((ledger.member == member) | (ledger.instead_of == member)))
		.orderby(ledger.day, order=frappe.qb.desc)
		.orderby(ledger.creation, order=frappe.qb.desc)
		.orderby(ledger.name)
		.limit(MOST)
		.run(as_dict=True)
	)
	ways: dict[str, list[Any]] = {}
	for way in (
		frappe.qb.from_(outbox)
		.select(
			outbox.message, outbox.channel, outbox.state, outbox.sent_at, outbox.next_try_at, outbox.error
		)
		.where(outbox.message.isin(sorted({row.message for row in rows if row.message}) or [""]))
		.orderby(outbox.channel)
		.orderby(outbox.name)
		.run(as_dict=True)
	):
		ways.setdefault(way.message, []).append(way)
	for row in rows:
		row.ways = ways.get(row.message, [])
		row.elsewhere = row.member != member
	return rows


def _told(row: Any, names: dict[str, str]) -> dict[str, Any]:
	label = _label(row.rule)
	parts = [_outcome(row, names)]
	if row.state in (reminders.SENT, reminders.MERGED):
		parts += [_way(way) for way in row.ways]
	return {
		"day": str(row.day),
		"rule": row.rule,
		"label": label,
		"state": reminders.SUPPRESSED if row.elsewhere else row.state,
		"text": " ".join(parts),
	}


def _outcome(row: Any, names: dict[str, str]) -> str:
	if row.elsewhere:
		return _("{member} was away; {stand_in} was told instead.").format(
			member=names.get(row.instead_of, ""), stand_in=names.get(row.member, "")
		)
	if row.state == reminders.SENT:
		return _("Told at once.")
	if row.state == reminders.WAITING:
		return _("Waits for the next daily message.")
	if row.state == reminders.MERGED:
		return _("Part of the daily message of {day}.").format(day=_day(row.sent_at or row.day))
	return {
		reminders.SUPERSEDED: _("Not sent: a later reminder about the same work took its place."),
		reminders.AWAY: _("Not sent: away, and nobody stands in who may know of it."),
		reminders.LEFT: _("Not sent: no longer a member of the organization."),
		reminders.OVERTAKEN: _(
			"Not sent: the work had been handed in, moved, handed over or decided before."
		),
	}.get(row.reason, _("Not sent."))


def _way(way: Any) -> str:
	channel = _(way.channel, context="Chibo Outbox")
	if way.state == "Sent":
		return _("{channel}: sent at {at}.").format(channel=channel, at=_moment(way.sent_at))
	if way.state == "Waiting" and way.error:
		return _("{channel}: not accepted yet ({error}), next try at {at}.").format(
			channel=channel, error=way.error, at=_moment(way.next_try_at)
		)
	if way.state == "Waiting":
		return _("{channel}: leaves at {at}.").format(channel=channel, at=_moment(way.next_try_at))
	return _("{channel}: not sent ({error}).").format(
		channel=channel, error=_(way.error) if way.error else way.state
	)


def _label(rule: str) -> str:
	return _(EVENT_LABELS[rule]) if rule in EVENT_LABELS else rules.label(rule)


def _ahead(one: Any, own_rules: tuple[Rule, ...], doc: Any) -> str:
	rule = next(rule for rule in own_rules if rule.key == one.rule)
	title = frappe.db.get_value("Chibo Task", doc.task, "title")
	name = frappe.db.get_value("Chibo Member", doc.member, "full_name")
	return wording.sentence(rule.kind, title, doc.due_date, one.day, member=name)


# What stands in the way ------------------------------------------------------------------------------------------


def _obstacles(doc: Any, person: Any, own_rules: tuple[Rule, ...], today: date) -> Iterator[str]:
	if doc.state in review.FINAL_STATES:
		yield _("The work is concluded ({state}): nobody is reminded of it any more.").format(
			state=_(doc.state, context="Chibo Deadline")
		)
		return
	yield from _roles(doc, person, own_rules, today)
	yield from _presence(doc, person, today)
	yield from reach.of_member(person.name)
	yield from _clock(doc.organization, today)


def _roles(doc: Any, person: Any, own_rules: tuple[Rule, ...], today: date) -> Iterator[str]:
	receivers = foresight.receivers(doc.organization, doc.name)
	mine = {kind for kind, members in receivers.items() if person.name in members}
	if not mine:
		yield _(
			"{member} is neither responsible for this work nor its reviewer, and holds no office that is told of it."
		).format(member=person.full_name)
		return
	if doc.state == review.SUBMITTED and kinds.LEAD in mine:
		yield _(
			"Handed in on {day}: the responsible member is not reminded while it is being reviewed."
		).format(day=_day(doc.submitted_at))
	if (
		kinds.LEAD in mine
		and doc.state in review.OPEN_STATES
		and doc.told_step > (today - doc.due_date).days - 1
	):
		yield _("{member} was told directly today; earlier reminders are not repeated.").format(
			member=person.full_name
		)
	off = [rules.label(rule.key) for rule in own_rules if not rule.enabled and rule.to in mine]
	if off:
		yield _("Switched off in this organization: {rules}.").format(rules=", ".join(off))


def _presence(doc: Any, person: Any, today: date) -> Iterator[str]:
	if not person.is_active(today):
		yield _("{member} is not a member of the organization today.").format(member=person.full_name)
		return
	away = people.absences([doc.organization], today)
	absence = staffing.absence_on(away, person.name, today)
	if absence is None:
		return
	acting = staffing.acting_for(away, person.name, today)
	stand_in = frappe.db.get_value("Chibo Member", acting, "full_name") if acting else ""
	since = _day(absence.start)
	if stand_in and not doc.restricted:
		yield _("{member} has been away since {day}; {stand_in} gets the reminders instead.").format(
			member=person.full_name, day=since, stand_in=stand_in
		)
	else:
		yield _("{member} has been away since {day}; reminders pause until the return.").format(
			member=person.full_name, day=since
		)


def _clock(organization: str, today: date) -> Iterator[str]:
	state = frappe.db.get_value(
		"Chibo Sweep", {"organization": organization}, ["held_since", "swept_on", "error"], as_dict=True
	)
	if state.held_since:
		yield _("Reminders are held since {at}, because the clock has leapt.").format(
			at=_moment(state.held_since)
		)
	if state.error:
		yield _("The last run failed and is repeated; the secretary sees why.")
	hours = settings.of(organization).hours
	calendar = calendars.of(organization, [today.year])
	if hours.working_days_only and not calendar.is_working(today):
		yield _("Today is a free day; reminders come on the next working day.")


def _day(value: date) -> str:
	return f"{value:%d/%m/%Y}"


def _moment(value: datetime) -> str:
	return f"{value:%H:%M %d/%m/%Y}"
