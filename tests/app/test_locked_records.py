"""Records that are evidence about people change through the app's actions alone, whatever the way in."""

from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks.domain.access import Actor
from chibo_tasks.exceptions import LockedRecord
from chibo_tasks.services import evidences, people, reviews
from tests import factories

REFUSALS = (LockedRecord, frappe.PermissionError)


@pytest.fixture
def made(site: Any) -> Any:
	"""A cell with one deadline that has been accepted and has one piece of evidence."""
	cell = factories.make_cell()
	deadline = factories.give(cell, "hoa", due=date(2030, 1, 1), reviewer="deputy")
	frappe.set_user(cell.users["hoa"])
	hoa = cell.actor("hoa")
	reviews.act(hoa, deadline.name, "accept")
	evidence = evidences.send(hoa, deadline.name, evidences.Piece(evidences.NOTE, note="Đã làm."))
	frappe.set_user("Administrator")
	return cell, deadline, evidence


def as_user(cell: factories.Cell, who: str) -> Actor:
	user = cell.users.get(who, who)
	frappe.set_user(user)
	return people.actor(user)


@pytest.mark.parametrize("who", ["Administrator", "secretary", "deputy", "hoa", "lan"])
@pytest.mark.parametrize(
	"change",
	[
		{"state": "Approved"},
		{"due_date": "2031-01-01"},
		{"original_due_date": "2031-01-01"},
		{"outcome": "On Time"},
		{"member": None},
		{"attempt": 7},
	],
	ids=str,
)
def test_a_deadline_cannot_be_edited(made: Any, who: str, change: dict[str, Any]) -> None:
	cell, deadline, _ = made
	as_user(cell, who)
	doc = frappe.get_doc("Chibo Deadline", deadline.name)
	doc.update(change)
	with pytest.raises(REFUSALS):
		doc.save()
	assert frappe.db.get_value("Chibo Deadline", deadline.name, "state") == "Accepted"


@pytest.mark.parametrize("who", ["Administrator", "secretary", "hoa"])
@pytest.mark.parametrize(
	"doctype",
	["Chibo Task", "Chibo Deadline", "Chibo Evidence", "Chibo Audit Entry", "Chibo Plan", "Chibo Extension"],
)
def test_nothing_can_be_inserted_past_the_actions(made: Any, who: str, doctype: str) -> None:
	cell, deadline, evidence = made
	source = {"Chibo Evidence": evidence, "Chibo Deadline": deadline.name, "Chibo Task": deadline.task}.get(
		doctype
	)
	values = frappe.get_doc(doctype, source).__dict__ if source else {"organization": cell.name}
	fields = {
		key: value
		for key, value in values.items()
		if key not in ("name", "flags") and not key.startswith("_")
	}
	as_user(cell, who)
	with pytest.raises((*REFUSALS, frappe.ValidationError)):
		frappe.get_doc({**fields, "doctype": doctype}).insert()


def test_evidence_once_sent_never_changes(made: Any) -> None:
	from chibo_tasks import gate

	cell, _, evidence = made
	as_user(cell, "Administrator")
	doc = frappe.get_doc("Chibo Evidence", evidence)
	doc.note = "Khác."
	with gate.opened("Chibo Evidence"), pytest.raises(LockedRecord):
		doc.save()


def test_even_behind_the_gate_a_state_is_never_skipped(made: Any) -> None:
	from chibo_tasks import gate

	cell, deadline, _ = made
	as_user(cell, "Administrator")
	doc = frappe.get_doc("Chibo Deadline", deadline.name)
	doc.state = "Approved"
	with gate.opened("Chibo Deadline"), pytest.raises(frappe.ValidationError):
		doc.save()
	doc = frappe.get_doc("Chibo Deadline", deadline.name)
	doc.original_due_date = date(2031, 1, 1)
	with gate.opened("Chibo Deadline"), pytest.raises(LockedRecord):
		doc.save()


def test_the_gate_closes_again_after_a_failure() -> None:
	from chibo_tasks import gate

	def fail_inside() -> None:
		with gate.opened("Chibo Deadline"):
			assert gate.is_open("Chibo Deadline")
			raise ZeroDivisionError

	with pytest.raises(ZeroDivisionError):
		fail_inside()
	assert not gate.is_open("Chibo Deadline")
