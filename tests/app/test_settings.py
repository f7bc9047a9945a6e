"""What a secretary sets takes effect, and bad settings are refused by name."""

import io
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import access, assignment
from chibo_tasks.services import (
	assignments,
	bell,
	detail,
	directory,
	evidences,
	figures,
	outline,
	people,
	plan_updates,
	reviews,
	settings,
	upkeep,
	worklist,
)
from chibo_tasks.www import chibo
from tests import factories
from tests.app.test_cost import plan_of
from tests.app.test_evidence_files import word


def reviewer_of(task: str) -> str:
	return str(frappe.db.get_value("Chibo Task Member", {"task": task, "role": access.REVIEWER}, "member"))


def test_the_reviewer_of_the_settings_reviews_where_nobody_is_named(site: Any) -> None:
	cell = factories.make_cell()
	secretary = cell.actor("secretary")
	frappe.set_user(cell.users["secretary"])
	with clock.frozen("2030-03-01 08:00"):
		before = factories.give(cell, "hoa", due=date(2030, 4, 1))
		frappe.set_user(cell.users["secretary"])
		upkeep.save_settings(secretary, cell.name, {"default_reviewer": cell.members["committee"]})
		after = factories.give(cell, "hoa", due=date(2030, 4, 1))
		own = factories.give(cell, "committee", due=date(2030, 4, 1))
		frappe.set_user(cell.users["secretary"])
		upkeep.save_settings(secretary, cell.name, {"default_reviewer": ""})
		again = factories.give(cell, "hoa", due=date(2030, 4, 1))
	assert reviewer_of(before.task) == reviewer_of(again.task) == cell.members["secretary"]
	assert reviewer_of(after.task) == cell.members["committee"]
	assert reviewer_of(own.task) == cell.members["secretary"], "nobody reviews her own work"


def test_a_reviewer_outside_of_the_committee_is_refused(site: Any) -> None:
	cell, other = factories.make_cell(), factories.make_cell()
	frappe.set_user(cell.users["secretary"])
	for stranger in (cell.members["hoa"], other.members["committee"]):
		with pytest.raises(frappe.ValidationError):
			upkeep.save_settings(cell.actor("secretary"), cell.name, {"default_reviewer": stranger})
	assert settings.of(cell.name).default_reviewer is None


def file(content: bytes, name: str) -> evidences.Piece:
	return evidences.Piece(evidences.FILE, stream=io.BytesIO(content), file_name=name)


@pytest.mark.parametrize(
	("name", "piece"),
	[
		("allow_links", lambda: evidences.Piece(evidences.LINK, link="https://hoasen.example/tin")),
		("allow_notes", lambda: evidences.Piece(evidences.NOTE, note="đã làm")),
		("allow_pdf", lambda: file(b"%PDF-1.7 bien ban", "bien-ban.pdf")),
		("allow_documents", lambda: file(word(), "bien-ban.docx")),
	],
)
def test_a_kind_of_evidence_that_does_not_count_is_refused(site: Any, name: str, piece: Any) -> None:
	cell = factories.make_cell()
	with clock.frozen("2030-03-01 08:00"):
		row = factories.give(cell, "hoa", due=date(2030, 4, 1))
		earlier = factories.give(cell, "hoa", due=date(2030, 4, 2))
		frappe.set_user(cell.users["hoa"])
		sent = evidences.send(cell.actor("hoa"), earlier.name, piece())
		frappe.set_user(cell.users["secretary"])
		upkeep.save_settings(cell.actor("secretary"), cell.name, {name: 0})
		frappe.set_user(cell.users["hoa"])
		hoa = cell.actor("hoa")
		reviews.act(hoa, row.name, "accept")
		with pytest.raises(frappe.ValidationError):
			evidences.send(hoa, row.name, piece())
		with pytest.raises(frappe.ValidationError):
			evidences.reuse(hoa, sent, row.name)
		frappe.set_user(cell.users["secretary"])
		upkeep.save_settings(cell.actor("secretary"), cell.name, {name: 1})
		frappe.set_user(cell.users["hoa"])
		evidences.send(hoa, row.name, piece())
		evidences.reuse(hoa, sent, row.name)


@pytest.mark.parametrize(
	("values", "told"),
	[
		({"school_year_start": "09-31"}, "09-31"),
		({"first_semester_end": "02-30"}, "02-30"),
		({"school_year_end": "13-01"}, "13-01"),
		({"first_semester_end": "06-15"}, "06-15"),
		*(
			({name: value}, f"1 đến {highest}")
			for name, highest in (("soon_days", 60), ("evidence_max_mb", 200), ("plan_max_mb", 100))
			for value in (0, highest + 1)
		),
	],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(site: Any, values: dict[str, Any], told: str) -> None:
	cell = factories.make_cell()
	frappe.set_user(cell.users["secretary"])
	frappe.local.lang = "vi"
	with pytest.raises(frappe.ValidationError) as refused:
		upkeep.save_settings(cell.actor("secretary"), cell.name, values)
	assert told in str(refused.value)
	assert settings.of(cell.name) == settings.Settings()
	for name, highest in (("soon_days", 60), ("evidence_max_mb", 200), ("plan_max_mb", 100)):
		upkeep.save_settings(cell.actor("secretary"), cell.name, {name: highest})


def test_the_page_knows_what_each_cell_takes(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(frappe.sessions, "get_csrf_token", lambda: "token")
	cell, other = factories.make_cell(), factories.make_cell()
	frappe.set_user(cell.users["secretary"])
	upkeep.save_settings(
		cell.actor("secretary"), cell.name, {"evidence_max_mb": 3, "allow_links": 0, "allow_pdf": 0}
	)
	frappe.set_user(cell.users["hoa"])
	takes = {seat["organization"]: seat["evidence"] for seat in chibo.boot()["seats"]}
	everything = {"max_mb": 20, "links": True, "notes": True, "pdf": True, "documents": True}
	assert takes[cell.name] == {**everything, "max_mb": 3, "links": False, "pdf": False}
	assert takes[other.name] == everything


def test_what_counts_as_soon_is_the_same_in_every_list(site: Any) -> None:
	cell, other = factories.make_cell(), factories.make_cell()
	with clock.frozen("2030-03-01 08:00"):
		secretary, plan, [item] = plan_of(cell, 1)
		order = assignment.Order(plan_items=(item,), lead=cell.members["hoa"], due_date=date(2030, 3, 15))
		assignments.publish(secretary, plan, [order])
		[row] = frappe.get_all("Chibo Deadline", filters={"organization": cell.name}, order_by="name")
		elsewhere = factories.give(other, "hoa", due=date(2030, 3, 15))
		hoa = cell.actor("hoa")
		for days, expected in ((7, "later"), (14, "soon"), (13, "later")):
			frappe.set_user(cell.users["secretary"])
			upkeep.save_settings(secretary, cell.name, {"soon_days": days})
			filtered = worklist.listing(secretary, cell.name, worklist.Filters(standing="soon"))
			assert [one["name"] for one in filtered] == ([row.name] if expected == "soon" else [])
			[listed] = worklist.listing(secretary, cell.name, worklist.Filters())
			assert listed["standing"] == expected
			assert detail.detail(hoa, row.name)["standing"] == expected
			works = [one["work"] for one in outline.outline(secretary, plan)["items"] if one["work"]]
			assert [one["standing"] for [one] in works] == [expected]
			mine = {one["name"]: one["standing"] for one in worklist.mine(hoa)["responsible"]}
			assert mine == {row.name: expected, elsewhere.name: "later"}


def test_a_disabled_organization_is_nowhere_to_be_looked_into(site: Any) -> None:
	upper = factories.make_cell(people_of={"committee": access.COMMITTEE_MEMBER})
	cell, closed = factories.make_cell(parent=upper.name), factories.make_cell(parent=upper.name)
	frappe.db.set_value("Chibo Organization", closed.name, "disabled", 1)
	found = people.actor(upper.users["committee"])
	assert found.below[upper.name] == {cell.name}
	assert [one.name for one in people.below(found, upper.name)] == [cell.name]


def test_a_disabled_unit_is_not_offered(site: Any) -> None:
	cell = factories.make_cell()
	under = factories.make_cell(parent=cell.name)
	frappe.db.set_value("Chibo Organization", under.name, "kind", "Unit")
	assert [one["name"] for one in directory.units(cell.name)] == [under.name]
	frappe.db.set_value("Chibo Organization", under.name, "disabled", 1)
	assert directory.units(cell.name) == []


def test_the_count_of_unread_messages_is_the_length_of_the_bell(site: Any) -> None:
	cell = factories.make_cell()
	with clock.frozen("2030-03-01 08:00"):
		row = factories.give(cell, "hoa", due=date(2030, 4, 1))
		hoa = cell.actor("hoa")
		assert figures.counts(hoa)["unread"] == len(bell.entries(hoa)) == 1
		frappe.db.set_value("Chibo Message", {"member": cell.members["hoa"]}, "sent_at", "2030-03-01 09:00")
		assert figures.counts(hoa)["unread"] == len(bell.entries(hoa)) == 0, "its hour has not come"
	with clock.frozen("2030-03-01 10:00"):
		assert figures.counts(hoa)["unread"] == 1
		frappe.db.set_value("Chibo Reminder", {"deadline": row.name}, "state", "Suppressed")
		assert figures.counts(hoa)["unread"] == len(bell.entries(hoa)) == 0, "nothing of it is shown"


def test_a_newer_file_of_a_plan_leaves_a_trace(site: Any) -> None:
	cell = factories.make_cell()
	secretary, plan, _items = plan_of(cell, 1)
	text = "I. NHIỆM VỤ\n- Tổ chức hội nghị chuyên đề khác.\n"
	assert plan_updates.offer(secretary, plan, io.BytesIO(text.encode()), "moi.txt")
	assert frappe.db.exists("Chibo Audit Entry", {"subject": plan, "action": "offer plan"})
