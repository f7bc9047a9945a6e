"""The reminder rules of an organization: its own, or those that every organization starts with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe import _

from chibo_tasks import permissions
from chibo_tasks.domain.access import Actor
from chibo_tasks.domain.errors import N_
from chibo_tasks.domain.reminders import rules
from chibo_tasks.domain.reminders.rules import STANDARD, BadRule, Rule
from chibo_tasks.exceptions import say
from chibo_tasks.services.plans import require_decider

FIELDS = ("rule_key", "anchor", "receiver", "steps", "every", "cap", "without_evidence", "enabled")
LABELS = {
	rules.DUE_SOON: N_("Before the deadline"),
	rules.EVIDENCE_MISSING: N_("No evidence sent yet"),
	rules.OVERDUE: N_("Overdue"),
	rules.ESCALATED: N_("Overdue, to the committee member in charge"),
	rules.ESCALATED_FURTHER: N_("Overdue, to the secretary"),
	rules.RECEIPT: N_("Receipt not confirmed"),
	rules.REVIEW_WAITING: N_("Waiting for review"),
	rules.REVIEW_ESCALATED: N_("Review is late, to the secretary"),
	rules.EXTENSION_WAITING: N_("More time asked for, no answer yet"),
}


def of(organization: str) -> tuple[Rule, ...]:
	"""Rules of `organization`; a rule of its own replaces the default of that name.

	A stored rule that makes no sense is passed over (`broken` names it), so that it stops no other.
	"""
	own = {}
	for row in _rows(organization):
		try:
			own[row.rule_key] = read(row)
		except BadRule:
			continue
	return tuple({**STANDARD, **own}.values())


def read(row: Any) -> Rule:
	"""The rule that a Chibo Rule record or row stands for.

	Raises:
		BadRule: impossible days, an unknown anchor or receiver.
	"""
	return Rule.from_dict(
		{
			"key": row.rule_key,
			"anchor": row.anchor,
			"to": row.receiver,
			"steps": str(row.steps).split(","),
			"every": row.every or 0,
			"cap": row.cap or 0,
			"without_evidence": row.without_evidence or 0,
			"enabled": row.enabled or 0,
		}
	)


def broken(organization: str) -> list[tuple[str, str]]:
	"""(name, reason) of each stored rule that makes no sense and is passed over."""
	found = []
	for row in _rows(organization):
		try:
			read(row)
		except BadRule as error:
			found.append((row.rule_key, say(error)))
	return found


def label(key: str) -> str:
	"""What a rule is called."""
	return _(LABELS[key]) if key in LABELS else key


def listing(actor: Actor, organization: str) -> list[dict[str, Any]]:
	"""Every rule with its label, whether it is changed from its default, and what is wrong with it.

	Raises:
		NotFound: no such organization for this user.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	found = [
		{
			**rule.as_dict(),
			"label": label(rule.key),
			"days": list(rule.days),
			"standard": rule.key in STANDARD,
			"changed": rule != STANDARD.get(rule.key),
			"problem": "",
		}
		for rule in of(organization)
	]
	problems = dict(broken(organization))
	for one in found:
		one["problem"] = problems.pop(one["key"], "")
	return found + [{"key": key, "label": label(key), "problem": text} for key, text in problems.items()]


def candidates(organization: str, values: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
	"""The organization's rules with `values` in the place of those of the same name.

	Raises:
		BadRule: one of `values` makes no sense, is named twice, or there would be too many.
	"""
	changed: dict[str, Rule] = {}
	for one in values:
		rule = Rule.from_dict(one)
		if rule.key in changed:
			raise BadRule(N_("There are two rules with the name “{rule}”."), rule=rule.key)
		changed[rule.key] = rule
	known = {rule.key: rule for rule in of(organization)} | changed
	if len(known) > rules.MOST_RULES:
		raise BadRule(N_("At most {most} rules are possible."), most=rules.MOST_RULES)
	return tuple(known.values())


def save(actor: Actor, organization: str, values: Sequence[Mapping[str, Any]]) -> None:
	"""Change the rules that `values` names, or add them; what has been planned already stays.

	Raises:
		NotFound; frappe.PermissionError; BadRule.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	candidates(organization, values)
	store(organization, map(Rule.from_dict, values))


def restore(actor: Actor, organization: str) -> None:
	"""Give the standard rules their first values again and switch off all others.

	Raises:
		NotFound; frappe.PermissionError.
	"""
	permissions.load(actor, "Chibo Organization", organization)
	require_decider(actor, organization)
	for row in _rows(organization):
		if row.rule_key in STANDARD:
			store(organization, [STANDARD[row.rule_key]])
		elif row.enabled:
			_save(organization, row.rule_key, {"enabled": 0})


def store(organization: str, changed: Iterable[Rule]) -> None:
	"""Keep rules as the organization's own; the record checks and audits each."""
	for rule in changed:
		values = {
			"anchor": rule.anchor,
			"receiver": rule.to,
			"steps": ", ".join(str(step) for step in rule.steps),
			"every": rule.every,
			"cap": rule.cap,
			"without_evidence": int(rule.without_evidence),
			"enabled": int(rule.enabled),
		}
		_save(organization, rule.key, values)


def _save(organization: str, key: str, values: dict[str, Any]) -> None:
	name = frappe.db.exists("Chibo Rule", {"organization": organization, "rule_key": key})
	if name:
		doc = frappe.get_doc("Chibo Rule", name, for_update=True)
		doc.update(values)
		doc.save()
	else:
		frappe.get_doc(
			{"doctype": "Chibo Rule", "organization": organization, "rule_key": key, **values}
		).insert()


def _rows(organization: str) -> list[Any]:
	return frappe.get_all(
		"Chibo Rule",
		filters={"organization": organization},
		fields=list(FIELDS),
		order_by="rule_key",
	)
