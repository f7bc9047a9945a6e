"""SQLite as a bench's database would behave: transactions that begin by themselves, locking reads, one writer."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchless.frappe_api.exceptions import QueryTimeoutError

WAIT_SECONDS = 30
PRAGMAS = (
	"PRAGMA journal_mode = WAL",
	"PRAGMA synchronous = FULL",
	"PRAGMA foreign_keys = ON",
	f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}",
	"PRAGMA temp_store = MEMORY",
)

_writers: dict[Path, threading.Lock] = {}
_writers_guard = threading.Lock()

sqlite3.register_adapter(date, date.isoformat)
sqlite3.register_adapter(datetime, lambda value: value.isoformat(" ", "microseconds"))
sqlite3.register_converter("DATE", lambda raw: date.fromisoformat(raw.decode()))
sqlite3.register_converter("DATETIME", lambda raw: datetime.fromisoformat(raw.decode()))


def connect(path: Path) -> sqlite3.Connection:
	"""Open the database with the settings that durability needs; transactions are begun by hand."""
	connection = sqlite3.connect(
		path,
		isolation_level=None,
		detect_types=sqlite3.PARSE_DECLTYPES,
		timeout=WAIT_SECONDS,
		check_same_thread=False,
	)
	for pragma in PRAGMAS:
		connection.execute(pragma)
	connection.create_function("MD5", 1, _md5, deterministic=True)
	connection.create_function("CONCAT", -1, _concat, deterministic=True)
	return connection


def _md5(text: str) -> str:
	return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _concat(*parts: Any) -> str | None:
	return None if None in parts else "".join(map(str, parts))


class Transactions:
	"""One connection and its transaction.

	A read begins a snapshot. The first write, or the first locking read, ends the snapshot and begins an immediate
	transaction: from then on this is the only writer, and what it reads is the newest state, as a locking read on
	InnoDB would.
	"""

	def __init__(self, path: Path) -> None:
		self._connection = connect(path)
		with _writers_guard:
			self._writer = _writers.setdefault(path, threading.Lock())
		self._writing = False

	def execute(
		self, sql: str, values: Sequence[Any] | dict[str, Any] = (), *, lock: bool = False
	) -> sqlite3.Cursor:
		"""Run one statement inside the transaction that it needs.

		Args:
			lock: a read that has to see the newest state and keep it.

		Raises:
			QueryTimeoutError: another writer did not finish in time.
		"""
		if lock or not sql.lstrip()[:6].upper().startswith(("SELECT", "WITH", "EXPLAI", "PRAGMA")):
			self._begin_writing()
		elif not self._connection.in_transaction:
			self._connection.execute("BEGIN DEFERRED")
		return self._connection.execute(sql, values)

	def _begin_writing(self) -> None:
		if self._writing:
			return
		if self._connection.in_transaction:
			self._connection.execute("COMMIT")
		if not self._writer.acquire(timeout=WAIT_SECONDS):
			raise QueryTimeoutError("another write did not finish in time")
		try:
			self._connection.execute("BEGIN IMMEDIATE")
		except sqlite3.OperationalError as error:
			self._writer.release()
			raise QueryTimeoutError(str(error)) from error
		self._writing = True

	def commit(self) -> None:
		"""Make the transaction durable."""
		self._end("COMMIT")

	def rollback(self) -> None:
		"""Undo the transaction."""
		self._end("ROLLBACK")

	def _end(self, statement: str) -> None:
		try:
			if self._connection.in_transaction:
				self._connection.execute(statement)
		except sqlite3.Error:
			self._connection.execute("ROLLBACK")
			raise
		finally:
			if self._writing:
				self._writing = False
				self._writer.release()

	def close(self) -> None:
		"""Roll back and close."""
		self.rollback()
		self._connection.close()

	def trace(self, callback: Callable[[str], None] | None) -> None:
		"""Call `callback` with every statement, for tests that count them."""
		self._connection.set_trace_callback(callback)
