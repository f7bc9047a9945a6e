"""The guard on a real platform: without it the attempts succeed, with it the other apps of the site notice nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from chibo_tasks import guard
from chibo_tasks.services import evidence_store
from tests.hosts import ON_BENCH
from tests.http_client import Browser
from tests.security.doors import READING, SIDE_RECORDS, WRITING, Attempt, Secret, send, tells

pytestmark = pytest.mark.skipif(not ON_BENCH, reason="the embedded host has no platform to guard against")

OPEN_BELOW_THE_FLOOR = [
	"P2 count",
	"P7 link",
	"P12 to-do",
	"P12 like",
	"P18 file row",
	"P22 attach",
	"P40 order",
]


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch, host: Any) -> Iterator[None]:
	"""The site as it would be without the guard; what the attempts leave behind is removed."""
	monkeypatch.setattr(guard, "OURS", frozenset())
	monkeypatch.setattr(evidence_store, "holds", lambda path: False)
	yield
	with host.connected():
		for doctype, field in SIDE_RECORDS.items():
			frappe.db.delete(doctype, {field: ["like", "Chibo%"]})
		for name in frappe.get_all(
			"File", filters={"file_name": ["like", "x%.txt"]}, pluck="name", order_by="name"
		):
			frappe.delete_doc("File", name, force=True)
		frappe.db.commit()


@pytest.mark.parametrize("door", OPEN_BELOW_THE_FLOOR)
def test_without_the_guard_the_door_is_open(
	secret: Secret, sign_in: Callable[[Any, str], Browser], unguarded: None, door: str
) -> None:
	from chibo_tasks.guard import floor

	if not floor._too_old():
		pytest.skip("this platform has closed the door itself; the control needs one below the floor")
	[attempt] = [one for one in (*READING, *WRITING) if one.door == door]
	if attempt in WRITING:
		attempt = Attempt(attempt.door, attempt.path, attempt.values, "POST")
	# to-dos are made on the Desk, to which a plain member has no access
	who = "secretary" if door == "P12 to-do" else "lan"
	answer = send(sign_in(secret.cell, who), attempt, secret, secret.cell.users[who])
	if door == "P40 order":
		assert answer.status_code == 200, "the expression reached the database"
	elif attempt in READING:
		assert tells(answer, secret), f"{answer.status_code}: {answer.text[:300]}"
	else:
		assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:300]}"


def test_other_records_of_the_site_are_as_they_were(
	host: Any, secret: Secret, sign_in: Callable[[Any, str], Browser]
) -> None:
	browser = sign_in(secret.cell, "secretary")

	def post(path: str, **values: Any) -> Any:
		answer = browser.session.post(f"{browser.url}{path}", json=values, timeout=30)
		assert answer.status_code == 200, answer.text[:300]
		return answer.json()

	todo = post("/api/resource/ToDo", description="Việc riêng", allocated_to=secret.cell.users["secretary"])[
		"data"
	]["name"]
	post("/api/method/frappe.desk.like.toggle_like", doctype="ToDo", name=todo, add="Yes")
	post(
		"/api/method/frappe.desk.form.utils.add_comment",
		reference_doctype="ToDo",
		reference_name=todo,
		content="Chibo Task",
		comment_email=secret.cell.users["secretary"],
		comment_by="A",
	)
	post("/api/resource/File", file_name="y.txt", content="y", is_private=1)
	count = browser.session.get(
		f"{browser.url}/api/method/frappe.client.get_count", params={"doctype": "ToDo"}, timeout=30
	)
	assert count.status_code == 200 and count.json()["message"] >= 1
	with host.connected():
		frappe.delete_doc("ToDo", todo, force=True)
		frappe.db.commit()


def test_a_platform_below_the_floor_is_refused_without_the_operators_key(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from chibo_tasks.guard import floor

	for version, refused in (("15.120.9", True), ("15.121.0", False), ("16.33.1", True), ("16.34.0", False)):
		monkeypatch.setattr(frappe, "__version__", version)
		frappe.local.conf.pop(floor.KEY, None)
		if not refused:
			floor.check_install()
			continue
		with pytest.raises(frappe.ValidationError, match=version):
			floor.check_install()
		frappe.local.conf[floor.KEY] = "15.1.0"
		with pytest.raises(frappe.ValidationError):
			floor.check_install()
		frappe.local.conf[floor.KEY] = version
		floor.check_install()
		assert any(version in problem for problem in floor.problems())
