"""Word 97–2003 files (.doc): LibreOffice turns them into .docx, which is then read as any other."""

import contextlib
import tempfile
from pathlib import Path

from .. import external, limits
from ..errors import ConverterMissing, DamagedFile


def as_docx(data: bytes) -> bytes:
	"""The same document as .docx.

	Macros are never run: a conversion without a window opens with the highest macro security, and the profile is new.

	Raises:
		ConverterMissing: no LibreOffice here.
		DamagedFile: LibreOffice can't read it.
		TookTooLong: it did not finish.
	"""
	office = external.find("soffice", "libreoffice")
	if not office:
		raise ConverterMissing
	with tempfile.TemporaryDirectory(prefix="plan-") as name:
		folder = Path(name)
		(folder / "plan.doc").write_bytes(data)
		profile = folder / "profile"
		# A new profile makes LibreOffice start itself again, and then the socket of its first life in /tmp is in its
		# way, which a confined process may not remove. Under another name of the profile the socket has one, too.
		with contextlib.suppress(external.ProgramFailed):
			first = _command(office, folder / "first", "--terminate_after_init")
			external.run(first, folder, limits.OFFICE_SECONDS, limits.OFFICE_BYTES)
		with contextlib.suppress(OSError):
			(folder / "first").rename(profile)
		command = _command(
			office,
			profile,
			"--infilter=MS Word 97",
			"--convert-to",
			"docx:MS Word 2007 XML",
			"--outdir",
			str(folder / "out"),
			str(folder / "plan.doc"),
		)
		try:
			external.run(command, folder, limits.OFFICE_SECONDS, limits.OFFICE_BYTES)
			with open(folder / "out" / "plan.docx", "rb") as file:
				return file.read(limits.FILE_BYTES)
		except (external.ProgramFailed, OSError) as fault:
			raise DamagedFile("Word 97") from fault


def _command(office: str, profile: Path, *rest: str) -> list[str]:
	return [
		office,
		f"-env:UserInstallation={profile.as_uri()}",
		"--headless",
		"--norestore",
		"--nolockcheck",
		"--nodefault",
		"--nofirststartwizard",
		*rest,
	]
