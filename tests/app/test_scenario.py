"""The main job, end to end, over HTTP, with a real mail server and a clock that the test steps."""

import io
from pathlib import Path
from typing import Any

import frappe
import pytest
from PIL import Image

from chibo_tasks import clock
from chibo_tasks.scheduler import jobs
from tests import factories
from tests.conftest import SignIn
from tests.http_client import Refused
from tests.mail import MailServer

HERE = Path(__file__).resolve()
USERS_PLAN = HERE.parents[3] / "shared" / "data" / "ke-hoach-chi-bo-2023.txt"
SAMPLE_PLAN = HERE.parents[2] / "chibo_tasks" / "setup" / "demo" / "sample_plan.txt"


@pytest.fixture
def plan_file() -> tuple[str, bytes]:
	"""The user's own plan where it is at hand, else the sample."""
	if USERS_PLAN.exists():
		return "ke-hoach.txt", USERS_PLAN.read_bytes()
	return "ke-hoach.txt", SAMPLE_PLAN.read_text(encoding="utf-8").replace("{year}", "2023").encode()


def photo() -> bytes:
	stream = io.BytesIO()
	Image.new("RGB", (64, 48), (200, 30, 30)).save(stream, "JPEG")
	return stream.getvalue()


def run_job(host: Any, job: Any) -> None:
	with host.connected():
		job()
		frappe.db.commit()


def paragraphs(content: bytes) -> list[str]:
	return ["".join(line.split()) for line in content.decode("utf-8-sig").splitlines() if line.strip()]


def test_a_plan_becomes_assignments_evidence_a_decision_and_a_reminder(
	host: Any, sign_in: SignIn, cell: factories.Cell, plan_file: tuple[str, bytes], mail_server: MailServer
) -> None:
	host.use_mail_server(mail_server.port)
	name, content = plan_file

	# The secretary reads the plan in: every paragraph one item, in exactly one class, nothing lost.
	with clock.frozen("2023-01-09 08:00"):
		secretary = sign_in(cell, "secretary")
		plan = secretary.post("plans.upload", files={"file": (name, content)}, organization=cell.name)
		items = plan["items"]
		assert {item["kind"] for item in items} == {"heading", "context", "task", "target", "recipient"}
		assert [item["position"] for item in items] == list(range(1, len(items) + 1))
		shown = "".join("".join(f"{item['marker']}{item['text']}".split()) for item in items)
		for line in paragraphs(content):
			assert line.removeprefix("[bookmark:_GoBack]").lstrip("-+*").strip() in shown, line

		# She publishes it once; a second time is refused.
		secretary.post("plans.publish", plan=plan["name"])
		with pytest.raises(Refused) as second:
			secretary.post("plans.publish", plan=plan["name"])
		assert (second.value.status, second.value.kind) == (409, "AlreadyDone")
		assert "09/01/2023" in second.value.text

		# Two items of section III become tasks with a lead, a collaborator and a deadline.
		work = [item for item in items if item["kind"] == "task" and item["section_path"].startswith("III")]
		secretary.post(
			"tasks.assign",
			organization=cell.name,
			orders=[
				{
					"plan_items": [work[0]["name"]],
					"lead": cell.members["hoa"],
					"collaborators": [cell.members["lan"]],
					"reviewer": cell.members["deputy"],
					"due_date": "2023-03-31",
				},
				{"plan_items": [work[1]["name"]], "lead": cell.members["mai"], "due_date": "2023-01-20"},
			],
		)

	# The lead confirms receipt, sends a photo and a note, and submits.
	with clock.frozen("2023-01-11 17:30"):
		hoa = sign_in(cell, "hoa")
		[mine] = hoa.get("deadlines.mine")["responsible"]
		assert mine["state"] == "Assigned"
		with pytest.raises(Refused) as skipped:
			hoa.post("deadlines.submit", deadline=mine["name"])
		assert skipped.value.kind == "StateSkipped"
		assert hoa.post("deadlines.accept", deadline=mine["name"])["state"] == "Accepted"
		hoa.post("evidence.upload", files={"file": ("ảnh lớp.jpg", photo())}, deadline=mine["name"])
		hoa.post("evidence.add_note", deadline=mine["name"], note="Đã làm xong tại khu trung tâm.")
		assert hoa.post("deadlines.submit", deadline=mine["name"])["state"] == "Submitted"

	# The reviewer looks at the photo, returns the work with a reason, and accepts the second version.
	with clock.frozen("2023-01-12 08:10"):
		deputy = sign_in(cell, "deputy")
		[waiting] = deputy.get("deadlines.review_queue")
		shown_evidence = deputy.get("deadlines.get", deadline=waiting["name"])["evidence"]
		[picture] = [one for one in shown_evidence if one["kind"] == "File"]
		assert deputy.raw("evidence.download", {"evidence": picture["name"]}).content == photo()
		with pytest.raises(Refused) as without_reason:
			deputy.post("deadlines.send_back", deadline=waiting["name"], reason="  ")
		assert without_reason.value.kind == "ReasonMissing"
		deputy.post("deadlines.send_back", deadline=waiting["name"], reason="Ảnh mờ, chụp lại giúp chị.")
	with clock.frozen("2023-01-13 17:00"):
		[back] = hoa.get("deadlines.mine")["responsible"]
		assert (back["state"], back["reason"]) == ("Returned", "Ảnh mờ, chụp lại giúp chị.")
		hoa.post("evidence.upload", files={"file": ("anh-2.jpg", photo())}, deadline=back["name"])
		hoa.post("deadlines.submit", deadline=back["name"])
	with clock.frozen("2023-01-14 09:00"):
		decided = deputy.post("deadlines.approve", deadline=waiting["name"])
		assert (decided["state"], decided["outcome"]) == ("Approved", "On Time")
		attempts = {one["attempt"]: one["state"] for one in decided["evidence"]}
		assert attempts == {1: "Returned", 2: "Accepted"}

	# The other task passes its deadline: one bell entry and one e-mail for its lead, however often the sweep runs; on a
	# Saturday in Tết, too, because this cell wants to be told on free days.
	secretary.post("settings.save", organization=cell.name, values={"working_days_only": 0})
	with clock.frozen("2023-01-20 23:59"):
		run_job(host, jobs.chibo_sweep_deadlines)
		assert not secretary.get("deadlines.listing", organization=cell.name, standing="overdue")
	mail_server.clear()
	with clock.frozen("2023-01-21 07:00"):
		for _ in range(2):
			run_job(host, jobs.chibo_sweep_deadlines)
			run_job(host, jobs.chibo_deliver_messages)
		mai = sign_in(cell, "mai")
		overdue = [
			line
			for entry in mai.get("bell.listing")
			if entry["kind"] == "Digest"
			for line in entry["lines"]
			if line["urgent"]
		]
		assert len(overdue) == 1
		mails = [mail for mail in mail_server.received if mail.recipient == cell.users["mai"]]
		late = [mail for mail in mails if "Quá hạn 1 ngày" in mail.subject]
		assert len(late) == 1
		assert "20/01/2023" in late[0].text

		# The secretary sees it as overdue.
		[seen] = secretary.get("deadlines.listing", organization=cell.name, standing="overdue")
		assert (seen["member"], seen["days_left"]) == (cell.members["mai"], -1)
