"""Backup and restore of a whole site: a consistent snapshot, every file, and the hashes that prove both."""

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from pathlib import Path

from benchless.site import CONFIG, DATABASE, Site, SiteError
from benchless.storage.connection import connect

MANIFEST = "manifest.json"
FOLDERS = ("private", "public", "mail")


class BadBackup(SiteError):
	"""A backup that is not what its manifest says."""


def backup(site: Site, target: Path) -> Path:
	"""Write a backup of `site` to `target` (.tar.gz), while the site is in use.

	The database is copied first; the files it refers to are never changed or deleted, so those copied afterwards
	include all of them.

	Returns:
		`target`, readable by its owner only.
	"""
	with tempfile.TemporaryDirectory(dir=target.parent) as folder:
		snapshot = Path(folder) / DATABASE
		source, copy = connect(site.database), sqlite3.connect(snapshot)
		with source, copy:
			source.backup(copy)
		source.close()
		copy.close()
		files = {DATABASE: snapshot, CONFIG: site.path / CONFIG}
		for name in FOLDERS:
			root = site.path / name
			files |= {
				str(path.relative_to(site.path)): path for path in sorted(root.rglob("*")) if path.is_file()
			}
		manifest = Path(folder) / MANIFEST
		manifest.write_text(
			json.dumps({name: _hash(path) for name, path in files.items()}, indent=1), encoding="utf-8"
		)
		unfinished = Path(folder) / "backup.tar.gz"
		handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
		with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
			archive.add(manifest, MANIFEST)
			for name, path in files.items():
				archive.add(path, name)
		unfinished.replace(target)
	return target


def restore(archive: Path, folder: Path) -> Site:
	"""Unpack a backup into a folder that is not a site yet, and verify it.

	Raises:
		SiteError: there is a site already.
		BadBackup: a file is missing, changed or extra, or the database is damaged; nothing is left behind.
	"""
	if (folder / CONFIG).exists():
		raise SiteError(f"{folder} is a site already")
	folder.parent.mkdir(parents=True, exist_ok=True)
	with tempfile.TemporaryDirectory(dir=folder.parent) as unpacked:
		root = Path(unpacked) / "site"
		root.mkdir(mode=0o700)
		try:
			with tarfile.open(archive) as source:
				source.extractall(root, filter="data")
		except (tarfile.TarError, OSError, EOFError) as error:
			raise BadBackup(f"{archive} cannot be read: {error}") from error
		_verify(root)
		for name in ("private", "public", "logs", "backups"):
			(root / name).mkdir(mode=0o700, exist_ok=True)
		if folder.exists():
			folder.rmdir()
		root.rename(folder)
	return Site(folder)


def _verify(root: Path) -> None:
	try:
		manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
	except (OSError, ValueError) as error:
		raise BadBackup(f"the backup has no readable manifest: {error}") from error
	present = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()} - {MANIFEST}
	for name in sorted(present ^ set(manifest)):
		raise BadBackup(f"{name} is {'not in the manifest' if name in present else 'missing'}")
	for name, wanted in manifest.items():
		if _hash(root / name) != wanted:
			raise BadBackup(f"{name} has been changed")
	(root / MANIFEST).unlink()
	database = sqlite3.connect(root / DATABASE)
	try:
		if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
			raise BadBackup("the database is damaged")
	finally:
		database.close()


def _hash(path: Path) -> str:
	digest = hashlib.sha256()
	with path.open("rb") as file:
		while block := file.read(1 << 20):
			digest.update(block)
	return digest.hexdigest()
