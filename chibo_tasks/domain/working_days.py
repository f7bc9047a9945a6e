"""Which days people work on: weekends, Vietnamese public holidays with Tết, days swapped by decree, local corrections.

Public holidays come from the `holidays` package (Labour Code 2019, art. 112, and the yearly announcements of swapped
days); what it does not know yet, a cell enters as dated corrections with their source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

HOLIDAY = "Holiday"
WORKDAY = "Working Day"
SATURDAY = 5
MOST_DAYS = 30
"""No run of free days is longer; a search beyond it means a broken calendar."""


@dataclass(frozen=True)
class Correction:
	"""A day that differs from what the package says.

	Attributes:
		day: the day.
		kind: `HOLIDAY` or `WORKDAY`.
		name: why, as it is shown.
	"""

	day: date
	kind: str
	name: str


@dataclass(frozen=True)
class WorkCalendar:
	"""Free and working days over some years.

	Attributes:
		free: free weekday or holiday → its name.
		worked: weekend days on which people work.
	"""

	free: Mapping[date, str] = field(default_factory=dict)
	worked: frozenset[date] = frozenset()

	def is_working(self, day: date) -> bool:
		"""True when people work on `day`."""
		if day in self.worked:
			return True
		return day not in self.free and day.weekday() < SATURDAY

	def reason(self, day: date) -> str:
		"""Why `day` is free: the holiday's name, or empty for a plain weekend or a working day."""
		return "" if self.is_working(day) else self.free.get(day, "")

	def on_or_after(self, day: date) -> date:
		"""The first working day from `day` on."""
		return self._seek(day, 1)

	def on_or_before(self, day: date) -> date:
		"""The last working day up to `day`."""
		return self._seek(day, -1)

	def _seek(self, day: date, step: int) -> date:
		for offset in range(MOST_DAYS):
			candidate = day + timedelta(days=step * offset)
			if self.is_working(candidate):
				return candidate
		return day


def vietnam(years: Iterable[int], corrections: Iterable[Correction] = ()) -> WorkCalendar:
	"""The calendar of Vietnam for `years` with a cell's corrections on top."""
	public, worked = _public(tuple(sorted(set(years))))
	free, extra = dict(public), set(worked)
	for one in corrections:
		if one.kind == HOLIDAY:
			free[one.day] = one.name
			extra.discard(one.day)
		else:
			free.pop(one.day, None)
			extra.add(one.day)
	return WorkCalendar(free=free, worked=frozenset(extra))


@lru_cache(maxsize=64)
def _public(years: tuple[int, ...]) -> tuple[dict[date, str], frozenset[date]]:
	known = holidays.country_holidays("VN", years=years, language="vi")
	return dict(known.items()), frozenset(known.weekend_workdays)
