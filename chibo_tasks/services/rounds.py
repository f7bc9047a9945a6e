"""What a job does for one organization after the other."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

import frappe

log = logging.getLogger(__name__)

LONGEST_ERROR = 500


def each(
	what: str,
	organizations: Iterable[Any],
	work: Callable[[Any], object],
	remember: Callable[[str, str], None],
) -> None:
	"""Do `work` for every organization, each in a transaction of its own; one that fails is remembered and stops no other.

	Args:
		what: names the job in the log.
		organizations: rows with the `name` of an organization.
		work: is given the row.
		remember: keeps the text of an error for the organization of that name.
	"""
	for row in organizations:
		try:
			work(row)
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			log.exception("%s of %s failed", what, row.name)
			remember(row.name, f"{type(error).__name__}: {error}"[:LONGEST_ERROR])
			frappe.db.commit()
