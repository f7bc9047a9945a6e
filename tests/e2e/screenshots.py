"""`make screenshots`: every screen of the router in both sizes and both themes, into screenshots/, to be looked at."""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page, expect, sync_playwright

from benchless import bootstrap

bootstrap.install()  # the names that the modules below import

from tests.e2e import browser  # noqa: E402
from tests.e2e.browser import ROOT, Person  # noqa: E402
from tests.e2e.demo import Demo, make_demo, sign_in  # noqa: E402
from tests.e2e.test_screens import addresses  # noqa: E402

FOLDER = ROOT / "screenshots"


def dialogs(demo: Demo) -> dict[str, tuple[str, str, Callable[[Page], None]]]:
	"""Sheets that no address leads to: name → who, where, what to press."""
	return {
		"returning": (
			"bithu",
			f"/duyet/{demo.sent}",
			lambda page: page.get_by_role("button", name="Trả lại", exact=True).click(),
		),
		"palette": ("bithu", "/viec", lambda page: page.keyboard.press("Control+k")),
		"help": ("bithu", "/viec", lambda page: page.keyboard.press("?")),
		"more-time": ("hoa", f"/viec/{demo.mine}", _more_time),
		"webhook": (
			"bithu",
			"/cai-dat?muc=kenh",
			lambda page: page.get_by_role("button", name=re.compile("Webhook")).click(),
		),
		"password": (
			"hoa",
			"/toi",
			lambda page: page.get_by_role("button", name="Đổi mật khẩu").click(),
		),
		"member-tasks": ("hoa", "/viec", lambda page: None),
		"member-detail": ("hoa", f"/viec/{demo.mine}", lambda page: None),
	}


def _more_time(page: Page) -> None:
	page.get_by_role("button", name="Thao tác khác").click()
	page.get_by_role("menuitem", name="Xin gia hạn").click()


def main() -> int:
	"""Take the pictures; the first argument limits them to addresses that contain it."""
	from tests.hosts import BenchlessHost, Server

	wanted = sys.argv[1] if len(sys.argv) > 1 else ""
	FOLDER.mkdir(exist_ok=True)
	with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
		host = BenchlessHost(Path(folder))
		demo = make_demo(host)
		server = Server(host.application())
		launched = browser.launch(running)
		try:
			for size in browser.SIZES:
				for login in ("bithu", "hoa"):
					for who in browser.person(launched, server.url, size):
						sign_in(who, f"{login}@hoasen.example")
						_all(who, login, demo, wanted)
		finally:
			launched.close()
			server.stop()
	if not wanted:
		_overview().save(ROOT / "docs" / "images" / "overview.png", optimize=True)
	print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.name}/")
	return 0


def _overview() -> Image.Image:
	"""The picture of README.md: the plan on the secretary's laptop, a member's work on her phone."""
	laptop = Image.open(FOLDER / "ke-hoach-one-laptop-light.png").convert("RGB")
	phone = Image.open(FOLDER / "member-tasks-phone-light.png").convert("RGB")
	laptop = laptop.resize((1000, 1000 * laptop.height // laptop.width))
	phone = phone.resize((270, 270 * phone.height // phone.width))
	edge, gap = 1, 24
	whole = Image.new(
		"RGB", (1000 + gap + 270 + 2 * edge, max(laptop.height, phone.height) + 2 * edge), "white"
	)
	for picture, left in ((laptop, 0), (phone, 1000 + gap)):
		framed = ImageOps.expand(picture, border=edge, fill=(208, 204, 196))
		whole.paste(framed, (left, 0))
	return whole.quantize(128)


def _all(who: Person, login: str, demo: Demo, wanted: str) -> None:
	who.open("/viec")
	paths = {
		re.sub(r"\W+", "-", path.partition("/:")[0]).strip("-") or "home": path
		for path in _paths(who, login, demo)
	}
	for theme in ("light", "dark"):
		who.page.emulate_media(color_scheme=theme)
		for name, path in paths.items():
			if wanted in path:
				who.open(path)
				_take(who, f"{name}-{who.size}-{theme}")
		for name, (whose, path, press) in dialogs(demo).items():
			if whose == login and wanted in path:
				who.open(path)
				press(who.page)
				_take(who, f"{name}-{who.size}-{theme}")


def _paths(who: Person, login: str, demo: Demo) -> list[str]:
	if login != "bithu":
		return []
	shown = [re.sub(r"[0-9a-f]{20,}", "x", path) for path in addresses(demo, who.page)]
	return [*dict(zip(shown, addresses(demo, who.page), strict=True)).values(), f"/duyet/{demo.sent}"]


def _take(who: Person, name: str) -> None:
	expect(who.page.locator(".shimmer")).to_have_count(0)
	who.page.wait_for_timeout(350)
	who.page.screenshot(path=FOLDER / f"{re.sub('-?[0-9a-f]{20,}', '-one', name)}.png")


if __name__ == "__main__":
	raise SystemExit(main())
