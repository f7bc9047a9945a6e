"""The demonstration cell as a browser's tests and pictures use it."""

import io
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.browser import Person
from tests.factories import PASSWORD


def sign_in(who: Person, user: str, password: str = PASSWORD) -> None:
	"""Give the device a session without clicking through the form."""
	answer = who.page.request.post(f"{who.base}/api/method/login", data={"usr": user, "pwd": password})
	assert answer.ok, answer.text()


@dataclass
class Demo:
	"""The demonstration cell, with records that screens with a place in their address can show.

	Attributes:
		plan, draft: a published plan, and one that is being corrected; version: a newer file of `plan`.
		sent: a deadline under review; mine: an open one of "hoa"; member: a member record.
		states: each visited user's session, made once.
	"""

	plan: str
	draft: str
	version: str
	sent: str
	mine: str
	member: str
	states: dict[str, Any] = field(default_factory=dict)


def changed(text: str) -> str:
	"""The plan with a line less, a line more and a line said otherwise."""
	lines = text.splitlines()
	work = [number for number, line in enumerate(lines) if line.startswith("- ")]
	lines[work[5]] += " Báo cáo kết quả với Chi ủy."
	lines.insert(work[9], "- Rà soát quy chế làm việc của Chi ủy trong quý III.")
	del lines[work[12] + 1]
	return "\n".join(lines)


def make_demo(host: Any) -> Demo:
	"""A lively cell: a plan, 23 people, work in every state."""
	with host.connected():
		import frappe

		from chibo_tasks import clock
		from chibo_tasks.services import people, plan_updates, plans
		from chibo_tasks.setup.demo import seed

		seed.seed(PASSWORD)
		frappe.set_user("bithu@hoasen.example")
		text = seed.SAMPLE_PLAN.read_text(encoding="utf-8").replace("{year}", "2031")
		draft = plans.import_document(
			people.actor(), seed.CELL, io.BytesIO(text.encode()), "ke-hoach-2031.txt"
		)
		published = next(
			row.name
			for row in frappe.get_all(
				"Chibo Plan",
				filters={"organization": seed.CELL, "state": "Published"},
				fields=["name"],
				order_by="name",
			)
		)
		newer = seed.SAMPLE_PLAN.read_text(encoding="utf-8").replace("{year}", str(clock.today().year))
		version = plan_updates.offer(
			people.actor(), published, io.BytesIO(changed(newer).encode()), "ke-hoach-sua.txt", None
		)
		frappe.set_user("Administrator")
		frappe.db.commit()

		def one(doctype: str, **filters: Any) -> str:
			return str(frappe.get_all(doctype, filters=filters, fields=["name"], order_by="name")[0].name)

		hoa = one("Chibo Member", user="hoa@hoasen.example")
		return Demo(
			plan=published,
			draft=str(draft),
			version=str(version),
			sent=one("Chibo Deadline", organization=seed.CELL, state="Submitted", restricted=0),
			mine=one("Chibo Deadline", member=hoa, state=["in", ["Assigned", "Accepted", "Returned"]]),
			member=hoa,
		)
