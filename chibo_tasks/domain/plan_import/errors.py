"""Why a file can't be read: one class per reason, so that a caller and a test can name it."""

from chibo_tasks.domain.errors import N_, DomainError
from chibo_tasks.domain.errors import Term as Term


class UnreadablePlan(DomainError):
	"""The file can't be read as a plan; the message says what is wrong with it and what to do."""


class NotAFile(UnreadablePlan):
	"""The path leads to nothing, to a folder or to something that may not be opened."""

	def __init__(self, path: str) -> None:
		super().__init__(N_("“{path}” is not a file that can be opened. Check the name."), path=path)


class EmptyFile(UnreadablePlan):
	"""Zero bytes, or no text in it at all."""

	def __init__(self) -> None:
		super().__init__(N_("The file holds no text. Choose the plan itself."))


class UnknownFormat(UnreadablePlan):
	"""The content is none of the formats that are read, whatever the name says."""

	def __init__(self, found: Term) -> None:
		super().__init__(
			N_(
				"The content is {found}, which can't be read as a plan. "
				"Save it as Word (.docx), PDF, ODT or plain text."
			),
			found=found,
		)


class EncryptedFile(UnreadablePlan):
	"""Opening needs a password."""

	def __init__(self) -> None:
		super().__init__(
			N_("The file is protected with a password. Save a copy without protection and choose that.")
		)


class MacroFile(UnreadablePlan):
	"""The Word file carries macros; nothing of it is opened."""

	def __init__(self) -> None:
		super().__init__(
			N_("The file holds macros. Save it as a plain Word document (.docx) and choose that.")
		)


class DamagedFile(UnreadablePlan):
	"""Truncated or malformed, or made to look like what it is not."""

	def __init__(self, detail: str) -> None:
		super().__init__(
			N_("The file is damaged ({detail}). Open it in its own program, save it again and retry."),
			detail=detail,
		)


class TooLarge(UnreadablePlan):
	"""A limit is passed; `what` names it, `limit` is its figure."""

	def __init__(self, what: Term, limit: int) -> None:
		super().__init__(
			N_("The file is too large to be a plan: {what} (limit {limit})."), what=what, limit=limit
		)


class ForbiddenContent(UnreadablePlan):
	"""Something that no plan needs and that attacks readers: entities, path names that climb, doubled entries."""

	def __init__(self, detail: Term) -> None:
		super().__init__(
			N_("The file is built in an unsafe way ({detail}) and was not opened. Save it again from Word."),
			detail=detail,
		)


class EmbeddedDocument(UnreadablePlan):
	"""A Word file that embeds another one, which only Word itself puts into the text."""

	def __init__(self) -> None:
		super().__init__(
			N_(
				"The file embeds another document, which would be lost in reading. "
				"Open it in Word, save it again and choose that."
			)
		)


class ScannedFile(UnreadablePlan):
	"""A PDF of pictures, and no text recognition at hand."""

	def __init__(self) -> None:
		super().__init__(
			N_(
				"The PDF holds pictures of pages and no text. Choose the Word file it was printed from, "
				"or install Tesseract with Vietnamese (vie)."
			)
		)


class ConverterMissing(UnreadablePlan):
	"""An old .doc, and no LibreOffice at hand."""

	def __init__(self) -> None:
		super().__init__(
			N_(
				"Old Word files (.doc) are read only where LibreOffice is installed. "
				"Save it as .docx and choose that."
			)
		)


class ReaderMissing(UnreadablePlan):
	"""A Python package that this format needs is not installed."""

	def __init__(self, package: str) -> None:
		super().__init__(
			N_("Reading this format needs the Python package {package}. Install it and retry."),
			package=package,
		)


class TookTooLong(UnreadablePlan):
	"""The reader was stopped by its own limit on time or memory."""

	def __init__(self) -> None:
		super().__init__(
			N_("Reading took more time or memory than any plan needs and was stopped. Check the file.")
		)
