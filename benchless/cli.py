"""The commands of benchless, named as bench names them.

benchless --site DIR new-site|migrate|serve|execute|add-user|set-password|backup|restore|scheduler
"""

import argparse
import getpass
import json
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchless import bootstrap, installer, scheduler, server
from benchless.site import Site, SiteError, connected
from benchless.storage import backup

Command = Callable[[argparse.Namespace], None]


def new_site(options: argparse.Namespace) -> None:
	for app in options.app:
		installer.check_app(app)
	installer.install(Site.create(options.site, options.app, language=options.language))


def migrate(options: argparse.Namespace) -> None:
	site = Site(options.site)
	backup.backup(site, _backup_path(site, "before-migrate"))
	installer.migrate(site)


def serve(options: argparse.Namespace) -> None:
	server.serve(
		Site(options.site),
		options.host,
		options.port,
		open_network=options.open_network,
		with_scheduler=not options.no_scheduler,
	)


def run_scheduler(options: argparse.Namespace) -> None:
	site = Site(options.site)
	if options.once:
		_say(scheduler.run_due(site))
	else:
		scheduler.run_forever(site, threading.Event())


def execute(options: argparse.Namespace) -> None:
	with connected(Site(options.site)):
		from benchless import frappe_api as frappe
		from benchless import hooks

		result = hooks.function(options.method)(**json.loads(options.kwargs))
		frappe.db.commit()
	if result is not None:
		_say(result)


def add_user(options: argparse.Namespace) -> None:
	with connected(Site(options.site)):
		from benchless import frappe_api as frappe

		user = frappe.get_doc(
			{
				"doctype": "User",
				"email": options.email,
				"first_name": options.first_name,
				"new_password": _password(options),
			}
		).insert()
		user.add_roles(*options.add_role)
		frappe.db.commit()


def set_password(options: argparse.Namespace) -> None:
	with connected(Site(options.site)):
		from benchless import auth
		from benchless import frappe_api as frappe

		if not frappe.db.exists("User", options.user):
			raise SiteError(f"there is no user {options.user}")
		auth.set_password(options.user, _password(options))
		frappe.db.commit()


def make_backup(options: argparse.Namespace) -> None:
	site = Site(options.site)
	_say(
		str(
			backup.backup(
				site, Path(options.backup_path) if options.backup_path else _backup_path(site, "site")
			)
		)
	)


def restore(options: argparse.Namespace) -> None:
	backup.restore(Path(options.archive), Path(options.site).resolve())


def _backup_path(site: Site, label: str) -> Path:
	folder = site.path / "backups"
	folder.mkdir(mode=0o700, exist_ok=True)
	return folder / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{label}.tar.gz"


def _password(options: argparse.Namespace) -> str:
	return options.password or getpass.getpass("Password: ")


def _say(value: Any) -> None:
	sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def parser() -> argparse.ArgumentParser:
	"""The command line."""
	top = argparse.ArgumentParser(prog="benchless", description=__doc__.splitlines()[0])
	top.add_argument("--site", required=True, help="folder of the site")
	commands = top.add_subparsers(required=True, metavar="COMMAND")

	def command(name: str, function: Command, text: str) -> argparse.ArgumentParser:
		one = commands.add_parser(name, help=text)
		one.set_defaults(function=function)
		return one

	one = command("new-site", new_site, "create a site and install the app on it")
	one.add_argument("--app", action="append", required=True)
	one.add_argument("--language", default="vi")
	command("migrate", migrate, "back up, then bring the site up to date with the installed code")
	one = command("serve", serve, "serve the site and run its scheduled jobs")
	one.add_argument("--host", default="127.0.0.1")
	one.add_argument("--port", type=int, default=8000)
	one.add_argument("--no-scheduler", action="store_true")
	one.add_argument("--open-network", action="store_true", help="TLS ends in front of this address")
	one = command("scheduler", run_scheduler, "run scheduled jobs without serving")
	one.add_argument("--once", action="store_true", help="run what is due now and stop")
	one = command("execute", execute, "call a function as Administrator")
	one.add_argument("method")
	one.add_argument("--kwargs", default="{}", help="arguments as JSON")
	one = command("add-user", add_user, "add a user")
	one.add_argument("email")
	one.add_argument("--first-name", required=True)
	one.add_argument("--password")
	one.add_argument("--add-role", action="append", default=[])
	one = command("set-password", set_password, "set a user's password and end the user's sessions")
	one.add_argument("user")
	one.add_argument("password", nargs="?")
	one = command("backup", make_backup, "write a verified backup")
	one.add_argument("--backup-path")
	one = command("restore", restore, "restore a backup into a new folder")
	one.add_argument("archive")
	return top


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run one command and return the exit status."""
	logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
	options = parser().parse_args(arguments)
	try:
		bootstrap.install()
		options.function(options)
	except (SiteError, bootstrap.RealFrappePresent, ImportError) as error:
		sys.stderr.write(f"{error}\n")
		return 1
	return 0
