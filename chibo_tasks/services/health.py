"""What is wrong with a site, in sentences for the person who looks after it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount

from chibo_tasks import clock
from chibo_tasks.domain.messages import outcome
from chibo_tasks.services import audit, evidence_store
from chibo_tasks.services.reminders import reach

STUCK = timedelta(minutes=15)
MOST = 100_000
PAGE = 1000


def examine() -> list[str]:
	"""Every problem found; empty for a healthy site."""
	return [*_platform(), *_chains(), *_bytes(), *_mail(), *_reminders(), *_scheduler()]


def _platform() -> Iterator[str]:
	if frappe.db.table_exists("File"):
		# only where there is a platform to guard against
		from chibo_tasks.guard import floor

		yield from floor.problems()


def _chains() -> Iterator[str]:
	for name in frappe.get_all("Chibo Organization", pluck="name", order_by="name"):
		verdict = audit.verify(name)
		if not verdict.ok:
			yield _("The audit chain of {organization} is broken at entry {seq}.").format(
				organization=name, seq=verdict.broken_at
			)


def _bytes() -> Iterator[str]:
	evidence = frappe.qb.DocType("Chibo Evidence")
	kept = {
		*_hashes(evidence, evidence.sha256, evidence.kind == "File"),
		*(
			sha256
			for table in (frappe.qb.DocType("Chibo Plan"), frappe.qb.DocType("Chibo Plan Version"))
			for sha256 in _hashes(table, table.source_sha256)
		),
	}
	for sha256 in sorted(kept):
		if not evidence_store.is_intact(sha256):
			yield _("The file {sha256} is missing or has been changed.").format(sha256=sha256)


def _hashes(table: Any, column: Any, condition: Any = None) -> Iterator[str]:
	"""Every hash in `column`, a page of names at a time, so that nothing is left out however many there are."""
	query = frappe.qb.from_(table).select(table.name, column).orderby(table.name).limit(PAGE)
	if condition is not None:
		query = query.where(condition)
	last = ""
	while page := query.where(table.name > last).run():
		yield from (sha256 for _name, sha256 in page if sha256)
		last = page[-1][0]


def _mail() -> Iterator[str]:
	if not EmailAccount.find_default_outgoing():
		yield _("No outgoing e-mail account is set up; messages wait.")
	yield from _unreached()
	for row in frappe.get_all(
		"Chibo Channel",
		filters={"enabled": 1, "error": ["is", "set"]},
		fields=["organization", "channel", "error"],
		order_by="organization, channel",
	):
		yield _("{channel} of {organization} does not work: {error}").format(
			channel=_(row.channel, context="Chibo Outbox"), organization=row.organization, error=row.error
		)


def _unreached() -> Iterator[str]:
	"""One sentence for each member, channel and reason."""
	row, member = frappe.qb.DocType("Chibo Outbox"), frappe.qb.DocType("Chibo Member")
	found = (
		frappe.qb.from_(row)
		.join(member)
		.on(member.name == row.member)
		.select(member.full_name, row.channel, row.reason, row.error)
		.distinct()
		.where(row.state == "Failed")
		.orderby(member.full_name)
		.orderby(row.channel)
		.orderby(row.reason)
		.limit(MOST)
		.run(as_dict=True)
	)
	said = set()
	for one in found:
		key = (one.full_name, one.channel, one.reason)
		if key not in said:
			said.add(key)
			reason = _(outcome.REASONS.get(one.reason, one.reason or ""))
			yield _("{member} cannot be reached by {channel}: {reason}").format(
				member=one.full_name,
				channel=_(one.channel, context="Chibo Outbox"),
				reason=f"{reason} ({one.error})" if one.error else reason,
			)


def _reminders() -> Iterator[str]:
	for row in frappe.get_all(
		"Chibo Organization",
		filters={"disabled": 0, "kind": "Party Cell"},
		fields=["name", "organization_name"],
		order_by="name",
	):
		for problem in reach.problems(row.name):
			yield f"{row.organization_name}: {problem}"


def _scheduler() -> Iterator[str]:
	row = frappe.qb.DocType("Chibo Outbox")
	waiting = (
		frappe.qb.from_(row)
		.select(row.name)
		.where((row.state == "Waiting") & (row.next_try_at < clock.now() - STUCK))
		.limit(1)
		.run()
	)
	if waiting:
		yield _("Messages have been waiting for more than 15 minutes. Is the scheduler running?")
