"""Runs the jobs of the app's `scheduler_events`, each in a transaction of its own."""

import logging
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import croniter

from benchless import frappe_api as frappe
from benchless import hooks
from benchless.site import Site, connected

TICK_SECONDS = 5

log = logging.getLogger("benchless.scheduler")


def run_forever(site: Site, stop: threading.Event) -> None:
	"""Run what is due every few seconds until `stop` is set."""
	while not stop.wait(TICK_SECONDS):
		try:
			run_due(site)
		except Exception:
			log.exception("the scheduler could not run")


def run_due(site: Site) -> list[str]:
	"""Run every job that is due and return their names; a job that fails is logged and tried again when next due."""
	with connected(site):
		due = list(_due())
	return [method for method in due if _run(site, method)]


def _due() -> Iterator[str]:
	zone = ZoneInfo(frappe.local.site.config.get("time_zone") or "Asia/Ho_Chi_Minh")
	now = datetime.now(zone)
	for events in hooks.values("scheduler_events"):
		for expression, methods in events.get("cron", {}).items():
			latest = croniter(expression, now).get_prev(float)
			for method in methods:
				row = frappe.db.run('SELECT "last_run" FROM "__Job" WHERE "method" = ?', (method,)).fetchone()
				if row is None or row[0] < latest:
					yield method


def _run(site: Site, method: str) -> bool:
	"""Claim and run one job; False when another process has claimed it."""
	with connected(site):
		before = frappe.db.run(
			'SELECT "last_run" FROM "__Job" WHERE "method" = ?', (method,), lock=True
		).fetchone()
		now = time.time()
		if before and now - before[0] < TICK_SECONDS - 1:
			return False
		frappe.db.run(
			'INSERT INTO "__Job" ("method", "last_run") VALUES (?, ?) '
			'ON CONFLICT ("method") DO UPDATE SET "last_run" = excluded."last_run", "error" = NULL',
			(method, now),
		)
		frappe.db.commit()
		try:
			hooks.function(method)()
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			log.exception("%s failed", method)
			frappe.db.run(
				'UPDATE "__Job" SET "error" = ? WHERE "method" = ?',
				(f"{type(error).__name__}: {error}", method),
			)
			frappe.db.commit()
	return True
