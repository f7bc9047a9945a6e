"""The people of the user's organizations."""

from typing import Any

import frappe

from chibo_tasks import permissions
from chibo_tasks.api.endpoint import current_actor, endpoint

MOST = 1000


@endpoint("GET")
def listing(organization: str) -> list[dict[str, Any]]:
	"""Members of one organization, by name.

	Args:
		organization: name of the organization.
	"""
	member = frappe.qb.DocType("Chibo Member")
	return (
		frappe.qb.from_(member)
		.select(
			member.name, member.full_name, member.position, member.party_status, member.unit, member.left_on
		)
		.where(
			(member.organization == organization) & permissions.scope(current_actor(), "Chibo Member", member)
		)
		.orderby(member.full_name)
		.orderby(member.name)
		.limit(MOST)
		.run(as_dict=True)
	)
