"""The linter says what does not add up, and keeps quiet where everything does."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_tasks.domain import plan_corrections, plan_draft, plan_lint, regulations
from chibo_tasks.domain.deadlines import Period
from chibo_tasks.domain.plan_lint import Subject, duplicates
from tests.unit.plans import named, reading_line

SHIPPED = Path(__file__).parents[2] / "chibo_tasks" / "setup" / "regulations.json"
RULES = regulations.layered(regulations.from_rows(json.loads(SHIPPED.read_text(encoding="utf-8"))), [])
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


def target(value, unit, obj="đảng viên", **more):
	text = more.pop("text", f"{value} {unit} {obj}")
	return {
		"value": value,
		"unit": unit,
		"object": obj,
		"text": text,
		"max": None,
		"comparator": "=",
		"per": None,
		**more,
	}


def plan(*rows, **about):
	"""A subject; a row is (text, kind, values of the reading)."""
	lines = [
		reading_line(number, text, kind, **values) for number, (text, kind, values) in enumerate(rows, 1)
	]
	items = plan_draft.from_lines(lines, named("a"))
	about = {"period": YEAR, "facts": {"members": 23}, "regulations": RULES, **about}
	return Subject(items=items, **about)


def codes(subject):
	return [one.code for one in plan_lint.lint(subject) if not one.code.startswith("gap.")]


def only(subject, code):
	[found] = [one for one in plan_lint.lint(subject) if one.code == code]
	return found


SHARE = target(80, "%", comparator=">=")


def test_a_share_and_a_rate_that_do_not_meet_show_both_totals():
	rate = target(1.2, "đảng viên", "đảng viên", per="month", comparator="~")
	text = "Kiểm tra từ 80% đảng viên trở lên, bình quân 1,2 đảng viên/tháng."
	found = only(plan((text, "task", {"targets": [SHARE, rate]})), "arithmetic.rate")
	assert found.severity == "warning"
	said = found.message.format(**found.params)
	for words in ("80 % of 23", "is 19", "1,6 a month", "1,2 a month", "14,4", "63 %"):
		assert words in said


def test_a_rate_below_its_heading_is_compared_too():
	rate = target(1, "đảng viên", "đảng viên", per="quarter")
	subject = plan(
		("Kiểm tra 80% đảng viên", "heading", {"targets": [SHARE]}),
		("Mỗi quý một đảng viên", "task", {"targets": [rate], "parent": 1}),
	)
	assert only(subject, "arithmetic.rate").items == ("a1", "a2")


@pytest.mark.parametrize("value", [1.6, 2, 4])
def test_a_rate_that_reaches_the_share_is_no_finding(value):
	rate = target(value, "đảng viên", "đảng viên", per="month")
	assert codes(plan(("Kiểm tra", "task", {"targets": [SHARE, rate]}))) == []


def test_figures_about_others_are_not_compared():
	rate = target(1, "bài", "bài viết", per="month")
	share = target(80, "%", "giáo viên")
	assert codes(plan(("Viết bài", "task", {"targets": [share, rate]}))) == []


def test_more_excellent_members_than_the_quota_allows_on_both_bases():
	subject = plan(
		(
			"Phấn đấu 05 đảng viên HTXSNV",
			"target",
			{"targets": [target(5, "đảng viên", "HTXSNV", text="05 đảng viên")]},
		)
	)
	found = only(subject, "quota.excellent")
	assert (found.params["low"], found.params["high"], found.params["count"]) == (3, 4, 23)
	assert "21-HD/BTCTW" in found.params["source"] and found.params["note"]


@pytest.mark.parametrize(
	("value", "unit", "text"),
	[
		(3, "đảng viên", "03 đảng viên HTXSNV"),
		(100, "%", "100% đảng viên HTTNV và HTXSNV"),
		(5, "đảng viên", "05 đảng viên mới"),
	],
)
def test_a_plan_within_the_quota_is_left_alone(value, unit, text):
	row = (text, "target", {"targets": [target(value, unit, "đảng viên", text=text[:14])]})
	assert codes(plan(row)) == []


def test_without_a_quota_in_force_nothing_is_said():
	row = ("05 đảng viên HTXSNV", "target", {"targets": [target(5, "đảng viên", "HTXSNV")]})
	assert codes(plan(row, regulations={})) == []


def cite(number, day=None):
	return {"references": [{"type": "Quy định", "number": number, "date": day, "issuer": None}]}


def test_a_document_out_of_force_is_judged_by_the_date_of_the_plan():
	row = ("Thực hiện Quy định 47-QĐ/TW", "task", cite("47 - QĐ/TW"))
	assert codes(plan(row)) == ["reference.superseded"]
	before = Period(date(2021, 1, 1), date(2021, 12, 31))
	assert codes(plan(row, period=before)) == []
	dated = plan(row, period=before, document={"date": "2021-11-02"})
	assert codes(dated) == ["reference.superseded"]


def test_the_old_and_the_new_one_together_are_told_as_one():
	subject = plan(
		("Theo 47-QĐ/TW", "task", cite("47-QĐ/TW", "2011-11-01")), ("Theo 37-QĐ/TW", "task", cite("37-QĐ/TW"))
	)
	assert only(subject, "reference.both").items == ("a1", "a2")


def test_a_wrong_date_is_told_with_the_right_one_but_another_document_is_left_alone():
	found = only(plan(("Theo 37", "task", cite("37-QĐ/TW", "2021-10-29"))), "reference.misdated")
	assert (found.params["given"], found.params["issued"]) == ("29/10/2021", "25/10/2021")
	assert codes(plan(("Theo 37", "task", cite("37-QĐ/TW", "2016-04-01")))) == []


NAMES = ("Chi bộ Trường Mầm non Hoa Sen", "Đảng bộ xã An Bình")


@pytest.mark.parametrize(
	("text", "name"),
	[
		("Xây dựng đội ngũ Nhà giáo Sơn Ca tâm huyết", "Sơn Ca"),
		("Thi đua cùng Trường Mầm non Sơn Ca", "Sơn Ca"),
		("Báo cáo Đảng ủy xã Tân Lập đúng hạn", "Tân Lập"),
	],
)
def test_the_name_of_another_organization(text, name):
	assert name in only(plan((text, "task", {}), names=NAMES), "elsewhere.name").params["name"]


@pytest.mark.parametrize(
	"text",
	[
		"Trường Mầm non Hoa Sen giữ vững danh hiệu",
		"Báo cáo Đảng ủy xã An Bình",
		"Phong tặng danh hiệu Nhà giáo Ưu tú",
		"Giao nhà giáo Nguyễn Thị Hà phụ trách",
		"Xây dựng trường mầm non Xanh - An toàn - Hạnh phúc",
		"Phụ nữ và tuổi trẻ nhà trường",
	],
)
def test_its_own_name_titles_and_people_are_no_finding(text):
	assert codes(plan((text, "task", {}), names=NAMES)) == []


def test_a_capital_that_follows_by_chance_makes_no_other_name():
	rows = ("Nhà giáo Sơn Ca vững vàng", "Phong trào Nhà giáo Sơn Ca Tâm huyết")
	found = only(plan(*((text, "task", {}) for text in rows), names=NAMES), "elsewhere.name")
	assert (found.params["name"], found.items) == ("Nhà giáo Sơn Ca", ("a1", "a2"))


@pytest.mark.parametrize("number", ["37/QĐ-TW", "37 - QĐ/TW", "37-QÐ/TW", "37-qđ/tw"])
def test_a_document_is_known_however_its_number_is_joined(number):
	assert codes(plan(("Theo 37", "task", cite(number, "2021-10-29")))) == ["reference.misdated"]


def test_the_same_work_twice_comes_with_a_proposal():
	subject = plan(
		("Mỗi tháng có từ 1-2 bài viết về người tốt việc tốt.", "task", {}),
		("Mỗi tháng có từ 1-2 bài viết về người tốt, việc tốt!", "task", {}),
		("Mỗi tháng có từ 3-4 bài viết về người tốt việc tốt.", "task", {}),
		("Một việc khác hẳn với mọi việc trên", "task", {}),
	)
	found = only(subject, "duplicate.pair")
	assert found.items == ("a1", "a2")
	assert found.corrections == ({"do": "set", "items": ["a2"], "values": {"same_as": "a1"}},)
	changed = plan_corrections.change(list(subject.items), ["a2"], {"same_as": "a1"})
	assert codes(replace(subject, items=changed)) == []


def test_a_list_that_is_repeated_is_told_once():
	titles = ["Chi bộ giữ vững kỷ cương", "Tập thể đoàn kết giúp đỡ nhau", "Công trình xanh của trẻ nhỏ"]
	subject = plan(
		("Danh sách một", "heading", {}),
		*((text, "target", {"parent": 1}) for text in titles),
		("Danh sách hai", "heading", {}),
		*((text, "target", {"parent": 5}) for text in titles),
	)
	found = only(subject, "duplicate.list")
	assert (found.params["count"], len(found.corrections)) == (3, 3)


def test_two_titles_for_one_body():
	subject = plan(
		("Danh hiệu năm", "heading", {}),
		("Công đoàn vững mạnh;", "target", {"parent": 1}),
		("Thi đua", "heading", {}),
		("+ Đạt “Công đoàn xuất sắc”", "target", {"parent": 3}),
	)
	found = only(subject, "grade.contradiction")
	assert (found.params["one"], found.params["other"]) == ("vững mạnh", "xuất sắc")


def test_what_is_missing_is_counted_once():
	subject = plan(
		("Nâng cao chất lượng", "target", {}),
		(
			"Đạt danh hiệu tiên tiến",
			"target",
			{"why": [{"code": "kind.title_to_win", "params": {}, "text": ""}]},
		),
		("Đạt 100%", "target", {"targets": [target(100, "%", "giáo viên")]}),
		("Họp", "task", {"responsible": [{"name": "Hà", "role": "lead"}], "due_dates": ["2032-01-01"]}),
	)
	found = {one.code: one for one in plan_lint.lint(subject)}
	assert found["gap.measure"].items == ("a1",)
	assert found["gap.owner"].items == ("a1", "a2", "a3")
	assert found["gap.period"].params["day"] == "01/01/2032"


def test_every_finding_can_be_said():
	for seen, advice in plan_lint.finding.TEMPLATES.values():
		assert seen and advice


def test_ten_thousand_lines_that_are_all_alike_are_compared_in_reasonable_work():
	rows = [
		reading_line(number, f"Kiểm tra hồ sơ lớp và bếp ăn tháng số {number}", "task")
		for number in range(1, 10_001)
	]
	items = plan_draft.from_lines(rows, named("a"))
	assert duplicates.pairs(items) == [], "a figure that differs makes another work"


def test_the_shipped_registry_is_sound():
	rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
	for row in rows:
		assert row["source"].startswith("https://")
		assert not row.get("replaced_by") or row.get("replaced_on")
		assert regulations.key(row.get("replaced_by") or row["number"]) in RULES
	assert len(RULES) == len(rows), "each number once"
	assert regulations.in_force(RULES.values(), regulations.EXCELLENT_MEMBERS, date(2026, 1, 1))


WORDS = st.sampled_from(
	["đảng viên", "80%", "xã", "Tân Lập", "mầm non", "Công đoàn", "xuất sắc", "", "1,2", "47-QĐ/TW"]
)


@settings(max_examples=150, deadline=None)
@given(
	st.lists(
		st.tuples(st.lists(WORDS, max_size=6).map(" ".join), st.sampled_from(plan_draft.KINDS)), max_size=8
	)
)
def test_no_plan_stops_it(rows):
	subject = plan(*((text, kind, {}) for text, kind in rows), names=NAMES)
	found = plan_lint.lint(subject)
	assert found == plan_lint.lint(subject)
	for one in found:
		assert one.items and set(one.items) <= set(subject.places)
		one.message.format(**one.params)
		one.advice.format(**one.params)
