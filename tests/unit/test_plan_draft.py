"""Correcting a plan moves cuts; no word is ever lost, doubled or changed."""

from itertools import count

import pytest

from chibo_tasks.domain import plan_corrections, plan_draft
from chibo_tasks.domain.plan_corrections import BadCorrection
from tests.unit.plans import TEXTS, lines_of, named, reading_line


def names():
	numbers = count(1)
	return lambda: f"new{next(numbers)}"


@pytest.fixture
def lines():
	return lines_of(TEXTS)


@pytest.fixture
def items(lines):
	return plan_draft.from_lines(lines, named("a"))


def sound(items, lines):
	said = plan_draft.account(items, lines)
	assert (said["lost"], said["doubled"]) == (0, 0)
	return said


def test_a_draft_begins_as_it_was_read(items, lines):
	said = sound(items, lines)
	assert said["lines"] == said["items"] == len(TEXTS)
	assert [one.parent for one in items[:3]] == [None, "a1", "a1"]


def test_splitting_gives_both_sides_what_stands_in_them():
	text = "Kiểm tra bếp ăn trước ngày 15/8/2026; đ/c Thu Hà nộp báo cáo quý III theo 12-HD/ABC."
	lines = [
		reading_line(
			1,
			text,
			marker="-",
			due_dates=["2026-08-15", "2026-09-30"],
			responsible=[{"name": "Thu Hà", "role": "lead"}],
			references=[{"type": "Hướng dẫn", "number": "12-HD/ABC", "date": None, "issuer": None}],
			recurrence="quarterly",
		)
	]
	items = plan_draft.from_lines(lines, named("a"))
	left, right = plan_corrections.split(items, lines, "a1", text.index("; đ/c") + 1, names())
	assert (left.marker, right.marker) == ("-", "")
	assert left.text == "Kiểm tra bếp ăn trước ngày 15/8/2026;"
	assert (left.reading["due_dates"], right.reading["due_dates"]) == (["2026-08-15"], ["2026-09-30"])
	assert (left.reading["responsible"], len(right.reading["responsible"])) == ([], 1)
	assert (left.reading["references"], len(right.reading["references"])) == ([], 1)
	sound([left, right], lines)

	[again] = plan_corrections.merge_up([left, right], lines, right.name)
	assert again.spans == ((1, 0, len(text)),)
	assert again.text == text
	assert again.reading["due_dates"] == ["2026-08-15", "2026-09-30"]


def test_a_day_that_stands_in_no_word_of_the_line_stays_with_every_piece():
	lines = [reading_line(1, "Tổ chức hội thi và tổng kết hội thi", due_dates=["2026-03-31"])]
	items = plan_draft.from_lines(lines, named("a"))
	for one in plan_corrections.split(items, lines, "a1", 16, names()):
		assert one.reading["due_dates"] == ["2026-03-31"]


@pytest.mark.parametrize("at", [0, -3, 10_000])
def test_a_cut_leaves_words_on_both_sides(items, lines, at):
	with pytest.raises(BadCorrection):
		plan_corrections.split(items, lines, "a3", at, names())


def test_merging_takes_the_place_of_the_line_above_and_its_children_along(items, lines):
	merged = plan_corrections.merge_up(items, lines, "a4")
	assert [one.name for one in merged][:4] == ["a1", "a2", "a3", "a5"]
	assert merged[2].text == f"{TEXTS[2][1]} {TEXTS[3][1]}"
	assert all(one.parent != "a4" for one in merged)
	sound(merged, lines)
	with pytest.raises(BadCorrection):
		plan_corrections.merge_up(items, lines, "a1")


def test_splitting_a_merged_item_at_the_seam_gives_the_lines_back(items, lines):
	merged = plan_corrections.merge_up(items, lines, "a3")
	seam = len(items[1].text) + 1
	again = plan_corrections.split(merged, lines, "a2", seam, names())
	assert [one.text for one in again] == [one.text for one in items]
	sound(again, lines)


def test_moving_in_and_out_takes_everything_below_along(items, lines):
	inside = plan_corrections.shift(items, ["a3"], 1)
	moved = {one.name: one for one in inside}
	assert (moved["a3"].parent, moved["a3"].level) == ("a2", 2)
	out = {one.name: one for one in plan_corrections.shift(inside, ["a3"], -1)}
	assert (out["a3"].parent, out["a3"].level) == ("a1", 1)
	with pytest.raises(BadCorrection):
		plan_corrections.shift(items, ["a1"], -1)
	with pytest.raises(BadCorrection):
		plan_corrections.shift(items, ["a1"], 1)


def test_moved_out_the_later_siblings_stand_below(items):
	out = {one.name: one for one in plan_corrections.shift(items, ["a2"], -1)}
	assert (out["a2"].parent, out["a2"].level) == (None, 0)
	assert out["a3"].parent == "a2"


def test_a_class_set_by_hand_makes_work_to_be_given(items):
	changed = {one.name: one for one in plan_corrections.change(items, ["a1"], {"kind": "task"})}
	assert changed["a1"].proposed and changed["a1"].checked
	back = {
		one.name: one for one in plan_corrections.change(list(changed.values()), ["a1"], {"kind": "context"})
	}
	assert (back["a1"].proposed, back["a1"].scope) == (False, "")


@pytest.mark.parametrize(
	"values", [{"kind": "verse"}, {"scope": "wide"}, {"text": "x"}, {"same_as": "a2"}, {"same_as": "nobody"}]
)
def test_what_makes_no_sense_is_refused(items, values):
	with pytest.raises(BadCorrection):
		plan_corrections.change(items, ["a2"], values)


def test_choices_are_set_and_taken_back(items):
	set_once = plan_corrections.change(items, ["a2", "a3"], {"lead": "m1", "due_date": "2026-03-01"})
	assert set_once[1].choice == {"lead": "m1", "due_date": "2026-03-01"}
	again = plan_corrections.change(set_once, ["a2"], {"lead": None})
	assert again[1].choice == {"due_date": "2026-03-01"}
	assert again[2].choice == {"lead": "m1", "due_date": "2026-03-01"}
