"""Opens zip packages (.docx, .odt) without trusting them: every figure is checked before anything is unpacked."""

import io
import struct
import zipfile
import zlib

from .. import limits
from ..errors import DamagedFile, EncryptedFile, ForbiddenContent, Term, TooLarge

_CHUNK = 64 * 1024
# What the library raises over a file that is not what it says.
_BROKEN = (
	zipfile.BadZipFile,
	zlib.error,
	struct.error,
	EOFError,
	NotImplementedError,
	RuntimeError,
	OSError,
	ValueError,
	OverflowError,
)


class Package:
	"""The parts of a zip file, read one by one within the limits.

	Args:
		data: the whole file.

	Raises:
		DamagedFile: not a whole zip file.
		ForbiddenContent: an entry stands twice, or its name climbs out of the package.
		EncryptedFile: an entry is encrypted.
		TooLarge: number of entries, unpacked size or ratio.
	"""

	def __init__(self, data: bytes) -> None:
		_refuse_many(data)
		try:
			self._zip = zipfile.ZipFile(io.BytesIO(data))
		except _BROKEN as fault:
			raise DamagedFile("zip") from fault
		self._entries: dict[str, zipfile.ZipInfo] = {}
		total = 0
		for entry in self._zip.infolist():
			_check_entry(entry)
			if entry.filename in self._entries:
				raise ForbiddenContent(Term("an entry stands twice"))
			self._entries[entry.filename] = entry
			total += entry.file_size
		if total > limits.UNPACKED_BYTES:
			raise TooLarge(Term("megabytes when unpacked"), limits.UNPACKED_BYTES >> 20)

	@property
	def names(self) -> frozenset[str]:
		return frozenset(self._entries)

	def read(self, name: str, limit: int = limits.PART_BYTES) -> bytes:
		"""Unpack one part, counting what really comes out rather than what the header says.

		Raises:
			DamagedFile: the part is missing or broken.
			TooLarge: more than `limit` bytes.
		"""
		entry = self._entries.get(name)
		if entry is None:
			raise DamagedFile(name)
		out = bytearray()
		try:
			with self._zip.open(entry) as part:
				while chunk := part.read(_CHUNK):
					out += chunk
					if len(out) > limit:
						raise TooLarge(Term("megabytes in one part"), limit >> 20)
					_check_ratio(len(out), entry.compress_size)
		except _BROKEN as fault:
			raise DamagedFile(name) from fault
		return bytes(out)

	def read_optional(self, name: str) -> bytes | None:
		"""As `read`, None where the part is missing."""
		return self.read(name) if name in self._entries else None


def _refuse_many(data: bytes) -> None:
	"""Count entries in the raw directory before the library builds an object for each."""
	if data.count(b"PK\x01\x02") > limits.ENTRIES + 1:
		raise TooLarge(Term("entries"), limits.ENTRIES)


def _check_entry(entry: zipfile.ZipInfo) -> None:
	name = entry.filename
	if entry.flag_bits & 0x1:
		raise EncryptedFile
	if (
		name.startswith(("/", "\\"))
		or ".." in name.replace("\\", "/").split("/")
		or ":" in name
		or "\x00" in name
	):
		raise ForbiddenContent(Term("a path name leads out of the package"))
	_check_ratio(entry.file_size, entry.compress_size)


def _check_ratio(unpacked: int, packed: int) -> None:
	if unpacked > limits.RATIO_FREE_BYTES and unpacked > packed * limits.RATIO:
		raise TooLarge(Term("times the packed size when unpacked"), limits.RATIO)
