"""Reminder rules, what they will say, and why somebody was or was not reminded."""

from typing import Any

from chibo_tasks.api import arguments
from chibo_tasks.api.endpoint import current_actor, endpoint
from chibo_tasks.services.reminders import clock_watch, explain, foresight, preferences, reach
from chibo_tasks.services.reminders import rules as own_rules


@endpoint("GET")
def rules(organization: str) -> list[dict[str, Any]]:
	"""Every reminder rule: {key, label, anchor, to, steps, every, cap, without_evidence, enabled, days, standard, changed, problem}.

	Args:
		organization: name of the organization.
	"""
	return own_rules.listing(current_actor(), organization)


@endpoint("POST")
def save_rules(organization: str, rules: str | list) -> list[dict[str, Any]]:
	"""Change rules or add some, for the secretary, and return them all; what has been planned already stays.

	Args:
		organization: name of the organization.
		rules: for each {key, anchor, to, steps, every, cap, without_evidence, enabled}; anchor is "due", "given",
			"submission" or "request", to is "lead", "collaborators", "reviewer", "in-charge" or "secretary", steps are days
			from the anchor, ascending, negative before it.
	"""
	actor = current_actor()
	own_rules.save(actor, organization, arguments.mappings(rules, "rules"))
	return own_rules.listing(actor, organization)


@endpoint("POST")
def restore_rules(organization: str) -> list[dict[str, Any]]:
	"""Give the standard rules their first values again, switch off all others, and return them all.

	Args:
		organization: name of the organization.
	"""
	actor = current_actor()
	own_rules.restore(actor, organization)
	return own_rules.listing(actor, organization)


@endpoint("GET")
def preview(organization: str, rules: str | list = "[]", hours: str | dict = "{}") -> dict[str, Any]:
	"""Who would get what on each of the next 60 days by rules and hours that are not saved yet, for the secretary.

	Args:
		organization: name of the organization.
		rules: rules to be changed or added, as for `save_rules`; empty for those that stand.
		hours: settings to be changed: {working_days_only, quiet_from, quiet_to, digest_hour}.
	"""
	return foresight.preview(
		current_actor(), organization, arguments.mappings(rules, "rules"), arguments.mapping(hours, "hours")
	)


@endpoint("GET")
def why(deadline: str, member: str = "") -> dict[str, Any]:
	"""Why a member was or was not reminded of a deadline: {answer, history, obstacles, ahead, …}.

	Args:
		deadline: name of the deadline.
		member: whose reminders; default: one's own. Those of others are for the committee.
	"""
	return explain.explain(current_actor(), deadline, member)


@endpoint("GET")
def state(organization: str) -> dict[str, Any]:
	"""How the reminders run, for the secretary: {swept_on, swept_at, held_since, held_until, problems}.

	Args:
		organization: name of the organization.
	"""
	return reach.state(current_actor(), organization)


@endpoint("POST")
def confirm_clock(organization: str) -> None:
	"""Say that the clock is right after it has leapt: what is held goes on at once. For the secretary.

	Args:
		organization: name of the organization.
	"""
	clock_watch.confirm(current_actor(), organization)


@endpoint("GET")
def my_choices(organization: str) -> dict[str, int]:
	"""The user's own hour of the daily message (-1 for the organization's) and what comes by e-mail.

	Args:
		organization: name of the organization.
	"""
	return preferences.of(current_actor(), organization)


@endpoint("POST")
def save_my_choices(organization: str, values: str | dict) -> dict[str, int]:
	"""Change the user's own choices and return them all.

	Args:
		organization: name of the organization.
		values: any of {digest_hour, mail_digest, mail_events}.
	"""
	actor = current_actor()
	preferences.save(actor, organization, arguments.mapping(values, "values"))
	return preferences.of(actor, organization)
