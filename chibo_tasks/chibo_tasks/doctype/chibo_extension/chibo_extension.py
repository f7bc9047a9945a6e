"""A request for a later due date and its decision."""

from chibo_tasks.document import LockedDocument


class ChiboExtension(LockedDocument):
	pass
