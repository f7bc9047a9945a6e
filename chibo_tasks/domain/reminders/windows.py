"""For which due dates a step of a rule is current today, as ranges that a set-based query can use.

On any day at most one step of a rule is current: the last one passed. An organization remembers up to which day it was
swept, so a sweep that runs twice finds nothing the second time, and one that did not run for a week finds the step that is
current now, and records those in between as superseded.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chibo_tasks.domain.reminders.rules import Rule


@dataclass(frozen=True)
class Window:
	"""Anchor days for which one step of a rule falls due in a sweep.

	Attributes:
		first: earliest anchor day, None for any.
		last: latest anchor day.
		current_from: earliest anchor day for which the step is still the current one, None for any; for earlier ones a later
			step of the same rule has overtaken it since the last sweep.
	"""

	rule: Rule
	step: int
	first: date | None
	last: date
	current_from: date | None

	def holds(self, anchor: date) -> bool:
		"""True when the step falls due for this anchor day."""
		return anchor <= self.last and (self.first is None or anchor >= self.first)

	def is_current(self, anchor: date) -> bool:
		"""True when no later step of the rule has been passed for this anchor day."""
		return self.current_from is None or anchor >= self.current_from

	def only_current(self) -> "Window":
		"""The part of the window in which the step is the current one."""
		known = [day for day in (self.first, self.current_from) if day is not None]
		return replace(self, first=max(known, default=None))


def windows(
	today: date, since: date | None, rules: Iterable[Rule], until: date | None = None
) -> tuple[Window, ...]:
	"""Ranges of anchor days for which a step was passed after `since` and up to `until`, as it stands on `today`.

	Set-based queries with these ranges find exactly what a sweep has to write. With `since` the day before, each range is a
	single day; after a pause it grows.

	Args:
		since: day up to which the organization has been swept; None for never.
		until: last day that counts; default `today`.
	"""
	found = []
	for rule in rules:
		if not rule.enabled:
			continue
		days = rule.days
		for step, following in zip(days, (*days[1:], None), strict=True):
			over = rule.last if following is None else following - 1
			window = Window(
				rule,
				step,
				first=None if since is None else since - timedelta(days=step) + timedelta(days=1),
				last=(until or today) - timedelta(days=step),
				current_from=None if over is None else today - timedelta(days=over),
			)
			if window.first is None or window.first <= window.last:
				found.append(window)
	return tuple(found)


def ranges(found: Iterable[Window]) -> list[tuple[date | None, date]]:
	"""The anchor days of all windows together, as disjoint ranges in order; an open begin is None."""
	merged: list[tuple[date | None, date]] = []
	for window in sorted(found, key=lambda one: (one.first or date.min, one.last)):
		if merged and (window.first is None or window.first <= merged[-1][1] + timedelta(days=1)):
			merged[-1] = (merged[-1][0], max(merged[-1][1], window.last))
		else:
			merged.append((window.first, window.last))
	return merged
