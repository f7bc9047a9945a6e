"""An assignment."""

from chibo_tasks.document import LockedDocument


class ChiboTask(LockedDocument):
	pass
