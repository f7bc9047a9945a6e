"""Drafting assignments: from an order to the rows that it means, with everything checked and nothing written.

An order names one lead, or a group each of whose members gets a deadline of her own; it may come back. The draft holds the
task, who is what on it, and the deadlines that are open by now; later occurrences are opened when their period begins.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo_tasks.domain import access, staffing
from chibo_tasks.domain.deadlines import Period, check_dates, default_due
from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.identity import identity
from chibo_tasks.domain.recurrence import Occurrence, Recurrence, Terms, occurrences
from chibo_tasks.domain.reminders import told_step
from chibo_tasks.domain.working_days import WorkCalendar

TITLE_LENGTH = 140
ONCE = "once"
SOURCES = ("Plan", "Meeting", "Other")
MOST_EVIDENCE = 50


class BadOrder(DomainError):
	"""An order that names too little, too much or the wrong people."""


class AlreadyAssigned(DomainError):
	"""A plan item that was given before."""

	http_status_code = 409


class UnknownMember(DomainError):
	"""A person who is not, or not now, in the organization."""


@dataclass(frozen=True)
class Source:
	"""A plan item that a task comes from.

	Attributes:
		period: period of its plan.
		assigned: it has a task already, as far as the one who gives the work may know.
		retired: it is no longer in the newest file of its plan.
	"""

	name: str
	plan: str
	position: int
	section_path: str
	text: str
	period: Period
	assigned: bool = False
	retired: bool = False


@dataclass(frozen=True)
class Order:
	"""One task to be given.

	Attributes:
		lead: member who is responsible; for a group, who keeps an eye on it (optional then).
		audience: a group of `staffing.AUDIENCES` or a unit, each of whose members gets a deadline; empty for a lead.
		plan_items: items of one published plan that the task comes from, the first of which names it.
		title: short name; default: the beginning of the first item's text.
		content: what is to be done; default: the first item's text.
		collaborators, followers: members.
		reviewer: member who decides on the evidence; by default the one of the settings, else the secretary, the deputy
			or a committee member, the first of them who has no part in the work.
		due_date: default: last day of the plan's period. Must be empty where the duty comes back.
		starts_on, ends_on: first and last day; default: today, and the end of the plan's period.
		recurrence: when the duty comes back.
		restricted: only the people named here may know of the task.
		evidence_needed: pieces of evidence without which it cannot be submitted.
		evidence_expected: what has to be shown, as a checklist.
		source: one of `SOURCES`.
		again: give a plan item that was given before a further task.
	"""

	lead: str = ""
	audience: str = ""
	plan_items: tuple[str, ...] = ()
	title: str = ""
	content: str = ""
	collaborators: tuple[str, ...] = ()
	followers: tuple[str, ...] = ()
	reviewer: str = ""
	due_date: date | None = None
	starts_on: date | None = None
	ends_on: date | None = None
	recurrence: Recurrence | None = None
	restricted: bool = False
	evidence_needed: int = 1
	evidence_expected: tuple[str, ...] = ()
	source: str = "Plan"
	again: bool = False

	@property
	def named(self) -> tuple[str, ...]:
		"""Every member named on the order."""
		return tuple(filter(None, (self.lead, *self.collaborators, *self.followers, self.reviewer)))


@dataclass(frozen=True)
class Situation:
	"""What drafting needs to know of the organization.

	Attributes:
		organization: its name.
		by: member who gives the work.
		today: day of the organization.
		people: all its members, present and former.
		absences: known absences.
		calendar, terms: free days and the school year.
		sources: plan items that the orders name.
		default_reviewer: who reviews where the order names nobody; None for the rule of `_choose_reviewer`.
		new_name: makes a record name.
	"""

	organization: str
	by: str
	today: date
	people: Sequence[staffing.Person]
	new_name: Callable[[], str]
	absences: Sequence[staffing.Absence] = ()
	calendar: WorkCalendar = field(default_factory=WorkCalendar)
	terms: Terms = field(default_factory=Terms)
	sources: Mapping[str, Source] = field(default_factory=dict)
	default_reviewer: str | None = None

	def person(self, name: str) -> staffing.Person:
		"""The active member `name`.

		Raises:
			UnknownMember: there is none; the message names her.
		"""
		found = next((one for one in self.people if one.name == name), None)
		if found is None:
			raise UnknownMember(N_("There is no member “{member}” in this organization."), member=name)
		if not found.is_active(self.today):
			raise UnknownMember(N_("{member} is not an active member on this day."), member=found.full_name)
		return found


Row = dict[str, object]


@dataclass(frozen=True)
class Draft:
	"""The rows that an order means.

	Attributes:
		left_out: full name → why a member of the group gets no deadline, a source string.
	"""

	task: Row
	links: list[Row]
	seats: list[Row]
	deadlines: list[Row]
	left_out: Mapping[str, str]


def draft(order: Order, situation: Situation) -> Draft:
	"""Check `order` and return its rows.

	Raises:
		BadOrder, UnknownMember, AlreadyAssigned, BadDates, BadRecurrence, NobodyThere: says what is wrong with which.
	"""
	sources = [_source(name, order, situation) for name in order.plan_items]
	first = sources[0] if sources else None
	content = (order.content or (first.text if first else "")).strip()
	name = title(order.title or content)
	if not name:
		raise BadOrder(N_("A task needs a title."))
	for member in order.named:
		situation.person(member)
	if not (order.lead or order.audience):
		raise BadOrder(N_("“{task}” needs a responsible member or a group."), task=name)
	if order.source not in SOURCES:
		raise BadOrder(N_("“{task}” comes from a plan, a meeting or elsewhere."), task=name)
	needed = evidence_needed(name, order.evidence_needed, order.evidence_expected)
	span = _span(order, first, situation.today, name)
	task = situation.new_name()
	row: Row = {
		"name": task,
		"organization": situation.organization,
		"plan": first.plan if first else None,
		"title": name,
		"content": content,
		"source": order.source,
		"section_path": first.section_path if first else "",
		"position": first.position if first else 0,
		"restricted": int(order.restricted),
		"evidence_needed": needed,
		"evidence_expected": order.evidence_expected,
		"audience": order.audience,
		"recurrence": order.recurrence.to_dict() if order.recurrence else None,
		"starts_on": order.starts_on,
		"ends_on": span.end if order.recurrence else None,
		"assigned_by": situation.by,
		"assigned_on": situation.today,
	}
	members, left_out = _members(order, situation)
	when = dates(order.recurrence, span, situation.today, situation.calendar, situation.terms)
	return Draft(
		task=row,
		links=[
			{
				"name": situation.new_name(),
				"organization": situation.organization,
				"task": task,
				"plan_item": one.name,
			}
			for one in sources
		],
		seats=[
			{
				"name": situation.new_name(),
				"organization": situation.organization,
				"task": task,
				"member": member,
				"role": role,
				"since": situation.today,
			}
			for member, role in _seats(order, situation, members, name)
		],
		deadlines=[
			deadline_row(row, member, one, situation.today, inferred=not (order.due_date or order.recurrence))
			for one in when
			for member in members
		],
		left_out=left_out,
	)


def deadline_row(
	task: Mapping[str, object], member: str, when: Occurrence, today: date, *, inferred: bool = False
) -> Row:
	"""One deadline; its name follows from task, member and occurrence, so the same one is never opened twice."""
	return {
		"name": identity(str(task["name"]), member, when.key),
		"organization": task["organization"],
		"task": task["name"],
		"member": member,
		"restricted": task["restricted"],
		"occurrence": when.key,
		"period_start": when.period.start,
		"period_end": when.period.end,
		"opened_on": today,
		"starts_on": task.get("starts_on"),
		"original_due_date": when.due,
		"due_date": when.due,
		"named_on": when.named,
		"moved_because": when.moved,
		"due_inferred": int(inferred),
		"told_step": told_step(today, when.due),
		"state": "Assigned",
		"attempt": 1,
	}


def dates(
	rule: Recurrence | None, span: Period, today: date, calendar: WorkCalendar, terms: Terms
) -> list[Occurrence]:
	"""Occurrences to be open on `today`: those whose period has begun, and always the next one."""
	if rule is None:
		return [Occurrence(ONCE, span, span.end, span.end)]
	found = occurrences(rule, span, calendar, terms)
	begun = [one for one in found if one.period.start <= today]
	return begun or found[:1]


def evidence_needed(task: str, count: int, expected: Sequence[str]) -> int:
	"""Pieces of evidence without which a task cannot be submitted: one for each entry of its checklist at least.

	Args:
		task: title of the task, for the message.
		count: pieces asked for.
		expected: what has to be shown, as a checklist.

	Raises:
		BadOrder: fewer than none, or more than `MOST_EVIDENCE`.
	"""
	needed = max(count, len(expected))
	if count < 0 or needed > MOST_EVIDENCE:
		raise BadOrder(
			N_("“{task}” cannot ask for {count} pieces of evidence."),
			task=task,
			count=count if count < 0 else needed,
		)
	return needed


def returning_span(start: date, end: date | None, task: str) -> Period:
	"""First to last day of a duty that comes back.

	Args:
		task: title of the task, for the message.

	Raises:
		BadOrder: it has no last day.
		BadDates: it ends before it starts.
	"""
	if end is None:
		raise BadOrder(N_("“{task}” comes back and needs a last day."), task=task)
	check_dates(start, end)
	return Period(start, end)


def title(text: str) -> str:
	"""The text on one line, without its full stop, cut at a word so that it fits a title."""
	line = " ".join(text.split()).rstrip(" ,;:.")
	if len(line) <= TITLE_LENGTH:
		return line
	return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _source(name: str, order: Order, situation: Situation) -> Source:
	source = situation.sources.get(name)
	if source is None:
		raise BadOrder(N_("There is no plan item “{item}” in this organization."), item=name)
	if source.retired:
		raise BadOrder(
			N_("Item {position} is no longer in the newest file of the plan: “{text}”"),
			position=source.position,
			text=title(source.text),
		)
	if source.assigned and not order.again:
		raise AlreadyAssigned(
			N_("Item {position} is already assigned: “{text}”"),
			position=source.position,
			text=title(source.text),
		)
	return source


def _span(order: Order, first: Source | None, today: date, name: str) -> Period:
	"""From the first day of the work to its last, which for work that does not come back is the deadline."""
	if order.recurrence is not None:
		if order.due_date is not None:
			raise BadOrder(
				N_("“{task}” comes back, so it has no single deadline. Leave the deadline empty."), task=name
			)
		end = order.ends_on or (first.period.end if first else None)
		return returning_span(order.starts_on or today, end, name)
	due = order.due_date or (default_due(first.period) if first else None)
	if due is None:
		raise BadOrder(N_("“{task}” needs a deadline."), task=name)
	check_dates(order.starts_on, due)
	return Period(min(order.starts_on or today, due), due)


def _members(order: Order, situation: Situation) -> tuple[list[str], Mapping[str, str]]:
	if not order.audience:
		return [order.lead], {}
	group = staffing.audience(order.audience, situation.people, situation.absences, situation.today)
	return [one.name for one in group.members], group.left_out


def _seats(order: Order, situation: Situation, members: Iterable[str], name: str) -> list[tuple[str, str]]:
	working = {order.lead, *order.collaborators} - {""}
	reviewer = order.reviewer or _choose_reviewer(working, situation)
	if reviewer in working and not order.audience:
		raise BadOrder(N_("On “{task}” the reviewer also does the work. Choose another reviewer."), task=name)
	seats = [(order.lead, access.LEAD)] if order.lead else []
	seats.append((reviewer, access.REVIEWER))
	seats += [(one, access.COLLABORATOR) for one in dict.fromkeys(order.collaborators) if one != order.lead]
	# whoever gives restricted work goes on knowing of it
	followers = (*order.followers, situation.by) if order.restricted else order.followers
	taken = {one for one, _ in seats} | set(members)
	seats += [(one, access.FOLLOWER) for one in dict.fromkeys(followers) if one not in taken]
	return seats


def _choose_reviewer(working: set[str], situation: Situation) -> str:
	ranked = sorted(
		(
			one
			for one in situation.people
			if one.position in access.COMMITTEE and one.is_active(situation.today)
		),
		key=lambda one: (
			one.name != situation.default_reviewer,
			access.POSITIONS.index(one.position),
			one.name,
		),
	)
	for one in ranked:
		if (
			one.name not in working
			and staffing.absence_on(situation.absences, one.name, situation.today) is None
		):
			return one.name
	raise BadOrder(N_("Nobody is left to review this task. Name a reviewer who has no part in the work."))
