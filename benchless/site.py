"""A site: its folder, its configuration, and which site this context is working for."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from benchless import bootstrap

CONFIG = "site_config.json"
DATABASE = "site.db"


class SiteError(Exception):
	"""The site's folder is not what a command needs."""


class Site:
	"""One site's folder.

	Attributes:
		path: absolute path of the folder.
		config: content of `site_config.json`; the keys that Frappe knows mean what they mean there.
	"""

	def __init__(self, path: str | Path) -> None:
		self.path = Path(path).resolve()
		try:
			self.config: dict[str, Any] = json.loads((self.path / CONFIG).read_text(encoding="utf-8"))
		except FileNotFoundError:
			raise SiteError(
				f"{self.path} is not a site; create it with `benchless --site {path} new-site`"
			) from None

	@property
	def apps(self) -> list[str]:
		"""Installed apps, in order; benchless' own doctypes come first."""
		return ["benchless", *self.config["installed_apps"]]

	@property
	def database(self) -> Path:
		return self.path / DATABASE

	@classmethod
	def create(cls, path: str | Path, apps: list[str], **config: Any) -> "Site":
		"""Make the folder of a new site, readable by its owner only.

		Raises:
			SiteError: there is a site already.
		"""
		folder = Path(path).resolve()
		if (folder / CONFIG).exists():
			raise SiteError(f"{folder} is a site already")
		for part in ("", "private", "public", "logs", "backups"):
			(folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
		write_private(
			folder / CONFIG,
			json.dumps(
				{"installed_apps": apps, "secret": secrets.token_hex(32), **config},
				indent=1,
				ensure_ascii=False,
			),
		)
		return cls(folder)


def write_private(path: Path, text: str) -> None:
	"""Write a file that only its owner can read, whole or not at all."""
	temporary = path.with_name(f".{path.name}.new")
	handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(handle, "w", encoding="utf-8") as file:
		file.write(text)
		file.flush()
		os.fsync(file.fileno())
	temporary.replace(path)


@contextmanager
def exclusive(site: Site) -> Iterator[None]:
	"""Hold the site for one serving process; the lock dies with its holder.

	Raises:
		SiteError: another process is serving this site.
	"""
	file: IO[str] = (site.path / "serving.lock").open("a+")
	try:
		try:
			fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			raise SiteError(f"another process is serving {site.path}") from None
		yield
	finally:
		file.close()


@contextmanager
def connected(site: Site, user: str = "Administrator") -> Iterator[None]:
	"""Work for `site` in this context: `frappe.local`, a connection and a user, and an end that rolls back.

	Args:
		user: whose permissions count.
	"""
	bootstrap.install()
	from benchless import frappe_api as frappe

	frappe.init(site)
	try:
		frappe.set_user(user)
		yield
	finally:
		frappe.destroy()
