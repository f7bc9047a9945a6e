"""What a secretary keeps up to date: absences, settings, the calendar. The records check and audit themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe

from chibo_tasks import permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.services import settings
from chibo_tasks.services.plans import require_decider


def add_absence(
	actor: Actor, member: str, kind: str, start: date, end: date | None, stand_in: str, reason: str
) -> str:
	"""Enter days on which `member` is not there, and return the absence's name.

	Raises:
		NotFound; StandInCycle; frappe.ValidationError: unknown kind or member, contradicting dates.
	"""
	doc = permissions.load(actor, "Chibo Member", member)
	require_decider(actor, doc.organization)
	absence = frappe.get_doc(
		{
			"doctype": "Chibo Absence",
			"organization": doc.organization,
			"member": member,
			"kind": kind,
			"from_date": start,
			"to_date": end,
			"stand_in": stand_in or None,
			"reason": reason.strip(),
		}
	)
	return str(absence.insert().name)


def end_absence(actor: Actor, name: str, end: date) -> None:
	"""Say when an absence ends, or ended."""
	doc = permissions.load(actor, "Chibo Absence", name, for_update=True)
	require_decider(actor, doc.organization)
	doc.to_date = end
	doc.save()


def save_settings(actor: Actor, organization: str, values: Mapping[str, Any]) -> None:
	"""Change those settings of `organization` that `values` names."""
	wanted = {name: values[name] for name in settings.NAMES if name in values}
	if "default_reviewer" in wanted:
		wanted["default_reviewer"] = wanted["default_reviewer"] or None
	_save(
		actor,
		"Chibo Settings",
		organization,
		{"organization": organization},
		vars(settings.of(organization)) | wanted,
	)


def correct_day(actor: Actor, organization: str, day: date, kind: str, title: str, source: str) -> None:
	"""Enter or change a holiday or working day that differs from the public calendar."""
	values = {"kind": kind, "title": title.strip(), "source": source.strip()}
	_save(actor, "Chibo Calendar Day", organization, {"organization": organization, "day": day}, values)


def _save(
	actor: Actor, doctype: str, organization: str, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
	"""Change the record that `key` names, or make it."""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	name = frappe.db.exists(doctype, dict(key))
	if name:
		doc = frappe.get_doc(doctype, name, for_update=True)
		doc.update(dict(values))
		doc.save()
	else:
		frappe.get_doc({"doctype": doctype, **key, **values}).insert()
