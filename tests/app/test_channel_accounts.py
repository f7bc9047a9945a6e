"""Telegram and Zalo against a real peer: connecting an account, what it gets, and what follows from the answer."""

from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.exceptions import BadInput
from chibo_tasks.services import outreach, subscriptions
from tests import factories
from tests.app.channelling import AT, SECRET, configured, delivered, rows
from tests.app.reminding import FRIDAY, as_, given
from tests.peer import Peer


@pytest.fixture
def cell(wired: factories.Cell) -> factories.Cell:
	return wired


class TestTelegram:
	def connected(self, cell: factories.Cell, peer: Peer) -> str:
		with clock.frozen(AT):
			configured(cell, "Telegram", address="@hoasen_bot", token="11:abc")
			begun = subscriptions.connect_telegram(as_(cell, "hoa"), cell.name)
		frappe.set_user("Administrator")
		assert begun["link"].startswith("https://t.me/hoasen_bot?start=")
		code = begun["link"].partition("start=")[2]
		chat = {"id": 4711, "type": "private", "username": "hoa_ns"}
		update = {"update_id": 5, "message": {"text": f"/start {code}", "chat": chat}}
		peer.answers["/telegram/bot11:abc/getUpdates"] = (200, {"ok": True, "result": [update]}, {})
		peer.answers["/telegram/bot11:abc/sendMessage"] = (200, {"ok": True, "result": {"message_id": 9}}, {})
		delivered()
		return begun["target"]

	def sent(self, peer: Peer) -> list[Any]:
		return [one.json() for one in peer.requests if one.path.endswith("/sendMessage")]

	def test_opening_the_bot_connects_the_account_once(self, cell: factories.Cell, peer: Peer) -> None:
		target = self.connected(cell, peer)
		row = frappe.db.get_value(
			"Chibo Subscription", target, ["address", "verified_at", "code"], as_dict=True
		)
		assert row.address == "4711" and row.verified_at and not row.code
		peer.requests.clear()
		delivered("2026-03-20 09:10")
		assert peer.requests == []  # nobody waits any more, so nothing is asked

	def test_a_message_says_that_there_is_something_and_where(self, cell: factories.Cell, peer: Peer) -> None:
		self.connected(cell, peer)
		row = given(cell, FRIDAY, at=AT, title=SECRET)
		delivered("2026-03-20 09:10")
		[body] = self.sent(peer)
		assert body["chat_id"] == "4711"
		assert body["text"].startswith("Đồng chí có 1 việc cần xem\n")
		assert body["text"].endswith(f"/chibo/viec/{row.name}") and SECRET not in body["text"]
		assert rows(cell, "Telegram")[0].message_id == "9"

	def test_nothing_goes_to_an_account_that_was_not_confirmed(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		with clock.frozen(AT):
			configured(cell, "Telegram", address="hoasen_bot", token="11:abc")
			subscriptions.connect_telegram(as_(cell, "hoa"), cell.name)
		frappe.set_user("Administrator")
		given(cell, FRIDAY, at=AT)
		delivered()
		assert rows(cell, "Telegram")[0].reason == "unverified"

	def test_an_old_link_connects_nothing(self, cell: factories.Cell, peer: Peer) -> None:
		with clock.frozen("2026-03-20 08:00"):
			configured(cell, "Telegram", address="hoasen_bot", token="11:abc")
			begun = subscriptions.connect_telegram(as_(cell, "hoa"), cell.name)
		frappe.set_user("Administrator")
		delivered("2026-03-20 08:16")
		assert peer.requests == []
		assert not frappe.db.get_value("Chibo Subscription", begun["target"], "verified_at")

	def test_who_blocks_the_bot_is_forgotten(self, cell: factories.Cell, peer: Peer) -> None:
		target = self.connected(cell, peer)
		peer.answers["/telegram/bot11:abc/sendMessage"] = (403, {"ok": False, "description": "blocked"}, {})
		given(cell, FRIDAY, at=AT)
		delivered("2026-03-20 09:10")
		assert rows(cell, "Telegram")[0].reason == "gone"
		assert frappe.db.get_value("Chibo Subscription", target, "ended_at")

	def test_a_wrong_token_is_the_secretarys_business(self, cell: factories.Cell, peer: Peer) -> None:
		target = self.connected(cell, peer)
		peer.answers["/telegram/bot11:abc/sendMessage"] = (
			401,
			{"ok": False, "description": "Unauthorized"},
			{},
		)
		given(cell, FRIDAY, at=AT)
		delivered("2026-03-20 09:10")
		assert rows(cell, "Telegram")[0].state == "Waiting"
		assert not frappe.db.get_value("Chibo Subscription", target, "ended_at")
		[shown] = [
			one
			for one in outreach.channels(as_(cell, "secretary"), cell.name)
			if one["channel"] == "Telegram"
		]
		assert "Unauthorized" in shown["problem"] and shown["secrets"] == {"token": True}
		assert "11:abc" not in str(shown)

	def test_it_cannot_be_switched_on_half(self, cell: factories.Cell) -> None:
		with pytest.raises(BadInput, match="token"):
			configured(cell, "Telegram", address="hoasen_bot")


ZALO = {
	"app_id": "1",
	"template": "200",
	"confirmation_template": "201",
	"app_secret": "s",
	"access_token": "old",
	"refresh_token": "r1",
}


class TestZalo:
	def connected(self, cell: factories.Cell, peer: Peer) -> str:
		configured(cell, "Zalo", **ZALO)
		peer.answers["/zalo"] = (200, {"error": 0, "data": {"msg_id": "z1"}}, {})
		with clock.frozen(AT):
			target = subscriptions.connect_zalo(as_(cell, "hoa"), cell.name, "0912 345 678")
			code = peer.requests[-1].json()["template_data"]["otp"]
			assert subscriptions.verify(cell.actor("hoa"), target, code)
		frappe.set_user("Administrator")
		peer.requests.clear()
		return target

	def test_it_is_off_unless_set_up(self, cell: factories.Cell) -> None:
		assert "Zalo" not in subscriptions.available(cell.name)
		with pytest.raises(BadInput):
			subscriptions.connect_zalo(as_(cell, "hoa"), cell.name, "0912345678")

	def test_a_confirmed_number_gets_the_template_without_content(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		self.connected(cell, peer)
		row = given(cell, FRIDAY, at=AT, title=SECRET)
		delivered("2026-03-20 09:10")
		[request] = peer.requests
		assert request.headers["access_token"] == "old"
		body = request.json()
		assert (body["phone"], body["template_id"]) == ("84912345678", "200")
		assert set(body["template_data"]) == {"so_viec", "lien_ket"}
		assert body["template_data"]["lien_ket"].endswith(row.name)
		assert SECRET not in request.body.decode()
		assert rows(cell, "Zalo")[0].message_id == "z1"

	def test_a_token_that_has_run_out_is_renewed_and_kept(self, cell: factories.Cell, peer: Peer) -> None:
		self.connected(cell, peer)

		def answer(request: Any) -> Any:
			return {"error": 0 if request.headers["access_token"] == "new" else -216, "message": "expired"}

		peer.answers["/zalo"] = (200, answer, {})
		peer.answers["/token"] = (
			200,
			{"access_token": "new", "refresh_token": "r2", "expires_in": "90000"},
			{},
		)
		given(cell, FRIDAY, at=AT)
		delivered("2026-03-20 09:10")
		assert [one.path for one in peer.requests] == ["/zalo", "/token", "/zalo"]
		assert b"refresh_token=r1" in peer.requests[1].body and peer.requests[1].headers["secret_key"] == "s"
		assert rows(cell, "Zalo")[0].state == "Sent"
		peer.requests.clear()
		given(cell, FRIDAY, at=AT, title="Việc khác")
		delivered("2026-03-20 09:11")
		assert [one.path for one in peer.requests] == ["/zalo"]

	def test_a_code_can_be_guessed_five_times_and_not_more(self, cell: factories.Cell, peer: Peer) -> None:
		configured(cell, "Zalo", **ZALO)
		peer.answers["/zalo"] = (200, {"error": 0, "data": {}}, {})
		with clock.frozen(AT):
			hoa = as_(cell, "hoa")
			target = subscriptions.connect_zalo(hoa, cell.name, "0912345678")
			code = peer.requests[-1].json()["template_data"]["otp"]
			wrong = f"{(int(code) + 1) % 10**6:06}"
			assert [subscriptions.verify(hoa, target, wrong) for _number in range(5)] == [False] * 5
			with pytest.raises(BadInput):
				subscriptions.verify(hoa, target, code)

	def test_a_number_that_zalo_does_not_know(self, cell: factories.Cell, peer: Peer) -> None:
		configured(cell, "Zalo", **ZALO)
		peer.answers["/zalo"] = (200, {"error": -118, "message": "Zalo account not existed"}, {})
		with pytest.raises(BadInput, match="-118"):
			subscriptions.connect_zalo(as_(cell, "hoa"), cell.name, "0912345678")
		assert (
			frappe.get_all("Chibo Subscription", filters={"member": cell.members["hoa"]}, order_by="name")
			== []
		)
