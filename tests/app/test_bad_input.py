"""Each wrong input gets a sentence that names the thing and says what to do, and leaves nothing half-written."""

import io
import socket
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import frappe
import pytest

from chibo_tasks import clock
from tests import factories
from tests.conftest import SignIn
from tests.http_client import Refused

TABLES = (
	"Chibo Plan",
	"Chibo Plan Item",
	"Chibo Task",
	"Chibo Task Member",
	"Chibo Deadline",
	"Chibo Evidence",
	"Chibo Audit Entry",
	"Chibo Reminder",
	"Chibo Message",
)
PLAN = "I. NHIỆM VỤ\n1. Công tác chung\n- Xây dựng kế hoạch tháng.\n- Kiểm tra bếp ăn hàng tháng.\n"


@pytest.fixture
def unchanged(host: Any, cell: factories.Cell) -> Any:
	"""Fails when anything of the cell was written between now and the end of the test."""

	def count() -> dict[str, int]:
		with host.connected():
			return {
				table: len(
					frappe.get_all(table, filters={"organization": cell.name}, pluck="name", order_by="name")
				)
				for table in TABLES
			}

	before: dict[str, int] = {}

	def start() -> None:
		before.update(count())

	yield start
	assert count() == before


def refused(call: Callable[[], Any]) -> Refused:
	with pytest.raises(Refused) as caught:
		call()
	return caught.value


@pytest.mark.parametrize(
	("name", "content", "words"),
	[
		("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "không đọc được"),
		("rong.txt", b"", "rong.txt"),
		("trang.txt", b" \n\n \n", "không có chữ"),
		("khong-phai.docx", b"PK\x03\x04" + bytes(300), "hỏng"),
	],
)
def test_a_file_that_is_no_plan(
	sign_in: SignIn, cell: factories.Cell, unchanged: Any, name: str, content: bytes, words: str
) -> None:
	secretary = sign_in(cell, "secretary")
	unchanged()
	error = refused(
		lambda: secretary.post("plans.upload", files={"file": (name, content)}, organization=cell.name)
	)
	assert (error.status, error.kind) == (417, "PlanUnreadable")
	assert words in error.text


def test_an_upload_of_200_mb(server: Any, sign_in: SignIn, cell: factories.Cell, unchanged: Any) -> None:
	secretary = sign_in(cell, "secretary")
	unchanged()
	address = urlsplit(server.url)
	cookies = "; ".join(f"{one.name}={one.value}" for one in secretary.session.cookies)
	head = (
		"POST /api/method/chibo_tasks.api.plans.upload HTTP/1.1\r\n"
		f"Host: {address.netloc}\r\nCookie: {cookies}\r\n"
		f"X-Frappe-CSRF-Token: {secretary.session.headers['X-Frappe-CSRF-Token']}\r\n"
		"Content-Type: multipart/form-data; boundary=b\r\n"
		f"Content-Length: {200 << 20}\r\n\r\n--b\r\n"
	)
	with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
		connection.sendall(head.encode())
		answer = connection.recv(65536).decode(errors="replace")
	assert " 413 " in answer.splitlines()[0]


def test_a_file_above_the_limit_of_the_settings(
	host: Any, sign_in: SignIn, cell: factories.Cell, unchanged: Any
) -> None:
	with host.connected():
		frappe.get_doc(
			{
				"doctype": "Chibo Settings",
				"organization": cell.name,
				"plan_max_mb": 1,
				"evidence_max_mb": 1,
				"soon_days": 7,
			}
		).insert()
		frappe.db.commit()
	secretary = sign_in(cell, "secretary")
	unchanged()
	large = io.BytesIO(b"- mot dong\n" * 200_000)
	error = refused(
		lambda: secretary.post("plans.upload", files={"file": ("lon.txt", large)}, organization=cell.name)
	)
	assert (error.status, error.kind) == (413, "FileTooLarge")
	assert "lon.txt" in error.text and "1 MB" in error.text


def test_an_unknown_member_and_one_of_another_cell(
	host: Any, sign_in: SignIn, cell: factories.Cell, unchanged: Any
) -> None:
	with host.connected():
		stranger = factories.make_cell().members["hoa"]
		frappe.db.commit()
	secretary = sign_in(cell, "secretary")
	unchanged()
	for lead in ("khong-co-ai", stranger):
		orders = [{"title": "Việc", "lead": lead, "due_date": "2030-01-01"}]
		error = refused(lambda: secretary.post("tasks.assign", organization=cell.name, orders=orders))  # noqa: B023
		assert (error.status, error.kind) == (417, "UnknownMember")
		assert lead in error.text


def test_a_deadline_before_its_start(sign_in: SignIn, cell: factories.Cell, unchanged: Any) -> None:
	secretary = sign_in(cell, "secretary")
	unchanged()
	good = {"title": "Việc một", "lead": cell.members["hoa"], "due_date": "2030-05-01"}
	bad = {**good, "title": "Việc hai", "starts_on": "2030-06-01"}
	error = refused(lambda: secretary.post("tasks.assign", organization=cell.name, orders=[good, bad]))
	assert error.kind == "BadDates"
	assert "01/05/2030" in error.text and "01/06/2030" in error.text


@pytest.mark.parametrize(
	("orders", "words"),
	[
		("khong phai json", "JSON"),
		([{"lead": "{hoa}", "due_date": "31/12/2030", "title": "Việc"}], "31/12/2030"),
		([{"lead": "{hoa}", "due_date": "2030-12-31"}], "tên"),
		([{"lead": "{hoa}", "title": "Việc"}], "hạn"),
		([{"lead": "{hoa}", "title": "Việc", "due_date": "2030-12-31", "reviewer": "{hoa}"}], "người duyệt"),
	],
)
def test_an_order_that_makes_no_sense(
	sign_in: SignIn, cell: factories.Cell, unchanged: Any, orders: Any, words: str
) -> None:
	secretary = sign_in(cell, "secretary")
	unchanged()
	if isinstance(orders, list):
		orders = [
			{key: cell.members["hoa"] if value == "{hoa}" else value for key, value in orders[0].items()}
		]
	error = refused(lambda: secretary.post("tasks.assign", organization=cell.name, orders=orders))
	assert error.status == 417
	assert words in error.text


def test_a_second_publish_and_an_item_given_twice(
	sign_in: SignIn, cell: factories.Cell, unchanged: Any
) -> None:
	secretary = sign_in(cell, "secretary")
	plan = secretary.post("plans.upload", files={"file": ("k.txt", PLAN.encode())}, organization=cell.name)
	item = next(item for item in plan["items"] if item["kind"] == "task")
	order = {"plan_items": [item["name"]], "lead": cell.members["hoa"], "due_date": "2030-01-01"}
	draft = refused(lambda: secretary.post("tasks.assign", organization=cell.name, orders=[order]))
	assert "bản nháp" in draft.text
	secretary.post("plans.publish", plan=plan["name"])
	secretary.post("tasks.assign", organization=cell.name, orders=[order])
	unchanged()
	again = refused(lambda: secretary.post("plans.publish", plan=plan["name"]))
	assert (again.status, again.kind) == (409, "AlreadyDone")
	twice = refused(lambda: secretary.post("tasks.assign", organization=cell.name, orders=[order]))
	assert (twice.status, twice.kind) == (409, "AlreadyAssigned")
	assert item["text"].rstrip(".") in twice.text
	correction = {"do": "set", "items": [item["name"]], "values": {"kind": "context"}}
	late = refused(
		lambda: secretary.post("plans.correct", plan=plan["name"], revision=0, corrections=[correction])
	)
	assert late.kind == "AlreadyDone"


def test_evidence_on_the_work_of_somebody_else(
	host: Any, sign_in: SignIn, cell: factories.Cell, unchanged: Any
) -> None:
	with host.connected():
		deadline = factories.give(cell, "hoa", due=clock.today() + timedelta(days=5), followers=("mai",))
		frappe.db.commit()
	lan, mai = sign_in(cell, "lan"), sign_in(cell, "mai")
	unchanged()
	# Lan has no part in it: for her it does not exist. Mai follows it: she sees it and may not send.
	assert refused(lambda: lan.post("evidence.add_note", deadline=deadline.name, note="x")).status == 404
	error = refused(lambda: mai.post("evidence.add_note", deadline=deadline.name, note="x"))
	assert (error.status, error.kind) == (403, "PermissionError")
	assert "minh chứng" in error.text


@pytest.mark.parametrize(
	("name", "content", "kind", "status"),
	[
		("trong.jpg", b"", "BadInput", 417),
		("virus.exe", b"MZ" + bytes(400), "FileTypeRefused", 415),
		("anh.jpg", b"<html><script>alert(1)</script></html>", "FileTypeRefused", 415),
		("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "FileTypeRefused", 415),
	],
)
def test_a_file_that_is_no_evidence(
	host: Any,
	sign_in: SignIn,
	cell: factories.Cell,
	unchanged: Any,
	name: str,
	content: bytes,
	kind: str,
	status: int,
) -> None:
	with host.connected():
		deadline = factories.give(cell, "hoa", due=clock.today() + timedelta(days=5))
		frappe.db.commit()
	hoa = sign_in(cell, "hoa")
	unchanged()
	error = refused(
		lambda: hoa.post("evidence.upload", files={"file": (name, content)}, deadline=deadline.name)
	)
	assert (error.kind, error.status) == (kind, status)
	assert name in error.text


def test_a_state_skipped_and_a_decision_on_ones_own_work(
	host: Any, sign_in: SignIn, cell: factories.Cell, unchanged: Any
) -> None:
	with host.connected():
		deadline = factories.give(cell, "deputy", due=clock.today() + timedelta(days=5), reviewer="secretary")
		frappe.db.commit()
	deputy, secretary = sign_in(cell, "deputy"), sign_in(cell, "secretary")
	unchanged()
	skipped = refused(lambda: secretary.post("deadlines.approve", deadline=deadline.name))
	assert skipped.kind == "StateSkipped"
	assert "Duyệt" in skipped.text and "Đã giao" in skipped.text
	own = refused(lambda: deputy.post("deadlines.waive", deadline=deadline.name, reason="bận"))
	assert own.kind == "OwnWork"


def test_the_second_of_two_who_decide_at_once_is_told(
	host: Any, sign_in: SignIn, cell: factories.Cell
) -> None:
	with host.connected():
		deadline = factories.give(cell, "hoa", due=clock.today() + timedelta(days=5), reviewer="deputy")
		frappe.db.commit()
	hoa, deputy, secretary = (sign_in(cell, who) for who in ("hoa", "deputy", "secretary"))
	hoa.post("deadlines.accept", deadline=deadline.name)
	hoa.post("evidence.add_note", deadline=deadline.name, note="Đã xong.")
	hoa.post("deadlines.submit", deadline=deadline.name)
	deputy.post("deadlines.approve", deadline=deadline.name)
	error = refused(lambda: secretary.post("deadlines.send_back", deadline=deadline.name, reason="chưa đạt"))
	assert error.kind == "StateSkipped"
	assert "Đã duyệt" in error.text


def test_the_same_evidence_sent_twice_is_kept_once(host: Any, sign_in: SignIn, cell: factories.Cell) -> None:
	with host.connected():
		deadline = factories.give(cell, "hoa", due=date(2030, 1, 1))
		frappe.db.commit()
	hoa = sign_in(cell, "hoa")
	for _ in range(3):
		detail = hoa.post("evidence.add_note", deadline=deadline.name, note="Một lần.", key="may-cua-hoa-1")
	assert len(detail["evidence"]) == 1
