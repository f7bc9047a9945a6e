"""Rules as data: the secretary changes them, sees first what they will do, and a broken one stops nobody."""

import json
from datetime import date, timedelta
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain.errors import DomainError
from chibo_tasks.exceptions import NotFound
from chibo_tasks.services import bell, upkeep
from chibo_tasks.services.reminders import foresight, reach, rules, sweep
from tests import factories
from tests.app.reminding import FRIDAY, accepted, as_, given, handed_in, ledger, only, swept

DUE_SOON = {"key": "due-soon", "anchor": "due", "to": "lead", "steps": [-14, -5, 0]}


@pytest.fixture
def cell(site: Any) -> factories.Cell:
	return factories.make_cell()


def saved(cell: factories.Cell, *values: dict[str, Any], who: str = "secretary") -> None:
	try:
		rules.save(as_(cell, who), cell.name, values)
	finally:
		frappe.set_user("Administrator")


def listed(cell: factories.Cell) -> dict[str, Any]:
	return {one["key"]: one for one in rules.listing(cell.actor("secretary"), cell.name)}


def test_a_cell_starts_with_the_standard_rules(cell: factories.Cell) -> None:
	found = listed(cell)
	assert found["due-soon"]["steps"] == [-7, -3, -1, 0]
	assert found["overdue"]["days"] == [1, 2, 3, 10, 17, 24, 31, 38, 45, 52]
	assert (found["escalated"]["to"], found["escalated-further"]["to"]) == ("in-charge", "secretary")
	assert found["due-soon"]["label"] == "Trước hạn"
	assert not any(one["changed"] or one["problem"] for one in found.values())


def test_what_the_secretary_saves_is_what_the_next_sweep_says_and_leaves_a_trace(
	cell: factories.Cell,
) -> None:
	only(cell)
	saved(cell, DUE_SOON)
	accepted(cell, given(cell, FRIDAY))
	for day in range(6, 21):
		swept(cell, f"2026-03-{day:02}")
	assert [(row.step, str(row.day)) for row in ledger(cell)] == [
		(-14, "2026-03-06"),
		(-5, "2026-03-16"),  # the 15th is a Sunday
		(0, "2026-03-20"),
	]
	entries = frappe.get_all(
		"Chibo Audit Entry",
		filters={"organization": cell.name, "subject_type": "Chibo Rule"},
		fields=["after"],
		order_by="seq",
	)
	assert "-14, -5, 0" in entries[-1].after


def test_the_first_rules_can_be_had_back(cell: factories.Cell) -> None:
	saved(cell, DUE_SOON, {"key": "Nhắc trước một tháng", "anchor": "due", "to": "lead", "steps": [-30]})
	rules.restore(as_(cell, "secretary"), cell.name)
	frappe.set_user("Administrator")
	found = listed(cell)
	assert found["due-soon"]["steps"] == [-7, -3, -1, 0]
	assert not found["due-soon"]["changed"]
	assert not found["Nhắc trước một tháng"]["enabled"]


def test_a_rule_of_ones_own_speaks_in_words_that_fit(cell: factories.Cell) -> None:
	only(cell)
	saved(cell, {"key": "Nhắc trước một tháng", "anchor": "due", "to": "collaborators", "steps": [-30]})
	accepted(cell, given(cell, date(2026, 4, 22), collaborators=("lan",)))
	swept(cell, "2026-03-23")
	with clock.frozen("2026-03-23 12:00"):
		[entry] = [one for one in bell.entries(cell.actor("lan")) if one["kind"] == "Digest"]
	assert entry["lines"][0]["text"] == "Còn 30 ngày: Chuẩn bị hội nghị (hạn 22/04/2026)"
	assert entry["lines"][0]["group"] == "Sắp đến hạn"


@pytest.mark.parametrize(
	"values",
	[
		[{**DUE_SOON, "steps": [3, 1]}],
		[{**DUE_SOON, "steps": [-400]}],
		[{**DUE_SOON, "steps": "soon"}],
		[{**DUE_SOON, "anchor": "moon"}],
		[{**DUE_SOON, "to": "everybody"}],
		[{**DUE_SOON, "key": ""}],
		[DUE_SOON, DUE_SOON],
		[{**DUE_SOON, "key": f"r{number}"} for number in range(30)],
	],
)
def test_a_rule_that_makes_no_sense_is_refused_and_nothing_is_saved(
	cell: factories.Cell, values: list[dict[str, Any]]
) -> None:
	with pytest.raises((DomainError, frappe.ValidationError)):
		saved(cell, {**DUE_SOON, "key": "overdue", "steps": [2]}, *values)
	assert not frappe.get_all("Chibo Rule", filters={"organization": cell.name}, order_by="name")


def test_rules_are_for_the_secretary_of_the_cell(cell: factories.Cell) -> None:
	with pytest.raises(frappe.PermissionError):
		saved(cell, DUE_SOON, who="hoa")
	with pytest.raises(frappe.PermissionError):
		foresight.preview(as_(cell, "hoa"), cell.name, [], {})
	frappe.set_user("Administrator")
	other = factories.make_cell(people_of={"thu": "Secretary"})
	with pytest.raises(NotFound):
		rules.save(as_(other, "thu"), cell.name, [DUE_SOON])
	with pytest.raises(NotFound):
		rules.listing(other.actor("thu"), cell.name)


class TestBroken:
	def test_a_stored_rule_that_makes_no_sense_is_passed_over_and_shown(self, cell: factories.Cell) -> None:
		saved(cell, DUE_SOON)
		name = frappe.db.exists("Chibo Rule", {"organization": cell.name, "rule_key": "due-soon"})
		frappe.db.set_value("Chibo Rule", name, "steps", "khi nào rảnh")
		accepted(cell, given(cell, FRIDAY))
		swept(cell, "2026-03-17")
		assert [(row.rule, row.step) for row in ledger(cell, state="Merged")] == [("due-soon", -3)]
		assert "số ngày không hợp lý" in listed(cell)["due-soon"]["problem"]
		[problem] = [
			one for one in reach.state(cell.actor("secretary"), cell.name)["problems"] if "Trước hạn" in one
		]
		assert "bị bỏ qua" in problem

	def test_a_cell_whose_sweep_fails_stops_no_other_and_is_caught_up_with(
		self, cell: factories.Cell, monkeypatch: pytest.MonkeyPatch
	) -> None:
		from chibo_tasks.services.reminders import crew

		other = factories.make_cell()
		for one in (cell, other):
			accepted(one, given(one, FRIDAY))
		frappe.db.commit()
		original = crew.of

		def broken(organization: str, today: date) -> Any:
			if organization == cell.name:
				raise RuntimeError("no luck")
			return original(organization, today)

		try:
			with clock.frozen("2026-03-17 07:00"):
				monkeypatch.setattr(crew, "of", broken)
				sweep.run()
				assert ledger(other) and not ledger(cell)
				assert any("no luck" in one for one in reach.problems(cell.name))
				monkeypatch.setattr(crew, "of", original)
				sweep.run()
				assert ledger(cell)
				assert not any("no luck" in one for one in reach.problems(cell.name))
		finally:
			for one in (cell, other):
				frappe.db.set_value("Chibo Organization", one.name, "disabled", 1)
			frappe.db.commit()

	def test_a_translation_that_somebody_broke_is_said_in_the_words_of_the_source(
		self, monkeypatch: pytest.MonkeyPatch
	) -> None:
		from chibo_tasks.services import wording

		monkeypatch.setattr(wording, "_", lambda _text: "Còn {so_ngay} ngày")
		said = wording.sentence("due-soon", "Việc", FRIDAY, FRIDAY - timedelta(days=3))
		assert said == "Due in 3 days: Việc (due 20/03/2026)"

	def test_who_cannot_be_reached_is_listed_with_the_reason(self, cell: factories.Cell) -> None:
		factories.add_person(cell, "tam")
		frappe.db.set_value("Chibo Member", cell.members["hoa"], "user", None)
		frappe.db.set_value("User", cell.users["tam"], "enabled", 0)
		try:
			given(cell, FRIDAY)
			swept(cell, "2026-03-17")
			problems = "\n".join(reach.state(cell.actor("secretary"), cell.name)["problems"])
		finally:
			frappe.db.set_value("User", cell.users["tam"], "enabled", 1)
		assert "Nguyễn Thị Hoa chưa có tài khoản" in problems
		assert "Tài khoản của đ/c Nguyễn Thị Tam đã bị khóa" in problems
		assert "Lan" not in problems
		assert ledger(cell, member=cell.members["hoa"])  # planned all the same

	def test_hours_that_no_day_has_are_refused(self, cell: factories.Cell) -> None:
		for values in ({"quiet_from": 25}, {"digest_hour": "sáng"}, {"quiet_to": -1}):
			with pytest.raises((DomainError, frappe.ValidationError)):
				upkeep.save_settings(as_(cell, "secretary"), cell.name, values)
			with pytest.raises((DomainError, frappe.ValidationError)):
				foresight.preview(cell.actor("secretary"), cell.name, [], values)


def shown(cell: factories.Cell, at: str, changed: Any = (), hours: Any = None, who: str = "secretary") -> Any:
	with clock.frozen(at):
		return foresight.preview(cell.actor(who), cell.name, changed, hours or {})


def told(preview: Any) -> list[tuple[str, str, str, int]]:
	return sorted(
		(day["day"], one["member"], line["rule"], line["step"])
		for day in preview["days"]
		for one in day["members"]
		for line in one["lines"]
	)


class TestPreview:
	def test_it_says_what_the_sweeps_of_60_days_then_do(self, cell: factories.Cell) -> None:
		unit = frappe.get_doc(
			{
				"doctype": "Chibo Organization",
				"code": f"{cell.name}-to",
				"organization_name": "Tổ nhà trẻ",
				"kind": "Professional Group",
				"parent_organization": cell.name,
				"in_charge": cell.members["committee"],
			}
		).insert()
		frappe.db.set_value("Chibo Member", cell.members["lan"], "unit", unit.name)
		accepted(cell, given(cell, FRIDAY))
		accepted(cell, given(cell, date(2026, 4, 2), lead="lan", title="Báo cáo"), who="lan")
		given(cell, date(2026, 12, 1), at="2026-03-10 08:00", lead="mai", title="Chưa nhận")
		reviewed = given(cell, date(2026, 4, 20), lead="mai", title="Chờ duyệt", reviewer="committee")
		accepted(cell, reviewed, who="mai")
		handed_in(cell, reviewed, "2026-03-10 16:00", who="mai")
		nobody = given(cell, date(2026, 4, 20), lead="mai", title="Không người duyệt")
		accepted(cell, nobody, who="mai")
		handed_in(cell, nobody, "2026-03-10 16:30", who="mai")
		with clock.frozen("2026-03-10 17:00"):
			secretary = as_(cell, "secretary")
			upkeep.add_absence(
				secretary, cell.members["hoa"], "Leave", date(2026, 3, 19), date(2026, 3, 25), "", "ốm"
			)
			upkeep.add_absence(
				secretary,
				cell.members["lan"],
				"Leave",
				date(2026, 3, 30),
				date(2026, 4, 3),
				cell.members["mai"],
				"",
			)
			frappe.set_user("Administrator")
		swept(cell, "2026-03-10")
		before = len(ledger(cell))
		preview = shown(cell, "2026-03-10 18:00")
		assert len(ledger(cell)) == before  # looking changes nothing
		assert preview["complete"] and preview["last_day"] == "2026-05-08"
		for offset in range(1, 60):
			swept(cell, date(2026, 3, 10) + timedelta(days=offset))
		rows = [row for row in ledger(cell, state="Merged") if row.day > date(2026, 3, 10)]
		assert told(preview) == sorted((str(row.day), row.member, row.rule, row.step) for row in rows)
		assert len(rows) > 20

	def test_it_shows_rules_and_hours_that_are_not_saved_yet(self, cell: factories.Cell) -> None:
		accepted(cell, given(cell, FRIDAY))
		off = [{**one.as_dict(), "enabled": 0} for one in rules.of(cell.name) if one.key != "due-soon"]
		preview = shown(
			cell, "2026-03-02 08:00", [DUE_SOON, *off], {"working_days_only": 0, "digest_hour": 5}
		)
		assert [(day["day"], day["members"][0]["at"]) for day in preview["days"]] == [
			("2026-03-06", "06:00"),  # five o'clock lies in the quiet hours
			("2026-03-15", "06:00"),
			("2026-03-20", "06:00"),
		]
		assert preview["days"][0]["members"][0]["lines"][0]["text"] == (
			"Còn 14 ngày: Chuẩn bị hội nghị (hạn 20/03/2026)"
		)
		assert not frappe.get_all("Chibo Rule", filters={"organization": cell.name}, order_by="name")

	def test_it_knows_nothing_of_restricted_work_that_the_asking_one_is_not_named_on(
		self, cell: factories.Cell
	) -> None:
		given(cell, FRIDAY, by="deputy", reviewer="committee", restricted=True, title="Việc kín")
		assert shown(cell, "2026-03-02 08:00")["days"] == []
		assert shown(cell, "2026-03-02 08:00")["deadlines"] == 0
		assert "Việc kín" in json.dumps(shown(cell, "2026-03-02 08:00", who="deputy"), ensure_ascii=False)
