"""Restricted work leaves no trace: whatever an outsider asks, the answers are those of a world without it.

Every function of the API is found by introspection and called with every name there is, before and after the restricted
work comes to life; the answers have to be equal to the letter. A secret's own names get the answer that a made-up name gets.
"""

import inspect
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import access, assignment
from chibo_tasks.domain.assignment import AlreadyAssigned
from chibo_tasks.services import (
	assignments,
	figures,
	outbox,
	outline,
	outreach,
	plan_updates,
	subscriptions,
)
from chibo_tasks.services.reminders import sweep
from tests import factories
from tests.app.secret_world import (
	NOW,
	OUTSIDERS,
	PLAN,
	READING,
	TOKEN,
	World,
	ask,
	everything_read,
	functions,
)
from tests.hosts import ON_BENCH
from tests.mail import MailServer
from tests.peer import Peer, PushBrowser


def test_every_function_is_known_to_be_reading_or_changing() -> None:
	changing = {
		"upload",
		"correct",
		"publish",
		"assign",
		"assign_possible",
		"change",
		"accept",
		"submit",
		"approve",
	}
	changing |= {
		"approve_many",
		"send_back",
		"waive",
		"conclude_not_done",
		"undo",
		"reopen",
		"reassign",
		"reschedule",
	}
	changing |= {
		"ask",
		"decide",
		"add_note",
		"add_link",
		"reuse",
		"withdraw",
		"mark_read",
		"add_absence",
		"end_absence",
		"reschedule_many",
		"add_people",
	}
	changing |= {"save", "correct_day"}
	changing |= {"add", "leave", "rejoin"}
	changing |= {"save_rules", "restore_rules", "confirm_clock", "save_my_choices"}
	changing |= {"mute", "unmute", "connect_push", "connect_telegram", "connect_zalo", "disconnect"}
	changing |= {"configure", "try_webhook", "send_again", "create", "revoke"}
	changing |= {"amend", "publish_draft", "offer", "apply", "discard", "restore"}
	for address in functions():
		assert (address.split(".")[1] in READING) != (address.split(".")[1] in changing), address


@pytest.mark.parametrize("seed", range(1 if ON_BENCH else 4))
def test_for_those_who_are_not_named_nothing_changes(site: Any, mail_server: MailServer, seed: int) -> None:
	print(f"seed {seed}")
	with clock.frozen(NOW):
		world = World(seed)
		before = {who: everything_read(world, who) for who in OUTSIDERS}
		world.add_secret()
		after = {who: everything_read(world, who) for who in OUTSIDERS}
	asked = 0
	for who in OUTSIDERS:
		for call, answer in before[who].items():
			asked += 1
			assert after[who][call] == answer, f"{who} learns of it by {call}"
		for call, answer in after[who].items():
			assert TOKEN not in answer or TOKEN in call, f"{who} reads it by {call}"
			assert not any(
				one in answer for names in world.secrets.values() for one in names if one not in call
			)
			assert not any(one and one in answer for one in world.hashes)
	# control: those who are named do read it
	with clock.frozen(NOW):
		assert TOKEN in str(everything_read(world, "hoa"))
		assert TOKEN in str(everything_read(world, "deputy"))
	print(f"{asked} questions of {len(OUTSIDERS)} outsiders")
	assert asked > 200


def test_a_secret_name_gets_the_answer_of_a_made_up_one(site: Any) -> None:
	with clock.frozen(NOW):
		world = World(99)
		world.add_secret()
		asked = 0
		for who in OUTSIDERS:
			for address, function in functions().items():
				parameters = inspect.signature(function).parameters
				many = {"deadlines": "deadline", "tasks": "task"}
				for name in set(parameters) & {"deadline", "task", "evidence", "extension", *many}:
					arguments = {
						one: {
							"reason": "vì",
							"due_date": "2030-05-01",
							"note": "x",
							"link": "https://a.vn",
							"values": {"title": "x"},
							"organization": world.cell.name,
							"grant": True,
						}.get(one, "x")
						for one, parameter in parameters.items()
						if parameter.default is inspect.Parameter.empty
					}
					own, other = world.secrets[many.get(name, name)][0], "0" * 32
					answers = [
						ask(world, who, function, {**arguments, name: [one] if name in many else one})
						for one in (own, other)
					]
					asked += 1
					assert answers[0].replace(own, other) == answers[1], f"{who} {address} {name}"
		assert asked > 100


@pytest.mark.parametrize("gone", [False, True], ids=["reads differently", "is gone"])
def test_a_newer_file_does_not_tell_of_the_work_that_it_leaves_alone(site: Any, gone: bool) -> None:
	with clock.frozen(NOW):
		world = World(7)
		world.add_secret()
		now = "" if gone else "- Tổ chức hội nghị tổng kết.\n"
		version = world.offer(PLAN.replace("- Tổ chức hội nghị.\n", now))
		secretary, deputy = world.cell.actor("secretary"), world.cell.actor("deputy")
		frappe.set_user(world.cell.users["secretary"])

		def told(who: access.Actor) -> list[tuple[bool, bool]]:
			changes = plan_updates.comparison(who, version)["changes"]
			return [(one["given"], bool(one["kept"])) for one in changes]

		assert told(secretary) == [(False, False)]
		assert told(deputy) == [(True, True)], "those who are named are told"
		revision = plan_updates.comparison(secretary, version)["revision"]
		plan_updates.apply(secretary, version, revision)

		def shown(who: access.Actor) -> list[tuple[int, str, bool]]:
			items = outline.outline(who, world.plan)["items"]
			return [(one["position"], one["text"], one["retired"]) for one in items]

		texts = [line.removeprefix("I. ").removeprefix("- ") for line in PLAN.splitlines()]
		texts[1:2] = [] if gone else ["Tổ chức hội nghị tổng kết."]
		without = [(number, text, False) for number, text in enumerate(texts, 1)]
		assert shown(secretary) == shown(world.cell.actor("lan")) == without
		assert shown(deputy) == [*without, (len(texts) + 1, "Tổ chức hội nghị.", True)]
		assert frappe.db.exists("Chibo Plan Item", world.items[0]), "hidden work is left alone"

		def refusal(who: str, item: str) -> str:
			frappe.set_user(world.cell.users[who])
			order = assignment.Order(lead=world.cell.members["lan"], plan_items=(item,), title="Việc")
			with pytest.raises(assignment.BadOrder) as caught:
				assignments.assign(world.cell.actor(who), world.cell.name, [order])
			return str(caught.value.message)

		left = outline.outline(deputy, world.plan)["items"][-1]["name"]
		assert (left == world.items[0]) == gone, "a sentence that reads differently keeps its name"
		assert refusal("secretary", left) == refusal("secretary", "0" * 32)
		assert "newest file" in refusal("deputy", left)
		third = world.offer(
			"\n".join(PLAN.splitlines()[:1]) + f"\n{now}- Kiểm tra 05 đảng viên trong quý.\n- Mới.\n"
		)
		[added] = plan_updates.comparison(secretary, third)["changes"]
		assert added["position"] == len(texts) + 1, "no number is left out for what is hidden"
		frappe.set_user("Administrator")


def test_a_sentence_whose_work_is_hidden_is_nobody_s(site: Any) -> None:
	with clock.frozen(NOW):
		world = World(8)
		world.add_secret()
		secretary = world.cell.actor("secretary")
		order = assignment.Order(
			lead=world.cell.members["lan"],
			plan_items=(world.items[0],),
			title="Việc",
			due_date=date(2030, 3, 9),
		)
		span = (date(2000, 1, 1), date(2099, 12, 31))

		def unassigned() -> int:
			decisions = figures.overview(secretary, world.cell.name, *span)["decisions"]
			return sum(one["n"] for one in decisions["unassigned"])

		before = unassigned()
		frappe.set_user(world.cell.users["deputy"])
		with pytest.raises(AlreadyAssigned):
			assignments.assign(world.cell.actor("deputy"), world.cell.name, [order])
		frappe.set_user(world.cell.users["secretary"])
		assignments.assign(secretary, world.cell.name, [order])
		assert unassigned() == before - 1
		with pytest.raises(AlreadyAssigned):
			assignments.assign(secretary, world.cell.name, [order])
		frappe.set_user("Administrator")


def test_no_mail_goes_to_those_who_are_not_named(cell: Any, site: Any, mail_server: MailServer) -> None:
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	with clock.frozen("2030-03-01 08:00"):
		factories.give(
			cell, "hoa", due=date(2030, 3, 2), title=TOKEN, restricted=True, by="deputy", reviewer="committee"
		)
	with clock.frozen("2030-03-09 08:00"):
		sweep.sweep(cell.name)
		outbox.deliver()
	assert {mail.recipient for mail in mail_server.received} == {cell.users["hoa"]}
	assert all(TOKEN.encode() not in mail.raw for mail in mail_server.received)
	assert all(TOKEN not in mail.text + mail.html + mail.subject for mail in mail_server.received)


def test_nothing_of_it_leaves_by_any_channel(
	cell: Any, site: Any, mail_server: MailServer, peer: Peer
) -> None:
	"""Every channel of everybody is connected; what comes out is searched for the secret, its names and its people."""
	site.use_mail_server(mail_server.port)
	site.configure(chibo_allowed_hosts=[peer.host], chibo_telegram_api=f"{peer.url}/telegram")
	site.configure(chibo_zalo_messages=f"{peer.url}/zalo")
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	browsers = connect_everybody(cell, peer)
	with clock.frozen("2030-03-04 08:00"):
		secret = factories.give(
			cell, "hoa", due=date(2030, 3, 5), title=TOKEN, restricted=True, by="deputy", reviewer="committee"
		)
		given = factories.give(cell, "lan", due=date(2030, 3, 5), title="Việc thường", reviewer="committee")
	frappe.db.commit()
	for at in ("2030-03-04 09:00", "2030-03-11 06:30", "2030-03-11 07:00", "2030-03-11 08:00"):
		with clock.frozen(at):
			sweep.sweep(cell.name)
			frappe.db.commit()
			outbox.deliver()
	requests = peer.requests
	pushed = {
		who: [browser.read(one.body) for one in requests if one.path == f"/push/{who}"]
		for who, browser in browsers.items()
	}
	out = [one.body.decode(errors="replace") for one in requests] + [str(pushed)]
	out += [mail.text + mail.html + mail.subject for mail in mail_server.received]
	out += [mail.raw.decode(errors="replace") for mail in mail_server.received]
	assert not any(TOKEN in text or "Thẩm" in text for text in out)
	named = {cell.users["hoa"], cell.users["deputy"], cell.users["committee"]}
	for mail in mail_server.received:
		assert secret.name not in mail.text or mail.recipient in named
	outside = [one.body.decode(errors="replace") for one in requests]
	assert not any(secret.name in text or secret.task in text for text in (*outside, str(pushed)))
	assert pushed["hoa"] and pushed["lan"] and not pushed["mai"]
	hooks = [one.json() for one in requests if one.path == "/hook"]
	assert {item["deadline"] for one in hooks for item in one["items"]} == {given.name}
	# control: the ordinary work is named where it may be, and every channel was used
	assert any("Việc thường" in text for text in out)
	assert {"hook", "push", "telegram", "zalo"} <= {one.path.split("/")[1] for one in requests}
	site.configure(chibo_allowed_hosts=None, chibo_telegram_api=None, chibo_zalo_messages=None)


def connect_everybody(cell: Any, peer: Peer) -> dict[str, PushBrowser]:
	"""A webhook, and for each member a browser, a Telegram account and a Zalo number; returns the browsers."""
	secretary = cell.actor("secretary")
	frappe.set_user(cell.users["secretary"])
	with clock.frozen("2030-03-01 08:00"):
		outreach.configure(secretary, cell.name, "Webhook", {"enabled": 1, "address": f"{peer.url}/hook"})
		outreach.configure(
			secretary, cell.name, "Telegram", {"enabled": 1, "address": "hoasen_bot", "token": "1:abc"}
		)
		zalo = dict.fromkeys(
			("app_id", "template", "confirmation_template", "app_secret", "refresh_token"), "1"
		)
		outreach.configure(secretary, cell.name, "Zalo", {"enabled": 1, **zalo})
		peer.answers["/telegram"] = (200, {"ok": True, "result": {"message_id": 1}}, {})
		peer.answers["/zalo"] = (200, {"error": 0, "data": {"msg_id": "1"}}, {})
		browsers = {}
		for who in cell.members:
			frappe.set_user(cell.users[who])
			browsers[who] = PushBrowser(peer, who)
			actor = cell.actor(who)
			subscriptions.connect_device(actor, *browsers[who].parts, "")
			begun = subscriptions.connect_telegram(actor, cell.name)["target"]
			subscriptions.connect_zalo(actor, cell.name, "0912345678")
			for target in frappe.get_all(
				"Chibo Subscription", filters={"member": cell.members[who]}, pluck="name", order_by="name"
			):
				frappe.db.set_value("Chibo Subscription", target, "verified_at", clock.now())
			frappe.db.set_value("Chibo Subscription", begun, "address", f"chat-{who}")
	frappe.set_user("Administrator")
	peer.requests.clear()
	return browsers
