"""Every screen of the router, at a phone and a laptop: axe in both themes, narrow, zoomed, in large letters.

The screens are asked of the running router, so that a new one is covered by being there.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e import probes
from tests.e2e.browser import SIZES, Person, violations
from tests.e2e.conftest import Opened
from tests.e2e.demo import Demo

ZOOMED = {"phone": (195, 422), "laptop": (640, 400)}
"""What a screen of that size shows at 200 %."""


def examples(demo: Demo) -> dict[str, str]:
	"""For each address with a place in it, one that exists."""
	return {
		"/viec/:id": f"/viec/{demo.sent}",
		"/ke-hoach/:id": f"/ke-hoach/{demo.plan}",
		"/ke-hoach/nhap/:id": f"/ke-hoach/nhap/{demo.draft}",
		"/ke-hoach/nhap/:id/giao": f"/ke-hoach/nhap/{demo.draft}/giao",
		"/ke-hoach/nhap/:id/phat-hanh": f"/ke-hoach/nhap/{demo.draft}/phat-hanh",
		"/ke-hoach/doi-chieu/:id": f"/ke-hoach/doi-chieu/{demo.version}",
		"/duyet/:id?": "/duyet",
		"/dang-vien/:id": f"/dang-vien/{demo.member}",
		"/:rest(.*)*": "/khong-co-trang-nay",
	}


VIEWS = (
	"/viec?nhom=toi-giao",
	"/ke-hoach/{plan}?xem=goc",
	"/giao-viec?tt=mo&han=qua",
	"/giao-viec?xem=kanban",
	"/giao-viec?xem=thoi-gian",
	"/giao-viec?xem=tai",
	"/giao-viec?nhom=chua-giao",
	"/tim?q=ke hoach",
	"/cai-dat?muc=nhac",
	"/cai-dat?muc=kenh",
	"/cai-dat?muc=lich",
	"/cai-dat?muc=nguoi-duyet",
)
"""Other views of the router's screens."""


def addresses(demo: Demo, page: Any) -> list[str]:
	"""Where each route of the router is looked at; fails for one nobody gave an example for."""
	known = examples(demo)
	found = []
	for path in probes.paths(page):
		if path == "/dang-nhap":  # looked at by the scenario, without a session
			continue
		base = path.replace("/:step?", "").replace("/:buoc?", "")
		assert ":" not in base or base in known, f"give an example of {path} in tests/e2e/test_screens.py"
		found.append(known.get(base, base))
	return found


def settled(who: Person, path: str) -> None:
	probes.go(who.page, path)
	expect(who.page.locator(".shimmer")).to_have_count(0)
	who.page.wait_for_timeout(350)  # what fades or slides in has come to rest


def look(who: Person, path: str) -> list[str]:
	"""Everything that is wrong with one screen."""
	page, wrong = who.page, []

	def complain(what: str, found: Any) -> None:
		if found:
			wrong.append(f"{path} ({who.size}), {what}: {json.dumps(found, ensure_ascii=False)[:1500]}")

	complain("axe", violations(page))
	complain("sideways", probes.overhang(page) if probes.overhang(page) > 0 else 0)
	complain("cut", probes.cut(page))
	complain("outside", probes.outside(page))
	if who.size == "phone":
		complain("small", probes.small(page))
	page.evaluate("document.documentElement.dataset.theme = 'dark'")
	page.wait_for_timeout(250)
	complain("axe, dark", violations(page, ["color-contrast"]))
	page.evaluate("document.documentElement.dataset.theme = 'light'")

	page.evaluate("document.documentElement.dataset.size = 'xl'")
	widths = [SIZES[who.size], *([(360, 740), (320, 640)] if who.size == "phone" else [ZOOMED["laptop"]])]
	for width, height in widths:
		page.set_viewport_size({"width": width, "height": height})
		page.wait_for_timeout(60)
		complain(f"sideways, large letters, {width} px", max(0, probes.overhang(page)))
		complain(f"cut, large letters, {width} px", probes.cut(page))
		complain(f"outside, large letters, {width} px", probes.outside(page))
	page.evaluate("document.documentElement.dataset.size = 'md'")
	if who.size == "phone":
		for width in (360, 320):
			page.set_viewport_size({"width": width, "height": 700})
			page.wait_for_timeout(60)
			complain(f"sideways, {width} px", max(0, probes.overhang(page)))
	width, height = SIZES[who.size]
	page.set_viewport_size({"width": width, "height": height})
	return wrong


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_every_screen_of_a_secretary(opened: Opened, demo: Demo, size: str) -> None:
	who = opened("bithu", size)
	who.open("/viec")
	wrong: list[str] = []
	views = [view.format(plan=demo.plan) for view in VIEWS]
	for path in [*addresses(demo, who.page), f"/duyet/{demo.sent}", *views]:
		settled(who, path)
		wrong += look(who, path)
	assert not wrong, "\n".join(wrong)


def test_every_screen_of_a_member(opened: Opened, demo: Demo) -> None:
	who = opened("hoa", "phone")
	who.open("/viec")
	wrong: list[str] = []
	for path in [
		"/viec",
		"/viec?nhom=phoi-hop",
		f"/viec/{demo.mine}",
		"/thong-bao",
		"/toi",
		"/hang-doi",
		"/chia-se",
		"/duyet",
	]:
		settled(who, path)
		wrong += look(who, path)
	assert not wrong, "\n".join(wrong)
