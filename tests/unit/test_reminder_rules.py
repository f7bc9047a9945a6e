"""Rules as data, and the hours of an organization."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain.reminders.hours import BadHour, Hours
from chibo_tasks.domain.reminders.rules import DEFAULT_RULES, STANDARD, BadRule, Rule


@pytest.mark.parametrize(
	"values",
	[
		{"steps": []},
		{"steps": [3, 1]},
		{"steps": [1, 1]},
		{"steps": [400]},
		{"steps": ["x"]},
		{"steps": [1], "anchor": "moon"},
		{"steps": [1], "to": "everybody"},
		{"steps": [-1], "anchor": "submission"},
		{"steps": [1], "cap": 0},
		{"steps": [1], "every": -1},
		{"steps": [1], "colour": "red"},
		{"steps": [1], "key": ""},
		{"steps": [1], "key": "a|b"},
		{"steps": [1], "key": "r" * 61},
		{"steps": [1], "enabled": "perhaps"},
		{"steps": None},
	],
)
def test_a_rule_with_impossible_days_is_refused(values: dict[str, object]) -> None:
	with pytest.raises(BadRule):
		Rule.from_dict({"key": "r", "anchor": "due", "to": "lead", **values})


def test_a_rule_is_read_as_it_was_written() -> None:
	for rule in DEFAULT_RULES:
		assert Rule.from_dict(rule.as_dict()) == rule


@pytest.mark.parametrize(
	("values", "kind"),
	[
		({"to": "lead", "steps": [-30]}, "due-soon"),
		({"to": "lead", "steps": [-5], "without_evidence": 1}, "evidence-missing"),
		({"to": "lead", "steps": [5]}, "overdue"),
		({"to": "in-charge", "steps": [-1, 5]}, "escalated"),
		({"to": "lead", "steps": [5], "anchor": "given"}, "receipt"),
		({"to": "reviewer", "steps": [5], "anchor": "submission"}, "review-waiting"),
		({"to": "in-charge", "steps": [5], "anchor": "submission"}, "review-escalated"),
		({"to": "in-charge", "steps": [5], "anchor": "request"}, "extension-waiting"),
	],
)
def test_a_rule_of_ones_own_speaks_like_the_standard_rule_most_alike(
	values: dict[str, object], kind: str
) -> None:
	assert Rule.from_dict({"key": "của mình", "anchor": "due", **values}).kind == kind


def test_escalations_are_urgent_and_nothing_else_is() -> None:
	assert [key for key, rule in STANDARD.items() if rule.is_urgent] == ["escalated", "escalated-further"]


@pytest.mark.parametrize(
	("hour", "quiet"), [(20, False), (21, True), (23, True), (0, True), (5, True), (6, False), (12, False)]
)
def test_quiet_hours_reach_over_midnight(hour: int, quiet: bool) -> None:
	assert Hours().is_quiet(time(hour, 30)) is quiet


def test_what_comes_in_quiet_hours_leaves_when_they_end() -> None:
	assert Hours().next_open(datetime(2026, 3, 20, 22, 15)) == datetime(2026, 3, 21, 6, 0)
	assert Hours().next_open(datetime(2026, 3, 20, 2, 15)) == datetime(2026, 3, 20, 6, 0)
	assert Hours().next_open(datetime(2026, 3, 20, 9, 15)) == datetime(2026, 3, 20, 9, 15)
	assert Hours(quiet_from=0, quiet_to=0).next_open(datetime(2026, 3, 20, 2, 0)) == datetime(
		2026, 3, 20, 2, 0
	)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.integers(0, 23), st.integers(0, 23))
def test_the_next_open_moment_is_open_and_not_earlier(now: datetime, begin: int, end: int) -> None:
	hours = Hours(quiet_from=begin, quiet_to=end)
	moment = hours.next_open(now)
	assert moment >= now
	assert not hours.is_quiet(moment.time())


@pytest.mark.parametrize("hour", [-1, 24, 99])
def test_an_hour_that_no_day_has_is_refused(hour: int) -> None:
	with pytest.raises(BadHour):
		Hours(digest_hour=hour)
