"""benchless' transactions: durable, isolated, one writer, and what a killed writer leaves behind."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from benchless.site import Site, connected
from benchless.storage.connection import Transactions, connect

WRITER = """
import sys
from benchless.site import Site, connected
site = Site(sys.argv[1])
with connected(site):
	import frappe
	number = 0
	while True:
		number += 1
		for table in ("Role", "Has Role"):
			values = {"role_name": f"r{number}"} if table == "Role" else {"role": f"r{number}", "parent": "x"}
			frappe.get_doc({"doctype": table, **values}).insert()
		frappe.db.commit()
		print(number, flush=True)
"""


def test_settings_are_those_that_durability_needs(own_site: Site) -> None:
	connection = connect(own_site.database)
	read = {
		name: connection.execute(f"PRAGMA {name}").fetchone()[0]
		for name in ("journal_mode", "synchronous", "foreign_keys")
	}
	connection.close()
	assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_reader_keeps_its_snapshot_and_a_locking_read_sees_the_newest(tmp_path: Path) -> None:
	path = tmp_path / "x.db"
	one, two = Transactions(path), Transactions(path)
	one.execute("CREATE TABLE t (v INTEGER)")
	one.execute("INSERT INTO t VALUES (1)")
	one.commit()
	assert two.execute("SELECT v FROM t").fetchone() == (1,)
	one.execute("UPDATE t SET v = 2")
	one.commit()
	assert two.execute("SELECT v FROM t").fetchone() == (1,)
	assert two.execute("SELECT v FROM t", lock=True).fetchone() == (2,)
	two.close()
	one.close()


def test_a_rolled_back_write_leaves_nothing_and_frees_the_writer(tmp_path: Path) -> None:
	path = tmp_path / "x.db"
	one, two = Transactions(path), Transactions(path)
	one.execute("CREATE TABLE t (v INTEGER)")
	one.commit()
	one.execute("INSERT INTO t VALUES (1)")
	one.rollback()
	two.execute("INSERT INTO t VALUES (2)")
	two.commit()
	assert one.execute("SELECT v FROM t").fetchall() == [(2,)]
	one.close()
	two.close()


def test_many_writers_wait_for_each_other_and_lose_nothing(tmp_path: Path) -> None:
	path = tmp_path / "x.db"
	first = Transactions(path)
	first.execute("CREATE TABLE t (v INTEGER)")
	first.execute("INSERT INTO t VALUES (0)")
	first.commit()
	failures: list[Exception] = []

	def work() -> None:
		mine = Transactions(path)
		try:
			for _ in range(25):
				value = mine.execute("SELECT v FROM t", lock=True).fetchone()[0]
				mine.execute("UPDATE t SET v = ?", (value + 1,))
				mine.commit()
		except Exception as error:
			failures.append(error)
		finally:
			mine.close()

	threads = [threading.Thread(target=work) for _ in range(8)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert not failures
	assert first.execute("SELECT v FROM t").fetchone() == (200,)
	first.close()


@pytest.mark.parametrize("delay", [0.05, 0.11, 0.23])
def test_a_killed_writer_loses_nothing_it_acknowledged_and_tears_nothing(
	own_site: Site, delay: float
) -> None:
	process = subprocess.Popen(
		[sys.executable, "-c", WRITER, str(own_site.path)], stdout=subprocess.PIPE, text=True
	)
	assert process.stdout
	acknowledged = int(process.stdout.readline())
	time.sleep(delay)
	os.kill(process.pid, signal.SIGKILL)
	for line in process.stdout:
		acknowledged = int(line)
	process.wait()
	process.stdout.close()
	database = sqlite3.connect(own_site.database)
	roles = database.execute("""SELECT count(*) FROM "tabRole" WHERE "name" LIKE 'r%'""").fetchone()[0]
	rows = database.execute("""SELECT count(*) FROM "tabHas Role" WHERE "parent" = 'x'""").fetchone()[0]
	assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
	database.close()
	assert roles == rows >= acknowledged


def test_a_broken_reference_is_refused_at_commit(own_site: Site) -> None:
	with connected(own_site):
		import frappe

		table = frappe.qb.into(frappe.qb.DocType("Has Role")).columns("name", "role", "parent")
		table.insert("x", "no such role", "nobody").run()
		with pytest.raises(Exception, match="FOREIGN KEY"):
			frappe.db.commit()
	with connected(own_site):
		assert not frappe.db.exists("Has Role", "x")
