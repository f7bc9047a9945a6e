"""Fills an empty site with the demonstration cell, through the same services that people use.

bench --site SITE execute chibo_tasks.setup.demo.seed.seed --kwargs "{'password': '…'}"
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from PIL import Image, ImageDraw

from chibo_tasks import clock
from chibo_tasks.domain import review
from chibo_tasks.domain.assignment import Order
from chibo_tasks.services import accounts, assignments, evidences, outline, people, plans, reviews
from chibo_tasks.services.reminders import sweep
from chibo_tasks.setup.demo.people import IN_CHARGE, MEMBERS, OBSERVER, UNITS, Person

COMMITTEE, CELL = "dang-bo-an-binh", "cb-hoa-sen"
DOMAIN = "hoasen.example"
SAMPLE_PLAN = Path(__file__).with_name("sample_plan.txt")


def seed(password: str) -> list[dict[str, str]]:
	"""Create the demonstration cell unless it is there, and return its accounts.

	Args:
		password: password of every account.

	Returns:
		{login, name, label} of each account; the label is the position in Vietnamese.
	"""
	if not frappe.db.exists("Chibo Organization", CELL):
		_organizations()
		members = {person.login: _member(person, CELL, password) for person in MEMBERS}
		_member(OBSERVER, COMMITTEE, password)
		_put_in_charge(members)
		_story(members)
	return [
		{
			"login": _address(person),
			"name": person.name,
			"label": _(person.position, context="Chibo Member"),
		}
		for person in (*MEMBERS, OBSERVER)
	]


def _address(person: Person) -> str:
	return f"{person.login}@{DOMAIN}"


def _organizations() -> None:
	rows = [
		(COMMITTEE, "Đảng bộ xã An Bình", "Party Committee", None),
		(CELL, "Chi bộ Trường Mầm non Hoa Sen", "Party Cell", COMMITTEE),
		*((f"{CELL}-{code}", name, kind, CELL) for code, name, kind in UNITS),
	]
	for code, name, kind, parent in rows:
		frappe.get_doc(
			{
				"doctype": "Chibo Organization",
				"code": code,
				"organization_name": name,
				"kind": kind,
				"parent_organization": parent,
			}
		).insert()


def _member(person: Person, organization: str, password: str) -> str:
	user = accounts.create(person.name, _address(person), password)
	return (
		frappe.get_doc(
			{
				"doctype": "Chibo Member",
				"organization": organization,
				"full_name": person.name,
				"user": user,
				"position": person.position,
				"party_status": person.status,
				"unit": f"{CELL}-{person.unit}" if person.unit else None,
			}
		)
		.insert()
		.name
	)


def _put_in_charge(members: dict[str, str]) -> None:
	for code, login in IN_CHARGE.items():
		unit = frappe.get_doc("Chibo Organization", f"{CELL}-{code}")
		unit.in_charge = members[login]
		unit.save()


@contextmanager
def _as(login: str, day: date) -> Iterator[Any]:
	"""Act as one member at nine in the morning of `day`."""
	frappe.set_user(f"{login}@{DOMAIN}")
	try:
		with clock.frozen(datetime.combine(day, time(9))):
			yield people.actor()
	finally:
		frappe.set_user("Administrator")


def _story(members: dict[str, str]) -> None:
	today = clock.today()
	begin = today - timedelta(days=40)
	with _as("bithu", begin) as secretary:
		text = SAMPLE_PLAN.read_text(encoding="utf-8").replace("{year}", str(today.year))
		plan = plans.import_document(secretary, CELL, io.BytesIO(text.encode()), "ke-hoach-chi-bo.txt")
		plans.publish(secretary, plan)
		work = [
			item
			for item in outline.outline(secretary, plan)["items"]
			if item["kind"] == "task"
			and item["section_path"].startswith("III.")
			# the story has days of its own, which must not contradict the sentence
			and not _NAMES_A_DAY.search(item["text"])
		]
		tasks = assignments.assign(secretary, CELL, list(_orders(work, members, today)))
	due = {
		row.task: row
		for row in frappe.get_all(
			"Chibo Deadline",
			filters={"task": ["in", tasks]},
			fields=["name", "task", "member"],
			order_by="name",
		)
	}
	logins = {name: login for login, name in members.items()}
	for index, task in enumerate(tasks):
		_live(due[task].name, logins[due[task].member], STATES[index % len(STATES)], begin)
	sweep.sweep()


_NAMES_A_DAY = re.compile(r"\d/\d|ngày \d|tháng \d|quý [IV]")
STATES = (
	review.APPROVED,
	review.SUBMITTED,
	review.ASSIGNED,
	review.RETURNED,
	review.ACCEPTED,
	review.ASSIGNED,
	review.APPROVED,
	review.ACCEPTED,
	review.WAIVED,
	review.SUBMITTED,
)
DUE_IN_DAYS = (-12, 2, -3, 5, 0, 21, -20, 9, 30, -1)


def _orders(work: list[dict[str, Any]], members: dict[str, str], today: date) -> Iterator[Order]:
	leads = [login for login in members if login not in ("bithu", "phobithu")]
	for index, item in enumerate(work[:30]):
		yield Order(
			plan_items=(item["name"],),
			lead=members[leads[index % len(leads)]],
			collaborators=(members[leads[(index + 7) % len(leads)]],),
			reviewer=members["phobithu"] if index % 3 else members["bithu"],
			due_date=today
			+ timedelta(days=DUE_IN_DAYS[index % len(DUE_IN_DAYS)] + index // len(DUE_IN_DAYS)),
			restricted=index == 11,
		)


def _live(deadline: str, login: str, goal: str, begin: date) -> None:
	"""Carry one deadline to its `goal`, a step a few days."""
	if goal == review.WAIVED:
		with _as("bithu", begin + timedelta(days=6)) as who:
			reviews.act(who, deadline, review.WAIVE, reason="Chi ủy thống nhất chuyển việc này sang năm sau.")
		return
	if goal == review.ASSIGNED:
		return
	with _as(login, begin + timedelta(days=2)) as who:
		reviews.act(who, deadline, review.ACCEPT)
	if goal == review.ACCEPTED:
		return
	with _as(login, begin + timedelta(days=10)) as who:
		evidences.send(
			who,
			deadline,
			evidences.Piece(
				evidences.FILE, stream=_photo(login), file_name="anh-minh-chung.jpg", note="Ảnh tại lớp."
			),
		)
		evidences.send(
			who, deadline, evidences.Piece(evidences.NOTE, note="Đã thực hiện, có biên bản kèm theo.")
		)
		reviews.act(who, deadline, review.SUBMIT)
	if goal == review.SUBMITTED:
		return
	reviewer = frappe.db.get_value(
		"Chibo Task Member",
		{"task": frappe.db.get_value("Chibo Deadline", deadline, "task"), "role": "Reviewer"},
		"member",
	)
	with _as(_login(reviewer), begin + timedelta(days=13)) as who:
		if goal == review.RETURNED:
			reviews.act(who, deadline, review.RETURN, reason="Ảnh mờ, chưa thấy chữ ký trên biên bản.")
		else:
			reviews.act(who, deadline, review.APPROVE)


def _login(member: str) -> str:
	return str(frappe.db.get_value("Chibo Member", member, "user")).partition("@")[0]


def _photo(login: str) -> io.BytesIO:
	"""A plain picture that differs from person to person."""
	shade = sum(login.encode()) % 120
	image = Image.new("RGB", (800, 600), (220, 235 - shade // 2, 200))
	draw = ImageDraw.Draw(image)
	for row in range(6):
		draw.rectangle((60, 60 + row * 85, 740, 110 + row * 85), outline=(90, 70 + shade, 60), width=4)
	stream = io.BytesIO()
	image.save(stream, "JPEG", quality=80)
	stream.seek(0)
	return stream
