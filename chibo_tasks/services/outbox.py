"""Delivery: drains the outbox, one recipient at a time, apart from the work that filled it.

A row is leased and the lease committed before anything leaves, so a second worker passes it by, and a worker that dies
gives it back after `LEASE`. The attempt is counted with the lease: a row that kills its worker moves back like any other
and cannot keep the rest from going out. The id that the other side sees (the Message-ID of a mail) is derived from the row,
so that the one repeat that a death between the acceptance there and our commit can cause is recognised.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import frappe
from pypika import Criterion

from chibo_tasks import clock
from chibo_tasks.domain.messages import outcome
from chibo_tasks.services import forwarding
from chibo_tasks.services.channels import CHANNELS, Channel, configuration, desk, parcel, telegram

LEASE = timedelta(minutes=5)
BATCH = 500
PAGE = 100
STRIKES = 3
"""Failures in a row after which a way counts as unavailable."""

WAITING, SENT, FAILED, DROPPED = "Waiting", "Sent", "Failed", "Dropped"

log = logging.getLogger("chibo_tasks.delivery")


def deliver(limit: int = BATCH) -> int:
	"""Send what is waiting and return the number of messages handed over.

	Args:
		limit: largest number of attempts of each channel in this run.
	"""
	for prepare in (forwarding.fan_out, telegram.collect, desk.point):
		_apart(prepare)
	return sum(_Run(channel).drain(limit) for channel in _channels())


def _apart(work: Callable[[], None]) -> None:
	"""Do something that must not keep the messages from going out."""
	try:
		work()
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		log.error("%s failed: %s", work.__name__, type(error).__name__)


def _channels() -> list[str]:
	"""Channels for which something is due; one statement where nothing is."""
	row, organization = frappe.qb.DocType("Chibo Outbox"), frappe.qb.DocType("Chibo Organization")
	return (
		frappe.qb.from_(row)
		.join(organization)
		.on(organization.name == row.organization)
		.select(row.channel)
		.distinct()
		.where(_due(row, organization))
		.orderby(row.channel)
		.run(pluck=True)
	)


def _due(row: Any, organization: Any) -> Criterion:
	"""Rows that may be tried now; `next_try_at` is local time of the organization, a lease that of the app's own zone."""
	zones = (
		frappe.qb.from_(organization)
		.select(organization.time_zone)
		.distinct()
		.orderby(organization.time_zone)
		.run(pluck=True)
	)
	passed = Criterion.any(
		[
			(organization.time_zone == zone) & (row.next_try_at <= clock.now(zone))
			for zone in zones or [clock.DEFAULT_ZONE]
		]
	)
	free = row.leased_until.isnull() | (row.leased_until < clock.now())
	sweep = frappe.qb.DocType("Chibo Sweep")
	held = frappe.qb.from_(sweep).select(sweep.organization).where(sweep.held_since.isnotnull())
	return (row.state == WAITING) & passed & free & row.organization.notin(held)


class _Run:
	"""One channel in one run."""

	def __init__(self, channel: str) -> None:
		self._name = channel
		self._channel: Channel = CHANNELS[channel]()
		self._closed: dict[str, timedelta] = {}
		self._strikes: dict[str, int] = {}
		self._attempts = 0
		self._sent = 0

	def drain(self, limit: int) -> int:
		"""Try what is due, up to `limit` attempts; return the number sent."""
		if not self._channel.is_set_up():
			return 0
		try:
			while self._attempts < limit and (rows := self._page()):
				self._postpone([row for row in rows if not self._try(row, limit)])
		finally:
			self._channel.close()
		return self._sent

	def _page(self) -> list[Any]:
		row, organization, subscription = (
			frappe.qb.DocType(f"Chibo {name}") for name in ("Outbox", "Organization", "Subscription")
		)
		return (
			frappe.qb.from_(row)
			.join(organization)
			.on(organization.name == row.organization)
			.left_join(subscription)
			.on(subscription.name == row.subscription)
			.select(row.name, row.organization, organization.time_zone, subscription.address)
			.where((row.channel == self._name) & _due(row, organization))
			.orderby(row.next_try_at)
			.orderby(row.name)
			.limit(PAGE)
			.run(as_dict=True)
		)

	def _try(self, waiting: Any, limit: int) -> bool:
		"""Try one row, unless the run is at its limit; False when its way is closed for now."""
		lane = self._channel.lane(waiting)
		if lane in self._closed:
			return False
		if self._attempts < limit:
			now = clock.now(waiting.time_zone)
			row = _lease(waiting.name, now)
			if row is not None:
				self._attempts += 1
				self._one(row, lane, now)
		return True

	def _postpone(self, rows: list[Any]) -> None:
		"""Move rows whose way is closed out of the others' way; their attempts are not counted."""
		by_time: dict[datetime, list[str]] = {}
		for row in rows:
			until = clock.now(row.time_zone) + self._closed[self._channel.lane(row)]
			by_time.setdefault(until, []).append(row.name)
		for until, names in by_time.items():
			frappe.db.set_value(
				"Chibo Outbox", {"name": ["in", names], "state": WAITING}, "next_try_at", until
			)
		frappe.db.commit()

	def _one(self, row: Any, lane: str, now: datetime) -> None:
		try:
			values = self._send(row)
		except outcome.Undelivered as error:
			values = self._undelivered(row, error, lane, now)
		except Exception as error:
			frappe.db.rollback()
			incident = secrets.token_hex(4)
			log.error("incident %s: %s on row %s", incident, type(error).__name__, row.name, exc_info=error)
			values = _retry(row, outcome.Busy(outcome.BROKEN, f"{type(error).__name__} {incident}"), now)
		else:
			self._strikes.pop(lane, None)
			values |= {"state": SENT, "sent_at": now, "reason": None, "error": None}
			self._sent += 1
		frappe.db.set_value("Chibo Outbox", row.name, {**values, "leased_until": None})
		frappe.db.commit()

	def _send(self, row: Any) -> dict[str, Any]:
		with parcel.language_of(row.member):
			return {"message_id": self._channel.send(parcel.pack(row))}

	def _undelivered(self, row: Any, error: outcome.Undelivered, lane: str, now: datetime) -> dict[str, Any]:
		if isinstance(error, outcome.Withdrawn):
			return {"state": DROPPED, "reason": error.reason, "error": error.detail}
		if isinstance(error, outcome.Refused):
			self._give_up(row, error, now)
			return {"state": FAILED, "reason": error.reason, "error": error.detail, "next_try_at": now}
		assert isinstance(error, outcome.Busy)
		self._strikes[lane] = self._strikes.get(lane, 0) + (error.reason == outcome.UNREACHABLE)
		if isinstance(error, outcome.Unavailable) or self._strikes[lane] >= STRIKES:
			self._closed[lane] = outcome.wait(row.attempts, error.after)
			self._note(row, error, now)
		return _retry(row, error, now)

	def _give_up(self, row: Any, error: outcome.Refused, now: datetime) -> None:
		"""An account or device that is gone is not tried with the next message."""
		if row.subscription and error.reason in (
			outcome.GONE,
			outcome.BAD_ADDRESS,
			outcome.FORBIDDEN_ADDRESS,
		):
			frappe.db.set_value("Chibo Subscription", row.subscription, "ended_at", now)

	def _note(self, row: Any, error: outcome.Busy, now: datetime) -> None:
		"""Tell the secretary that an own channel of the organization does not work."""
		if self._name in (configuration.TELEGRAM, configuration.ZALO, configuration.WEBHOOK):
			configuration.store(row.organization, self._name, {"error": str(error)[:300], "failed_at": now})


def _lease(name: str, now: datetime) -> Any:
	"""Take the row for this worker, counting the attempt; None when another has it or it is done."""
	row = frappe.db.get_value(
		"Chibo Outbox",
		name,
		[
			"name",
			"organization",
			"message",
			"member",
			"channel",
			"subscription",
			"state",
			"leased_until",
			"attempts",
		],
		as_dict=True,
		for_update=True,
	)
	free = row and row.state == WAITING and (row.leased_until is None or row.leased_until < clock.now())
	if free:
		row.attempts += 1
		frappe.db.set_value(
			"Chibo Outbox",
			name,
			{
				"leased_until": clock.now() + LEASE,
				"attempts": row.attempts,
				"next_try_at": now + outcome.wait(row.attempts),
			},
		)
	frappe.db.commit()
	return row if free else None


def _retry(row: Any, error: outcome.Busy, now: datetime) -> dict[str, Any]:
	if row.attempts >= outcome.MOST_ATTEMPTS:
		return {"state": FAILED, "reason": outcome.GAVE_UP, "error": str(error)[:500], "next_try_at": now}
	return {
		"next_try_at": now + outcome.wait(row.attempts, error.after),
		"reason": error.reason,
		"error": error.detail,
	}
