"""What the tests of reminders share: a cell that is given work, swept and looked at."""

from datetime import date
from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.domain import reminders
from chibo_tasks.domain.reminders.rules import DEFAULT_RULES, Rule
from chibo_tasks.services import evidences, reviews, upkeep
from chibo_tasks.services.reminders import rules, sweep
from tests import factories

# 2026-03-20 is a Friday; Vietnam has no public holiday in March.
FRIDAY = date(2026, 3, 20)


def every_day(cell: factories.Cell) -> None:
	"""Let this cell be written to on free days, too."""
	upkeep.save_settings(as_(cell, "secretary"), cell.name, {"working_days_only": 0})
	frappe.set_user("Administrator")


def as_(cell: factories.Cell, who: str) -> Any:
	frappe.set_user(cell.users[who])
	return cell.actor(who)


def only(cell: factories.Cell, *kept: Rule) -> None:
	"""Switch every rule off but `kept`."""
	as_(cell, "secretary")
	off = [Rule(rule.key, rule.anchor, rule.to, rule.steps, enabled=False) for rule in DEFAULT_RULES]
	rules.store(cell.name, [*off, *kept])
	frappe.set_user("Administrator")


def ledger(cell: factories.Cell, **filters: Any) -> list[Any]:
	return frappe.get_all(
		"Chibo Reminder",
		filters={"organization": cell.name, "rule": ["not in", list(reminders.EVENTS)], **filters},
		fields=["rule", "step", "state", "reason", "member", "day", "message", "deadline"],
		order_by="day, rule, step, member",
	)


def given(
	cell: factories.Cell, due: date, at: str = "2026-01-05 08:00", lead: str = "hoa", **order: Any
) -> Any:
	with clock.frozen(at):
		return factories.give(cell, lead, due=due, **order)


def swept(cell: factories.Cell, day: date | str, hour: int = 7) -> None:
	"""Two looks, as the scheduler has them: after a pause the first one only holds."""
	for at in (f"{day} {hour - 1:02}:30", f"{day} {hour:02}:00"):
		with clock.frozen(at):
			sweep.sweep(cell.name)


def accepted(cell: factories.Cell, deadline: Any, who: str = "hoa", at: str = "2026-01-05 09:00") -> None:
	with clock.frozen(at):
		reviews.act(as_(cell, who), deadline.name, "accept")
	frappe.set_user("Administrator")


def handed_in(cell: factories.Cell, deadline: Any, at: str, who: str = "hoa") -> None:
	with clock.frozen(at):
		evidences.send(as_(cell, who), deadline.name, evidences.Piece(evidences.NOTE, note="Xong."))
		reviews.act(cell.actor(who), deadline.name, "submit")
	frappe.set_user("Administrator")
