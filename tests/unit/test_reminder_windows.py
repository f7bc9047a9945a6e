"""Windows: on any day at most one step of a rule is current, and every step has its day once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain.reminders import MERGED, SUPPRESSED
from chibo_tasks.domain.reminders.rules import DEFAULT_RULES, DUE, LEAD, OVERDUE, Rule
from chibo_tasks.domain.reminders.windows import ranges, windows

TODAY = date(2026, 3, 20)
DUES = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
STEPS = st.lists(st.integers(-30, 60), min_size=1, max_size=8, unique=True).map(
	lambda days: tuple(sorted(days))
)
RULES = st.builds(
	Rule,
	key=st.just("r"),
	anchor=st.just(DUE),
	to=st.just(LEAD),
	steps=STEPS,
	every=st.sampled_from([0, 1, 7]),
	cap=st.integers(1, 20),
)
DUE_RULES = [rule for rule in DEFAULT_RULES if rule.anchor == DUE and rule.to == LEAD]


def at(due: date, today: date, since: date | None, rules: list[Rule]) -> list[tuple[str, int, str]]:
	"""What one sweep makes of a deadline."""
	return [
		(window.rule.key, window.step, MERGED if window.is_current(due) else SUPPRESSED)
		for window in windows(today, since, rules)
		if window.holds(due)
	]


def by_the_calendar(due: date, today: date, since: date | None, rule: Rule) -> list[tuple[str, int, str]]:
	"""The second model: walk through the days of the rule one by one."""
	found, last = [], None
	for step in rule.days:
		passed = due + timedelta(days=step)
		if passed <= today:
			last = step
			if since is None or passed > since:
				found.append(step)
	before_due_only = max(rule.days) <= 0 and rule.anchor == DUE
	return [
		(rule.key, step, MERGED if step == last and not (before_due_only and today > due) else SUPPRESSED)
		for step in found
	]


@given(DUES, RULES, st.none() | st.integers(0, 500))
def test_the_windows_hold_what_the_calendar_says(due: date, rule: Rule, ago: int | None) -> None:
	since = None if ago is None else TODAY - timedelta(days=ago)
	assert at(due, TODAY, since, [rule]) == by_the_calendar(due, TODAY, since, rule)


@given(DUES, st.lists(RULES, max_size=4), st.none() | st.integers(0, 500))
def test_the_ranges_of_an_index_are_disjoint_and_hold_exactly_what_the_windows_hold(
	due: date, rules: list[Rule], ago: int | None
) -> None:
	since = None if ago is None else TODAY - timedelta(days=ago)
	found = windows(TODAY, since, rules)
	joined = ranges(found)
	inside = [(first, last) for first, last in joined if due <= last and (first is None or due >= first)]
	assert len(inside) == int(any(window.holds(due) for window in found))
	assert all(first is None or first <= last for first, last in joined)


@given(DUES, RULES, st.integers(1, 100), st.integers(0, 100))
def test_who_is_back_hears_of_steps_of_the_absence_only_and_only_of_the_current_one(
	due: date, rule: Rule, away: int, swept: int
) -> None:
	begin, until = TODAY - timedelta(days=away + swept), TODAY - timedelta(days=swept)
	found = [window.only_current() for window in windows(TODAY, begin, [rule], until=until)]
	told = [window.step for window in found if window.holds(due)]
	expected = [
		step
		for _key, step, state in by_the_calendar(due, TODAY, begin, rule)
		if state == MERGED and due + timedelta(days=step) <= until
	]
	assert told == expected


@given(DUES, RULES)
def test_at_most_one_step_of_a_rule_is_current(due: date, rule: Rule) -> None:
	current = [one for one in at(due, TODAY, None, [rule]) if one[2] == MERGED]
	assert len(current) <= 1


@given(DUES, RULES, st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_whatever_days_are_swept_every_step_is_recorded_once_and_the_last_one_is_told(
	due: date, rule: Rule, gaps: list[int]
) -> None:
	since = due + timedelta(days=rule.days[0]) - timedelta(days=1)
	begin, seen = since, []
	for gap in gaps:
		today = since + timedelta(days=gap)
		found = at(due, today, since, [rule])
		told = [step for _key, step, state in found if state == MERGED]
		assert len(told) <= 1
		passed = [step for step in rule.days if since < due + timedelta(days=step) <= today]
		if told:
			assert told[0] == passed[-1]
		else:
			assert not passed or (rule.last is not None and today > due)
		seen += [step for _key, step, _state in found]
		since = today
	expected = [step for step in rule.days if begin < due + timedelta(days=step) <= since]
	assert sorted(seen) == expected


def test_a_week_without_a_sweep_tells_the_present_step_and_records_the_others() -> None:
	found = at(TODAY - timedelta(days=3), TODAY, TODAY - timedelta(days=6), DUE_RULES)
	assert sorted(found) == [
		("due-soon", -1, "Suppressed"),
		("due-soon", 0, "Suppressed"),
		("evidence-missing", -2, "Suppressed"),
		("overdue", 1, "Suppressed"),
		("overdue", 2, "Suppressed"),
		("overdue", 3, "Merged"),
	]


def test_with_a_sweep_each_day_every_window_is_a_single_day() -> None:
	for window in windows(TODAY, TODAY - timedelta(days=1), DEFAULT_RULES):
		assert window.first == window.last
		assert window.is_current(window.last)


def test_repetitions_end_at_the_cap() -> None:
	overdue = next(rule for rule in DEFAULT_RULES if rule.key == OVERDUE)
	assert overdue.days == (1, 2, 3, 10, 17, 24, 31, 38, 45, 52)
