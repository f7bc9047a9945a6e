"""Telling members something: ledger rows, one bell entry, one outbox row per channel, all in the caller's transaction.

A message has no text of its own. Its lines are the ledger rows that point at it; they are rendered when somebody reads
or receives them, from what that person may see at that moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chibo_tasks import clock
from chibo_tasks.domain import reminders
from chibo_tasks.domain.identity import identity
from chibo_tasks.services import people, rows

LEDGER = (
	"name",
	"organization",
	"task",
	"deadline",
	"member",
	"rule",
	"step",
	"day",
	"state",
	"reason",
	"message",
)
MESSAGE = ("name", "organization", "member", "kind", "day", "sent_at")
OUTBOX = ("name", "organization", "message", "member", "channel", "state", "attempts", "next_try_at")

DIGEST = "Digest"
EVENT = "Event"
EMAIL = "Email"


@dataclass(frozen=True)
class Notice:
	"""One line for one member.

	Attributes:
		deadline, task: what it is about.
		member: whom it is for.
		rule: a rule of the sweep or one of `reminders.EVENTS`.
		step: step of the rule, or the attempt that an event belongs to; part of the line's identity.
		state: what became of it.
		reason: why it was suppressed, or for an event the reason that was given with the decision.
	"""

	deadline: str
	task: str
	member: str
	rule: str
	step: int = 0
	state: str = reminders.SENT
	reason: str = ""

	@property
	def key(self) -> str:
		"""Identity in the ledger: the same line for the same member exists once, whoever writes it."""
		return identity(self.deadline, self.rule, str(self.step), self.member)


def tell(organization: str, notices: Sequence[Notice], kind: str = EVENT) -> None:
	"""Write `notices` to the ledger and, for those that are sent, one message per member.

	Args:
		kind: `EVENT` makes a message of its own each time; `DIGEST` gathers a member's day in one message.
	"""
	if not notices:
		return
	zone = people.zone(organization)
	now = clock.now(zone)
	day = now.date()
	messages = {
		member: identity(member, kind, day.isoformat(), *(() if kind == DIGEST else sorted(keys)))
		for member, keys in _by_member(notice for notice in notices if notice.state == reminders.SENT).items()
	}
	rows.insert(
		"Chibo Message",
		MESSAGE,
		(
			{
				"name": name,
				"organization": organization,
				"member": member,
				"kind": kind,
				"day": day,
				"sent_at": now,
			}
			for member, name in messages.items()
		),
		ignore_duplicates=True,
	)
	rows.insert(
		"Chibo Reminder",
		LEDGER,
		(
			{
				"name": notice.key,
				"organization": organization,
				"task": notice.task,
				"deadline": notice.deadline,
				"member": notice.member,
				"rule": notice.rule,
				"step": notice.step,
				"day": day,
				"state": notice.state,
				"reason": notice.reason,
				"message": messages.get(notice.member) if notice.state == reminders.SENT else None,
			}
			for notice in notices
		),
		ignore_duplicates=True,
	)
	rows.insert(
		"Chibo Outbox",
		OUTBOX,
		(
			{
				"name": identity(message, EMAIL),
				"organization": organization,
				"message": message,
				"member": member,
				"channel": EMAIL,
				"state": "Waiting",
				"attempts": 0,
				"next_try_at": now,
			}
			for member, message in messages.items()
		),
		ignore_duplicates=True,
	)


def _by_member(notices: Iterable[Notice]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = {}
	for notice in notices:
		found.setdefault(notice.member, []).append(notice.key)
	return found
