"""Where the benchmarks run: a site of their own on benchless, or with CHIBO_BENCH_SITE the site of a bench."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.hosts import BENCH_SITE, ON_BENCH, BenchHost, BenchlessHost

Host = Any


@contextmanager
def opened() -> Iterator[Host]:
	"""The host, connected as Administrator; on benchless a new site, which is removed at the end."""
	if ON_BENCH:
		host = BenchHost(BENCH_SITE)
		with host.connected():
			yield host
		return
	with tempfile.TemporaryDirectory(prefix="chibo-bench-") as folder:
		host = BenchlessHost(Path(folder))
		with host.connected():
			yield host


def execute(sql: str) -> None:
	"""Run one statement of plain SQL that both databases understand."""
	fetch(sql)


def fetch(sql: str) -> list[tuple[Any, ...]]:
	"""Rows of one SELECT in plain SQL that both databases understand."""
	import frappe

	return list(frappe.db.sql(sql) if ON_BENCH else frappe.db.run(sql).fetchall())


def settle() -> None:
	"""Bring the database to rest, so that no work of an earlier round is paid for in the next one."""
	import frappe

	frappe.db.commit()
	if not ON_BENCH:
		frappe.db.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
		frappe.db.rollback()
