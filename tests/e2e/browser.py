"""A Chromium as a phone or as a laptop, and what every screen has to hold."""

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, expect

from tests.e2e.probes import cut, outside, overhang, small

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}

PATIENCE = 2.0
"""seconds that a person waits for an answer before touching all the same"""

ARGUMENTS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
]


def chromium() -> str | None:
	"""Path of the system's Chromium, or None; CHIBO_CHROMIUM names another one."""
	given = os.environ.get("CHIBO_CHROMIUM")
	return given or next(
		filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
	)


def launch(playwright: Playwright) -> Browser:
	"""The browser that all tests of a run share."""
	return playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)


def device(size: str, **more: Any) -> dict[str, Any]:
	"""Options of a context that is a phone or a laptop in Vietnam."""
	width, height = SIZES[size]
	phone = size == "phone"
	return {
		"viewport": {"width": width, "height": height},
		"device_scale_factor": 2 if phone else 1,
		"is_mobile": phone,
		"has_touch": phone,
		"locale": "vi-VN",
		"timezone_id": "Asia/Ho_Chi_Minh",
		# the worker fetches everything ahead; only the tests that are about it want that
		"service_workers": "block",
		**more,
	}


@dataclass
class Person:
	"""One person at one device."""

	page: Page
	context: BrowserContext
	base: str
	size: str
	complaints: list[str] = field(default_factory=list)
	cut_off: bool = False
	"""whether the test breaks this device's connections, until its last moment"""
	taps: int = 0
	under_way: set[Request] = field(default_factory=set)
	"""what the page has asked the server for and has no answer to yet"""

	def open(self, path: str) -> None:
		"""Go to an address of the app as if it had been typed."""
		self.page.goto(f"{self.base}/chibo{path}")
		self.settle()

	def settle(self) -> None:
		"""Wait until nothing is on its way."""
		self.page.wait_for_load_state("networkidle")
		expect(self.page.locator(".shimmer")).to_have_count(0)

	def tap(self, target: Any) -> None:
		"""Touch on a phone, click on a laptop; counted.

		As a person does, it looks first: an answer that comes between finger and click moves what is touched.
		"""
		patience = time.monotonic() + PATIENCE
		while self.under_way and time.monotonic() < patience:
			self.page.wait_for_timeout(20)
		self.taps += 1
		target.tap() if self.size == "phone" else target.click()

	def button(self, name: str, *, exact: bool = False) -> Any:
		"""The visible button of that name."""
		return self.page.get_by_role("button", name=name, exact=exact).first

	def check(self, what: str) -> None:
		"""axe finds nothing, and nothing has to be scrolled sideways, at 360 px either."""
		self.page.wait_for_timeout(300)  # colours of a transition are no colours of the page
		found = violations(self.page)
		assert not found, f"{what} ({self.size}): {json.dumps(found, ensure_ascii=False, indent=1)}"
		assert overhang(self.page) <= 0, f"{what} ({self.size}) has to be scrolled sideways"
		assert not outside(self.page), f"{what} ({self.size}), out of the screen: {outside(self.page)}"
		assert not cut(self.page), f"{what} ({self.size}), cut: {cut(self.page)}"
		if self.size == "phone":
			assert not small(self.page), f"{what}, too small to touch: {small(self.page)}"
			width, height = SIZES["phone"]
			self.page.set_viewport_size({"width": 360, "height": 740})
			assert overhang(self.page) <= 0, f"{what} has to be scrolled sideways at 360 px"
			self.page.set_viewport_size({"width": width, "height": height})


def violations(page: Page, rules: list[str] | None = None) -> list[dict[str, str]]:
	"""What axe finds, short enough to read in a failure; only `rules`, where they are given."""
	if not page.evaluate("'axe' in window"):
		page.evaluate(AXE.read_text(encoding="utf-8"))
	result = page.evaluate(
		"(rules) => axe.run(document, rules ? { runOnly: rules, resultTypes: ['violations'] } : { resultTypes: ['violations'] })",
		rules,
	)
	return [
		{
			"rule": one["id"],
			"impact": one["impact"],
			"node": one["nodes"][0]["html"][:300],
			"why": (one["nodes"][0].get("failureSummary") or "")[:300],
		}
		for one in result["violations"]
	]


def person(browser: Browser, base: str, size: str, **more: Any) -> Iterator[Person]:
	"""A fresh device; afterwards its console has to be clean and every request has to have stayed at home."""
	context = browser.new_context(**device(size, **more))
	page = context.new_page()
	who = Person(page, context, base, size)
	home = urlsplit(base).netloc

	def heard(message: ConsoleMessage) -> None:
		# a refusal that a test provokes is logged by the browser itself as "Failed to load resource"
		expected = r"status of (4\d\d|5\d\d)|" + ("net::ERR_" if who.cut_off else "ERR_INTERNET_DISCONNECTED")
		if message.type == "error" and not re.search(expected, message.text):
			who.complaints.append(message.text)

	def asked(request: Request) -> None:
		where = urlsplit(request.url)
		if request.resource_type in ("fetch", "xhr"):
			who.under_way.add(request)
		if where.scheme in ("http", "https") and where.netloc != home:
			who.complaints.append(f"asked another host: {request.url}")

	def answered(request: Request) -> None:
		who.under_way.discard(request)

	context.on("console", heard)
	context.on("request", asked)
	context.on("requestfinished", answered)
	context.on("requestfailed", answered)
	page.on("pageerror", lambda error: who.complaints.append(str(error)))
	yield who
	context.close()
	assert not who.complaints, who.complaints
