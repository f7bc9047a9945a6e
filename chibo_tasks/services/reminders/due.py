"""What has fallen due since the last sweep: one SELECT for each window of a rule, made into ledger rows by the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Concat
from frappe.utils import getdate
from frappe.utils import now as site_now
from pypika import Case, Criterion, Table
from pypika.terms import ExistsCriterion, Function, NullValue, ValueWrapper

from chibo_tasks.domain import access, extension, reminders, review
from chibo_tasks.domain.reminders import rules
from chibo_tasks.domain.reminders.rules import Rule
from chibo_tasks.domain.reminders.windows import Window, ranges, windows
from chibo_tasks.services.notify import DIGEST
from chibo_tasks.services.reminders import crew as crews
from chibo_tasks.services.reminders.crew import Crew

STAMPS = ("creation", "modified", "owner", "modified_by")
DATED = (rules.DUE, rules.GIVEN)
"""Anchors that are days; the others are moments."""
WAITING, BACK = "waiting", "back"
"""What a look finds besides anchors."""
MOST_BRANCHES = 100
"""SQLite takes 500 parts of a UNION in one statement; rules with many steps would exceed it after a pause."""


@dataclass(frozen=True)
class Span:
	"""The days that one sweep of one organization covers.

	Attributes:
		since: day up to which it has been swept; None for never.
		today: day up to which it is swept now.
		epoch: how often days that had been swept turned out not to have come (a clock that was ahead).
	"""

	organization: str
	since: date | None
	today: date
	epoch: int = 0

	@property
	def suffix(self) -> str:
		"""What keeps names of this epoch apart from those of earlier ones."""
		return f"|{self.epoch}" if self.epoch else ""

	def windows(self, known: Iterable[Rule]) -> tuple[Window, ...]:
		"""The windows of `known` in these days."""
		return windows(self.today, self.since, known)


def stamps() -> dict[str, Any]:
	"""What every row carries besides its content."""
	moment = site_now()
	return {name: ValueWrapper(moment if name in STAMPS[:2] else "Administrator") for name in STAMPS}


def digest_name(member: Any, span: Span) -> Any:
	"""Name of a member's message of the day: there can be one only."""
	return Function("MD5", Concat(member, f"|{DIGEST}|{span.today}{span.suffix}"))


# Is there anything? ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
	"""What a sweep has to say something about.

	Attributes:
		windows: those that hold a deadline.
		waiting: something waits for the next digest.
		back: somebody has come back.
	"""

	windows: tuple[Window, ...]
	waiting: bool
	back: bool

	def __bool__(self) -> bool:
		return bool(self.windows) or self.waiting or self.back


def look(span: Span, known: Iterable[Rule]) -> Found:
	"""Find out for which windows there is something; one statement that reads ranges of indexes only."""
	ledger, nothing = frappe.qb.DocType("Chibo Reminder"), NullValue()
	waiting = (ledger.organization == span.organization) & (ledger.state == reminders.WAITING)
	parts = [_days(ledger, WAITING, nothing, waiting)]
	if span.since is not None:
		absence = frappe.qb.DocType("Chibo Absence")
		parts.append(_days(absence, BACK, nothing, crews.back(span.organization, span.since, span.today)))
	passed = span.windows(known)
	for anchor in rules.ANCHORS:
		table, column, condition = _anchored(span.organization, anchor)
		day = column if anchor in DATED else Function("DATE", column)
		for part in _parts(column, anchor, ranges(one for one in passed if one.rule.anchor == anchor)):
			parts.append(_days(table, anchor, day, condition & part))
	days = {(anchor, day and getdate(day)) for anchor, day in _union(parts).run()}
	holding = (
		one for one in passed if any(anchor == one.rule.anchor and one.holds(day) for anchor, day in days)
	)
	return Found(tuple(holding), waiting=(WAITING, None) in days, back=(BACK, None) in days)


def _days(table: Any, anchor: str, day: Any, condition: Criterion) -> Any:
	return frappe.qb.from_(table).select(ValueWrapper(anchor), day).where(condition).distinct()


def _union(parts: Sequence[Any]) -> Any:
	union = parts[0]
	for part in parts[1:]:
		union = union.union_all(part)
	return union


def _parts(column: Any, anchor: str, days: Sequence[tuple[date | None, date]]) -> Iterator[Criterion]:
	"""Conditions that each read one range of an index, or single days of it.

	Few things wait for a decision at a time, so of moments one range is read, from the first to the last that count.
	"""
	if anchor not in DATED:
		if days:
			whole = _between(column, anchor, days[0][0], days[-1][1])
			yield whole & Criterion.any(_between(column, anchor, *one) for one in days)
		return
	single = [last for first, last in days if first == last]
	if single:
		yield column.isin(single)
	for first, last in days:
		if last not in single:
			yield _between(column, anchor, first, last)


def _anchored(organization: str, anchor: str) -> tuple[Any, Any, Criterion]:
	"""The table that an anchor lies in, its column, and the state in which it counts."""
	deadline = frappe.qb.DocType("Chibo Deadline")
	if anchor == rules.REQUEST:
		request = frappe.qb.DocType("Chibo Extension")
		asked = deadline.as_("asked")
		still_open = (
			frappe.qb.from_(asked)
			.select(asked.name)
			.where((asked.name == request.deadline) & asked.state.isin(list(review.OPEN_STATES)))
		)
		waiting = (request.organization == organization) & (request.state == extension.WAITING)
		return request, request.asked_at, waiting & ExistsCriterion(still_open)
	column, states = {
		rules.DUE: (deadline.due_date, list(review.OPEN_STATES)),
		rules.GIVEN: (deadline.opened_on, [review.ASSIGNED]),
		rules.SUBMISSION: (deadline.submitted_at, [review.SUBMITTED]),
	}[anchor]
	return deadline, column, (deadline.organization == organization) & deadline.state.isin(states)


def _between(column: Any, anchor: str, first: date | None, last: date) -> Criterion:
	condition = column <= (last if anchor in DATED else datetime.combine(last, time.max))
	return condition if first is None else condition & (column >= _begin(anchor, first))


def _begin(anchor: str, day: date) -> date:
	return day if anchor in DATED else datetime.combine(day, time.min)


# Writing it ------------------------------------------------------------------------------------------------------


def write(span: Span, known: Sequence[Rule], found: Found, crew: Crew) -> set[str]:
	"""Write a ledger row for every deadline, receiver and step that has fallen due; rows that are there stay.

	Args:
		found: what a look at the same days has found; what came into being after it is told of by whoever made it.

	Returns:
		Names of the rules that have something to say.
	"""
	speaking = list(found.windows)
	branches = list(_branches(span, speaking, crew))
	returned = crews.returned(span.organization, span.since, span.today) if found.back else {}
	for begin, members in returned.items():
		present = [one for one in members if one not in crew.away and one not in crew.redirected]
		missed = windows(span.today, begin - timedelta(days=1), known, until=span.since)
		current = [one.only_current() for one in missed]
		if present:
			branches += _branches(span, current, crew, only=present, mark=f"|back|{begin}")
			speaking += current
	for start in range(0, len(branches), MOST_BRANCHES):
		_insert(span, branches[start : start + MOST_BRANCHES])
	return {window.rule.key for window in speaking}


def _insert(span: Span, branches: Sequence[Any]) -> None:
	found = Table("found")  # columns of the union itself would be compared by their text, which is all of it
	told = found.reason.isnull()
	columns = {
		**{
			name: found[name]
			for name in ("name", "task", "deadline", "member", "instead_of", "rule", "step", "reason")
		},
		"organization": ValueWrapper(span.organization),
		"day": ValueWrapper(str(span.today)),
		"state": Case().when(told, reminders.MERGED).else_(reminders.SUPPRESSED),
		"message": Case().when(told, digest_name(found.member, span)).else_(NullValue()),
		**stamps(),
	}
	ledger = frappe.qb.DocType("Chibo Reminder")
	frappe.qb.into(ledger).columns(*columns).ignore().from_(_union(branches).as_("found")).select(
		*columns.values()
	).run()


def _branches(
	span: Span, found: Iterable[Window], crew: Crew, only: Sequence[str] = (), mark: str = ""
) -> Iterator[Any]:
	"""One SELECT for each window and kind of receiver.

	Args:
		only: members that count; default: all.
		mark: what tells these rows from others about the same step.
	"""
	for window in found:
		by_office = {
			rules.SECRETARY: crew.secretaries,
			rules.REVIEWER: (None, *crew.secretaries),  # work without a reviewer waits for the secretary
		}.get(window.rule.to, (None,))
		for fixed in by_office:
			if not only or fixed is None or fixed in only:
				yield _branch(span, window, crew, fixed, only, mark)


def _branch(span: Span, window: Window, crew: Crew, fixed: str | None, only: Sequence[str], mark: str) -> Any:
	rule = window.rule
	deadline = frappe.qb.DocType("Chibo Deadline")
	table, column, condition = _anchored(span.organization, rule.anchor)
	query = frappe.qb.from_(table)
	if rule.anchor == rules.REQUEST:
		query = query.join(deadline).on(deadline.name == table.deadline)
	query, receiver = _receiver(query, deadline, rule.to, crew, fixed)
	final = _acting(receiver, deadline, crew)
	condition &= _between(column, rule.anchor, window.first, window.last)
	if rule.anchor == rules.DUE:
		condition &= deadline.told_step < window.step
	if rule.without_evidence:
		condition &= deadline.name.notin(_with_evidence(deadline))
	if rule.to != rules.LEAD:
		condition &= _concerns(deadline, receiver, final, rule.to, fixed)
	if only:
		condition &= receiver.isin(list(only))
	key = Concat(
		deadline.name, f"|{rule.key}|{window.step}|", Concat(column), "|", final, f"{mark}{span.suffix}"
	)
	redirected = final != receiver
	return query.select(
		Function("MD5", key).as_("name"),
		deadline.task,
		deadline.name.as_("deadline"),
		final.as_("member"),
		(Case().when(redirected, receiver).else_(NullValue()) if crew.redirected else NullValue()).as_(
			"instead_of"
		),
		ValueWrapper(rule.key).as_("rule"),
		ValueWrapper(window.step).as_("step"),
		_reason(window, column, receiver, deadline, crew).as_("reason"),
	).where(condition)


def _reason(window: Window, column: Any, receiver: Any, deadline: Any, crew: Crew) -> Any:
	"""Why nobody is told, or NULL."""
	case, begin = Case(), window.current_from
	if begin is not None and (window.first is None or window.first < begin):
		case = case.when(column < _begin(window.rule.anchor, begin), reminders.SUPERSEDED)
	for members, reason in ((crew.away, reminders.AWAY), (crew.former, reminders.LEFT)):
		if members:
			case = case.when(receiver.isin(sorted(members)), reason)
	if crew.redirected:
		unknown_to_stand_in = (deadline.restricted == 1) & receiver.isin(sorted(crew.redirected))
		case = case.when(unknown_to_stand_in, reminders.AWAY)
	return case.else_(NullValue()) if case._cases else NullValue()


def _receiver(query: Any, deadline: Any, to: str, crew: Crew, fixed: str | None) -> tuple[Any, Any]:
	"""Join what is needed to know the receiver; return the query and the receiver's column."""
	if fixed is not None:
		return query, ValueWrapper(fixed)
	if to == rules.LEAD:
		return query, deadline.member
	if to == rules.IN_CHARGE:
		member = frappe.qb.DocType("Chibo Member")
		return query.join(member).on(member.name == deadline.member), _in_charge(member.unit, crew)
	seat = frappe.qb.DocType("Chibo Task Member")
	role = {rules.REVIEWER: access.REVIEWER, rules.COLLABORATORS: access.COLLABORATOR}[to]
	joined = query.join(seat).on((seat.task == deadline.task) & (seat.role == role) & seat.until.isnull())
	return joined, seat.member


def _in_charge(unit: Any, crew: Crew) -> Any:
	deputy = NullValue() if crew.deputy is None else ValueWrapper(crew.deputy)
	if not crew.in_charge:
		return deputy
	case = Case()
	for name, member in sorted(crew.in_charge.items()):
		case = case.when(unit == name, member)
	return case.else_(deputy)


def _concerns(deadline: Any, receiver: Any, final: Any, to: str, fixed: str | None) -> Criterion:
	"""Nobody is told of her own work as of another's; who is told by office, not by name, not of restricted work."""
	condition = receiver.isnotnull() & (receiver != deadline.member) & (final != deadline.member)
	if to == rules.REVIEWER and fixed is not None:
		condition &= ExistsCriterion(_seats(deadline, role=access.REVIEWER)).negate()
	if to in (rules.REVIEWER, rules.COLLABORATORS) and fixed is None:
		return condition
	return condition & ((deadline.restricted == 0) | ExistsCriterion(_seats(deadline, member=receiver)))


def _seats(deadline: Any, **match: Any) -> Any:
	seat = frappe.qb.DocType("Chibo Task Member").as_("named")
	query = frappe.qb.from_(seat).select(seat.name).where((seat.task == deadline.task) & seat.until.isnull())
	for column, value in match.items():
		query = query.where(seat[column] == value)
	return query


def _with_evidence(deadline: Any) -> Any:
	evidence = frappe.qb.DocType("Chibo Evidence")
	return (
		frappe.qb.from_(evidence)
		.select(evidence.deadline)
		.where(
			(evidence.deadline == deadline.name)
			& (evidence.attempt == deadline.attempt)
			& (evidence.state != "Withdrawn")
		)
	)


def _acting(receiver: Any, deadline: Any, crew: Crew) -> Any:
	"""Who gets the reminder instead of somebody who is away."""
	if not crew.redirected:
		return receiver
	case = Case()
	for absent, acting in sorted(crew.redirected.items()):
		case = case.when((receiver == absent) & (deadline.restricted == 0), acting)
	return case.else_(receiver)
