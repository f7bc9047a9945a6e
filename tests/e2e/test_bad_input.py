"""What goes wrong in daily life: each case ends visibly, nothing typed or taken is lost, nothing happens twice."""

import io
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Route, expect

from tests.e2e import browser
from tests.e2e.browser import Person
from tests.e2e.conftest import SignedIn
from tests.e2e.demo import sign_in
from tests.factories import PASSWORD, Cell, give

TITLE = "Chuẩn bị hội nghị"


@pytest.fixture
def work(host: Any, cell: Cell) -> str:
	"""A task of hoa's, reviewed by the deputy."""
	from chibo_tasks import clock

	with host.connected():
		import frappe

		made = give(cell, "hoa", due=clock.today(), title=TITLE, reviewer="deputy")
		frappe.db.commit()
		return str(made.name)


def noise() -> FilePayload:
	"""A picture that stays large when it is made small."""
	stream = io.BytesIO()
	Image.effect_noise((1600, 1200), 90).convert("RGB").save(stream, "JPEG", quality=85)
	return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def submitted(host: Any, cell: Cell, deadline: str) -> None:
	from chibo_tasks.services import evidences, reviews

	with host.connected(cell.users["hoa"]):
		import frappe

		actor = cell.actor("hoa")
		reviews.act(actor, deadline, "accept")
		evidences.send(actor, deadline, evidences.Piece(evidences.NOTE, note="Đã làm xong."))
		reviews.act(actor, deadline, "submit")
		frappe.db.commit()


def state(host: Any, deadline: str) -> tuple[str, int]:
	"""State of the deadline, and how many pieces it has."""
	with host.connected():
		import frappe

		return (
			frappe.db.get_value("Chibo Deadline", deadline, "state"),
			len(
				frappe.get_all(
					"Chibo Evidence", filters={"deadline": deadline}, fields=["name"], order_by="name"
				)
			),
		)


def test_the_session_ends_while_a_member_types(host: Any, signed_in: SignedIn, cell: Cell, work: str) -> None:
	who = signed_in("hoa", "phone")
	who.open(f"/viec/{work}")
	words = "Đã nộp biên bản cho văn phòng lúc 16 giờ."
	who.page.get_by_label("Ghi chú").fill(words)
	who.context.clear_cookies()
	who.tap(who.button("Gửi duyệt", exact=True))
	dialog = who.page.get_by_role("dialog", name="Đăng nhập lại")
	expect(dialog).to_be_visible()
	who.check("session ended")
	dialog.get_by_label("Mật khẩu", exact=True).fill("sai")
	who.tap(dialog.get_by_role("button", name="Đăng nhập"))
	expect(dialog.get_by_role("alert")).to_be_visible()
	dialog.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
	who.tap(dialog.get_by_role("button", name="Đăng nhập"))
	expect(who.page.get_by_text("Đã gửi duyệt và báo cho người duyệt.")).to_be_visible()
	assert state(host, work) == ("Submitted", 1)
	who.open(f"/viec/{work}")
	expect(who.page.get_by_text(words)).to_be_visible()


def test_the_session_ends_while_a_reviewer_writes_a_reason(
	host: Any, signed_in: SignedIn, cell: Cell, work: str
) -> None:
	submitted(host, cell, work)
	who = signed_in("deputy", "laptop")
	who.open("/duyet")
	who.tap(who.button("Trả lại", exact=True))
	sheet = who.page.get_by_role("dialog", name="Trả lại")
	sheet.get_by_role("textbox").fill("Thiếu chữ ký của đ/c chủ trì ở trang hai.")
	who.context.clear_cookies()
	who.tap(sheet.get_by_role("button", name="Trả lại", exact=True))
	dialog = who.page.get_by_role("dialog", name="Đăng nhập lại")
	dialog.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
	dialog.get_by_label("Mật khẩu", exact=True).press("Enter")
	expect(who.page.get_by_text("Đã trả lại.")).to_be_visible()
	assert state(host, work)[0] == "Returned"


def test_half_a_note_outlives_a_closed_page(signed_in: SignedIn, work: str) -> None:
	who = signed_in("hoa", "phone")
	who.open(f"/viec/{work}")
	who.page.get_by_label("Ghi chú").fill("Đang viết dở")
	who.page.wait_for_timeout(200)
	who.open("/toi")
	who.open(f"/viec/{work}")
	expect(who.page.get_by_label("Ghi chú")).to_have_value("Đang viết dở")


def test_the_server_is_down(host: Any, signed_in: SignedIn, work: str) -> None:
	who = signed_in("hoa", "phone")
	who.open("/viec")

	def down(route: Route) -> None:
		route.fulfill(status=502, body="<html>Bad gateway</html>", content_type="text/html")

	who.context.route("**/api/method/**", down)
	who.tap(who.button("Đã nhận việc"))
	expect(who.page.get_by_role("status").get_by_text("Máy chủ báo lỗi 502")).to_be_visible()
	expect(who.button("Đã nhận việc")).to_be_visible()
	assert state(host, work)[0] == "Assigned"

	# a note waits on the device, and is still there when the server is back
	who.open(f"/viec/{work}")
	sheet = who.page.get_by_role("dialog", name="Việc")
	expect(sheet.get_by_text("Máy chủ báo lỗi 502")).to_be_visible()
	who.check("server down")
	who.context.unroute("**/api/method/**")
	who.tap(sheet.get_by_role("button", name="Thử lại"))
	expect(who.page.get_by_label("Ghi chú")).to_be_visible()


class CuttingProxy:
	"""Passes everything on, but breaks the first upload off after half of its bytes, as a lift or a tunnel does."""

	def __init__(self, target: str) -> None:
		self._target = (urlsplit(target).hostname, urlsplit(target).port)
		self._socket = socket.create_server(("127.0.0.1", 0))
		self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
		self.cuts = 0
		threading.Thread(target=self._serve, daemon=True).start()

	def _serve(self) -> None:
		while True:
			try:
				client, _ = self._socket.accept()
			except OSError:
				return
			threading.Thread(target=self._pass, args=(client,), daemon=True).start()

	def _pass(self, client: socket.socket) -> None:
		with client, socket.create_connection(self._target) as server:
			threading.Thread(target=self._copy, args=(server, client), daemon=True).start()
			left = -1
			while data := self._read(client):
				if b"evidence.upload" in data and not self.cuts:
					left = int(data.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) // 2
				if left >= 0:
					left -= len(data)
					if left <= 0:
						self.cuts += 1
						return
				server.sendall(data)

	@staticmethod
	def _read(one: socket.socket) -> bytes:
		try:
			return one.recv(65_536)
		except OSError:
			return b""

	def _copy(self, source: socket.socket, sink: socket.socket) -> None:
		try:
			while data := self._read(source):
				sink.sendall(data)
			sink.shutdown(socket.SHUT_WR)
		except OSError:
			pass

	def stop(self) -> None:
		self._socket.close()


@pytest.fixture
def tunnel(server: Any) -> Iterator[CuttingProxy]:
	made = CuttingProxy(server.url)
	yield made
	made.stop()


def test_an_upload_is_cut_at_half(
	host: Any, chromium: Any, cell: Cell, give_password: Any, devices: Any, tunnel: CuttingProxy, work: str
) -> None:
	give_password(cell.users["hoa"])
	who: Person = devices(browser.person(chromium, tunnel.url, "phone"))
	who.cut_off = True
	sign_in(who, cell.users["hoa"])
	who.open(f"/viec/{work}")
	who.page.get_by_label("Chụp ảnh", exact=True).set_input_files(noise())
	expect(who.page.get_by_text("sẽ được gửi ngay khi có mạng")).to_be_visible(timeout=20_000)
	assert tunnel.cuts == 1
	assert state(host, work) == ("Assigned", 0), "half a file is no evidence"
	who.tap(who.page.get_by_role("button", name="Thử lại: anh.jpg"))
	expect(who.page.get_by_text("1/1 cần có")).to_be_visible()
	assert state(host, work) == ("Assigned", 1)


def test_every_button_is_tapped_twice(host: Any, signed_in: SignedIn, cell: Cell, work: str) -> None:
	hoa = signed_in("hoa", "phone")
	hoa.open("/viec")
	asked: list[str] = []
	hoa.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
	twice(hoa, hoa.button("Đã nhận việc"))
	expect(hoa.page.get_by_text("Đã xác nhận nhận việc.")).to_be_visible()
	hoa.open(f"/viec/{work}")
	hoa.page.get_by_label("Ghi chú").fill("Xong việc.")
	twice(hoa, hoa.button("Gửi duyệt", exact=True))
	expect(hoa.page.get_by_text("Đã gửi duyệt và báo cho người duyệt.")).to_be_visible()
	assert state(host, work) == ("Submitted", 1)
	names = [url.rpartition(".")[2] for url in asked]
	assert sorted(names) == ["accept", "add_note", "submit"], names

	deputy = signed_in("deputy", "phone")
	deputy.open(f"/duyet/{work}")
	asked.clear()
	deputy.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
	twice(deputy, deputy.button("Duyệt", exact=True))
	expect(deputy.page.get_by_text("Đã duyệt.", exact=True)).to_be_visible()
	assert [url.rpartition(".")[2] for url in asked] == ["approve"]
	assert state(host, work)[0] == "Approved"


def twice(who: Person, button: Any) -> None:
	"""As trembling hands do: both taps before anything can happen."""
	button.evaluate("(node) => { node.click(); node.click(); }")


def test_two_tabs_know_of_each_other(host: Any, signed_in: SignedIn, work: str) -> None:
	who = signed_in("hoa", "laptop")
	who.open("/viec")
	other = who.context.new_page()
	other.goto(f"{who.base}/chibo/viec")
	other.get_by_role("button", name="Đã nhận việc").click()
	expect(other.get_by_text("Đã xác nhận nhận việc.")).to_be_visible()
	# the first tab does not know yet; its button leads to the sentence and then to the truth
	who.tap(who.button("Đã nhận việc"))
	expect(who.page.get_by_role("status").filter(has_text="Đã nhận")).to_be_visible()
	expect(who.button("Đã nhận việc")).to_be_hidden()
	assert state(host, work)[0] == "Accepted"


def test_two_people_decide_at_once(host: Any, signed_in: SignedIn, cell: Cell, work: str) -> None:
	submitted(host, cell, work)
	secretary, deputy = signed_in("secretary", "laptop"), signed_in("deputy", "laptop")
	secretary.open(f"/duyet/{work}")
	deputy.open(f"/duyet/{work}")
	deputy.tap(deputy.button("Duyệt", exact=True))
	expect(deputy.page.get_by_text("Đã duyệt.", exact=True)).to_be_visible()

	secretary.tap(secretary.button("Trả lại", exact=True))
	sheet = secretary.page.get_by_role("dialog", name="Trả lại")
	sheet.get_by_role("textbox").fill("Ảnh mờ")
	secretary.tap(sheet.get_by_role("button", name="Trả lại", exact=True))
	expect(sheet.get_by_role("alert")).to_contain_text("Đã duyệt")
	expect(sheet.get_by_role("textbox")).to_have_value("Ảnh mờ")
	secretary.tap(sheet.get_by_role("button", name="Hủy"))
	expect(secretary.page.get_by_text("Đã duyệt · Đúng hạn")).to_be_visible()
	assert state(host, work)[0] == "Approved"


def test_a_decision_is_taken_back_as_a_step_of_its_own(
	host: Any, signed_in: SignedIn, cell: Cell, work: str
) -> None:
	submitted(host, cell, work)
	deputy = signed_in("deputy", "laptop")
	deputy.open("/duyet")
	deputy.tap(deputy.button("Duyệt", exact=True))
	deputy.tap(deputy.page.get_by_role("status").get_by_role("button", name="Hoàn tác"))
	expect(deputy.page.get_by_text("Đã hoàn tác quyết định.")).to_be_visible()
	expect(deputy.button("Duyệt", exact=True)).to_be_visible()
	deputy.tap(deputy.page.get_by_text("Lịch sử"))
	expect(deputy.page.locator("details li").last).to_contain_text("Hoàn tác quyết định")
	steps = deputy.page.locator("details li").all_inner_texts()
	assert [one.split(" · ")[0] for one in steps][-2:] == ["Duyệt việc", "Hoàn tác quyết định"]
	assert state(host, work)[0] == "Submitted"
