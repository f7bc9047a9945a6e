"""Web push and webhooks against a real peer: what leaves, in which form, and what follows from the answer."""

import base64
import hashlib
import hmac
import json
import re
from typing import Any

import frappe
import pytest
from py_vapid import Vapid02

from chibo_tasks import clock
from chibo_tasks.domain.messages.webhook import PREFIX, BadAddress
from chibo_tasks.exceptions import BadInput
from chibo_tasks.services import outreach, subscriptions
from chibo_tasks.services.channels import keys
from tests import factories
from tests.app.channelling import SECRET, configured, delivered, rows
from tests.app.reminding import FRIDAY, as_, given
from tests.mail import MailServer
from tests.peer import Peer, PushBrowser, plain


@pytest.fixture
def cell(wired: factories.Cell) -> factories.Cell:
	return wired


class TestWebPush:
	def connected(self, cell: factories.Cell, browser: PushBrowser, who: str = "hoa") -> str:
		targets = subscriptions.connect_device(as_(cell, who), *browser.parts, "Điện thoại")
		frappe.set_user("Administrator")
		return next(  # one for each seat, and other tests may have left her some
			name
			for name in targets
			if frappe.db.get_value("Chibo Subscription", name, "member") == cell.members[who]
		)

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
