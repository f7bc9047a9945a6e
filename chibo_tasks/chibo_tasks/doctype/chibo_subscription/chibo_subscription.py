"""A device or account to which a member wants her messages."""

from chibo_tasks.document import LockedDocument


class ChiboSubscription(LockedDocument):
	pass
