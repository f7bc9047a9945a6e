"""A world with a secret in it, and everything that those outside can ask."""

import importlib
import inspect
import io
import json
import pkgutil
import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import frappe
from PIL import Image
from werkzeug.wrappers import Response

import chibo_tasks.api
from chibo_tasks.domain import access
from chibo_tasks.services import (
	calendar_feed,
	changes,
	evidences,
	extensions,
	plan_updates,
	plans,
	reviews,
)
from chibo_tasks.services.reminders import sweep
from tests import factories

TOKEN = "Thẩm-tra-XYZZY"
OUTSIDERS = ("secretary", "committee", "lan", "mai", "observer", "stranger")
NOW = "2030-03-04 08:00"
PLAN = "I. NHIỆM VỤ\n- Tổ chức hội nghị.\n- Kiểm tra 05 đảng viên trong quý.\n"


def functions() -> dict[str, Callable[..., Any]]:
	"""Every whitelisted function of the app, by its address."""
	found = {}
	for module in pkgutil.iter_modules(chibo_tasks.api.__path__):
		loaded = importlib.import_module(f"chibo_tasks.api.{module.name}")
		for name, value in vars(loaded).items():
			if (
				inspect.isfunction(value)
				and hasattr(value, "__wrapped__")
				and value.__module__ == loaded.__name__
			):
				found[f"{module.name}.{name}"] = value
	return found


READING = (
	"listing",
	"listing_count",
	"mine",
	"counts",
	"get",
	"history",
	"review_queue",
	"waiting",
	"find",
	"units",
)
READING += ("verify", "holidays", "acting_for_me", "download")
READING += ("rules", "preview", "why", "state", "my_choices")
READING += ("show", "feed", "unsubscribe", "of_organization", "unreached", "is_password")
READING += ("progress", "draft", "findings", "comparison")


class World:
	"""One cell with ordinary work, somebody from above, somebody from elsewhere, and room for a secret."""

	def __init__(self, seed: int) -> None:
		self.dice = random.Random(seed)
		self.upper = factories.make_cell(people_of={"observer": access.OBSERVER})
		self.cell = factories.make_cell(parent=self.upper.name)
		self.other = factories.make_cell(people_of={"stranger": access.SECRETARY})
		self.plan = self.import_plan()
		self.version = self.offer(
			self.dice.choice(
				[
					PLAN.replace("hội nghị.", "hội nghị chuyên đề."),
					PLAN.replace("- Tổ chức hội nghị.\n", ""),
					PLAN.replace("- Tổ chức hội nghị.\n", "") + "- Tổ chức hội nghị.\n",
				]
			)
		)
		for number in range(self.dice.randint(1, 4)):
			self.live(
				self.give(
					f"Việc thường {number}", restricted=False, lead=self.dice.choice(["hoa", "lan", "mai"])
				)
			)
		self.items = frappe.get_all(
			"Chibo Plan Item", filters={"plan": self.plan, "kind": "task"}, pluck="name", order_by="position"
		)
		self.secrets: dict[str, list[str]] = {}
		self.tokens = [
			calendar_feed.create(self.cell.actor(who), self.cell.name).partition("token=")[2]
			for who in ("secretary", "committee", "lan", "mai")
		]

	def import_plan(self) -> str:
		frappe.set_user(self.cell.users["secretary"])
		actor = self.cell.actor("secretary")
		name = plans.import_document(actor, self.cell.name, io.BytesIO(PLAN.encode()), "k.txt")
		plans.publish(actor, name)
		frappe.set_user("Administrator")
		return name

	def offer(self, text: str) -> str:
		"""A newer file of the plan that nobody has applied yet."""
		frappe.set_user(self.cell.users["secretary"])
		actor = self.cell.actor("secretary")
		version = plan_updates.offer(actor, self.plan, io.BytesIO(text.encode()), "moi.txt")
		frappe.set_user("Administrator")
		assert version
		return version

	def give(self, title: str, *, restricted: bool, lead: str, **order: Any) -> Any:
		return factories.give(
			self.cell,
			lead,
			due=date(2030, 3, self.dice.randint(1, 28)),
			title=title,
			content=f"Nội dung {title}",
			reviewer="deputy",
			restricted=restricted,
			by="deputy" if restricted else "secretary",
			**order,
		)

	def live(self, row: Any, token: str = "") -> None:
		"""Carry one deadline some way, leaving `token` in everything that can hold text."""
		who = next(name for name, member in self.cell.members.items() if member == row.member)
		frappe.set_user(self.cell.users[who])
		actor = self.cell.actor(who)
		reviews.act(actor, row.name, "accept")
		picture = io.BytesIO()
		Image.new("RGB", (8, 8), (self.dice.randrange(256), 9, 9)).save(picture, "PNG")
		picture.seek(0)
		evidences.send(
			actor, row.name, evidences.Piece(evidences.FILE, stream=picture, file_name=f"{token}anh.png")
		)
		evidences.send(actor, row.name, evidences.Piece(evidences.NOTE, note=f"Ghi chú {token}"))
		extensions.ask(actor, row.name, date(2030, 4, 20), f"Lý do {token}")
		if self.dice.random() < 0.7:
			reviews.act(actor, row.name, "submit")
			frappe.set_user(self.cell.users["deputy"])
			reviews.act(self.cell.actor("deputy"), row.name, "return", reason=f"Trả lại {token}")
		frappe.set_user("Administrator")
		sweep.sweep(self.cell.name)
		frappe.db.set_value(  # the lead cannot be reached, which the secretary is shown
			"Chibo Outbox", {"member": row.member}, {"state": "Failed", "reason": "refused", "error": "550"}
		)

	def add_secret(self) -> None:
		row = self.give(TOKEN, restricted=True, lead="hoa", plan_items=(self.items[0],), source="Plan")
		self.live(row, TOKEN)
		frappe.set_user(self.cell.users["deputy"])
		changes.change(self.cell.actor("deputy"), row.task, {"content": f"{TOKEN} đổi"}, f"Vì {TOKEN}")
		frappe.set_user("Administrator")

		def names(doctype: str, **filters: Any) -> list[str]:
			return frappe.get_all(doctype, filters=filters, pluck="name", order_by="name")

		self.secrets = {
			"deadline": [row.name],
			"task": [row.task],
			"evidence": names("Chibo Evidence", task=row.task),
			"extension": names("Chibo Extension", task=row.task),
		}
		self.hashes = frappe.get_all(
			"Chibo Evidence", filters={"task": row.task}, pluck="sha256", order_by="name"
		)

	def actor_user(self, who: str) -> str:
		home = {"observer": self.upper, "stranger": self.other}.get(who, self.cell)
		return home.users[who]

	def pool(self, parameter: str) -> list[Any]:
		"""Values that an outsider may know and try for a parameter."""
		members = list(self.cell.members.values())
		return {
			"organization": [self.cell.name],
			"plan": [self.plan, "-"],
			"version": [self.version],
			"member": members,
			"query": [TOKEN, "tham tra", "việc thường", "ghi chu", "anh.png"],
			"start": ["2030-01-01", 0],
			"end": ["2030-12-31"],
			"year": [2030],
			"standing": [None, "overdue", "soon"],
			"token": self.tokens,
			"states": [None, ["Returned"], ["Accepted"]],
			"section": [None, "-", "I"],
			"unit": [None, "-"],
			"task": [None, *self.secrets.get("task", [])],
			"item": [None, *self.items],
			"submitted_to": [None, "2030-03-04"],
			"since": ["", "2030-03-01"],
			"subject": ["", *self.secrets.get("task", [])],
		}.get(parameter, [])


def calls(world: World, function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
	"""Arguments to try, one varying at a time."""
	parameters = inspect.signature(function).parameters
	needed = [name for name, one in parameters.items() if one.default is inspect.Parameter.empty]
	base = {name: world.pool(name)[0] for name in needed if world.pool(name)}
	if "start" in base and "end" not in parameters:
		base["start"] = 0
	if set(needed) - set(base):
		return
	yield base
	for name in parameters:
		for value in world.pool(name):
			if not (name == "start" and ("end" in parameters) != isinstance(value, str)):
				yield {**base, name: value}


def ask(world: World, who: str, function: Callable[..., Any], arguments: dict[str, Any]) -> str:
	"""What an outsider gets to read: an answer, or the words of a refusal."""
	frappe.set_user(world.actor_user(who))
	try:
		answer = function(**arguments)
		if isinstance(answer, Response):
			return f"{answer.status_code} {answer.get_data(as_text=True)}"
		return json.dumps(answer, default=str, sort_keys=True, ensure_ascii=False)
	except Exception as error:
		return f"{type(error).__name__}: {error}"
	finally:
		frappe.set_user("Administrator")


def everything_read(world: World, who: str) -> dict[str, str]:
	found = {}
	for address, function in functions().items():
		if address.split(".")[1] in READING:
			for arguments in calls(world, function):
				found[f"{address} {arguments}"] = ask(world, who, function, arguments)
	return found
