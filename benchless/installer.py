"""Installing an app on a new site, and bringing an existing site up to date."""

import importlib
import json
import logging
from pathlib import Path
from typing import Any

from benchless import frappe_api as frappe
from benchless import hooks
from benchless.frappe_api.model.meta import _package_folder, all_metas
from benchless.site import Site, connected
from benchless.storage import schema

log = logging.getLogger("benchless")


def install(site: Site) -> None:
	"""Make tables, fixtures and what the app's `after_sync` makes; patches count as done."""
	with connected(site):
		schema.bring_up_to_date(frappe.db, site.apps)
		for line in _patches(site):
			frappe.db.run('INSERT OR IGNORE INTO "__Patch" ("line") VALUES (?)', (line,))
		_load_fixtures(site)
		_run_hooks("after_sync")
		frappe.db.commit()


def migrate(site: Site) -> None:
	"""Patches, tables, fixtures and `after_migrate`, in one transaction: all of it or nothing."""
	with connected(site):
		schema.bring_up_to_date(frappe.db, site.apps)
		done = {row[0] for row in frappe.db.run('SELECT "line" FROM "__Patch"')}
		for line in _patches(site):
			if line not in done:
				log.info("patch %s", line)
				hooks.function(f"{line.split()[0]}.execute")()
				frappe.db.run('INSERT INTO "__Patch" ("line") VALUES (?)', (line,))
		_load_fixtures(site)
		_run_hooks("after_migrate")
		frappe.db.commit()


def _run_hooks(name: str) -> None:
	for path in hooks.values(name):
		hooks.function(path)()


def _patches(site: Site) -> list[str]:
	lines = []
	for app in site.config["installed_apps"]:
		file = _package_folder(app) / "patches.txt"
		text = file.read_text(encoding="utf-8") if file.exists() else ""
		lines += [line.strip() for line in text.splitlines() if line.strip() and line[0] not in "#["]
	return lines


def _load_fixtures(site: Site) -> None:
	known = {meta.name for meta in all_metas(site.apps)}
	for app in site.config["installed_apps"]:
		for file in sorted((_package_folder(app) / "fixtures").glob("*.json")):
			_load(json.loads(file.read_text(encoding="utf-8")), known, file)


def _load(records: list[dict[str, Any]], known: set[str], file: Path) -> None:
	for record in records:
		if record["doctype"] not in known:
			log.info("%s: this host has no %s, skipped", file.name, record["doctype"])
			return
		values = {key: value for key, value in record.items() if key not in ("doctype", "name")}
		if frappe.db.exists(record["doctype"], record["name"]):
			columns = set(frappe.get_doc(record["doctype"], record["name"]).meta.columns)
			known_values = {key: value for key, value in values.items() if key in columns}
			frappe.db.set_value(record["doctype"], record["name"], known_values)
		else:
			frappe.get_doc({"doctype": record["doctype"], **values}).insert(
				ignore_permissions=True, set_name=record["name"]
			)


def check_app(app: str) -> None:
	"""Raise ImportError when `app` cannot be imported or has no hooks."""
	importlib.import_module(f"{app}.hooks")
