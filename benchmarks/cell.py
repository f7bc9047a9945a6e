"""An organization of 500 people with N deadlines, of which one in five falls due on `TODAY`."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe

from chibo_tasks.domain import access, review
from chibo_tasks.domain.access import Actor, Membership
from chibo_tasks.services import rows

PEOPLE = 500
NEWLY_DUE = 5
"""Every fifth deadline."""

TODAY = date(2026, 3, 11)
YESTERDAY = TODAY - timedelta(days=1)
QUIET_DAY = date(2026, 3, 16)
"""A Monday on which no rule speaks of any of these deadlines."""

PLANNED = ("Outbox", "Message", "Reminder")
OWNED = (
	*PLANNED,
	"Deadline",
	"Task Member",
	"Task Source",
	"Task",
	"Plan Correction",
	"Plan Item",
	"Plan Version",
	"Plan",
	"Member",
	"Audit Entry",
	"Audit Head",
	"Sweep",
)
"""What belongs to the organization."""

MEMBER = (
	"name",
	"organization",
	"full_name",
	"position",
	"party_status",
	"digest_hour",
	"mail_digest",
	"mail_events",
)
TASK = ("name", "organization", "title", "source", "evidence_needed", "search_text")
SEAT = ("name", "organization", "task", "member", "role", "since")
DEADLINE = (
	"name",
	"organization",
	"task",
	"member",
	"occurrence",
	"opened_on",
	"original_due_date",
	"due_date",
	"state",
	"accepted_at",
	"attempt",
	"told_step",
)


@dataclass(frozen=True)
class Cell:
	"""What was made.

	Attributes:
		name: name of the organization.
		members: names of its people.
		size: number of deadlines.
	"""

	name: str
	members: tuple[str, ...]
	size: int

	@property
	def secretary(self) -> Actor:
		"""The first of its people, as the services take her."""
		seat = Membership(member=self.members[0], organization=self.name, position=access.SECRETARY)
		return Actor(
			user="Administrator",
			memberships=(seat,),
			below={self.name: frozenset()},
			stood_in_for=frozenset(),
		)


def make(size: int) -> Cell:
	"""Make an organization with `size` deadlines, each of a task of its own, and commit it."""
	code = f"do-{secrets.token_hex(5)}"
	frappe.get_doc(
		{
			"doctype": "Chibo Organization",
			"code": code,
			"organization_name": f"Chi bộ {code}",
			"kind": "Party Cell",
		}
	).insert()
	cell = Cell(code, tuple(f"{code}-{number}" for number in range(PEOPLE)), size)
	rows.insert("Chibo Member", MEMBER, _members(cell))
	frappe.db.commit()
	for doctype, fields, values in (
		("Chibo Task", TASK, _tasks(cell)),
		("Chibo Task Member", SEAT, _seats(cell)),
		("Chibo Deadline", DEADLINE, _deadlines(cell)),
	):
		rows.insert(doctype, fields, values)
		frappe.db.commit()
	return cell


def remove(cell: Cell) -> None:
	"""Take everything away again that `make` and a sweep have written."""
	for doctype in OWNED:
		frappe.db.delete(f"Chibo {doctype}", {"organization": cell.name})
	frappe.db.delete("Chibo Organization", {"name": cell.name})
	frappe.db.commit()


def deadlines(cell: Cell, most: int) -> list[str]:
	"""Names of the first deadlines; one in five of them falls due."""
	return [_name(cell, "d", number) for number in range(min(most, cell.size))]


def swept_until(cell: Cell, day: date, seen_at: str = "") -> None:
	"""Forget what was planned, as if the organization had been swept up to `day` with nothing to say; commits.

	Args:
		seen_at: last moment at which the clock was looked at; default: late on `day`.
	"""
	for doctype in PLANNED:
		frappe.db.delete(f"Chibo {doctype}", {"organization": cell.name})
	frappe.db.set_value(
		"Chibo Sweep",
		{"organization": cell.name},
		{"swept_on": day, "seen_at": seen_at or f"{day} 23:50:00", "held_since": None},
		update_modified=False,
	)
	frappe.db.commit()


def _members(cell: Cell) -> Iterator[dict[str, Any]]:
	for number, name in enumerate(cell.members):
		yield {
			"name": name,
			"organization": cell.name,
			"full_name": f"Nguyễn Thị {number:03}",
			"position": access.SECRETARY if number == 0 else access.MEMBER,
			"party_status": "Official",
			"digest_hour": -1,
			"mail_digest": 1,
			"mail_events": 1,
		}


def _tasks(cell: Cell) -> Iterator[dict[str, Any]]:
	for number in range(cell.size):
		yield {
			"name": _name(cell, "t", number),
			"organization": cell.name,
			"title": f"Chuẩn bị nội dung sinh hoạt số {number}",
			"source": "Meeting",
			"evidence_needed": 1,
			"search_text": f"chuan bi noi dung sinh hoat so {number}",
		}


def _seats(cell: Cell) -> Iterator[dict[str, Any]]:
	for number in range(cell.size):
		yield {
			"name": _name(cell, "s", number),
			"organization": cell.name,
			"task": _name(cell, "t", number),
			"member": _lead(cell, number),
			"role": access.LEAD,
			"since": date(2026, 1, 5),
		}


def _deadlines(cell: Cell) -> Iterator[dict[str, Any]]:
	for number in range(cell.size):
		due = YESTERDAY if number % NEWLY_DUE == 0 else date(2026, 4, 1) + timedelta(days=number % 270)
		yield {
			"name": _name(cell, "d", number),
			"organization": cell.name,
			"task": _name(cell, "t", number),
			"member": _lead(cell, number),
			"occurrence": "once",
			"opened_on": date(2026, 1, 5),
			"original_due_date": due,
			"due_date": due,
			"state": review.ACCEPTED,
			"accepted_at": "2026-01-06 08:00:00",
			"attempt": 1,
			"told_step": -366,
		}


def _name(cell: Cell, kind: str, number: int) -> str:
	"""A name as random as those that the app gives, and the same each time it is asked for."""
	scattered = number * 2654435761 % (1 << 32)
	return f"{scattered:08x}{cell.name.removeprefix('do-')}{kind}{number:07x}"


def _lead(cell: Cell, number: int) -> str:
	return cell.members[(number // NEWLY_DUE) % PEOPLE]
