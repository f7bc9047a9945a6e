"""Bytes of evidence and of source documents: content-addressed, append-only, private.

A file arrives under a temporary name, may be looked at and cleaned there, and is kept under the SHA-256 of what it then holds.
It is synced, renamed, and its folder synced, before the row that refers to it is committed; so a row never lacks its
bytes, whatever dies when. What is kept is never deleted by a transaction.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import frappe

from chibo_tasks import clock

BLOCK = 1 << 20
INCOMING = "incoming-"
LEFTOVER_SECONDS = 24 * 3600


class TooLarge(Exception):
	"""The stream is longer than the limit; nothing was kept."""


class Incoming:
	"""A file that has arrived and is not kept yet.

	Attributes:
		path: where it lies for now.
		size: its size in bytes.
	"""

	def __init__(self, path: Path, size: int) -> None:
		self.path = path
		self.size = size

	def replace(self, content: bytes) -> None:
		"""Keep `content` instead of what arrived."""
		with self.path.open("wb") as file:
			file.write(content)
		self.size = len(content)

	@property
	def sha256(self) -> str:
		"""SHA-256 of what it holds now, as 64 hex digits."""
		with self.path.open("rb") as file:
			return _digest(file)

	def keep(self) -> str:
		"""Move the file to its place and return its SHA-256 (64 hex digits)."""
		with self.path.open("rb") as file:
			name = _digest(file)
			os.fsync(file.fileno())
		place = path(name)
		place.parent.mkdir(mode=0o700, exist_ok=True)
		os.replace(self.path, place)
		_sync_folder(place.parent)
		_sync_folder(_root())
		return name


@contextmanager
def incoming(stream: BinaryIO, limit: int) -> Iterator[Incoming]:
	"""Receive `stream`; whatever is not kept is gone at the end.

	Args:
		stream: readable binary stream, read in blocks of 1 MiB and never held in memory as a whole.
		limit: largest size accepted, in bytes.

	Raises:
		TooLarge: more than `limit` bytes came.
	"""
	handle, name = tempfile.mkstemp(prefix=INCOMING, dir=_root())
	temporary, size = Path(name), 0
	try:
		with os.fdopen(handle, "wb") as file:
			while block := stream.read(BLOCK):
				size += len(block)
				if size > limit:
					raise TooLarge
				file.write(block)
		yield Incoming(temporary, size)
	finally:
		temporary.unlink(missing_ok=True)


def remove_leftovers() -> None:
	"""Remove what uploads that died more than a day ago have left; a running one is younger."""
	oldest = clock.moment(clock.DEFAULT_ZONE).timestamp() - LEFTOVER_SECONDS
	for file in _root().glob(f"{INCOMING}*"):
		with suppress(FileNotFoundError):
			if file.stat().st_mtime < oldest:
				file.unlink()


def path(sha256: str) -> Path:
	"""Where the bytes of `sha256` are kept."""
	return _root() / sha256[:2] / sha256


def holds(file: Path) -> bool:
	"""True when `file`, links and `..` resolved, lies in the store."""
	return file.resolve().is_relative_to(_root().resolve())


def is_intact(sha256: str) -> bool:
	"""True when the kept bytes still have the hash that names them."""
	try:
		with path(sha256).open("rb") as file:
			return _digest(file) == sha256
	except FileNotFoundError:
		return False


def _digest(file: BinaryIO) -> str:
	digest = hashlib.sha256()
	while block := file.read(BLOCK):
		digest.update(block)
	return digest.hexdigest()


def _root() -> Path:
	root = Path(frappe.get_site_path("private", "chibo_evidence"))
	root.mkdir(mode=0o700, parents=True, exist_ok=True)
	return root


def _sync_folder(folder: Path) -> None:
	handle = os.open(folder, os.O_RDONLY)
	try:
		os.fsync(handle)
	finally:
		os.close(handle)
