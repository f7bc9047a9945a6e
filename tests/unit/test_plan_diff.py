"""A newer document: the secretary's corrections survive, work under way is never touched, nothing is lost."""

from dataclasses import replace
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_tasks.domain import plan_corrections, plan_diff, plan_draft
from chibo_tasks.domain.plan_align import align, carried, words
from tests.unit.plans import TEXTS, lines_of, named


def start(rows=TEXTS):
	lines = lines_of(rows)
	return lines, plan_draft.from_lines(lines, named("a"))


def with_text(rows, at, text):
	return [(kind, text if place == at else said, level) for place, (kind, said, level) in enumerate(rows)]


def hows(merge):
	return {one.text: one.how for one in merge.changes if one.how != "same"}


def test_the_same_document_changes_nothing():
	lines, items = start()
	merge = plan_diff.merge(lines, items, lines, named("n"))
	assert merge.items == items
	assert hows(merge) == {}


def test_new_changed_moved_and_removed_lines_are_told_apart():
	lines, items = start()
	rows = [TEXTS[0], TEXTS[5], TEXTS[1], ("task", "Sửa chữa sân chơi khu lẻ và hàng rào.", 1), TEXTS[4]]
	rows += [("task", "Tổ chức ngày hội gia đình.", 1), TEXTS[6]]
	merge = plan_diff.merge(lines, items, lines_of(rows), named("n"))
	assert hows(merge) == {
		TEXTS[5][1]: "moved",
		"Sửa chữa sân chơi khu lẻ và hàng rào.": "changed",
		TEXTS[3][1]: "removed",
		"Tổ chức ngày hội gia đình.": "new",
	}
	changed = next(one for one in merge.changes if one.how == "changed")
	assert changed.words == (("=", "Sửa chữa sân chơi khu"), ("-", "lẻ."), ("+", "lẻ và hàng rào."))
	assert [one.name for one in merge.items] == ["a1", "a6", "a2", "a3", "a5", "n1", "a7"]
	assert plan_draft.account(merge.items, lines_of(rows))["lost"] == 0


def test_corrections_survive_and_what_was_not_corrected_follows():
	lines, items = start()
	items = plan_corrections.change(items, ["a2"], {"kind": "target", "lead": "m1"})
	items = plan_corrections.shift(items, ["a4"], 1)
	rows = [("task" if place == 6 else kind, f"{said} (bổ sung)" if place in (1, 3) else said, level)
		for place, (kind, said, level) in enumerate(TEXTS)]  # fmt: skip
	merge = plan_diff.merge(lines, items, lines_of(rows), named("n"))
	after = {one.name: one for one in merge.items}
	assert (after["a2"].kind, after["a2"].choice) == ("target", {"lead": "m1"})
	assert after["a2"].text.endswith("(bổ sung)")
	assert (after["a4"].parent, after["a4"].level) == ("a3", 2)
	assert after["a7"].kind == "task", "she had left it as it was read"


def test_splits_and_merges_survive_an_edit_of_their_lines():
	lines, items = start()
	items = plan_corrections.split(items, lines, "a2", TEXTS[1][1].index("và"), named("s"))
	items = plan_corrections.merge_up(items, lines, "a4")
	rows = with_text(TEXTS, 1, "Kiểm tra thường xuyên bếp ăn và toàn bộ hồ sơ lưu mẫu thức ăn.")
	merge = plan_diff.merge(lines, items, lines_of(rows), named("n"))
	texts = [one.text for one in merge.items]
	assert texts[1:4] == [
		"Kiểm tra thường xuyên bếp ăn",
		"và toàn bộ hồ sơ lưu mẫu thức ăn.",
		f"{TEXTS[2][1]} {TEXTS[3][1]}",
	]
	assert [one.name for one in merge.items][1:4] == ["a2", "s1", "a3"]


def test_a_merged_item_comes_apart_when_something_is_put_between_its_lines():
	lines, items = start()
	items = plan_corrections.merge_up(items, lines, "a4")
	rows = [*TEXTS[:3], ("task", "Một việc hoàn toàn khác.", 1), *TEXTS[3:]]
	merge = plan_diff.merge(lines, items, lines_of(rows), named("n"))
	assert [one.text for one in merge.items] == [text for _, text, _ in rows]


def test_work_under_way_is_never_touched():
	lines, items = start()
	items = [replace(one, given=one.name in ("a2", "a3", "a6")) for one in items]
	rows = [TEXTS[0], ("task", "Kiểm tra bếp ăn và sổ lưu mẫu thức ăn hàng ngày.", 1), *TEXTS[3:]]
	merge = plan_diff.merge(lines, items, lines_of(rows), named("n"))
	after = {one.name: one for one in merge.items}
	for name in ("a2", "a3"):
		assert (after[name].text, after[name].retired) == (items[int(name[1]) - 1].text, True)
	assert after["a6"] == items[5] or replace(after["a6"], spans=items[5].spans) == items[5]
	assert merge.ties == {"a2": "n1"}
	told = {one.item: one for one in merge.changes}
	assert (told["n1"].how, told["n1"].given, told["n1"].kept) == ("changed", True, "a2")
	assert (told["a3"].how, told["a3"].kept) == ("removed", "a3")
	# once more, with the newer document as the base: nothing is left to do
	given = [replace(one, given=one.given or one.name == "n1") for one in merge.items]
	again = plan_diff.merge(lines_of(rows), given, lines_of(rows), named("x"))
	assert again.items == given
	assert hows(again) == {}


def test_cuts_are_carried_into_a_changed_text():
	assert carried("một hai ba", "một hai ba", [0, 4, 10]) == [0, 4, 10]
	assert carried("một hai ba", "một rưỡi hai ba bốn", [0, 4, 10]) == [0, 9, 19]
	assert words("một hai ba", "một bốn ba") == [("=", "một"), ("-", "hai"), ("+", "bốn"), ("=", "ba")]


def test_ten_thousand_equal_lines_are_matched_in_order():
	old, new = ["như nhau"] * 10_000, ["như nhau"] * 10_001
	pairs = align(old, new)
	assert [one.how for one in pairs].count("same") == 10_000
	assert [one.how for one in pairs].count("new") == 1


# At random -------------------------------------------------------------------------------------------------------

WORDS = ["việc", "họp", "chi", "bộ", "tháng", "quý", "báo", "cáo", "lớp", "trẻ", ""]
sentence = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join).map(lambda text: " ".join(text.split()))
row = st.tuples(st.sampled_from(plan_draft.KINDS), sentence, st.integers(0, 3))
document = st.lists(row, min_size=1, max_size=9)
action = st.tuples(
	st.sampled_from(["split", "merge", "in", "out", "kind"]), st.integers(0, 30), st.integers(0, 40)
)


def corrected(items, lines, actions):
	fresh = named("s")
	for what, at, value in actions:
		one = items[at % len(items)]
		try:
			if what == "split":
				items = plan_corrections.split(items, lines, one.name, value % (len(one.text) + 1), fresh)
			elif what == "merge":
				items = plan_corrections.merge_up(items, lines, one.name)
			elif what == "kind":
				items = plan_corrections.change(items, [one.name], {"kind": plan_draft.KINDS[value % 5]})
			else:
				items = plan_corrections.shift(items, [one.name], 1 if what == "in" else -1)
		except plan_corrections.BadCorrection:
			continue
	return items


@settings(max_examples=300, deadline=None)
@given(document, st.lists(action, max_size=8))
def test_corrections_lose_nothing_and_can_be_taken_back(rows, actions):
	lines, items = start(rows)
	states, fresh = [items], named("s")
	for what, at, value in actions:
		one = states[-1][at % len(states[-1])]
		try:
			if what == "split":
				states.append(
					plan_corrections.split(states[-1], lines, one.name, value % (len(one.text) + 1), fresh)
				)
			elif what == "merge":
				states.append(plan_corrections.merge_up(states[-1], lines, one.name))
			elif what == "kind":
				states.append(
					plan_corrections.change(states[-1], [one.name], {"kind": plan_draft.KINDS[value % 5]})
				)
			else:
				states.append(plan_corrections.shift(states[-1], [one.name], 1 if what == "in" else -1))
		except plan_corrections.BadCorrection:
			continue
		said = plan_draft.account(states[-1], lines)
		assert (said["lost"], said["doubled"]) == (0, 0)
		here = {one.name for one in states[-1]}
		assert len(here) == len(states[-1])
		assert all(one.parent is None or one.parent in here for one in states[-1])
	for before, after in reversed(list(pairwise(states))):
		assert plan_corrections.undone(after, plan_corrections.step(before, after)) == before


@settings(max_examples=500, deadline=None)
@given(document, document, st.lists(action, max_size=6), st.sets(st.integers(0, 12)), st.data())
def test_whatever_the_newer_document_says(rows, other, actions, busy, data):
	keep = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
	newer = [one for one, kept in zip(rows, keep, strict=True) if kept]
	where = data.draw(st.integers(0, len(newer)))
	newer = [*newer[:where], *other[: data.draw(st.integers(0, 3))], *newer[where:]] or other
	lines, items = start(rows)
	items = corrected(items, lines, actions)
	items = [replace(one, given=at in busy) for at, one in enumerate(items)]
	new_lines = lines_of(newer)

	merge = plan_diff.merge(lines, items, new_lines, named("n"))
	assert merge == plan_diff.merge(lines, items, new_lines, named("n")), "the same every time"
	said = plan_draft.account(merge.items, new_lines)
	assert (said["lost"], said["doubled"]) == (0, 0)
	after = {one.name: one for one in merge.items}
	assert len(after) == len(merge.items)
	assert all(one.parent is None or one.parent in after for one in merge.items)
	for one in items:
		if one.given:
			left = after[one.name]
			assert (left.text, left.given) == (one.text, True), "the sentence of the work stays"
			if left.retired:
				assert left == replace(one, spans=(), parent=left.parent, retired=True)
	for old, new in merge.ties.items():
		assert after[old].retired and not after[new].retired
	counted = {how: 0 for how in merge.counts}
	for change in merge.changes:
		counted[change.how] += 1
	assert counted == merge.counts

	given_now = [replace(one, given=one.given or one.name in merge.ties.values()) for one in merge.items]
	again = plan_diff.merge(new_lines, given_now, new_lines, named("x"))
	assert again.items == given_now
	assert hows(again) == {}


def visible(items):
	"""What the plan shows, without names and without what stays for the sake of work only."""
	shown = [one for one in items if not one.retired]
	places = {one.name: at for at, one in enumerate(shown)}
	return [
		replace(one, name="", given=False, parent=str(places.get(one.parent, one.parent))) for one in shown
	]


@settings(max_examples=500, deadline=None)
@given(document, document, st.lists(action, max_size=6), st.sets(st.integers(0, 12)), st.data())
def test_nobody_sees_in_the_plan_where_there_is_work(rows, other, actions, busy, data):
	newer = [one for one in rows if data.draw(st.booleans())]
	newer = [*newer, *other] if data.draw(st.booleans()) else [*other, *newer]
	lines, items = start(rows)
	items = corrected(items, lines, actions)
	working = [replace(one, given=at in busy) for at, one in enumerate(items)]
	with_work = plan_diff.merge(lines, working, lines_of(newer), named("n"))
	without = plan_diff.merge(lines, items, lines_of(newer), named("n"))
	assert visible(with_work.items) == visible(without.items)
	assert with_work.counts == without.counts


@settings(max_examples=200, deadline=None)
@given(document, st.lists(action, max_size=6), st.sets(st.integers(0, 12)))
def test_the_same_document_changes_nothing_whatever_was_corrected(rows, actions, busy):
	lines, items = start(rows)
	items = [replace(one, given=at in busy) for at, one in enumerate(corrected(items, lines, actions))]
	merge = plan_diff.merge(lines, items, lines, named("n"))
	assert merge.items == items
	assert {one.how for one in merge.changes} <= {"same"}


@settings(max_examples=200, deadline=None)
@given(document, document)
def test_without_corrections_and_work_the_newer_document_stands_as_it_is_read(rows, newer):
	lines, items = start(rows)
	merge = plan_diff.merge(lines, items, lines_of(newer), named("n"))
	fresh = plan_draft.from_lines(lines_of(newer), named("f"))
	shape = {one.name: at for at, one in enumerate(merge.items)}
	expected = {one.name: at for at, one in enumerate(fresh)}
	assert [
		(one.text, one.kind, one.scope, one.level, shape.get(one.parent or "")) for one in merge.items
	] == [(one.text, one.kind, one.scope, one.level, expected.get(one.parent or "")) for one in fresh]


@pytest.mark.parametrize("seed", range(3))
def test_aligning_takes_every_line_once(seed):
	numbers = count(seed)
	old = [f"dòng {next(numbers) * 7 % 11}" for _ in range(40)]
	new = [f"dòng {next(numbers) * 5 % 11}" for _ in range(37)]
	pairs = align(old, new)
	assert sorted(one.old for one in pairs if one.old is not None) == list(range(40))
	assert [one.new for one in pairs if one.new is not None] == list(range(37))
