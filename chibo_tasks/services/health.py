"""What is wrong with a site, in sentences for the person who looks after it."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount

from chibo_tasks import clock
from chibo_tasks.services import audit, evidence_store
from chibo_tasks.services.reminders import reach

STUCK = timedelta(minutes=15)
MOST = 100_000


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
	evidence, plan = frappe.qb.DocType("Chibo Evidence"), frappe.qb.DocType("Chibo Plan")
	kept = (
		frappe.qb.from_(evidence)
		.select(evidence.sha256)
		.where(evidence.kind == "File")
		.limit(MOST)
		.run(pluck=True)
	)
	kept += frappe.qb.from_(plan).select(plan.source_sha256).limit(MOST).run(pluck=True)
	for sha256 in sorted(set(kept)):
		if not evidence_store.is_intact(sha256):
			yield _("The file {sha256} is missing or has been changed.").format(sha256=sha256)


def _mail() -> Iterator[str]:
	if not EmailAccount.find_default_outgoing():
		yield _("No outgoing e-mail account is set up; messages wait.")
	for row in frappe.get_all(
		"Chibo Outbox", filters={"state": "Failed"}, fields=["member", "error"], order_by="creation, name"
	):
		name = frappe.db.get_value("Chibo Member", row.member, "full_name")
		yield _("{member} cannot be reached by e-mail: {error}").format(member=name, error=row.error)


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
