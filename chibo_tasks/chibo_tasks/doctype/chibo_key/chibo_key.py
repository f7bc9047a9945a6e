"""A key of this site, made once and readable by nobody."""

from chibo_tasks.document import LockedDocument


class ChiboKey(LockedDocument):
	pass
