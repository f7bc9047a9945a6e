"""A clock that leaps: held for a while and announced, before anything is planned or sent by it.

Nobody can tell from inside whether the machine was switched off for days or its clock was set wrongly. Either way, the first
look after a leap only remembers it. If the clock comes back within `HOLD`, nothing has happened; if it goes on steadily, or a
person says that it is right, work goes on and catches up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEAP = timedelta(hours=36)
HOLD = timedelta(minutes=30)


@dataclass(frozen=True)
class Trust:
	"""What is known of the clock.

	Attributes:
		seen: the last moment that was trusted; None for never.
		held_since: the moment, on the doubtful clock, at which the hold began; None while there is none.
	"""

	seen: datetime | None = None
	held_since: datetime | None = None

	@property
	def is_held(self) -> bool:
		"""True while nothing may be planned or sent."""
		return self.held_since is not None

	def at(self, now: datetime) -> "Trust":
		"""What is known after a look at the clock that shows `now`, in the same zone as before."""
		if self.seen is None or abs(now - self.seen) <= LEAP:
			return Trust(now)
		if self.held_since is None or not timedelta(0) <= now - self.held_since <= LEAP:
			return Trust(self.seen, now)
		return Trust(now) if now - self.held_since >= HOLD else self
