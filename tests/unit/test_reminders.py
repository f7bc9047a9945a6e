"""On any day at most one step of a rule is current, and every step has its day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import reminders

TODAY = date(2026, 3, 20)
DUES = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


def current(due: date, today: date) -> list[tuple[str, int]]:
	return [
		(window.rule, window.step)
		for window in reminders.windows(today)
		if due <= window.due_to and (window.due_from is None or due >= window.due_from)
	]


@given(DUES)
def test_at_most_one_step_is_current(due: date) -> None:
	assert len(current(due, TODAY)) <= 1


@given(DUES)
def test_overdue_work_always_has_a_current_step(due: date) -> None:
	if due < TODAY:
		[(rule, step)] = current(due, TODAY)
		assert rule == reminders.OVERDUE and step <= (TODAY - due).days


@given(DUES)
def test_a_daily_sweep_meets_every_step_once(due: date) -> None:
	seen: list[tuple[str, int]] = []
	for offset in range(-10, 60):
		for one in current(due, due + timedelta(days=offset)):
			if one not in seen:
				seen.append(one)
	assert seen == [(rule.key, step) for rule in reminders.DEFAULT_RULES for step in rule.steps]


def candidate(rule: str, step: int, opened_on: date) -> reminders.Candidate:
	return reminders.Candidate("d", "t", "m", TODAY, opened_on, rule, step)


def test_work_given_today_for_tomorrow_is_not_reminded_of_last_week() -> None:
	[intent] = reminders.plan([candidate(reminders.DUE_SOON, -3, opened_on=TODAY - timedelta(days=1))])
	assert (intent.state, intent.reason) == (reminders.SUPPRESSED, reminders.JUST_ASSIGNED)
	[intent] = reminders.plan([candidate(reminders.DUE_SOON, -3, opened_on=TODAY - timedelta(days=9))])
	assert intent.state == reminders.SENT
	[intent] = reminders.plan([candidate(reminders.OVERDUE, 1, opened_on=TODAY + timedelta(days=1))])
	assert intent.state == reminders.SENT
