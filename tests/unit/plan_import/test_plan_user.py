"""The user's own plan, read to the letter: the facts measured in the domain study must come out exactly.

No sentence of that plan may stand in this repository, so the checks count and compare shapes.
"""

from collections import Counter

from chibo_tasks.domain.plan_import.normalise import squeeze


def section(plan, roman):
	return [item for item in plan.items if item.section_path.split(".")[0] == roman]


def signs(items):
	return Counter(
		item.marker if item.marker in ("-", "+", "*") else "number" if item.marker else "none"
		for item in items
	)


def test_section_three_has_52_dashes_20_pluses_and_5_starred_headings(user_plan):
	found = signs(section(user_plan, "III"))
	assert (found["-"], found["+"], found["*"], found["none"]) == (52, 20, 5, 0)
	assert all(item.kind == "heading" for item in section(user_plan, "III") if item.marker == "*")


def test_section_four_has_8_numbered_3_dashes_4_follow_on_paragraphs(user_plan):
	body = [item for item in section(user_plan, "IV") if item.kind != "heading"]
	found = signs(body)
	assert (found["number"], found["-"], found["none"]) == (8, 3, 4)
	assert {item.section_path for item in body if not item.marker} == {"IV.6", "IV.7"}
	assert all(item.kind == "task" for item in body)


def test_section_five_ends_before_the_recipients(user_plan):
	assert signs(section(user_plan, "V"))["-"] == 4
	assert len(user_plan.recipients) == 3
	assert [item.kind for item in user_plan.items if item.marker == "-"][-3:] == ["recipient"] * 3


def test_no_work_comes_from_the_situation_or_the_recipients(user_plan):
	assert {item.kind for item in section(user_plan, "I")} == {"heading", "context"}
	assert not [item for item in user_plan.items if item.kind == "recipient" and item.proposed]


def test_section_two_is_general_direction_and_not_proposed(user_plan):
	body = [item for item in section(user_plan, "II") if item.kind != "heading"]
	assert len(body) == 12
	assert {item.scope for item in body} == {"general"}
	assert not any(item.proposed for item in body)


def test_an_item_behind_a_bookmark_artefact_is_not_swallowed(user_plan):
	hidden = [item for item in user_plan.items if "bookmark" in item.raw]
	assert len(hidden) == 1
	assert hidden[0].marker == "-"
	assert "bookmark" not in hidden[0].text


def test_no_character_is_lost(user_plan, user_plan_path):
	assert user_plan.lines.lost == 0
	shown = "".join(squeeze(item.marker) + squeeze(item.text) for item in user_plan.items)
	assert shown == squeeze(user_plan_path.read_text(encoding="utf-8"))


def test_a_lead_in_line_is_the_parent_of_its_plus_lines(user_plan):
	leads = [item for item in user_plan.items if item.part == "lead_in"]
	assert len(leads) == 2
	for lead in leads:
		children = [item for item in user_plan.items if item.parent == lead.position]
		assert {item.marker for item in children} == {"+"}
		assert len(children) in (7, 8)
