"""Creating, serving, backing up and restoring a benchless site."""

import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from benchless import bootstrap, cli, scheduler, server
from benchless.site import Site, SiteError, connected, exclusive
from benchless.storage import backup


def test_the_host_steps_aside_where_the_real_one_is_installed(tmp_path: Path) -> None:
	(tmp_path / "frappe").mkdir()
	(tmp_path / "frappe" / "__init__.py").write_text("real = True\n")
	done = subprocess.run(
		[
			sys.executable,
			"-m",
			"benchless",
			"--site",
			str(tmp_path / "s"),
			"new-site",
			"--app",
			"chibo_tasks",
		],
		capture_output=True,
		text=True,
		env={**os.environ, "PYTHONPATH": str(tmp_path)},
		check=False,
	)
	assert done.returncode == 1
	assert "use `bench`" in done.stderr
	assert not (tmp_path / "s").exists()


def test_a_site_is_readable_by_its_owner_only(own_site: Site) -> None:
	for path in (own_site.path, own_site.path / "private"):
		assert stat.S_IMODE(path.stat().st_mode) == 0o700
	assert stat.S_IMODE((own_site.path / "site_config.json").stat().st_mode) == 0o600


def test_a_second_server_of_one_site_is_refused(own_site: Site) -> None:
	with exclusive(own_site), pytest.raises(SiteError, match="another process"), exclusive(own_site):
		pass


def test_an_open_address_needs_the_operators_word(own_site: Site) -> None:
	with pytest.raises(SiteError, match="open to the network"):
		server.serve(own_site, "0.0.0.0", 0)


def test_migrating_twice_changes_nothing_and_keeps_a_backup_each_time(own_site: Site) -> None:
	def dump() -> list[str]:
		with connected(own_site):
			import frappe

			return [
				row[0]
				for row in frappe.db.run("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
			]

	before = dump()
	for _ in range(2):
		assert cli.main(["--site", str(own_site.path), "migrate"]) == 0
	assert dump() == before
	assert list((own_site.path / "backups").glob("*-before-migrate.tar.gz"))


def test_a_new_field_arrives_with_the_next_migration(own_site: Site) -> None:
	with connected(own_site):
		import frappe

		frappe.db.run('ALTER TABLE "tabChibo Plan" DROP COLUMN "number"')
		frappe.db.commit()
	assert cli.main(["--site", str(own_site.path), "migrate"]) == 0
	with connected(own_site):
		assert "number" in {row[1] for row in frappe.db.run('PRAGMA table_info("tabChibo Plan")')}


def test_execute_prints_json_and_commits(own_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
	arguments = {
		"code": "cb-thu",
		"name": "Chi bộ thử",
		"secretary": "Lê Thị An",
		"email": "an@hoasen.example",
	}
	kwargs = json.dumps({**arguments, "password": "mat-khau-dai-2026"})
	assert (
		cli.main(
			["--site", str(own_site.path), "execute", "chibo_tasks.setup.cell.create", "--kwargs", kwargs]
		)
		== 0
	)
	assert cli.main(["--site", str(own_site.path), "execute", "chibo_tasks.services.health.examine"]) == 0
	assert json.loads(capsys.readouterr().out) == []


def test_a_backup_restores_to_the_same_rows_and_bytes(own_site: Site, tmp_path: Path) -> None:
	with connected(own_site):
		import frappe

		from chibo_tasks.services import evidence_store
		from chibo_tasks.setup import cell

		cell.create("cb-thu", "Chi bộ thử", "Lê Thị An", "an@hoasen.example", "mat-khau-dai-2026")
		with evidence_store.incoming(io.BytesIO(b"minh chung"), 100) as file:
			sha256 = file.keep()
		frappe.db.commit()
	archive = backup.backup(own_site, tmp_path / "b.tar.gz")
	assert stat.S_IMODE(archive.stat().st_mode) == 0o600
	restored = backup.restore(archive, tmp_path / "restored")
	with connected(restored):
		assert frappe.db.exists("Chibo Organization", "cb-thu")
		assert evidence_store.path(sha256).read_bytes() == b"minh chung"
	with pytest.raises(SiteError, match="already"):
		backup.restore(archive, tmp_path / "restored")


def test_a_backup_that_was_touched_is_refused(own_site: Site, tmp_path: Path) -> None:
	archive = backup.backup(own_site, tmp_path / "b.tar.gz")
	with tarfile.open(archive) as source:
		source.extractall(tmp_path / "unpacked", filter="data")
	config = tmp_path / "unpacked" / "site_config.json"
	config.write_text(config.read_text().replace("vi", "en"))
	with tarfile.open(tmp_path / "touched.tar.gz", "w:gz") as target:
		target.add(tmp_path / "unpacked", ".")
	with pytest.raises(backup.BadBackup, match=r"site_config\.json has been changed"):
		backup.restore(tmp_path / "touched.tar.gz", tmp_path / "restored")
	assert not (tmp_path / "restored").exists()


def test_scheduled_jobs_run_once_per_tick(own_site: Site) -> None:
	first = scheduler.run_due(own_site)
	assert first == [
		"chibo_tasks.scheduler.jobs.chibo_open_occurrences",
		"chibo_tasks.scheduler.jobs.chibo_sweep_deadlines",
		"chibo_tasks.scheduler.jobs.chibo_deliver_messages",
		"chibo_tasks.scheduler.jobs.chibo_tidy_store",
	]
	assert scheduler.run_due(own_site) == []


def test_a_failing_job_is_remembered_and_does_not_stop_the_others(
	own_site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
	from chibo_tasks.services.reminders import sweep

	def broken() -> None:
		raise RuntimeError("no luck")

	monkeypatch.setattr(sweep, "run", broken)
	assert len(scheduler.run_due(own_site)) == 4
	assert "no luck" in caplog.text
	with connected(own_site):
		import frappe

		errors = dict(frappe.db.run('SELECT "method", "error" FROM "__Job"').fetchall())
	assert errors["chibo_tasks.scheduler.jobs.chibo_sweep_deadlines"] == "RuntimeError: no luck"
	assert errors["chibo_tasks.scheduler.jobs.chibo_deliver_messages"] is None


def test_bootstrap_gives_the_very_same_modules() -> None:
	bootstrap.install()
	import frappe
	import frappe.utils

	from benchless import frappe_api

	assert frappe is frappe_api
	assert frappe.utils is frappe_api.utils
	with pytest.raises(ModuleNotFoundError):
		import frappe.website
