"""The power fails at any moment: nothing acknowledged is lost, nothing is torn, and no row lacks its bytes.

Each test has a control that must show losses, so that a simulation which cannot fail would be noticed.
`CHIBO_POWER_IMAGES=1500` opens that many disks for each test.
"""

import io
import os
import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from benchless.site import Site, connected
from benchless.storage.connection import PRAGMAS
from tests.host.power_loss import Recorder, RecordingVFS, Verdict, judge, recording_folder

IMAGES = int(os.environ.get("CHIBO_POWER_IMAGES", "150"))
SEED = int(os.environ.get("CHIBO_POWER_SEED", random.randrange(1 << 30)))
TRANSACTIONS = 60


def settings(synchronous: str) -> list[str]:
	"""The pragmas with which a site is opened, with another way to sync."""
	assert "PRAGMA synchronous = FULL" in PRAGMAS
	return [one if "synchronous" not in one else f"PRAGMA synchronous = {synchronous}" for one in PRAGMAS]


def work(
	recorder: Recorder,
	database: Path,
	synchronous: str,
	reference: Callable[[int], str] = lambda number: "x" * (number * 97 % 3000),
) -> None:
	"""Some transactions over two tables, each acknowledged once it is committed."""
	name = f"recording-{database.parent.name}-{synchronous}"
	vfs = RecordingVFS(recorder, name)
	with closing(apsw.Connection(str(database), vfs=name)) as connection:
		for pragma in [*settings(synchronous), "PRAGMA wal_autocheckpoint = 12"]:
			connection.execute(pragma).fetchall()
		connection.execute(
			"CREATE TABLE a (id INTEGER PRIMARY KEY, reference TEXT); CREATE TABLE b (id INTEGER)"
		)
		recorder.acknowledge(0)
		for number in range(1, TRANSACTIONS + 1):
			value = reference(number)
			connection.execute("BEGIN IMMEDIATE")
			connection.execute("INSERT INTO a VALUES (?, ?)", (number, value))
			connection.execute("INSERT INTO b VALUES (?)", (number,))
			connection.execute("COMMIT")
			recorder.acknowledge(number)
	vfs.unregister()


def failures_of(synchronous: str, folder: Path) -> Verdict:
	recorder, database = Recorder(), folder / "site.db"
	work(recorder, database, synchronous)
	print(f"\nCHIBO_POWER_SEED={SEED} synchronous={synchronous}, {len(recorder.operations)} operations")
	verdict = judge(recorder.operations, database, folder, IMAGES, random.Random(SEED))
	print(verdict)
	return verdict


def test_the_store_loses_nothing(tmp_path: Path) -> None:
	verdict = failures_of("FULL", tmp_path)
	assert verdict.images == IMAGES and verdict.is_clean


@pytest.mark.parametrize(("synchronous", "failing"), [("NORMAL", "lost"), ("OFF", "corrupt")])
def test_the_simulation_sees_what_a_store_loses_that_syncs_less(
	tmp_path: Path, synchronous: str, failing: str
) -> None:
	verdict = failures_of(synchronous, tmp_path)
	assert getattr(verdict, failing) > 0
	if synchronous == "NORMAL":
		assert verdict.corrupt == verdict.torn == 0


@pytest.mark.parametrize("synced", [True, False])
def test_no_row_lacks_the_bytes_of_its_evidence(own_site: Site, synced: bool) -> None:
	database, recorder = own_site.path / "evidence.db", Recorder()
	with connected(own_site):
		from chibo_tasks.services import evidence_store

		root = evidence_store.path("00" * 32).parent.parent
		contents: dict[str, bytes] = {}

		def keep(number: int) -> str:
			content = random.Random(number).randbytes(number * 331 % 5000 + 1)
			with evidence_store.incoming(io.BytesIO(content), 1 << 20) as arrived:
				name = arrived.keep()
			contents[name] = content
			return name

		with recording_folder(recorder, root, synced=synced):
			work(recorder, database, "FULL", keep)
		places = {name: str(evidence_store.path(name)) for name in contents}
	verdict = judge(
		recorder.operations,
		database,
		own_site.path,
		IMAGES,
		random.Random(SEED),
		lambda name, files: files.get(places[name]) == contents[name],
	)
	print(f"\nCHIBO_POWER_SEED={SEED}", verdict)
	if synced:
		assert verdict.is_clean
	else:
		assert verdict.without_bytes > 0 and not verdict.lost
