"""Entry points named in hooks.py; each can run twice, and be killed anywhere, without doing anything twice."""

from chibo_tasks.services import evidence_store, occurrences, outbox
from chibo_tasks.services.reminders import clock_watch
from chibo_tasks.services.reminders import sweep as sweeping


def chibo_open_occurrences() -> None:
	"""Open the occurrences of returning duties whose period has begun."""
	occurrences.run()


def chibo_sweep_deadlines() -> None:
	"""Record and queue the reminders that are due."""
	sweeping.run()


def chibo_deliver_messages() -> None:
	"""Send what waits in the outbox, unless the clock has leapt."""
	clock_watch.watch()
	outbox.deliver()


def chibo_tidy_store() -> None:
	"""Remove what uploads that died have left."""
	evidence_store.remove_leftovers()
