"""What a member chooses for herself: the hour of her daily message, and what she gets by e-mail."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from chibo_tasks import permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.exceptions import refuse
from chibo_tasks.services import audit, people

NAMES = ("digest_hour", "mail_digest", "mail_events")


def of(actor: Actor, organization: str) -> dict[str, int]:
	"""The choices of the user's seat: digest_hour (-1 for the organization's), mail_digest, mail_events.

	Raises:
		NotFound; frappe.PermissionError: the user has no seat there.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	row = frappe.db.get_value(
		"Chibo Member", people.acting_member(actor, organization), list(NAMES), as_dict=True
	)
	return {name: int(row[name]) for name in NAMES}


def save(actor: Actor, organization: str, values: Mapping[str, Any]) -> None:
	"""Change those choices that `values` names.

	Raises:
		NotFound; frappe.PermissionError; BadInput: no such choice, or no hour of the day.
	"""
	before = of(actor, organization)
	after = {**before, **{name: _number(name, value) for name, value in values.items()}}
	if after == before:
		return
	member = people.acting_member(actor, organization)
	frappe.db.set_value("Chibo Member", member, dict(after))
	audit.record(
		organization,
		[
			audit.Event(
				action="change member",
				subject_type="Chibo Member",
				subject=member,
				before={name: before[name] for name in NAMES if after[name] != before[name]},
				after={name: after[name] for name in NAMES if after[name] != before[name]},
				member=member,
			)
		],
	)


def _number(name: str, value: Any) -> int:
	if name not in NAMES:
		refuse(_("There is no choice “{name}”.").format(name=str(name)[:40]))
	try:
		number = int(value)
	except (TypeError, ValueError):
		number = -2
	if not (-1 <= number <= 23 if name == "digest_hour" else number in (0, 1)):
		refuse(_("“{value}” makes no sense for “{name}”.").format(value=str(value)[:40], name=name))
	return number
