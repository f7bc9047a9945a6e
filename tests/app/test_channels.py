"""Each channel against a real peer: what leaves, in which form, and what follows from the answer."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest
from py_vapid import Vapid02

from chibo_tasks import clock
from chibo_tasks.domain.messages.webhook import PREFIX, BadAddress
from chibo_tasks.exceptions import BadInput
from chibo_tasks.services import bell, evidences, outbox, outreach, reviews, subscriptions, upkeep
from chibo_tasks.services.channels import keys
from chibo_tasks.services.reminders import sweep
from tests import factories
from tests.app.reminding import FRIDAY, as_, given, swept
from tests.mail import MailServer
from tests.peer import Peer, PushBrowser, plain

SECRET = "Thẩm-tra-XYZZY"
AT = "2026-03-20 09:00"


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer, peer: Peer) -> Iterator[factories.Cell]:
	"""A committed cell whose operator has allowed the peer's address."""
	site.use_mail_server(mail_server.port)
	site.configure(chibo_allowed_hosts=[peer.host], chibo_telegram_api=f"{peer.url}/telegram")
	site.configure(chibo_zalo_messages=f"{peer.url}/zalo", chibo_zalo_tokens=f"{peer.url}/token")
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	yield cell
	frappe.set_user("Administrator")
	frappe.db.set_value("Chibo Channel", {"organization": cell.name}, "enabled", 0)
	frappe.db.commit()
	site.configure(
		chibo_allowed_hosts=None, chibo_telegram_api=None, chibo_zalo_messages=None, chibo_zalo_tokens=None
	)


def configured(cell: factories.Cell, channel: str, **values: Any) -> dict[str, Any]:
	answer = outreach.configure(as_(cell, "secretary"), cell.name, channel, {"enabled": 1, **values})
	frappe.set_user("Administrator")
	return answer


def delivered(at: str = AT) -> int:
	frappe.db.commit()
	with clock.frozen(at):
		return outbox.deliver()


def rows(cell: factories.Cell, channel: str, who: str = "hoa") -> list[Any]:
	return frappe.get_all(
		"Chibo Outbox",
		filters={"member": cell.members[who], "channel": channel},
		fields=["name", "state", "reason", "error", "attempts", "message_id", "subscription"],
		order_by="creation, name",
	)


class TestWebPush:
	def connected(self, cell: factories.Cell, browser: PushBrowser, who: str = "hoa") -> str:
		[target] = subscriptions.connect_device(as_(cell, who), *browser.parts, "Điện thoại")
		frappe.set_user("Administrator")
		return target

	def test_the_device_can_read_it_and_nobody_learns_what_it_is_about(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		browser = PushBrowser(peer)
		self.connected(cell, browser)
		row = given(cell, FRIDAY, title=SECRET)
		assert delivered() >= 2
		[request] = peer.requests
		assert request.path == "/push/hoa"
		assert request.headers["content-encoding"] == "aes128gcm"
		assert (request.headers["ttl"], request.headers["urgency"]) == ("86400", "normal")
		assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", request.headers["topic"])
		said = browser.read(request.body)
		assert said == {
			"v": 1,
			"title": f"Chi bộ {cell.name}",
			"body": "Đồng chí có 1 việc cần xem",
			"url": said["url"],
			"tag": rows(cell, "Web Push")[0].name,
			"count": 1,
			"urgent": False,
		}
		assert said["url"].endswith(f"/chibo/viec/{row.name}")
		assert SECRET not in str(said)

	def test_the_signature_is_that_of_this_site_for_this_push_service(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		self.connected(cell, PushBrowser(peer))
		given(cell, FRIDAY)
		delivered()
		found = re.fullmatch(r"vapid t=([^,]+), ?k=(.+)", peer.requests[0].headers["authorization"])
		assert found and found[2].rstrip("=") == keys.push_key()
		assert Vapid02.verify(f"vapid t={found[1]},k={found[2]}")
		claims = json.loads(base64.urlsafe_b64decode(found[1].split(".")[1] + "=="))
		assert claims["aud"] == peer.url and claims["sub"] == "mailto:chibo@hoasen.example"

	@pytest.mark.parametrize("status", [404, 410])
	def test_a_device_that_is_gone_is_forgotten(self, cell: factories.Cell, peer: Peer, status: int) -> None:
		target = self.connected(cell, PushBrowser(peer))
		peer.answers["/push"] = (status, {}, {})
		given(cell, FRIDAY)
		delivered()
		[row] = rows(cell, "Web Push")
		assert (row.state, row.reason, row.attempts) == ("Failed", "gone", 1)
		assert frappe.db.get_value("Chibo Subscription", target, "ended_at")
		given(cell, FRIDAY)
		assert len(rows(cell, "Web Push")) == 1

	def test_a_busy_service_is_left_alone_as_long_as_it_wants(self, cell: factories.Cell, peer: Peer) -> None:
		self.connected(cell, PushBrowser(peer))
		peer.answers["/push"] = (429, {}, {"Retry-After": "1800"})
		given(cell, FRIDAY)
		delivered()
		peer.answers.clear()
		delivered("2026-03-20 09:29")
		assert len(peer.requests) == 1
		delivered("2026-03-20 09:31")
		assert len(peer.requests) == 2
		assert rows(cell, "Web Push")[0].state == "Sent"

	def test_a_phone_that_changes_hands_gets_nothing_for_the_one_before(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		browser = PushBrowser(peer)
		before = self.connected(cell, browser)
		self.connected(cell, browser, "lan")
		assert frappe.db.get_value("Chibo Subscription", before, "ended_at")
		given(cell, FRIDAY)
		delivered()
		assert peer.requests == []

	def test_a_page_that_subscribes_again_and_again_has_one_subscription(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		browser = PushBrowser(peer)
		assert self.connected(cell, browser) == self.connected(cell, browser)

	def test_what_was_muted_after_it_was_planned_does_not_leave(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		target = self.connected(cell, PushBrowser(peer))
		given(cell, FRIDAY)
		subscriptions.choose(as_(cell, "hoa"), target, False, ["events"])
		frappe.set_user("Administrator")
		delivered()
		assert peer.requests == []
		assert (rows(cell, "Web Push")[0].state, rows(cell, "Web Push")[0].reason) == ("Dropped", "muted")

	def test_a_device_in_a_private_network_is_refused_and_forgotten(
		self, cell: factories.Cell, site: Any, peer: Peer
	) -> None:
		target = self.connected(cell, PushBrowser(peer))
		site.configure(chibo_allowed_hosts=None)
		given(cell, FRIDAY)
		delivered()
		assert peer.requests == []
		assert rows(cell, "Web Push")[0].reason == "forbidden-address"
		assert frappe.db.get_value("Chibo Subscription", target, "ended_at")
		site.configure(chibo_allowed_hosts=[peer.host])

	def test_keys_that_lie_on_no_curve(self, cell: factories.Cell, peer: Peer) -> None:
		endpoint, _point, auth = PushBrowser(peer).parts
		subscriptions.connect_device(as_(cell, "hoa"), endpoint, plain(b"\x04" + bytes(64)), auth, "")
		frappe.set_user("Administrator")
		given(cell, FRIDAY)
		delivered()
		assert rows(cell, "Web Push")[0].reason == "bad-address"

	def test_an_eleventh_device_ends_the_oldest(self, cell: factories.Cell, peer: Peer) -> None:
		targets = [self.connected(cell, PushBrowser(peer, str(number))) for number in range(11)]
		frappe.set_user("Administrator")
		ended = [name for name in targets if frappe.db.get_value("Chibo Subscription", name, "ended_at")]
		assert ended == targets[:1]


class TestWebhook:
	def test_what_arrives_is_signed_and_says_nothing_of_restricted_work(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		with clock.frozen("2026-03-20 08:00"):
			secret = configured(cell, "Webhook", address=f"{peer.url}/hook")["signing"]
		row = given(cell, FRIDAY, at="2026-03-20 08:30", title="Tổng kết")
		given(cell, FRIDAY, at="2026-03-20 08:31", title=SECRET, restricted=True, by="deputy")
		delivered()
		[request] = [one for one in peer.requests if one.path == "/hook"]
		key = base64.b64decode(secret.removeprefix(PREFIX))
		signed = b".".join(
			(
				request.headers["webhook-id"].encode(),
				request.headers["webhook-timestamp"].encode(),
				request.body,
			)
		)
		mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
		assert request.headers["webhook-signature"] == f"v1,{mac}"
		content = request.json()
		assert [item["deadline"] for item in content["items"]] == [row.name]
		assert content["member"] == cell.members["hoa"]
		assert "Tổng kết" not in request.body.decode() and "Hoa" not in request.body.decode()
		withdrawn = [one for one in rows(cell, "Webhook") if one.state == "Dropped"]
		assert [one.reason for one in withdrawn] == ["nothing-left"]

	def test_only_what_comes_after_it_was_switched_on_is_forwarded_and_once(
		self, cell: factories.Cell, peer: Peer
	) -> None:
		given(cell, FRIDAY, at="2026-03-20 07:30")
		with clock.frozen("2026-03-20 08:00"):
			configured(cell, "Webhook", address=f"{peer.url}/hook")
		given(cell, FRIDAY, at="2026-03-20 08:30")
		for minute in range(5):
			delivered(f"2026-03-20 09:0{minute}")
		delivered("2026-03-21 09:00")
		assert len([one for one in peer.requests if one.path == "/hook"]) == 1

	def test_a_system_that_is_down_gets_everything_later_and_keeps_nobody_waiting(
		self, cell: factories.Cell, peer: Peer, mail_server: MailServer
	) -> None:
		with clock.frozen("2026-03-20 08:00"):
			configured(cell, "Webhook", address=f"{peer.url}/hook")
		peer.answers["/hook"] = (503, {}, {})
		for number in range(5):
			given(cell, FRIDAY, at="2026-03-20 08:30", title=f"Việc {number}")
		delivered()
		assert len(peer.requests) == 1  # the others need not try
		assert len(mail_server.received) == 5
		[shown] = [
			one for one in outreach.channels(as_(cell, "secretary"), cell.name) if one["channel"] == "Webhook"
		]
		assert "503" in shown["problem"]
		frappe.set_user("Administrator")
		peer.answers.clear()
		peer.requests.clear()
		delivered("2026-03-20 09:05")
		assert len(peer.requests) == 5
		assert len({one.headers["webhook-id"] for one in peer.requests}) == 5

	@pytest.mark.parametrize(
		"url",
		[
			"https://127.0.0.1/x",
			"https://10.0.0.1/x",
			"https://[::1]/x",
			"https://169.254.169.254/latest",
			"https://localhost/x",
		],
	)
	def test_private_addresses_are_not_asked(self, cell: factories.Cell, peer: Peer, url: str) -> None:
		configured(cell, "Webhook", address=url)
		with pytest.raises(BadInput, match="mạng nội bộ"):
			outreach.try_out(as_(cell, "secretary"), cell.name)

	def test_a_redirect_is_not_followed(self, cell: factories.Cell, peer: Peer) -> None:
		configured(cell, "Webhook", address=f"{peer.url}/hook")
		peer.answers["/hook"] = (302, {}, {"Location": f"{peer.url}/secret"})
		with pytest.raises(BadInput, match="302"):
			outreach.try_out(as_(cell, "secretary"), cell.name)
		assert [one.path for one in peer.requests] == ["/hook"]

	def test_an_address_without_encryption_is_refused(self, cell: factories.Cell) -> None:
		with pytest.raises(BadAddress):
			configured(cell, "Webhook", address="http://hoasen.example/hook")

	def test_the_secret_is_shown_once_and_stored_encrypted(self, cell: factories.Cell, peer: Peer) -> None:
		first = configured(cell, "Webhook", address=f"{peer.url}/hook")["signing"]
		assert "signing" not in configured(cell, "Webhook", address=f"{peer.url}/hook2")
		assert configured(cell, "Webhook", new_secret=1)["signing"] != first
		stored = frappe.db.get_value(
			"Chibo Channel", {"organization": cell.name, "channel": "Webhook"}, "secret"
		)
		assert first not in stored and "whsec" not in stored
		trail = frappe.get_all(
			"Chibo Audit Entry",
			filters={"organization": cell.name, "action": "change channel"},
			fields=["before", "after"],
			order_by="seq",
		)
		assert len(trail) == 3 and "whsec" not in str(trail)


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


class TestDesk:
	def test_a_pointer_without_content_where_there_is_a_desk_and_one_only(self, cell: factories.Cell) -> None:
		given(cell, FRIDAY, at=AT, title=SECRET)
		delivered("2026-03-20 09:10")
		delivered("2026-03-20 09:11")
		with clock.frozen(AT):
			[message] = [one["name"] for one in bell.entries(cell.actor("hoa"))]
		if not frappe.db.table_exists("Notification Log"):
			return  # the embedded host has no Desk: that nothing broke is the test
		[log] = frappe.get_all(
			"Notification Log",
			filters={"for_user": cell.users["hoa"], "name": message},
			fields=["subject", "link", "document_type", "document_name", "email_content", "type"],
			order_by="name",
		)
		assert (log.link, log.type) == ("/chibo/thong-bao", "Alert")
		assert not (log.document_type or log.document_name or log.email_content)
		assert SECRET not in log.subject
		with clock.frozen(AT):
			bell.mark_read(cell.actor("hoa"), [message])
		assert frappe.db.get_value("Notification Log", message, "read") == 1


class TestUnreached:
	def test_each_gets_a_reason_and_the_bell_goes_on(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		def change(who: str, **values: Any) -> None:
			member = frappe.get_doc("Chibo Member", cell.members[who])
			member.update(values)
			member.save()

		change("hoa", email="hoa@truong-hoa-sen.example")
		mail_server.answers["hoa@truong-hoa-sen.example"] = "550 5.1.1 no such user"
		change("lan", user=None)
		frappe.db.set_value("Chibo Member", cell.members["mai"], "email", "mai@gmail")  # as an import would
		for who in ("hoa", "lan", "mai", "committee"):
			given(cell, FRIDAY, at=AT, lead=who, title=f"Việc của {who}")
		delivered("2026-03-20 09:10")
		with clock.frozen("2026-03-20 09:20"):
			found = {one["full_name"]: one for one in outreach.unreached(as_(cell, "secretary"), cell.name)}
		assert set(found) == {"Nguyễn Thị Hoa", "Nguyễn Thị Lan", "Nguyễn Thị Mai"}
		assert "từ chối" in found["Nguyễn Thị Hoa"]["reason"] and "5.1.1" in found["Nguyễn Thị Hoa"]["detail"]
		assert found["Nguyễn Thị Lan"]["reason"] == "đảng viên chưa có tài khoản"
		assert found["Nguyễn Thị Mai"]["reason"] == "địa chỉ không đúng"
		assert [mail.recipient for mail in mail_server.received] == [cell.users["committee"]]
		with clock.frozen("2026-03-20 09:20"):
			assert len(bell.entries(cell.actor("hoa"))) == 1

		frappe.set_user("Administrator")
		change("hoa", email="hoa@hoasen.example")
		with clock.frozen("2026-03-20 10:00"):
			assert outreach.send_again(as_(cell, "secretary"), cell.name, cell.members["hoa"]) == 1
		frappe.set_user("Administrator")
		delivered("2026-03-20 10:01")
		assert mail_server.received[-1].recipient == "hoa@hoasen.example"
		with clock.frozen("2026-03-20 10:02"):
			names = {one["full_name"] for one in outreach.unreached(as_(cell, "secretary"), cell.name)}
		assert names == {"Nguyễn Thị Lan", "Nguyễn Thị Mai"}

	def test_a_disabled_account_gets_nothing(self, cell: factories.Cell, mail_server: MailServer) -> None:
		who = f"tam{cell.name[-4:]}"
		factories.add_person(cell, who)
		given(cell, FRIDAY, at=AT, lead=who)
		frappe.db.set_value("User", cell.users[who], "enabled", 0)
		delivered("2026-03-20 09:10")
		assert mail_server.received == []
		assert [(row.state, row.reason, row.attempts) for row in rows(cell, "Email", who)] == [
			("Failed", "disabled", 1)
		]
		reasons = [one["reason"] for one in outreach.unreached(as_(cell, "secretary"), cell.name)]
		assert reasons == ["tài khoản của đảng viên đã bị khóa"]

	def test_refusals_of_restricted_work_are_not_shown(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		mail_server.answers[cell.users["hoa"]] = "550 no"
		given(cell, FRIDAY, at=AT, restricted=True, by="deputy", reviewer="committee")
		delivered("2026-03-20 09:10")
		with clock.frozen("2026-03-20 09:20"):
			assert outreach.unreached(as_(cell, "secretary"), cell.name) == []
			assert len(outreach.unreached(as_(cell, "deputy"), cell.name)) == 1
			assert outreach.send_again(as_(cell, "secretary"), cell.name, cell.members["hoa"]) == 0


class TestContent:
	def test_an_organization_can_keep_all_titles_inside(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		upkeep.save_settings(as_(cell, "secretary"), cell.name, {"mail_titles": 0})
		row = given(cell, FRIDAY, at=AT, title=SECRET)
		delivered("2026-03-20 09:10")
		[mail] = mail_server.received
		assert SECRET not in mail.subject + mail.text + mail.html
		assert mail.subject == "Đ/c được giao: một việc (hạn 20/03/2026)"
		assert f"/chibo/viec/{row.name}" in mail.text

	def test_no_reason_and_no_other_name_leaves_by_mail(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		row = given(cell, date(2026, 3, 10), at="2026-03-02 08:00", lead="hoa", title="Sơ kết quý I")
		with clock.frozen("2026-03-02 09:00"):
			reviews.act(as_(cell, "hoa"), row.name, "accept")
			evidences.send(cell.actor("hoa"), row.name, evidences.Piece(evidences.NOTE, note=SECRET))
			reviews.act(cell.actor("hoa"), row.name, "submit")
			reviews.act(as_(cell, "secretary"), row.name, "return", reason=f"Thiếu {SECRET}")
		frappe.set_user("Administrator")
		swept(cell, "2026-03-17")
		frappe.db.commit()
		with clock.frozen("2026-03-17 09:00"):
			sweep.sweep(cell.name)
			outbox.deliver()
		assert {mail.recipient for mail in mail_server.received} >= {
			cell.users["hoa"],
			cell.users["secretary"],
		}
		for mail in mail_server.received:
			said = mail.subject + mail.text + mail.html
			assert SECRET not in said
			own = next(who for who, user in cell.users.items() if user == mail.recipient)
			others = {"Hoa", "Lan", "Mai", "Committee", "Deputy", "Secretary"} - {own.title()}
			assert not any(f"Nguyễn Thị {name}" in said for name in others)
