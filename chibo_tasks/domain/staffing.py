"""Who is there, who stands in, and whom "every member" means on a given day.

A member who is on leave, has been transferred for a while or is exempt (Điều lệ Đảng, art. 7: miễn công tác và sinh hoạt)
is neither reminded nor counted for those days; somebody else may act for her. The denominator of a duty for everybody
is never a bare number: it knows whom it leaves out, and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chibo_tasks.domain import access
from chibo_tasks.domain.errors import N_, DomainError, Term

LEAVE = "Leave"
TRANSFER = "Transfer"
EXEMPTION = "Exemption"

KINDS = (LEAVE, TRANSFER, EXEMPTION)

OFFICIAL = "Official"
PROBATIONARY = "Probationary"
NOT_A_MEMBER = "Not a Member"

EVERY_MEMBER = "members"
OFFICIAL_MEMBERS = "official"
COMMITTEE = "committee"

AUDIENCES = (EVERY_MEMBER, OFFICIAL_MEMBERS, COMMITTEE)
"""Groups that a duty for each can be given to; besides them, any unit by its name."""


class StandInCycle(DomainError):
	"""Two absent members would stand in for each other."""


class NobodyThere(DomainError):
	"""A duty for everybody that nobody would get."""


def is_active(joined_on: date | None, left_on: date | None, day: date) -> bool:
	"""True from the day of joining to the day of leaving, both included; open ends are open."""
	return not ((joined_on and joined_on > day) or (left_on and left_on < day))


@dataclass(frozen=True)
class Person:
	"""A member as the rules see her.

	Attributes:
		joined_on, left_on: first and last day in the organization; None where open.
		unit: unit that she belongs to.
	"""

	name: str
	full_name: str
	position: str
	party_status: str
	unit: str | None = None
	joined_on: date | None = None
	left_on: date | None = None

	def is_active(self, day: date) -> bool:
		"""True while she is in the organization."""
		return is_active(self.joined_on, self.left_on, day)


@dataclass(frozen=True)
class Absence:
	"""A span of days on which a member is not there.

	Attributes:
		start, end: first and last day; `end` None while nobody knows.
		stand_in: member who acts for her, or None.
	"""

	member: str
	kind: str
	start: date
	end: date | None = None
	stand_in: str | None = None

	def covers(self, day: date) -> bool:
		"""True when `day` lies within the absence."""
		return self.start <= day and (self.end is None or day <= self.end)


def absence_on(absences: Iterable[Absence], member: str, day: date) -> Absence | None:
	"""The absence of `member` that covers `day`, the one that began last if there are several."""
	found = [one for one in absences if one.member == member and one.covers(day)]
	return max(found, key=lambda one: one.start, default=None)


def acting_for(absences: Sequence[Absence], member: str, day: date) -> str | None:
	"""Who acts for `member` on `day`: herself, the stand-in, the stand-in's stand-in; None when nobody is there."""
	seen: set[str] = set()
	current: str | None = member
	while current is not None and current not in seen:
		seen.add(current)
		absence = absence_on(absences, current, day)
		if absence is None:
			return current
		current = absence.stand_in
	return None


def stood_in_for(absences: Sequence[Absence], members: Iterable[str], day: date) -> frozenset[str]:
	"""Members for whom one of `members` acts on `day`."""
	mine = set(members)
	absent = {one.member for one in absences if one.covers(day)}
	return frozenset(name for name in absent - mine if acting_for(absences, name, day) in mine)


def check_absence(new: Absence, others: Sequence[Absence], names: Mapping[str, str]) -> None:
	"""Refuse an absence that ends before it starts, or whose stand-ins lead back to the absent member.

	Args:
		new: the absence to be entered.
		others: the absences of the organization, without `new`.
		names: member → full name, for the message.

	Raises:
		StandInCycle: on some day of the absence the chain of stand-ins closes.
		DomainError: the dates contradict each other.
	"""
	if new.end is not None and new.end < new.start:
		raise DomainError(N_("The absence ends before it starts."))
	every = [*others, new]
	# who stands in changes where an absence begins, and where one ends and a longer one of the same person shows again
	turns = [one.start for one in others] + [one.end + timedelta(days=1) for one in others if one.end]
	for day in sorted({new.start, *(turn for turn in turns if new.covers(turn))}):
		seen = {new.member}
		current = new.stand_in
		while current is not None:
			if current in seen:
				raise StandInCycle(
					N_(
						"{member} and {stand_in} would stand in for each other on {day}. Choose somebody else."
					),
					member=names.get(new.member, new.member),
					stand_in=names.get(new.stand_in or "", ""),
					day=f"{day:%d/%m/%Y}",
				)
			seen.add(current)
			absence = absence_on(every, current, day)
			current = absence.stand_in if absence else None


@dataclass(frozen=True)
class Audience:
	"""Whom a duty for each goes to.

	Attributes:
		members: those who get it, by name.
		left_out: full name → why not, a source string.
	"""

	members: tuple[Person, ...]
	left_out: Mapping[str, Term]


def audience(group: str, people: Iterable[Person], absences: Sequence[Absence], day: date) -> Audience:
	"""Resolve "every member" and its like on `day`.

	Args:
		group: one of `AUDIENCES`, or the name of a unit.

	Raises:
		NobodyThere: nobody would be left.
	"""
	wanted = [
		one for one in sorted(people, key=lambda one: (one.full_name, one.name)) if _belongs(one, group)
	]
	members, left_out = [], {}
	for one in wanted:
		absence = absence_on(absences, one.name, day)
		if not one.is_active(day):
			left_out[one.full_name] = Term("not in the organization on this day")
		elif absence is not None:
			left_out[one.full_name] = Term(absence.kind, "Chibo Absence")
		else:
			members.append(one)
	if not members:
		raise NobodyThere(N_("Nobody is left in this group on {day}."), day=f"{day:%d/%m/%Y}")
	return Audience(tuple(members), left_out)


def _belongs(person: Person, group: str) -> bool:
	if person.position == access.OBSERVER:
		return False
	if group == EVERY_MEMBER:
		return person.party_status != NOT_A_MEMBER
	if group == OFFICIAL_MEMBERS:
		return person.party_status == OFFICIAL
	if group == COMMITTEE:
		return person.position in access.COMMITTEE
	return person.unit == group


@dataclass(frozen=True)
class RollUp:
	"""How far a duty for each has come.

	Attributes:
		done: members whose work is approved.
		expected: members who count.
		excused: members who do not, with the reason, a source string.
	"""

	done: int
	expected: int
	excused: Mapping[str, Term]


def roll_up(
	rows: Iterable[tuple[str, str, date]], absences: Sequence[Absence], *, approved: str, waived: str
) -> RollUp:
	"""Count a duty for each.

	A member whose work is approved counts whatever else; one who was waived, or is absent on the due day, does not.

	Args:
		rows: (member, state, due date) of each deadline of one occurrence.
		approved, waived: the review states of those names.
	"""
	done = expected = 0
	excused: dict[str, Term] = {}
	for member, state, due in rows:
		absence = absence_on(absences, member, due)
		if state == approved:
			done, expected = done + 1, expected + 1
		elif state == waived:
			excused[member] = Term("Waived", "Chibo Deadline")
		elif absence is not None:
			excused[member] = Term(absence.kind, "Chibo Absence")
		else:
			expected += 1
	return RollUp(done, expected, excused)
