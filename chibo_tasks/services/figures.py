"""Numbers about the work of an organization, each with the list that stands behind it."""

import frappe
from frappe.query_builder.functions import Count

from chibo_tasks import permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import worklist


def counts(actor: Actor) -> dict[str, int]:
	"""What waits for the user: work to review, and unread messages."""
	if not actor.memberships:
		return {"review": 0, "unread": 0}
	message = frappe.qb.DocType("Chibo Message")
	unread = (
		frappe.qb.from_(message)
		.select(Count(message.name))
		.where(permissions.scope(actor, "Chibo Message", message) & message.read_at.isnull())
		.run()
	)
	return {"review": worklist.review_count(actor), "unread": unread[0][0]}
