"""A clock that leaps is held, announced, and believed only when it goes on steadily."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain.reminders.clock_watch import HOLD, LEAP, Trust

NOW = datetime(2026, 3, 20, 7, 0)
TICK = timedelta(minutes=10)


def test_the_first_look_is_believed() -> None:
	assert Trust().at(NOW) == Trust(NOW)


def test_a_night_off_is_no_leap() -> None:
	assert not Trust(NOW).at(NOW + timedelta(hours=36)).is_held


def test_a_leap_forward_is_held_and_forgotten_when_the_clock_comes_back() -> None:
	wrong = NOW + timedelta(days=30)
	held = Trust(NOW).at(wrong).at(wrong + TICK)
	assert held.is_held and held.seen == NOW
	assert held.at(NOW + 3 * TICK) == Trust(NOW + 3 * TICK)


def test_after_days_without_power_the_hold_ends_by_itself() -> None:
	back = NOW + timedelta(days=5)
	trust = Trust(NOW)
	for tick in range(3):
		trust = trust.at(back + tick * TICK)
		assert trust.is_held
	assert trust.at(back + HOLD) == Trust(back + HOLD)


def test_a_leap_back_is_held_too() -> None:
	assert Trust(NOW).at(NOW - timedelta(days=30)).is_held
	assert not Trust(NOW).at(NOW - timedelta(days=1)).is_held


@given(st.lists(st.integers(-100_000, 100_000), min_size=1, max_size=30))
def test_nothing_is_believed_further_than_a_leap_from_what_was_without_a_steady_half_hour(
	leaps: list[int],
) -> None:
	now, trust = NOW, Trust(NOW)
	seen = [now]
	for minutes in leaps:
		now += timedelta(minutes=minutes)
		before, trust = trust, trust.at(now)
		seen.append(now)
		if trust.is_held or abs(now - before.seen) <= LEAP:
			continue
		assert before.held_since is not None and HOLD <= now - before.held_since <= LEAP


@given(st.integers(-50_000, 50_000), st.integers(1, 1000))
def test_a_steady_clock_is_always_believed_in_the_end(minutes: int, step: int) -> None:
	now, trust = NOW + timedelta(minutes=minutes), Trust(NOW)
	for _ in range(2 + int(HOLD / timedelta(minutes=step))):
		trust = trust.at(now)
		now += timedelta(minutes=step)
	assert not trust.at(now).is_held
