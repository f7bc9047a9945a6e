"""Boot data of the front end's page."""

from typing import Any

import frappe

from chibo_tasks import __version__, clock
from chibo_tasks.services import figures, people, settings

no_cache = 1


def get_context(context: Any) -> Any:
	"""Give the page what it needs before its first request; guests get the sign-in screen."""
	context.boot = boot()
	context.title = "Chibo Tasks"
	# a GET is rolled back, and with it the token that was just made for this session
	frappe.db.commit()
	return context


def boot() -> dict[str, Any]:
	"""Session of the signed-in user, and her seats with what each organization takes as evidence."""
	user = frappe.session.user
	if user == "Guest":
		return {"user": None, "language": frappe.local.lang, "version": __version__, "csrf_token": None}
	actor = people.actor(user)
	return {
		"user": user,
		"full_name": frappe.db.get_value("User", user, "full_name"),
		"language": frappe.local.lang,
		"version": __version__,
		"csrf_token": frappe.sessions.get_csrf_token(),
		"today": str(clock.today()),
		"time_zone": clock.DEFAULT_ZONE,
		"counts": figures.counts(actor),
		"seats": [
			{
				"member": seat.member,
				"organization": seat.organization,
				"organization_name": frappe.db.get_value(
					"Chibo Organization", seat.organization, "organization_name"
				),
				"position": seat.position,
				"evidence": _evidence(seat.organization),
				"below": [
					{"organization": row.name, "organization_name": row.organization_name}
					for row in people.below(actor, seat.organization)
				],
			}
			for seat in actor.memberships
		],
	}


def _evidence(organization: str) -> dict[str, Any]:
	"""What the organization takes as evidence, so that nothing is offered, or carried home, that it will refuse."""
	own = settings.of(organization)
	return {
		"max_mb": own.evidence_max_mb,
		"links": bool(own.allow_links),
		"notes": bool(own.allow_notes),
		"pdf": bool(own.allow_pdf),
		"documents": bool(own.allow_documents),
	}
