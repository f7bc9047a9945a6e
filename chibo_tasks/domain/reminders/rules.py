"""Reminder rules as data.

A rule speaks on certain days counted from an anchor: the due date, the day of submission, the day on which the work was given or
on which more time was asked for.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from chibo_tasks.domain.errors import N_, DomainError

# What a rule counts its days from.
DUE = "due"
GIVEN = "given"
SUBMISSION = "submission"
REQUEST = "request"

ANCHORS = (DUE, GIVEN, SUBMISSION, REQUEST)

# Whom a rule speaks to.
LEAD = "lead"
COLLABORATORS = "collaborators"
REVIEWER = "reviewer"
IN_CHARGE = "in-charge"
SECRETARY = "secretary"

RECEIVERS = (LEAD, COLLABORATORS, REVIEWER, IN_CHARGE, SECRETARY)

# Rules every organization starts with.
DUE_SOON = "due-soon"
EVIDENCE_MISSING = "evidence-missing"
OVERDUE = "overdue"
ESCALATED = "escalated"
ESCALATED_FURTHER = "escalated-further"
RECEIPT = "receipt"
REVIEW_WAITING = "review-waiting"
REVIEW_ESCALATED = "review-escalated"
EXTENSION_WAITING = "extension-waiting"

FARTHEST = 366
MOST_STEPS = 60
MOST_RULES = 30
NAME_LENGTH = 60


class BadRule(DomainError):
	"""A rule with impossible days, an unknown anchor or receiver."""


@dataclass(frozen=True)
class Rule:
	"""A reminder rule.

	Attributes:
		key: name of the rule in the ledger.
		anchor: one of `ANCHORS`.
		to: one of `RECEIVERS`.
		steps: days from the anchor on which it speaks, ascending; negative before it (due dates only).
		every: days after which it speaks again once its steps are over; 0 for not again.
		cap: how often it speaks at most.
		without_evidence: speaks only while nothing has been sent for the present attempt.
		enabled: false for a rule that is switched off.
	"""

	key: str
	anchor: str
	to: str
	steps: tuple[int, ...]
	every: int = 0
	cap: int = 10
	without_evidence: bool = False
	enabled: bool = True

	def __post_init__(self) -> None:
		if not self.key.strip() or len(self.key) > NAME_LENGTH or "|" in self.key:
			raise BadRule(
				N_("A rule needs a name of at most {most} characters, without “|”."), most=NAME_LENGTH
			)
		if self.anchor not in ANCHORS or self.to not in RECEIVERS:
			raise BadRule(
				N_("The rule “{rule}” counts from “{anchor}” or speaks to “{to}”, which is unknown."),
				rule=self.key,
				anchor=self.anchor,
				to=self.to,
			)
		possible = (
			0 < len(self.steps) <= MOST_STEPS
			and list(self.steps) == sorted(set(self.steps))
			and all(-FARTHEST <= step <= FARTHEST for step in self.steps)
			and (self.anchor == DUE or self.steps[0] > 0)
			and 0 <= self.every <= FARTHEST
			and 1 <= self.cap <= MOST_STEPS
		)
		if not possible:
			raise _impossible(self.key)

	@property
	def days(self) -> tuple[int, ...]:
		"""Every day on which it speaks, repetitions included, at most `cap` of them."""
		days = list(self.steps)
		while self.every and len(days) < self.cap and days[-1] + self.every <= FARTHEST:
			days.append(days[-1] + self.every)
		return tuple(days[: self.cap])

	@property
	def kind(self) -> str:
		"""The standard rule whose sentence it says: its own name, or for a rule that somebody added the one most alike."""
		if self.key in STANDARD:
			return self.key
		if self.anchor == DUE:
			if self.steps[-1] > 0:
				return OVERDUE if self.to == LEAD else ESCALATED
			return EVIDENCE_MISSING if self.without_evidence else DUE_SOON
		if self.anchor == SUBMISSION:
			return REVIEW_WAITING if self.to == REVIEWER else REVIEW_ESCALATED
		return RECEIPT if self.anchor == GIVEN else EXTENSION_WAITING

	@property
	def is_urgent(self) -> bool:
		"""True for an escalation: it does not wait for the hour of the daily message."""
		return self.anchor == DUE and self.to in (IN_CHARGE, SECRETARY) and self.steps[0] > 0

	@property
	def last(self) -> int | None:
		"""Last day on which the last step still counts; None where it counts until the work is done."""
		return 0 if self.anchor == DUE and self.days[-1] <= 0 else None

	@classmethod
	def from_dict(cls, values: Mapping[str, Any]) -> "Rule":
		"""Read the form in which a rule is stored and sent.

		Raises:
			BadRule: unknown fields, wrong types or impossible days.
		"""
		try:
			read: dict[str, Any] = {
				name: str(values.get(name) or "").strip() for name in ("key", "anchor", "to")
			}
			read["steps"] = tuple(int(step) for step in values["steps"])
			read |= {name: int(values[name]) for name in ("every", "cap") if name in values}
			read |= {
				name: bool(int(values[name])) for name in ("without_evidence", "enabled") if name in values
			}
		except (KeyError, TypeError, ValueError) as error:
			raise _impossible(str(values.get("key") or "")) from error
		unknown = set(values) - {field.name for field in fields(cls)}
		if unknown:
			raise BadRule(N_("A rule has no “{field}”."), field=min(unknown))
		return cls(**read)

	def as_dict(self) -> dict[str, Any]:
		"""The form that `from_dict` reads."""
		return {**asdict(self), "steps": list(self.steps)}


def _impossible(rule: str) -> BadRule:
	return BadRule(
		N_(
			"The rule “{rule}” has impossible days. Give different days in ascending order, at most a year away."
		),
		rule=rule,
	)


DEFAULT_RULES = (
	Rule(DUE_SOON, DUE, LEAD, (-7, -3, -1, 0)),
	Rule(EVIDENCE_MISSING, DUE, LEAD, (-2,), without_evidence=True),
	Rule(OVERDUE, DUE, LEAD, (1, 2, 3), every=7, cap=10),
	Rule(ESCALATED, DUE, IN_CHARGE, (3,)),
	Rule(ESCALATED_FURTHER, DUE, SECRETARY, (7,), every=7, cap=4),
	Rule(RECEIPT, GIVEN, LEAD, (2,), every=2, cap=3),
	Rule(REVIEW_WAITING, SUBMISSION, REVIEWER, (3,), every=3, cap=5),
	Rule(REVIEW_ESCALATED, SUBMISSION, SECRETARY, (7,), every=7, cap=3),
	Rule(EXTENSION_WAITING, REQUEST, SECRETARY, (2,), every=2, cap=5),
)
STANDARD = {rule.key: rule for rule in DEFAULT_RULES}
