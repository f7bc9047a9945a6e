"""The gate in front of records that only the app's own services may change.

Deadlines, evidence, audit entries and their like are evidence about people. A caller of the Desk, of REST, of
`frappe.client.set_value` or of an import can reach their controllers; what it cannot do is open this gate, because
the gate lives in the running context and not in the document or the request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_open: ContextVar[frozenset[str]] = ContextVar("chibo_gate", default=frozenset())


@contextmanager
def opened(*doctypes: str) -> Iterator[None]:
	"""Let this context write records of `doctypes`; the caller has already checked who asks and for what."""
	token = _open.set(_open.get() | set(doctypes))
	try:
		yield
	finally:
		_open.reset(token)


def is_open(doctype: str) -> bool:
	"""True inside `opened(doctype)`."""
	return doctype in _open.get()
