"""What a disk may hold after the power has failed: everything synced, and of the rest any part in any order.

SQLite's files are recorded through a pass-through VFS, those of the evidence store through the calls of `os` that it makes. An image
for a crash after operation p holds everything up to each file's last sync; of the later operations each is there by
chance, and a third of those torn at a border of 512 bytes. The idea and its figures are in SQLite's own tests of atomic commit.
"""

import os
import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512

WRITE, TRUNCATE, SYNC, DELETE, RENAME, SYNC_FOLDER, ACK = (
	"write",
	"truncate",
	"sync",
	"delete",
	"rename",
	"folder",
	"ack",
)


@dataclass(frozen=True)
class Operation:
	"""One thing that was asked of the disk, or an acknowledgement to the user.

	Attributes:
		file: path of the file or folder.
		offset: where it is written, the length it is cut to, or the number of what is acknowledged.
		data: bytes written, or the new path of a file that was renamed.
	"""

	kind: str
	file: str = ""
	offset: int = 0
	data: bytes = b""


@dataclass
class Recorder:
	"""Everything that was asked of the disk, in order."""

	operations: list[Operation] = field(default_factory=list)

	def note(self, kind: str, file: str | Path = "", offset: int = 0, data: bytes = b"") -> None:
		self.operations.append(Operation(kind, str(file), offset, data))

	def acknowledge(self, number: int) -> None:
		"""The user has been told that transaction `number` is done."""
		self.note(ACK, offset=number)


class _File(apsw.VFSFile):
	def __init__(self, recorder: Recorder, name: Any, flags: list[int]) -> None:
		self._recorder = recorder
		self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
		super().__init__("", name, flags)

	def xWrite(self, data: bytes, offset: int) -> None:
		super().xWrite(data, offset)
		self._recorder.note(WRITE, self._name, offset, bytes(data))

	def xTruncate(self, size: int) -> None:
		super().xTruncate(size)
		self._recorder.note(TRUNCATE, self._name, size)

	def xSync(self, flags: int) -> None:
		super().xSync(flags)
		self._recorder.note(SYNC, self._name)


class RecordingVFS(apsw.VFS):
	"""SQLite's way to the disk, written down."""

	def __init__(self, recorder: Recorder, name: str) -> None:
		self._recorder = recorder
		super().__init__(name, "")

	def xOpen(self, name: Any, flags: list[int]) -> _File:
		return _File(self._recorder, name, flags)

	def xDelete(self, name: str, sync_folder: bool) -> None:
		super().xDelete(name, sync_folder)
		self._recorder.note(DELETE, name)


@contextmanager
def recording_folder(recorder: Recorder, root: Path, *, synced: bool = True) -> Iterator[None]:
	"""Write down what is synced and renamed under `root` through `os`.

	Args:
		synced: false to leave the syncs out of the record, as if the code had forgotten them.
	"""
	fsync, replace = os.fsync, os.replace

	def noting_fsync(handle: int) -> None:
		fsync(handle)
		place = Path(f"/proc/self/fd/{handle}").resolve()
		if synced and place.is_relative_to(root):
			if place.is_dir():
				recorder.note(SYNC_FOLDER, place)
			else:
				recorder.note(WRITE, place, 0, place.read_bytes())
				recorder.note(SYNC, place)

	def noting_replace(source: Any, target: Any) -> None:
		if Path(target).is_relative_to(root):
			recorder.note(WRITE, source, 0, Path(source).read_bytes())
			recorder.note(RENAME, source, data=str(target).encode())
		replace(source, target)

	os.fsync, os.replace = noting_fsync, noting_replace
	try:
		yield
	finally:
		os.fsync, os.replace = fsync, replace


def image(operations: Sequence[Operation], chance: random.Random) -> dict[str, bytes]:
	"""File → what the disk may hold of it when the power fails after `operations`.

	What came before the first acknowledgement is long there: a site is not used while it is being made.
	"""
	made = next(number for number, one in enumerate(operations) if one.kind == ACK)
	synced = {one.file: number for number, one in enumerate(operations) if one.kind in (SYNC, SYNC_FOLDER)}
	files: dict[str, bytearray] = defaultdict(bytearray)
	for number, one in enumerate(operations):
		safe = number < made or all(synced.get(place, -1) > number for place in _decided_by(one))
		if one.kind in _EFFECTS and (safe or chance.random() < 0.5):
			_EFFECTS[one.kind](files, one, None if safe else chance)
	return {name: bytes(content) for name, content in files.items()}


def _decided_by(one: Operation) -> list[str]:
	"""What has to be synced for `one` to be on the disk; a new name needs its folder, and the new folder the one above."""
	if one.kind != RENAME:
		return [one.file]
	target = Path(one.data.decode())
	return [str(target.parent), str(target.parent.parent)]


def _write(files: dict[str, bytearray], one: Operation, chance: random.Random | None) -> None:
	data = one.data
	if chance and chance.random() < 1 / 3:
		data = data[: chance.randrange(len(data) // SECTOR + 1) * SECTOR]
	content = files[one.file]
	content.extend(bytes(max(0, one.offset - len(content))))
	content[one.offset : one.offset + len(data)] = data


def _truncate(files: dict[str, bytearray], one: Operation, _chance: Any) -> None:
	del files[one.file][one.offset :]


def _delete(files: dict[str, bytearray], one: Operation, _chance: Any) -> None:
	files.pop(one.file, None)


def _rename(files: dict[str, bytearray], one: Operation, _chance: Any) -> None:
	files[one.data.decode()] = files.pop(one.file, bytearray())


_EFFECTS: dict[str, Callable[[dict[str, bytearray], Operation, Any], None]] = {
	WRITE: _write,
	TRUNCATE: _truncate,
	DELETE: _delete,
	RENAME: _rename,
}


@dataclass
class Verdict:
	"""What became of the images of a recording; `lost` is what had been acknowledged and was not there."""

	images: int = 0
	lost: int = 0
	torn: int = 0
	corrupt: int = 0
	without_bytes: int = 0

	@property
	def is_clean(self) -> bool:
		return not (self.lost or self.torn or self.corrupt or self.without_bytes)


def judge(
	operations: Sequence[Operation],
	database: Path,
	folder: Path,
	images: int,
	chance: random.Random,
	has_bytes: Callable[[str, dict[str, bytes]], bool] = lambda _reference, _files: True,
) -> Verdict:
	"""Let the power fail `images` times and look at what is left.

	The database is expected to hold tables `a` (id, reference) and `b` (id), written together.

	Args:
		database: path of the database in the recording.
		folder: where the images are opened.
		has_bytes: whether the files of an image hold what a reference stands for.
	"""
	verdict = Verdict()
	first = next(number for number, one in enumerate(operations) if one.kind == ACK)
	for _ in range(images):
		moment = chance.randrange(first + 1, len(operations) + 1)
		before = operations[:moment]
		files = image(before, chance)
		verdict.images += 1
		told = max((one.offset for one in before if one.kind == ACK), default=0)
		try:
			references, twins = _opened(files, database, folder)
		except sqlite3.DatabaseError:
			verdict.corrupt += 1
			continue
		verdict.torn += set(references) != twins
		verdict.lost += not set(range(1, told + 1)) <= set(references)
		verdict.without_bytes += not all(has_bytes(one, files) for one in references.values())
	return verdict


def _opened(files: dict[str, bytes], database: Path, folder: Path) -> tuple[dict[int, str], set[int]]:
	for suffix in ("", "-wal", "-journal", "-shm"):
		place = folder / f"image.db{suffix}"
		place.unlink(missing_ok=True)
		if suffix != "-shm" and f"{database}{suffix}" in files:
			place.write_bytes(files[f"{database}{suffix}"])
	with closing(sqlite3.connect(folder / "image.db")) as connection:
		if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
			raise sqlite3.DatabaseError("integrity check")
		references = dict(connection.execute("SELECT id, reference FROM a"))
		return references, {row[0] for row in connection.execute("SELECT id FROM b")}
