"""What decides between giving an item and taking it out of its plan is read under the lock of the plan.

On MariaDB a plain read goes on seeing what was there before the wait for a lock, so only locking reads count.
"""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import assignment
from chibo_tasks.services import assignments, plan_updates, plans
from tests import factories

TEXT = "I. NHIỆM VỤ\n- Tổ chức hội nghị.\n- Kiểm tra bếp ăn.\n"


@pytest.fixture
def plan(cell: factories.Cell, site: Any) -> Iterator[str]:
	frappe.set_user(cell.users["secretary"])
	with clock.frozen("2026-01-12 08:00"):
		name = plans.import_document(cell.actor("secretary"), cell.name, io.BytesIO(TEXT.encode()), "k.txt")
		plans.publish(cell.actor("secretary"), name)
		yield name
	frappe.set_user("Administrator")


@pytest.fixture
def order(cell: factories.Cell, plan: str) -> assignment.Order:
	item = frappe.db.get_value("Chibo Plan Item", {"plan": plan, "text": ["like", "Tổ chức%"]}, "name")
	return assignment.Order(lead=cell.members["hoa"], plan_items=(item,), due_date=date(2026, 3, 1))


def test_an_item_that_goes_while_the_plan_is_locked_by_another_is_not_given(
	cell: factories.Cell, plan: str, order: assignment.Order, monkeypatch: pytest.MonkeyPatch
) -> None:
	real = frappe.db.get_value

	def waiting(doctype: str, *args: Any, **kwargs: Any) -> Any:
		if doctype == "Chibo Plan" and kwargs.get("for_update"):
			frappe.db.delete("Chibo Plan Item", {"name": order.plan_items[0]})
		return real(doctype, *args, **kwargs)

	monkeypatch.setattr(frappe.db, "get_value", waiting)
	with pytest.raises(assignment.BadOrder, match="no plan item"):
		assignments.assign(cell.actor("secretary"), cell.name, [order])
	assert not frappe.get_all("Chibo Task Source", filters={"organization": cell.name}, order_by="name")


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
	"""Tables of the locking reads, in their order."""
	seen: list[str] = []
	kind = type(frappe.qb.from_("x"))
	real = kind.for_update

	def for_update(self: Any, *args: Any, **kwargs: Any) -> Any:
		seen.append(self._from[0]._table_name)
		return real(self, *args, **kwargs)

	monkeypatch.setattr(kind, "for_update", for_update)
	return seen


def test_both_lock_the_plan_first_and_then_what_they_decide_by(
	cell: factories.Cell, plan: str, order: assignment.Order, locked: list[str]
) -> None:
	actor = cell.actor("secretary")
	assignments.assign(actor, cell.name, [order])
	known = {"tabChibo Plan", "tabChibo Plan Item", "tabChibo Task Source"}
	assert [one for one in locked if one in known] == [
		"tabChibo Plan",
		"tabChibo Plan Item",
		"tabChibo Task Source",
	]
	newer = TEXT.replace("hội nghị", "hội nghị chuyên đề")
	version = plan_updates.offer(actor, plan, io.BytesIO(newer.encode()), "m.txt")
	assert version
	revision = plan_updates.comparison(actor, version)["revision"]
	locked.clear()
	plan_updates.apply(actor, version, revision)
	told = [one for one in locked if one in known]
	assert told[:3] == ["tabChibo Plan", "tabChibo Plan Item", "tabChibo Task Source"]
	assert told.count("tabChibo Task Source") == 3, "given, hidden, tied"
