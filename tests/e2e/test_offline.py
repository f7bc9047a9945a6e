"""Flight mode: what is sent waits on the device and arrives once, also when the page was closed; the app starts anyway."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.e2e import browser
from tests.e2e.conftest import Opened
from tests.factories import PASSWORD, Cell, give


def picture(shade: int) -> FilePayload:
	stream = io.BytesIO()
	Image.new("RGB", (400, 300), (shade, 120, 90)).save(stream, "JPEG")
	return {"name": f"anh-{shade}.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


@pytest.fixture
def work(host: Any, cell: Cell) -> str:
	"""A task of hoa's that needs five photos."""
	from chibo_tasks import clock

	with host.connected():
		import frappe

		made = give(cell, "hoa", due=clock.today(), title="Chụp năm góc lớp", evidence_needed=5)
		frappe.db.commit()
		return str(made.name)


def arrived(host: Any, deadline: str) -> list[str]:
	"""Fingerprints of what the server has, in order."""
	with host.connected():
		import frappe

		rows = frappe.get_all(
			"Chibo Evidence",
			filters={"deadline": deadline, "kind": "File"},
			fields=["sha256"],
			order_by="sent_at, name",
		)
		return [row.sha256 for row in rows]


@pytest.fixture
def installed(playwright: Any, server: Any, tmp_path: Path, cell: Cell, work: str, give_password: Any) -> Any:
	"""A phone with the app on it: a profile that stays, so that the worker may send in the background."""
	give_password(cell.users["hoa"])
	options = {**browser.device("phone"), "service_workers": "allow"}
	context: BrowserContext = playwright.chromium.launch_persistent_context(
		str(tmp_path / "profile"), executable_path=browser.chromium(), args=browser.ARGUMENTS, **options
	)
	answer = context.request.post(
		f"{server.url}/api/method/login", data={"usr": cell.users["hoa"], "pwd": PASSWORD}
	)
	assert answer.ok
	page = context.pages[0]
	root = (
		context.browser.new_browser_cdp_session() if context.browser else page.context.new_cdp_session(page)
	)
	root.send("Browser.grantPermissions", {"permissions": ["backgroundSync"], "origin": server.url})
	page.goto(f"{server.url}/chibo/viec")
	page.wait_for_load_state("networkidle")
	# the worker has everything and looks after the page
	page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
	page.reload()
	page.wait_for_load_state("networkidle")
	assert page.evaluate("!!navigator.serviceWorker.controller")
	yield context
	context.close()


def waiting(page: Page) -> int:
	return page.evaluate(
		"""new Promise((resolve) => {
			const asked = indexedDB.open("chibo", 1);
			asked.onsuccess = () => {
				const all = asked.result.transaction("outbox").objectStore("outbox").count();
				all.onsuccess = () => resolve(all.result);
			};
		})"""
	)


def until(condition: Any, page: Page, seconds: int = 30) -> bool:
	for _ in range(seconds * 4):
		if condition():
			return True
		page.wait_for_timeout(250)
	return bool(condition())


def test_photos_taken_in_flight_mode_arrive_once_although_the_page_was_closed(
	host: Any, server: Any, installed: BrowserContext, work: str
) -> None:
	page = installed.pages[0]
	installed.set_offline(True)
	page.get_by_label("Gửi ảnh: Chụp năm góc lớp").set_input_files(
		[picture(shade) for shade in (10, 60, 110, 160, 210)]
	)
	expect(page.get_by_text("5 tệp sẽ được gửi")).to_be_visible()
	expect(page.get_by_text("5 tệp chờ gửi.").first).to_be_visible()
	page.get_by_role("link", name="Xem", exact=True).tap()
	expect(page.get_by_role("heading", name="Hàng đợi gửi")).to_be_visible()
	assert waiting(page) == 5
	assert arrived(host, work) == []

	other = installed.new_page()
	other.goto("about:blank")
	page.close()
	installed.set_offline(False)
	assert until(lambda: len(arrived(host, work)) == 5, other), f"arrived: {len(arrived(host, work))}"
	other.wait_for_timeout(1500)

	again = installed.new_page()
	again.goto(f"{server.url}/chibo/viec/{work}")
	expect(again.get_by_text("5/5 cần có")).to_be_visible()
	assert waiting(again) == 0
	found = arrived(host, work)
	assert len(found) == len(set(found)) == 5, "each once"


def test_the_app_starts_without_a_network_and_shows_what_it_knew(
	server: Any, installed: BrowserContext, work: str
) -> None:
	page = installed.pages[0]
	page.goto(f"{server.url}/chibo/viec/{work}")
	page.wait_for_load_state("networkidle")
	page.goto(f"{server.url}/chibo/viec")
	page.wait_for_load_state("networkidle")
	installed.set_offline(True)
	page.goto(f"{server.url}/chibo/viec")
	expect(page.get_by_role("link", name="Chụp năm góc lớp")).to_be_visible()
	expect(page.get_by_text("Không có mạng.").first).to_be_visible()
	page.get_by_role("link", name="Chụp năm góc lớp").tap()
	expect(page.get_by_role("heading", name="Chụp năm góc lớp")).to_be_visible()
	page.goto(f"{server.url}/chibo/hang-doi")
	expect(page.get_by_text("Đã gửi hết")).to_be_visible()
	installed.set_offline(False)


def test_what_another_app_shares_is_offered_to_open_work(
	host: Any, server: Any, installed: BrowserContext, work: str
) -> None:
	page = installed.pages[0]
	page.evaluate(
		"""async (bytes) => {
			const form = document.createElement("form");
			form.method = "POST"; form.action = "/chibo/share"; form.enctype = "multipart/form-data";
			const input = document.createElement("input"); input.type = "file"; input.name = "files";
			const files = new DataTransfer();
			files.items.add(new File([new Uint8Array(bytes)], "tu-zalo.jpg", { type: "image/jpeg" }));
			input.files = files.files; form.append(input); document.body.append(form); form.submit();
		}""",
		list(picture(33)["buffer"]),
	)
	page.wait_for_url("**/chibo/chia-se")
	page.get_by_role("button", name="Gửi cho “Chụp năm góc lớp”").tap()
	expect(page.get_by_text("1/5 cần có")).to_be_visible()
	assert len(arrived(host, work)) == 1


def test_the_app_can_be_installed(server: Any, opened: Opened) -> None:
	who = opened("hoa", "phone", service_workers="allow")
	who.open("/viec")
	found = json.loads(who.page.request.get(f"{server.url}/assets/chibo_tasks/manifest.json").text())
	assert found["start_url"] == "/chibo/" and found["display"] == "standalone"
	assert {"192x192", "512x512"} <= {icon["sizes"] for icon in found["icons"]}
	assert any(icon.get("purpose") == "maskable" for icon in found["icons"])
	for icon in found["icons"]:
		assert who.page.request.get(f"{server.url}{icon['src']}").ok
	assert found["share_target"]["action"] == "/chibo/share"
	worker = who.page.request.get(f"{server.url}/chibo-sw.min.js")
	assert worker.ok and "javascript" in worker.headers["content-type"]
	assert re.search("no-cache|no-store", worker.headers["cache-control"])


def test_inside_zalo_the_way_out_is_shown(opened: Opened) -> None:
	who = opened(
		"hoa",
		"phone",
		user_agent="Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 Zalo/24",
	)
	who.open("/viec")
	expect(who.page.get_by_text("Đang mở trong Zalo.")).to_be_visible()
	who.check("hint inside Zalo")
