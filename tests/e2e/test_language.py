"""Vietnamese and English are complete, with all that only a screen reader says; dates are ours under an English browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e import probes
from tests.e2e.browser import ROOT, Person
from tests.e2e.conftest import Opened
from tests.e2e.demo import Demo
from tests.e2e.test_screens import addresses, settled

CATALOGUE: dict[str, str] = json.loads((ROOT / "frontend/src/i18n/vi.json").read_text(encoding="utf-8"))
SAME = {key for key, text in CATALOGUE.items() if key == text}
ENGLISH = re.compile(
	r"\b(the|close|dismiss|loading|select|options?|results?|today|next|previous|open|show|search|choose|month|year|"
	r"january|february|march|april|june|july|august|september|october|november|december|"
	r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|no|yes|cancel|save|clear|remove|file|of)\b",
	re.IGNORECASE,
)
OURS = {"Chibo Tasks", "English", "Tiếng Việt"}
DAY = re.compile(r"(?<!\d)(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})(?!\d)")


def visited(who: Person, demo: Demo) -> list[tuple[str, list[str], str]]:
	"""Of every screen its address, the texts of its furniture, and everything that it says."""
	who.open("/viec")
	found = []
	for path in addresses(demo, who.page):
		settled(who, path)
		found.append((path, probes.furniture(who.page), who.page.inner_text("body")))
	return found


def test_a_vietnamese_screen_says_nothing_in_english(opened: Opened, demo: Demo) -> None:
	who = opened("bithu", "phone")
	known = {key for key in CATALOGUE if key not in SAME}
	wrong = [
		f"{path}: {text}"
		for path, texts, _ in visited(who, demo)
		for text in texts
		if text not in OURS and not text.startswith("Chibo Tasks") and (text in known or ENGLISH.search(text))
	]
	assert not wrong, "\n".join(wrong)


def test_an_english_screen_says_nothing_in_vietnamese(opened: Opened, demo: Demo) -> None:
	who = opened("bithu", "laptop")
	who.context.add_cookies([{"name": "preferred_language", "value": "en", "url": who.base}])
	translated = {text for key, text in CATALOGUE.items() if key not in SAME and len(text) > 3}
	screens = visited(who, demo)
	assert who.page.evaluate("document.documentElement.lang") == "en"
	wrong = [
		f"{path}: {text}"
		for path, texts, _ in screens
		for text in texts
		if text in translated and text not in OURS
	]
	assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_days_are_written_dd_mm_yyyy_under_an_american_browser(
	opened: Opened, demo: Demo, language: str
) -> None:
	who = opened("bithu", "laptop", locale="en-US", timezone_id="America/Los_Angeles")
	who.context.add_cookies([{"name": "preferred_language", "value": language, "url": who.base}])
	wrong = []
	seen = 0
	for path, _, said in visited(who, demo):
		for whole in DAY.finditer(said):
			seen += 1
			day, month, year = whole.groups()
			if not (
				len(day) == 2
				and len(month) == 2
				and len(year) == 4
				and int(day) <= 31
				and int(month) <= 12
				and "/" in whole[0]
			):
				wrong.append(f"{path}: {whole[0]}")
		if re.search(r"\b\d{1,2}:\d{2}\s?(AM|PM)\b", said):
			wrong.append(f"{path}: a twelve-hour clock")
	assert seen > 20
	# dates inside the plan's own sentences are as their authors wrote them
	written = (ROOT / "chibo_tasks/setup/demo/sample_plan.txt").read_text(encoding="utf-8")
	theirs = {whole[0].partition("{")[0] for whole in re.finditer(r"\d+/\d+/\{year\}", written)}
	wrong = [one for one in wrong if not one.rpartition(" ")[2].startswith(tuple(theirs))]
	assert not wrong, "\n".join(wrong)


def test_the_day_picker_speaks_our_language_and_begins_on_monday(opened: Opened, demo: Demo) -> None:
	who = opened("bithu", "laptop", locale="en-US")
	who.open(f"/viec/{demo.mine}")
	who.tap(who.button("Việc khác").or_(who.button("Thao tác khác")))
	who.tap(who.page.get_by_role("menuitem", name="Dời hạn"))
	dialog = who.page.get_by_role("dialog", name="Dời hạn")
	expect(dialog).to_be_visible()
	who.check("moving a deadline")
	who.tap(dialog.get_by_role("button", name="lịch").first)
	heads = who.page.locator("[role=grid] th, [role=columnheader]").all_inner_texts()
	assert heads[0] in ("T2", "Th 2", "Hai"), heads
	assert heads[-1] == "CN", heads
