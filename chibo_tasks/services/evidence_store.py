"""Bytes of evidence and of source documents: content-addressed, append-only, private.

A file is named by the SHA-256 of its content. It is written beside its place, synced, renamed, and its folder synced,
before the row that refers to it is committed; so a row never lacks its bytes, whatever dies when. Nothing here is ever
deleted by a transaction.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import frappe

BLOCK = 1 << 20


class TooLarge(Exception):
	"""The stream is longer than the limit; nothing was kept."""


def put(stream: BinaryIO, limit: int) -> tuple[str, int]:
	"""Keep the bytes of `stream`.

	Args:
		stream: readable binary stream, read in blocks of 1 MiB and never held in memory as a whole.
		limit: largest size accepted, in bytes.

	Returns:
		SHA-256 as 64 hex digits, and the size in bytes.

	Raises:
		TooLarge: more than `limit` bytes came.
	"""
	root = _root()
	digest, size = hashlib.sha256(), 0
	handle, temporary = tempfile.mkstemp(prefix="incoming-", dir=root)
	try:
		with os.fdopen(handle, "wb") as file:
			while block := stream.read(BLOCK):
				size += len(block)
				if size > limit:
					raise TooLarge
				digest.update(block)
				file.write(block)
			file.flush()
			os.fsync(file.fileno())
		name = digest.hexdigest()
		place = path(name)
		place.parent.mkdir(mode=0o700, exist_ok=True)
		os.replace(temporary, place)
		_sync_folder(place.parent)
		_sync_folder(root)
		return name, size
	except BaseException:
		Path(temporary).unlink(missing_ok=True)
		raise


def path(sha256: str) -> Path:
	"""Where the bytes of `sha256` are kept."""
	return _root() / sha256[:2] / sha256


def is_intact(sha256: str) -> bool:
	"""True when the kept bytes still have the hash that names them."""
	digest = hashlib.sha256()
	try:
		with path(sha256).open("rb") as file:
			while block := file.read(BLOCK):
				digest.update(block)
	except FileNotFoundError:
		return False
	return digest.hexdigest() == sha256


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
