"""Hands for the tests of an assignment's life."""

from datetime import date
from typing import Any

import frappe

from chibo_tasks.domain import assignment
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.services import (
	assignments,
	evidences,
	reviews,
)
from tests import factories

NOTE = evidences.Piece(evidences.NOTE, note="Đã làm.")


def as_(cell: factories.Cell, who: str) -> Any:
	frappe.set_user(cell.users[who])
	return cell.actor(who)


def give(cell: factories.Cell, **order: Any) -> list[Any]:
	"""Give one task and return its deadlines by due date and member."""
	secretary = as_(cell, "secretary")
	order.setdefault("title", "Chuẩn bị hội nghị")
	order.setdefault("source", "Meeting")
	[task] = assignments.assign(secretary, cell.name, [assignment.Order(**order)])
	return deadlines_of(task)


def give_monthly(cell: factories.Cell) -> list[Any]:
	"""Work of Hoa on the 25th of every month of 2026."""
	return give(
		cell,
		lead=cell.members["hoa"],
		recurrence=Recurrence("monthly", day=25),
		ends_on=date(2026, 12, 31),
	)


def deadlines_of(task: str) -> list[Any]:
	return frappe.get_all(
		"Chibo Deadline",
		filters={"task": task},
		fields=["name", "task", "member", "occurrence", "due_date", "state"],
		order_by="due_date, member",
	)


def submit(cell: factories.Cell, who: str, deadline: str) -> None:
	actor = as_(cell, who)
	if frappe.db.get_value("Chibo Deadline", deadline, "state") == "Assigned":
		reviews.act(actor, deadline, "accept")
	evidences.send(actor, deadline, NOTE)
	reviews.act(actor, deadline, "submit")
