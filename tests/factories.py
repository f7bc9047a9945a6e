"""Makes the records that tests need; every cell has a code of its own, so tests never see each other's data."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe

from chibo_tasks.domain import access, assignment
from chibo_tasks.services import assignments, people

PASSWORD = "lien-ket-2026-thu"
POOL = secrets.token_hex(3)
"""Users are the same throughout a run, because a bench takes a second to make one; cells are always new."""


@dataclass
class Cell:
	"""One organization with its people.

	Attributes:
		name: name of the organization.
		members: login prefix → member record.
		users: login prefix → user.
	"""

	name: str
	members: dict[str, str] = field(default_factory=dict)
	users: dict[str, str] = field(default_factory=dict)

	def actor(self, who: str) -> access.Actor:
		"""The person as the services take her."""
		return people.actor(self.users[who])


POSITIONS = {
	"secretary": access.SECRETARY,
	"deputy": access.DEPUTY_SECRETARY,
	"committee": access.COMMITTEE_MEMBER,
	"hoa": access.MEMBER,
	"lan": access.MEMBER,
	"mai": access.MEMBER,
}


def make_cell(parent: str | None = None, people_of: dict[str, str] | None = None) -> Cell:
	"""A cell with a secretary, a deputy, one committee member and three members, each with a user."""
	code = f"cb-{secrets.token_hex(5)}"
	frappe.get_doc(
		{
			"doctype": "Chibo Organization",
			"code": code,
			"organization_name": f"Chi bộ {code}",
			"kind": "Party Cell",
			"parent_organization": parent,
		}
	).insert()
	cell = Cell(code)
	for who, position in (people_of or POSITIONS).items():
		add_person(cell, who, position)
	return cell


def close_cells() -> None:
	"""Disable every organization in which a user of this run has a seat."""
	seats = frappe.get_all(
		"Chibo Member",
		filters={"user": ["like", f"%.{POOL}@hoasen.example"]},
		pluck="organization",
		order_by="name",
	)
	if seats:
		frappe.db.set_value(
			"Chibo Organization", {"name": ["in", sorted(set(seats))], "disabled": 0}, "disabled", 1
		)


def add_person(cell: Cell, who: str, position: str = access.MEMBER, **values: Any) -> str:
	"""A member with a user of her own."""
	user = f"{who}.{POOL}@hoasen.example"
	if not frappe.db.exists("User", user):
		frappe.get_doc(
			{
				"doctype": "User",
				"email": user,
				"first_name": who.title(),
				"language": "vi",
				"send_welcome_email": 0,
			}
		).insert()
	member = frappe.get_doc(
		{
			"doctype": "Chibo Member",
			"organization": cell.name,
			"full_name": f"Nguyễn Thị {who.title()}",
			"user": user,
			"position": position,
			**values,
		}
	).insert()
	cell.users[who], cell.members[who] = user, member.name
	return str(member.name)


def give(cell: Cell, lead: str = "hoa", *, due: date, by: str = "secretary", **order: Any) -> Any:
	"""Give one task and return its deadline's row (name, task, member)."""
	frappe.set_user(cell.users[by])
	for key in ("reviewer",):
		if key in order:
			order[key] = cell.members[order[key]]
	for key in ("collaborators", "followers"):
		if key in order:
			order[key] = tuple(cell.members[one] for one in order[key])
	order.setdefault("title", "Chuẩn bị hội nghị")
	order.setdefault("source", "Meeting")
	[task] = assignments.assign(
		cell.actor(by), cell.name, [assignment.Order(lead=cell.members[lead], due_date=due, **order)]
	)
	frappe.set_user("Administrator")
	return frappe.get_all(
		"Chibo Deadline", filters={"task": task}, fields=["name", "task", "member"], order_by="name"
	)[0]
