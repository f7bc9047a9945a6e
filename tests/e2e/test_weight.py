"""How heavy and how quick: bytes, requests, nodes and shifts are gates; times are told and gated loosely, because they
belong to the machine."""

import gzip
import statistics
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import probes
from tests.e2e.browser import ROOT, Person
from tests.e2e.conftest import Opened
from tests.e2e.demo import Demo
from tests.hosts import ON_BENCH

ASSETS = ROOT / "chibo_tasks/public/frontend/assets"
KB = 1024

WATCH = """
window.__seen = { lcp: 0, cls: 0, events: [] };
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.__seen.lcp = one.startTime; })
	.observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.__seen.cls += one.value; })
	.observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.interactionId) window.__seen.events.push(one.duration); })
	.observe({ type: "event", durationThreshold: 16, buffered: true });
"""


def test_no_chunk_is_heavy() -> None:
	weights = {file.name: len(gzip.compress(file.read_bytes())) for file in ASSETS.glob("*.js")}
	lazy = {name: weight for name, weight in weights.items() if not name.startswith("index-")}
	heavy = {name: weight for name, weight in lazy.items() if weight > 60 * KB}
	assert not heavy


def _packed(who: Person, url: str) -> int:
	"""Bytes that the server in front of a bench sends; the one of development behind it does not pack."""
	return len(gzip.compress(who.page.request.get(url).body()))


def test_the_first_load_is_light(opened: Opened) -> None:
	who = opened("hoa", "phone")
	cdp = who.context.new_cdp_session(who.page)
	cdp.send("Network.enable")
	urls: dict[str, str] = {}
	sizes: dict[str, float] = {}
	cdp.on(
		"Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]})
	)
	cdp.on(
		"Network.loadingFinished",
		lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
	)
	who.open("/viec")
	expect(who.page.get_by_role("heading", level=1)).to_be_visible()

	def total(*endings: str) -> float:
		found = {urls[key].partition("?")[0]: size for key, size in sizes.items()}
		return sum(
			_packed(who, url) if ON_BENCH and not url.endswith(".woff2") else size
			for url, size in found.items()
			if url.endswith(endings)
		)

	first = total(".js", ".css")
	print(
		f"first load: {first / KB:.0f} kB script and style, {total('.woff2') / KB:.0f} kB fonts, {len(urls)} requests"
	)
	assert first <= 120 * KB
	assert total(".woff2") <= 60 * KB
	assert len(urls) <= 12, sorted(urls.values())


@pytest.mark.parametrize("path", ["/viec", "/ke-hoach", "/duyet", "/thong-bao", "/toi"])
def test_nothing_jumps(opened: Opened, path: str) -> None:
	who = opened("bithu", "phone")
	who.context.add_init_script(WATCH)
	who.open(path)
	who.page.wait_for_timeout(500)
	shift = who.page.evaluate("window.__seen.cls")
	print(f"layout shift of {path}: {shift:.3f}")
	assert shift <= 0.05


@pytest.fixture
def slow(opened: Opened) -> Person:
	"""A phone of 2017 on a poor network: a quarter of the speed, 150 ms, 1.6 Mbit/s."""
	who = opened("hoa", "phone", service_workers="allow")
	who.context.add_init_script(WATCH)
	return who


def throttled(who: Person, page: Page) -> None:
	cdp = who.context.new_cdp_session(page)
	cdp.send("Network.enable")
	cdp.send(
		"Network.emulateNetworkConditions",
		{"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750},
	)
	cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def test_the_largest_paint_comes_soon(slow: Person, record_property: Any) -> None:
	def paint(page: Page) -> float:
		page.goto(f"{slow.base}/chibo/viec")
		expect(page.locator("a[data-task]").first).to_be_visible(timeout=30_000)
		page.wait_for_timeout(400)
		return float(page.evaluate("window.__seen.lcp"))

	throttled(slow, slow.page)
	cold = paint(slow.page)
	warm_page = slow.context.new_page()
	warm_page.goto(f"{slow.base}/chibo/viec")
	warm_page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
	throttled(slow, warm_page)
	warm = statistics.median(paint(warm_page) for _ in range(3))
	print(f"largest contentful paint, 4× slower CPU, slow 4G: cold {cold:.0f} ms, warm {warm:.0f} ms")
	record_property("lcp_cold_ms", cold)
	record_property("lcp_warm_ms", warm)
	# the goal is 3000 and 1500 on a quiet machine; here only that the worker is worth its while
	assert warm < cold
	assert cold < 12_000


def test_five_hundred_tasks_are_as_quick_as_fifty(opened: Opened, record_property: Any) -> None:
	who = opened("hoa", "phone")

	def many(route: Route) -> None:
		answer = route.fetch()
		body = answer.json()
		one = body["message"]["responsible"][0]
		body["message"]["responsible"] = [
			{
				**one,
				"name": f"x{index:03}",
				"title": f"Việc số {index}: {one['title']}",
				"standing": "later",
				"due_date": "2031-05-01",
				"days_left": 900,
			}
			for index in range(500)
		]
		route.fulfill(response=answer, json=body)

	who.context.add_init_script(WATCH)
	who.page.route("**/*deadlines.mine*", many)
	who.open("/viec")
	rows = who.page.locator("a[data-task]")
	expect(rows.first).to_be_visible()
	counts = [rows.count()]
	height = who.page.evaluate("document.documentElement.scrollHeight")
	assert height > 500 * 60, "the scroll bar tells of all five hundred"
	for share in (0.3, 0.6, 1):
		who.page.evaluate("(share) => scrollTo(0, document.documentElement.scrollHeight * share)", share)
		who.page.wait_for_timeout(250)
		counts.append(rows.count())
		assert who.page.evaluate(
			"[...document.querySelectorAll('a[data-task]')].some((row) => { const box = row.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; })"
		), "where one has scrolled to, there is something"
	expect(who.page.get_by_text("Việc số 499:")).to_be_visible()
	assert max(counts) <= 80, counts
	who.page.evaluate("scrollTo(0, 0)")
	for name in ("Tôi phối hợp", "Giao cho tôi", "Tôi phối hợp", "Giao cho tôi"):
		who.page.get_by_role("radio", name=name).dispatch_event("pointerdown")
		who.page.get_by_text(name).first.tap()
		who.page.wait_for_timeout(250)
	events = who.page.evaluate("window.__seen.events")
	slowest = max(events, default=0)
	print(
		f"500 tasks: at most {max(counts)} in the page; tap to next paint: median {statistics.median(events or [0]):.0f} ms, slowest {slowest:.0f} ms"
	)
	record_property("interaction_ms", slowest)
	assert slowest <= 1_000


def test_printing_shows_the_list_without_the_furniture(opened: Opened, demo: Demo) -> None:
	who = opened("bithu", "laptop")
	for path in ("/viec?nhom=toi-giao", f"/ke-hoach/{demo.plan}"):
		who.open(path)
		who.page.emulate_media(media="print")
		expect(who.page.get_by_role("navigation").first).to_be_hidden()
		assert probes.overhang(who.page) <= 0
		who.page.emulate_media(media="screen")
