"""Who belongs to an organization: the secretary enters members, changes what is known of them, and says when they leave.

The record itself holds the rules (one user per seat, units of the organization, never without a secretary) and leaves
the audit entry; nothing here moves a member's work.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks import permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import accounts
from chibo_tasks.services.plans import require_decider

FIELDS = ("full_name", "position", "party_status", "unit", "joined_on")
"""What may be entered and changed besides the e-mail."""


def add(actor: Actor, organization: str, values: Mapping[str, Any], email: str) -> dict[str, str]:
	"""Enter a member, with an account where there is an e-mail.

	Args:
		values: some of `FIELDS`.
		email: her address and login; empty for somebody who is only reached in person.

	Returns:
		{member, login, password}; the password only of a user who has just been made, and never again.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	account = _account(str(values.get("full_name") or ""), accounts.normal(email))
	member = frappe.get_doc(
		{
			"doctype": "Chibo Member",
			"organization": organization,
			"user": account.login or None,
			**_fields(values),
		}
	).insert()
	return {"member": str(member.name), "login": account.login, "password": account.password}


def change(actor: Actor, name: str, values: Mapping[str, Any], email: str | None) -> dict[str, str]:
	"""Change those of `FIELDS` that `values` names.

	Args:
		email: None leaves it. Somebody without an account gets one; for others it is where messages go, the login stays,
			and an empty one sends them to the login's address again.

	Returns:
		As `add`.
	"""
	doc = _load(actor, name)
	if _is_own(actor, doc) and values.get("position", doc.position) != doc.position:
		refuse(_("Your own position is changed by another secretary or deputy secretary."))
	doc.update(_fields(values))
	account = accounts.Account(doc.user or "")
	if email is not None:
		address = accounts.normal(email)
		if doc.user:
			login = accounts.normal(frappe.db.get_value("User", doc.user, "email") or "")
			doc.email = None if address == login else address or None
		else:
			account = _account(doc.full_name, address)
			doc.user, doc.email = account.login or None, None
	doc.save()
	return {"member": name, "login": account.login, "password": account.password}


def leave(actor: Actor, name: str, left_on: date, reason: str) -> None:
	"""Enter the last day of a member in the organization. Her open work stays hers until it is handed over."""
	if not reason.strip():
		refuse(_("Say why she leaves: the audit trail keeps the reason."))
	doc = _load(actor, name)
	if _is_own(actor, doc):
		refuse(_("Your own leaving is entered by another secretary or deputy secretary."))
	doc.left_on = left_on
	doc.flags.why = reason.strip()
	doc.save()


def rejoin(actor: Actor, name: str) -> None:
	"""Take back that a member leaves, entered by mistake or overtaken by her return."""
	doc = _load(actor, name)
	doc.left_on = None
	doc.save()


def _load(actor: Actor, name: str) -> Any:
	doc = permissions.load(actor, "Chibo Member", name, for_update=True)
	require_decider(actor, doc.organization)
	return doc


def _is_own(actor: Actor, doc: Any) -> bool:
	return doc.name in actor.members


def _account(full_name: str, email: str) -> accounts.Account:
	if not full_name.strip():
		refuse(_("Write the full name of the member."))
	return accounts.of_address(" ".join(full_name.split()), email) if email else accounts.Account("")


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
	"""Values as the record keeps them: empty links and days are none."""
	return {
		name: (values[name] or None) if name in ("unit", "joined_on") else values[name]
		for name in FIELDS
		if name in values
	}
