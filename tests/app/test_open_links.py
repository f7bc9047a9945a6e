"""The two doors without a session: ending daily mails, and the calendar. Every wrong key gets the same answer."""

import email
import re
from datetime import date
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import frappe
import pytest
import requests
from icalendar import Calendar

from chibo_tasks import clock
from chibo_tasks.services import calendar_feed, changes, outbox
from chibo_tasks.services.channels.mail import unsubscribe_link
from tests import factories
from tests.app.reminding import FRIDAY, accepted, as_, given, swept
from tests.conftest import SignIn
from tests.mail import MailServer

SECRET = "Thẩm-tra-XYZZY"


@pytest.fixture
def here_and_now(cell: factories.Cell, site: Any) -> factories.Cell:
	"""The cell, with a connection of the test's own; not together with `sign_in`, which opens others."""
	return cell


def here(server: Any, url: str) -> str:
	"""A link of ours on the server of this test."""
	parts = urlsplit(url)
	return f"{server.url}{parts.path}?{parts.query}"


def wants(cell: factories.Cell, who: str = "hoa") -> int:
	frappe.db.rollback()
	return int(frappe.db.get_value("Chibo Member", cell.members[who], "mail_digest"))


class TestUnsubscribe:
	def link(self, cell: factories.Cell, site: Any, server: Any, mail_server: MailServer) -> str:
		"""The link as it stands in a digest that was really sent."""
		site.use_mail_server(mail_server.port)
		frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
		accepted(cell, given(cell, FRIDAY))
		frappe.db.delete("Chibo Outbox", {"organization": cell.name})
		swept(cell, FRIDAY)
		frappe.db.commit()
		with clock.frozen(f"{FRIDAY} 08:00"):
			outbox.deliver()
		[mail] = [one for one in mail_server.received if one.recipient == cell.users["hoa"]]
		parsed = email.message_from_bytes(mail.raw, policy=default)
		assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
		found = re.fullmatch(r"<(http\S+)>", parsed["List-Unsubscribe"].strip())
		assert found and found[1] in mail.text
		return here(server, found[1])

	def test_one_click_of_the_mail_program_ends_the_daily_mail_and_nothing_else(
		self, here_and_now: factories.Cell, site: Any, server: Any, mail_server: MailServer
	) -> None:
		cell = here_and_now
		link = self.link(cell, site, server, mail_server)
		answer = requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=30)
		assert answer.status_code == 200
		row = frappe.db.get_value("Chibo Member", cell.members["hoa"], ["mail_digest", "mail_events"])
		assert wants(cell) == 0 and row[1] == 1 and wants(cell, "lan") == 1
		trail = frappe.get_all(
			"Chibo Audit Entry",
			filters={"organization": cell.name, "subject": cell.members["hoa"], "action": "change member"},
			fields=["actor", "after"],
			order_by="seq",
		)
		assert [(one.actor, one.after) for one in trail] == [("Guest", '{"mail_digest":"0"}')]
		assert requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=30).status_code == 200

	def test_looking_at_the_link_changes_nothing_and_the_button_does(
		self, here_and_now: factories.Cell, server: Any
	) -> None:
		cell = here_and_now
		with requests.Session() as session:
			link = here(server, unsubscribe_link(cell.members["hoa"]))
			page = session.get(link, timeout=30)
			assert page.status_code == 200 and wants(cell) == 1  # a scanner follows links, too
			assert "<script" not in page.text and "Hoa" not in page.text
			fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
			assert session.post(link, data=fields, timeout=30).status_code == 200
		assert wants(cell) == 0

	def test_it_works_for_who_is_signed_in_as_anybody(
		self, host: Any, cell: factories.Cell, server: Any, sign_in: SignIn
	) -> None:
		browser = sign_in(cell, "lan")
		with host.connected():
			link = here(server, unsubscribe_link(cell.members["hoa"]))
		del browser.session.headers["X-Frappe-CSRF-Token"]
		fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', browser.session.get(link, timeout=30).text))
		assert browser.session.post(link, data=fields, timeout=30).status_code == 200
		with host.connected():
			assert (wants(cell), wants(cell, "lan")) == (0, 1)

	def test_every_wrong_token_gets_the_same_answer(self, here_and_now: factories.Cell, server: Any) -> None:
		cell = here_and_now
		good = unsubscribe_link(cell.members["hoa"])
		other = unsubscribe_link(cell.members["lan"])
		mac = good.rpartition(".")[2]
		base = good.partition("token=")[0]
		wrong = [
			base,
			f"{base}token=",
			f"{base}token=x",
			good[:-1],
			f"{good}0",
			f"{base}token={'0' * 32}.{mac}",
			f"{other.rpartition('.')[0]}.{mac}",
			f"{base}token=%00%ff.x",
			f"{base}token={'9' * 5000}",
		]
		answers = set()
		for url in wrong:
			for verb in ("GET", "POST"):
				answer = requests.request(verb, here(server, url), timeout=30)
				answers.add((answer.status_code, answer.text))
		assert len(answers) == 1 and answers.pop()[0] == 404
		assert wants(cell) == 1


class TestCalendar:
	def make(self, cell: factories.Cell, server: Any, who: str = "hoa") -> str:
		url = calendar_feed.create(as_(cell, who), cell.name)
		frappe.set_user("Administrator")
		frappe.db.commit()
		return here(server, url)

	def test_own_open_deadlines_and_nothing_else(self, here_and_now: factories.Cell, server: Any) -> None:
		cell = here_and_now
		with clock.frozen("2026-03-10 08:00"):
			own = given(cell, FRIDAY, at="2026-03-02 08:00", title="Sơ kết; quý I, năm 2026")
			given(cell, FRIDAY, at="2026-03-02 08:00", title=SECRET, restricted=True, by="deputy")
			given(
				cell, FRIDAY, at="2026-03-02 08:00", lead="lan", title="Việc của Lan", collaborators=("hoa",)
			)
			answer = requests.get(self.make(cell, server), timeout=30)
		assert answer.status_code == 200
		assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
		assert "no-store" in answer.headers["Cache-Control"]
		calendar = Calendar.from_ical(answer.content)
		[event] = calendar.walk("VEVENT")
		assert str(event["SUMMARY"]) == "Hạn: Sơ kết; quý I, năm 2026"
		assert event.decoded("DTSTART") == date(2026, 3, 20)
		assert str(event["UID"]).startswith(f"{own.name}@")
		assert SECRET not in answer.text

	def test_only_the_hash_is_kept_and_a_new_feed_ends_the_old_one(
		self, here_and_now: factories.Cell, server: Any
	) -> None:
		cell = here_and_now
		first = self.make(cell, server)
		stored = frappe.db.get_value("Chibo Member", cell.members["hoa"], "feed_token")
		assert len(stored) == 64 and stored not in first
		second = self.make(cell, server)
		assert requests.get(first, timeout=30).status_code == 404
		assert requests.get(second, timeout=30).status_code == 200
		calendar_feed.revoke(as_(cell, "hoa"), cell.name)
		frappe.set_user("Administrator")
		frappe.db.commit()
		gone, never = requests.get(second, timeout=30), requests.get(f"{second}x", timeout=30)
		empty = requests.get(second.partition("token=")[0], timeout=30)
		assert {one.status_code for one in (gone, never, empty)} == {404}
		assert gone.text == never.text == empty.text

	@pytest.mark.parametrize("change", ["disabled", "left", "closed"])
	def test_who_is_no_longer_there_has_no_calendar(
		self, here_and_now: factories.Cell, server: Any, change: str
	) -> None:
		cell = here_and_now
		who = f"tam{cell.name[-4:]}"
		factories.add_person(cell, who)
		link = self.make(cell, server, who)
		assert requests.get(link, timeout=30).status_code == 200
		if change == "disabled":
			frappe.db.set_value("User", cell.users[who], "enabled", 0)
		elif change == "left":
			frappe.db.set_value("Chibo Member", cell.members[who], "left_on", "2020-01-01")
		else:
			frappe.db.set_value("Chibo Organization", cell.name, "disabled", 1)
		frappe.db.commit()
		assert requests.get(link, timeout=30).status_code == 404

	def test_work_that_becomes_restricted_or_is_handed_over_leaves_it(
		self, here_and_now: factories.Cell, server: Any
	) -> None:
		cell = here_and_now
		with clock.frozen("2026-03-10 08:00"):
			first = given(cell, FRIDAY, at="2026-03-02 08:00", title="Một")
			second = given(cell, FRIDAY, at="2026-03-02 08:00", title="Hai")
			link = self.make(cell, server)
			assert len(Calendar.from_ical(requests.get(link, timeout=30).content).walk("VEVENT")) == 2
			changes.reassign(as_(cell, "secretary"), [first.name], cell.members["lan"], "đổi người")
			changes.change(cell.actor("secretary"), second.task, {"restricted": 1}, "mật")
			frappe.set_user("Administrator")
			frappe.db.commit()
			assert Calendar.from_ical(requests.get(link, timeout=30).content).walk("VEVENT") == []

	def test_nobody_can_set_a_token_that_he_knows(self, here_and_now: factories.Cell) -> None:
		cell = here_and_now
		known = calendar_feed._digest("known")
		frappe.set_user(cell.users["secretary"])
		member = frappe.get_doc("Chibo Member", cell.members["hoa"])
		member.feed_token = known
		member.full_name = "Nguyễn Thị Hòa"
		member.save()
		frappe.set_user("Administrator")
		assert frappe.db.get_value("Chibo Member", cell.members["hoa"], "full_name") == "Nguyễn Thị Hòa"
		assert frappe.db.get_value("Chibo Member", cell.members["hoa"], "feed_token") is None


class TestApi:
	def test_a_member_sees_and_changes_her_own_places_only(
		self, host: Any, cell: factories.Cell, sign_in: SignIn
	) -> None:
		hoa, lan = sign_in(cell, "hoa"), sign_in(cell, "lan")
		[place] = [one for one in hoa.get("channels.mine")["places"] if one["organization"] == cell.name]
		assert (place["target"], place["channel"]) == (cell.members["hoa"], "Email")
		assert place["label"] == cell.users["hoa"] and place["digest"] and place["events"]
		hoa.post("channels.mute", target=place["target"], kinds=["digest"])
		with host.connected():
			assert wants(cell) == 0
		hoa.post("channels.unmute", target=place["target"])
		with host.connected():
			assert wants(cell) == 1
		targets = hoa.post(
			"channels.connect_push",
			endpoint="https://push.example/abc",
			p256dh="B" + "A" * 86,
			auth="A" * 22,
			label="Điện thoại",
		)
		for call in ("mute", "unmute", "disconnect"):
			for target in (targets[0], place["target"], "0" * 32):
				with pytest.raises(AssertionError) as caught:
					lan.post(f"channels.{call}", target=target)
				assert caught.value.status == 404  # type: ignore[attr-defined]
		hoa.post("channels.disconnect", target=targets[0])
		assert [
			one["channel"] for one in hoa.get("channels.mine")["places"] if one["organization"] == cell.name
		] == ["Email"]

	def test_the_channels_of_an_organization_are_for_those_in_charge(
		self, cell: factories.Cell, sign_in: SignIn
	) -> None:
		secretary = sign_in(cell, "secretary")
		assert [
			(one["channel"], one["enabled"])
			for one in secretary.get("channels.of_organization", organization=cell.name)
		] == [("Email", True), ("Web Push", True), ("Telegram", False), ("Zalo", False), ("Webhook", False)]
		secretary.post(
			"channels.configure", organization=cell.name, channel="Web Push", values={"enabled": False}
		)
		assert "Web Push" not in secretary.get("channels.mine")["available"][cell.name]
		for who in ("hoa", "committee"):
			browser = sign_in(cell, who)
			for verb, call, values in (
				("get", "of_organization", {}),
				("get", "unreached", {}),
				("post", "configure", {"channel": "Email", "values": {"enabled": 0}}),
				("post", "send_again", {"member": cell.members["hoa"]}),
				("post", "try_webhook", {}),
			):
				with pytest.raises(AssertionError) as caught:
					getattr(browser, verb)(f"channels.{call}", organization=cell.name, **values)
				assert caught.value.status == 403  # type: ignore[attr-defined]

	@pytest.mark.parametrize(
		("call", "values", "words"),
		[
			("configure", {"channel": "Fax", "values": {}}, "Fax"),
			("configure", {"channel": "Webhook", "values": {"enabled": 1}}, "address"),
			("configure", {"channel": "Webhook", "values": {"address": "http://a.vn"}}, "http://a.vn"),
			("configure", {"channel": "Email", "values": {"enabled": "x"}}, "enabled"),
			("configure", {"channel": "Email", "values": "[]"}, "values"),
			("try_webhook", {}, "Webhook"),
			("configure", {"channel": "Telegram", "values": {"address": "a b"}}, "a b"),
			("configure", {"channel": "Telegram", "values": {"token": "../../x"}}, "BotFather"),
		],
	)
	def test_wrong_settings_get_a_sentence(
		self, cell: factories.Cell, sign_in: SignIn, call: str, values: dict[str, Any], words: str
	) -> None:
		with pytest.raises(AssertionError) as caught:
			sign_in(cell, "secretary").post(f"channels.{call}", organization=cell.name, **values)
		assert caught.value.status in (400, 417) and words in caught.value.text  # type: ignore[attr-defined]

	def test_the_feed_by_the_api(self, cell: factories.Cell, server: Any, sign_in: SignIn) -> None:
		hoa = sign_in(cell, "hoa")
		[seat] = [one for one in hoa.get("calendar.show") if one["organization"] == cell.name]
		assert seat["active"] is False
		link = here(server, hoa.post("calendar.create", organization=cell.name))
		assert requests.get(link, timeout=30).status_code == 200
		hoa.post("calendar.revoke", organization=cell.name)
		assert requests.get(link, timeout=30).status_code == 404
		with pytest.raises(AssertionError) as caught:
			hoa.post("calendar.create", organization="cb-khong-co")
		assert caught.value.status in (403, 404)  # type: ignore[attr-defined]
