"""What the platform offers besides the app's own functions, tried by people who may not: nothing comes out, nothing goes in.

On a real bench these are the doors that were found open (`docs/decisions/0007-guard.md` has their numbers); the embedded
host has none of them, and the same attempts hold it to that.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest
import requests

from chibo_tasks.services import evidence_store
from tests import factories
from tests.http_client import Browser
from tests.security.doors import READING, WRITING, Attempt, Secret, send, tells, traces


@pytest.mark.parametrize("who", ["lan", "committee", "secretary"])
@pytest.mark.parametrize("attempt", READING, ids=lambda attempt: attempt.door)
def test_no_door_tells_of_restricted_work(
	host: Any, secret: Secret, sign_in: Callable[[Any, str], Browser], attempt: Attempt, who: str
) -> None:
	answer = send(sign_in(secret.cell, who), attempt, secret, secret.cell.users[who])
	assert answer.status_code < 500, answer.text[-400:]
	assert not tells(answer, secret), answer.text[:400]


@pytest.mark.parametrize("who", ["lan", "secretary", "hoa"])
@pytest.mark.parametrize("attempt", WRITING, ids=lambda attempt: attempt.door)
def test_no_door_writes_to_our_records(
	host: Any, secret: Secret, sign_in: Callable[[Any, str], Browser], attempt: Attempt, who: str
) -> None:
	with host.connected():
		before = traces(secret)
	verb = attempt.verb if attempt.verb != "GET" else "POST"
	answer = send(
		sign_in(secret.cell, who),
		Attempt(attempt.door, attempt.path, attempt.values, verb),
		secret,
		secret.cell.users[who],
	)
	assert answer.status_code in (400, 403, 404, 405, 417), f"{answer.status_code}: {answer.text[:400]}"
	with host.connected():
		assert traces(secret) == before
		assert evidence_store.is_intact(secret.sha256)


def test_a_session_without_a_token_changes_nothing(host: Any, server: Any, cell: factories.Cell) -> None:
	"""P43: the platform asks for the token only once a page has made one."""
	host.give_password(cell.users["hoa"], factories.PASSWORD)
	with host.connected():
		deadline = factories.give(cell, "hoa", due=date(2030, 5, 1)).name
		frappe.db.commit()
	with requests.Session() as session:
		session.post(
			f"{server.url}/api/method/login",
			data={"usr": cell.users["hoa"], "pwd": factories.PASSWORD},
			timeout=30,
		)
		answer = session.post(
			f"{server.url}/api/method/chibo_tasks.api.deadlines.accept",
			json={"deadline": deadline},
			timeout=30,
		)
	assert (answer.status_code, answer.json()["exc_type"]) == (400, "CSRFTokenError")
	with host.connected():
		assert frappe.db.get_value("Chibo Deadline", deadline, "state") == "Assigned"


def test_our_answers_are_neither_kept_nor_sniffed_nor_framed(
	server: Any, cell: factories.Cell, sign_in: Any
) -> None:
	"""P26."""
	browser = sign_in(cell, "hoa")
	for path in ("/chibo", "/api/method/chibo_tasks.api.deadlines.mine"):
		headers = browser.session.get(browser.url + path, timeout=30).headers
		assert headers["X-Content-Type-Options"] == "nosniff"
		assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
		assert "unsafe-inline" not in headers["Content-Security-Policy"].split("script-src")[-1].split(";")[0]
		assert "no-store" in headers["Cache-Control"], path
