"""Standing and outcome follow from dates alone."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import deadlines, review

DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
	("state", "days", "expected"),
	[
		(review.ASSIGNED, 30, deadlines.LATER),
		(review.ACCEPTED, 7, deadlines.DUE_SOON),
		(review.ACCEPTED, 0, deadlines.DUE_TODAY),
		(review.RETURNED, -1, deadlines.OVERDUE),
		(review.SUBMITTED, -30, deadlines.WAITING),
		(review.APPROVED, -30, deadlines.DONE),
		(review.WAIVED, 5, deadlines.DONE),
	],
)
def test_standing(state: str, days: int, expected: str) -> None:
	assert deadlines.standing(state, DAY + timedelta(days=days), DAY, 7) == expected


@pytest.mark.parametrize(
	("state", "submitted", "exceeded", "expected"),
	[
		(review.APPROVED, datetime(2026, 3, 20, 23, 59), False, deadlines.ON_TIME),
		(review.APPROVED, datetime(2026, 3, 20, 23, 59), True, deadlines.EXCEEDED),
		(review.APPROVED, datetime(2026, 3, 21, 0, 0), False, deadlines.LATE),
		(review.APPROVED, datetime(2026, 3, 21, 0, 0), True, deadlines.LATE),
		(review.WAIVED, None, False, deadlines.OUTCOME_WAIVED),
		(review.NOT_DONE, None, False, deadlines.OUTCOME_NOT_DONE),
		(review.SUBMITTED, datetime(2026, 3, 1), False, None),
	],
)
def test_outcome(state: str, submitted: datetime | None, exceeded: bool, expected: str | None) -> None:
	assert deadlines.outcome(state, DAY, submitted, exceeded=exceeded) == expected


@given(st.dates(), st.dates(), st.sampled_from(review.STATES))
def test_work_without_a_date_is_never_late_within_its_period(start: date, today: date, state: str) -> None:
	period = deadlines.Period(start, start + timedelta(days=364)) if start.year < 9000 else None
	if period and period.start <= today <= period.end:
		assert deadlines.standing(state, deadlines.default_due(period), today, 7) != deadlines.OVERDUE


def test_dates_that_contradict_each_other_are_refused() -> None:
	with pytest.raises(deadlines.BadDates, match="01/05/2026"):
		deadlines.check_dates(date(2026, 6, 1), date(2026, 5, 1))
	with pytest.raises(deadlines.BadDates):
		deadlines.Period(DAY, DAY - timedelta(days=1))
	deadlines.check_dates(None, DAY)
	deadlines.check_dates(DAY, DAY)
