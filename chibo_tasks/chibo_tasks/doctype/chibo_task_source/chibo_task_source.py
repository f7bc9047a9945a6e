"""Ties a task to the plan items that it comes from."""

from chibo_tasks.document import LockedDocument


class ChiboTaskSource(LockedDocument):
	pass
