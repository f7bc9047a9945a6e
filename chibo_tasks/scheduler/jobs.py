"""Entry points named in hooks.py; each can run twice, and be killed anywhere, without doing anything twice."""

from chibo_tasks.services import evidence_store, outbox
from chibo_tasks.services import sweep as sweeping


def chibo_sweep_deadlines() -> None:
	"""Record and queue the reminders that are due."""
	sweeping.sweep()


def chibo_deliver_messages() -> None:
	"""Send what waits in the outbox."""
	outbox.deliver()


def chibo_tidy_store() -> None:
	"""Remove what uploads that died have left."""
	evidence_store.remove_leftovers()
