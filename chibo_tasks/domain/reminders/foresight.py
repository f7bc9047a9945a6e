"""Looking ahead: who would get what on which day, if nothing changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chibo_tasks.domain.reminders.rules import DUE, FARTHEST, Rule


@dataclass(frozen=True)
class Subject:
	"""A deadline as the look ahead sees it.

	Attributes:
		anchors: anchor → day, for the anchors that apply while nothing changes.
		receivers: receiver → members.
		told: step up to which the member has been told by an event.
		has_evidence: something was sent for the present attempt.
		restricted: a stand-in is not told of it.
	"""

	deadline: str
	anchors: Mapping[str, date]
	receivers: Mapping[str, Sequence[str]]
	told: int = -FARTHEST
	has_evidence: bool = False
	restricted: bool = False


@dataclass(frozen=True, order=True)
class Foreseen:
	"""One line that a member would get on a day; `instead_of` names the absent member for whom she acts."""

	day: date
	member: str
	deadline: str
	rule: str
	step: int
	instead_of: str = ""


@dataclass(frozen=True)
class Outlook:
	"""The days ahead, and who is there.

	Attributes:
		today: first day.
		days: how many.
		since: day up to which the organization has been swept; None for never.
		is_open: whether messages go out on a day; a line of a closed day comes on the next open one.
		acting: who acts for a member on a day, None where nobody does; a line waits until somebody is back.
	"""

	today: date
	days: int
	since: date | None
	is_open: Callable[[date], bool]
	acting: Callable[[str, date], str | None] = lambda member, _day: member

	@property
	def end(self) -> date:
		"""Last day."""
		return self.today + timedelta(days=self.days - 1)


def foresee(subjects: Iterable[Subject], rules: Sequence[Rule], outlook: Outlook) -> list[Foreseen]:
	"""Who would get what on each of the days ahead, in order."""
	known = [(rule, rule.days) for rule in rules if rule.enabled]
	found: list[Foreseen] = []
	for subject in subjects:
		for rule, days in known:
			if rule.anchor in subject.anchors and not (rule.without_evidence and subject.has_evidence):
				for member in subject.receivers.get(rule.to, ()):
					found += _lines(subject, rule, days, member, outlook)
	return sorted(set(found))


def _lines(
	subject: Subject, rule: Rule, days: Sequence[int], member: str, outlook: Outlook
) -> Iterable[Foreseen]:
	"""The steps of one rule for one member: of those that come on the same day the last one is told."""
	anchor = subject.anchors[rule.anchor]
	told: dict[date, int] = {}
	for step in days:
		passed = anchor + timedelta(days=step)
		if outlook.since is not None and passed <= outlook.since:
			continue
		day = _next(max(passed, outlook.today), subject, member, outlook)
		if day is not None:
			told[day] = step
	for day, step in told.items():
		over = rule.last is not None and day > anchor + timedelta(days=rule.last)
		if over or (rule.anchor == DUE and step <= subject.told):
			continue
		receiver = _receiver(subject, member, day, outlook) or member
		yield Foreseen(day, receiver, subject.deadline, rule.key, step, member if receiver != member else "")


def _next(day: date, subject: Subject, member: str, outlook: Outlook) -> date | None:
	"""First day from `day` on on which messages go out and somebody is there to get this one."""
	while day <= outlook.end:
		if outlook.is_open(day) and _receiver(subject, member, day, outlook) is not None:
			return day
		day += timedelta(days=1)
	return None


def _receiver(subject: Subject, member: str, day: date, outlook: Outlook) -> str | None:
	acting = outlook.acting(member, day)
	return None if subject.restricted and acting != member else acting
