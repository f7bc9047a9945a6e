"""The look ahead says what daily sweeps would do."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_tasks.domain.reminders.foresight import Foreseen, Outlook, Subject, foresee
from chibo_tasks.domain.reminders.rules import DEFAULT_RULES, DUE, IN_CHARGE, LEAD, SUBMISSION, Rule
from chibo_tasks.domain.reminders.windows import windows

TODAY = date(2026, 3, 20)
DAYS = 40
RULES = st.builds(
	Rule,
	key=st.sampled_from(["a", "b"]),
	anchor=st.sampled_from([DUE, SUBMISSION]),
	to=st.sampled_from([LEAD, IN_CHARGE]),
	steps=st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True).map(
		lambda days: tuple(sorted(days))
	),
	every=st.sampled_from([0, 1, 7]),
	cap=st.integers(1, 10),
	without_evidence=st.booleans(),
)
BEFORE = st.builds(
	Rule,
	key=st.just("before"),
	anchor=st.just(DUE),
	to=st.just(LEAD),
	steps=st.lists(st.integers(-20, 0), min_size=1, max_size=5, unique=True).map(
		lambda days: tuple(sorted(days))
	),
)
SUBJECTS = st.builds(
	Subject,
	deadline=st.just("d"),
	anchors=st.fixed_dictionaries(
		{},
		optional={
			name: st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))
			for name in (DUE, SUBMISSION)
		},
	),
	receivers=st.just({LEAD: ["m"], IN_CHARGE: ["n"]}),
	told=st.integers(-30, 30),
	has_evidence=st.booleans(),
)


def is_open(day: date) -> bool:
	return day.weekday() < 5


def by_sweeping(one: Subject, rules: list[Rule], since: date | None) -> list[Foreseen]:
	"""The second model: sweep on every open day, as the engine does."""
	found = []
	for offset in range(DAYS):
		day = TODAY + timedelta(days=offset)
		if not is_open(day) or (since is not None and day <= since):
			continue
		for window in windows(day, since, rules):
			anchor = one.anchors.get(window.rule.anchor)
			if anchor is None or not window.holds(anchor) or not window.is_current(anchor):
				continue
			if window.rule.without_evidence and one.has_evidence:
				continue
			if window.rule.anchor == DUE and one.told >= window.step:
				continue
			found += [
				Foreseen(day, member, one.deadline, window.rule.key, window.step)
				for member in one.receivers.get(window.rule.to, ())
			]
		since = day
	return sorted(found)


@settings(max_examples=300)
@given(
	SUBJECTS,
	st.lists(RULES, max_size=2, unique_by=lambda rule: rule.key),
	BEFORE,
	st.none() | st.integers(-2, 20),
)
def test_what_is_foreseen_is_what_sweeping_every_day_would_tell(
	one: Subject, rules: list[Rule], before: Rule, ago: int | None
) -> None:
	since = None if ago is None else TODAY - timedelta(days=ago)
	every = [*rules, before]
	assert foresee([one], every, Outlook(TODAY, DAYS, since, is_open)) == by_sweeping(one, every, since)


def lines(one: Subject, acting: dict[date, str | None]) -> list[tuple[str, str, int, str]]:
	outlook = Outlook(
		TODAY,
		DAYS,
		TODAY - timedelta(days=1),
		is_open,
		lambda member, day: acting.get(day, member),
	)
	rules = [rule for rule in DEFAULT_RULES if rule.anchor == DUE and rule.to == LEAD]
	return [
		(str(line.day), line.member, line.step, line.instead_of) for line in foresee([one], rules, outlook)
	]


DUE_ON_WEDNESDAY = Subject("d", {DUE: TODAY + timedelta(days=5)}, {LEAD: ["m"]}, has_evidence=True)


def test_free_days_are_passed_over() -> None:
	assert lines(DUE_ON_WEDNESDAY, {}) == [
		("2026-03-23", "m", -3, ""),
		("2026-03-24", "m", -1, ""),
		("2026-03-25", "m", 0, ""),
		("2026-03-26", "m", 1, ""),
		("2026-03-27", "m", 2, ""),
		("2026-03-30", "m", 3, ""),
		("2026-04-06", "m", 10, ""),
		("2026-04-13", "m", 17, ""),
		("2026-04-20", "m", 24, ""),
		("2026-04-27", "m", 31, ""),
	]


def test_a_stand_in_gets_what_falls_into_the_absence_and_the_member_what_comes_after() -> None:
	away = {TODAY + timedelta(days=offset): "s" for offset in range(3, 6)}
	assert lines(DUE_ON_WEDNESDAY, away)[:4] == [
		("2026-03-23", "s", -3, "m"),
		("2026-03-24", "s", -1, "m"),
		("2026-03-25", "s", 0, "m"),
		("2026-03-26", "m", 1, ""),
	]


def test_without_a_stand_in_it_waits_for_the_return_and_tells_how_it_stands_then() -> None:
	away = {TODAY + timedelta(days=offset): None for offset in range(3, 10)}
	assert lines(DUE_ON_WEDNESDAY, away)[:2] == [("2026-03-30", "m", 3, ""), ("2026-04-06", "m", 10, "")]


def test_restricted_work_is_not_foreseen_for_a_stand_in() -> None:
	restricted = Subject(
		"d", {DUE: TODAY + timedelta(days=5)}, {LEAD: ["m"]}, has_evidence=True, restricted=True
	)
	away = {TODAY + timedelta(days=offset): "s" for offset in range(3, 10)}
	assert lines(restricted, away)[:2] == [("2026-03-30", "m", 3, ""), ("2026-04-06", "m", 10, "")]
