"""When an organization is written to."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from chibo_tasks.domain.errors import N_, DomainError


class BadHour(DomainError):
	"""An hour that no day has."""


def hour(value: Any) -> int:
	"""An hour that comes as a number or a text.

	Raises:
		BadHour: it is none.
	"""
	try:
		return int(value)
	except (TypeError, ValueError) as error:
		raise BadHour(
			N_("“{hour}” is not an hour of the day. Give 0 to 23."), hour=str(value)[:20]
		) from error


@dataclass(frozen=True)
class Hours:
	"""When an organization is written to.

	Attributes:
		working_days_only: no digests on free days.
		quiet_from, quiet_to: hours (0–23) between which nothing leaves; equal for never.
		digest_hour: hour of the digest for members who chose none.
	"""

	working_days_only: bool = True
	quiet_from: int = 21
	quiet_to: int = 6
	digest_hour: int = 7

	def __post_init__(self) -> None:
		for one in (self.quiet_from, self.quiet_to, self.digest_hour):
			if not 0 <= one <= 23:
				raise BadHour(N_("“{hour}” is not an hour of the day. Give 0 to 23."), hour=one)

	@classmethod
	def of(cls, values: Any) -> "Hours":
		"""The hours that a settings record names by attribute; those every organization starts with where it makes no sense."""
		if values.quiet_from is None:
			return cls()
		try:
			return cls(bool(values.working_days_only), values.quiet_from, values.quiet_to, values.digest_hour)
		except BadHour:
			return cls(bool(values.working_days_only))

	def is_quiet(self, moment: time) -> bool:
		"""True within the quiet hours, which may reach over midnight."""
		if self.quiet_from == self.quiet_to:
			return False
		if self.quiet_from < self.quiet_to:
			return self.quiet_from <= moment.hour < self.quiet_to
		return moment.hour >= self.quiet_from or moment.hour < self.quiet_to

	def next_open(self, moment: datetime) -> datetime:
		"""`moment` itself, or the end of the quiet hours it lies in."""
		if not self.is_quiet(moment.time()):
			return moment
		end = moment.replace(hour=self.quiet_to, minute=0, second=0, microsecond=0)
		return end if end > moment else end + timedelta(days=1)
