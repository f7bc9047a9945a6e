"""One outbox row with everything that its channel needs, as it stands at the moment of delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_url

from chibo_tasks.domain.messages import outcome
from chibo_tasks.services import people, settings, wording
from chibo_tasks.services.channels import configuration
from chibo_tasks.services.channels.configuration import EMAIL, WEBHOOK

DIGEST = "Digest"


@dataclass(frozen=True)
class Parcel:
	"""What is delivered to whom.

	Attributes:
		key: name of the outbox row; the same for every attempt.
		organization, member: whose message it is.
		kind: "Digest" or "Event".
		sent_at: when the message came into being, local time of the organization.
		address: e-mail address, or the address of the subscription; empty for the organization's own channels.
		name: full name of the member.
		lines: what the member may read outside of the system now; never empty.
		language: of the words.
	"""

	key: str
	organization: str
	member: str
	kind: str
	sent_at: datetime
	address: str
	name: str
	lines: list[wording.Line]
	language: str

	@property
	def url(self) -> str:
		"""Where the receiver finds what is meant: the deadline itself when it is only one, and no secret."""
		if len(self.lines) == 1 and not self.lines[0].restricted:
			return get_url(f"/chibo/viec/{self.lines[0].deadline}")
		return get_url("/chibo/thong-bao")

	@property
	def urgent(self) -> bool:
		return any(line.urgent for line in self.lines)

	@property
	def notice(self) -> str:
		"""That there is something, not what: for channels that pass through other people's servers."""
		count = len(self.lines)
		return (
			_("1 thing concerns you") if count == 1 else _("{count} things concern you").format(count=count)
		)


def pack(row: Any) -> Parcel:
	"""Collect what the outbox row `row` needs.

	Raises:
		Withdrawn: nothing is left to say, or it is not wanted any more.
		Refused: the member cannot be reached.
	"""
	if not configuration.of(row.organization, row.channel).enabled:
		raise outcome.Withdrawn(outcome.SWITCHED_OFF)
	member = frappe.db.get_value(
		"Chibo Member", row.member, ["full_name", "user", "email", "mail_digest", "mail_events"], as_dict=True
	)
	message = frappe.db.get_value("Chibo Message", row.message, ["kind", "sent_at"], as_dict=True)
	user = _user(member)
	who = people.actor(member.user)
	if row.member not in who.members:
		raise outcome.Withdrawn(outcome.LEFT)
	address = _address(row, member, user, message.kind)
	titled = row.channel == EMAIL and bool(settings.of(row.organization).mail_titles)
	lines = wording.lines(who, [row.message], outside=True, titled=titled).get(row.message, [])
	if row.channel == WEBHOOK:  # nobody's eyes: what only named people may know is not there at all
		lines = [line for line in lines if not line.restricted]
	if not lines:
		raise outcome.Withdrawn(outcome.NOTHING_LEFT)
	return Parcel(
		key=row.name,
		organization=row.organization,
		member=row.member,
		kind=message.kind,
		sent_at=message.sent_at,
		address=address,
		name=member.full_name,
		lines=lines,
		language=frappe.local.lang,
	)


@contextmanager
def language_of(member: str) -> Iterator[None]:
	"""Speak the language of a member inside."""
	user = frappe.db.get_value("Chibo Member", member, "user")
	before = frappe.local.lang
	frappe.local.lang = (user and frappe.db.get_value("User", user, "language")) or "vi"
	try:
		yield
	finally:
		frappe.local.lang = before


def _user(member: Any) -> Any:
	user = member.user and frappe.db.get_value("User", member.user, ["email", "enabled"], as_dict=True)
	if not user:
		raise outcome.Refused(outcome.NO_USER)
	if not user.enabled:
		raise outcome.Refused(outcome.DISABLED)
	return user


def _address(row: Any, member: Any, user: Any, kind: str) -> str:
	"""Where the row goes, if it is still wanted there."""
	if row.channel == WEBHOOK:
		return ""
	if row.channel == EMAIL:
		if not (member.mail_digest if kind == DIGEST else member.mail_events):
			raise outcome.Withdrawn(outcome.MUTED)
		if not (member.email or user.email):
			raise outcome.Refused(outcome.NO_ADDRESS)
		return str(member.email or user.email)
	subscription = frappe.db.get_value(
		"Chibo Subscription",
		row.subscription,
		["address", "digest", "events", "verified_at", "ended_at"],
		as_dict=True,
	)
	if not subscription or subscription.ended_at:
		raise outcome.Withdrawn(outcome.ENDED)
	if not subscription.verified_at:
		raise outcome.Withdrawn(outcome.UNVERIFIED)
	if not (subscription.digest if kind == DIGEST else subscription.events):
		raise outcome.Withdrawn(outcome.MUTED)
	return str(subscription.address)
