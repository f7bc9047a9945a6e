"""Says how far a long reading is, to whoever listens: the command line, or the watch over the process that reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PARAGRAPHS, PAGES, OCR, OUTLINE = "paragraphs", "pages", "ocr", "outline"

Listener = Callable[[str, int, int], None]
"""Called with the name of the step, how much of it is done, and how much there is (0 if unknown)."""

_listener: ContextVar[Listener | None] = ContextVar("plan_import_progress", default=None)


def report(step: str, done: int, total: int) -> None:
	"""Tell the listener, if there is one.

	Args:
		step: PARAGRAPHS or PAGES (read so far), OCR (pages recognised), OUTLINE (the reader is done, its text is being understood).
		done, total: in units of the step.
	"""
	listener = _listener.get()
	if listener is not None:
		listener(step, done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
	"""Let `listener` hear what is reported inside."""
	token = _listener.set(listener)
	try:
		yield
	finally:
		_listener.reset(token)
