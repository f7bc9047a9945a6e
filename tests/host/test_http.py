"""benchless over HTTP: sign-in, tokens, guesses, headers, and what is never served."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from benchless import auth
from benchless.rest.app import Application
from benchless.site import Site, connected
from tests.hosts import Server

PASSWORD = "mat-khau-rat-dai-2026"


@pytest.fixture
def url(own_site: Site) -> Iterator[str]:
	with connected(own_site):
		import frappe

		for user in ("a@hoasen.example", "b@hoasen.example"):
			frappe.get_doc(
				{"doctype": "User", "email": user, "first_name": "A", "new_password": PASSWORD}
			).insert()
		frappe.db.commit()
	server = Server(Application(own_site))
	yield server.url
	server.stop()


@pytest.fixture
def browser(url: str) -> Iterator[requests.Session]:
	with requests.Session() as session:
		yield session


def login(
	session: requests.Session, url: str, user: str = "a@hoasen.example", password: str = PASSWORD
) -> Any:
	return session.post(f"{url}/api/method/login", json={"usr": user, "pwd": password}, timeout=10)


def token(site: Site) -> str:
	with connected(site):
		import frappe

		return str(frappe.db.run('SELECT "csrf_token" FROM "__Session"').fetchone()[0])


def test_signing_in_and_out(browser: requests.Session, url: str, own_site: Site) -> None:
	answer = login(browser, url, user="A@HoaSen.example")
	assert answer.json()["message"] == "Logged In"
	cookie = answer.headers["Set-Cookie"]
	assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
	sid = browser.cookies["sid"]
	with connected(own_site):
		import frappe

		stored = [row[0] for row in frappe.db.run('SELECT "sid" FROM "__Session"')]
	assert sid not in stored
	answer = browser.post(
		f"{url}/api/method/logout", headers={"X-Frappe-CSRF-Token": token(own_site)}, timeout=10
	)
	assert answer.status_code == 200
	answer = requests.get(
		f"{url}/api/method/chibo_tasks.api.deadlines.mine", cookies={"sid": sid}, timeout=10
	)
	assert answer.status_code == 403


def test_a_changing_request_needs_the_token_of_the_page(
	browser: requests.Session, url: str, own_site: Site
) -> None:
	login(browser, url)
	address = f"{url}/api/method/chibo_tasks.api.bell.mark_read"
	for headers in ({}, {"X-Frappe-CSRF-Token": "0" * 56}):
		answer = browser.post(address, json={"messages": []}, headers=headers, timeout=10)
		assert (answer.status_code, answer.json()["exc_type"]) == (400, "CSRFTokenError")
	answer = browser.post(
		address, json={"messages": []}, headers={"X-Frappe-CSRF-Token": token(own_site)}, timeout=10
	)
	assert answer.json()["exc_type"] == "PermissionError"  # no seat, but past the token


def test_a_changing_method_cannot_be_read(browser: requests.Session, url: str) -> None:
	login(browser, url)
	for method in ("deadlines.accept", "plans.publish", "evidence.withdraw"):
		assert browser.get(f"{url}/api/method/chibo_tasks.api.{method}", timeout=10).status_code == 403
	assert browser.get(f"{url}/api/method/login?usr=a&pwd=b", timeout=10).status_code == 403


def test_only_whitelisted_functions_can_be_called(browser: requests.Session, url: str) -> None:
	login(browser, url)
	for path in ("os.system", "chibo_tasks.services.audit.record", "chibo_tasks.api.endpoint.current_actor"):
		assert browser.get(f"{url}/api/method/{path}", timeout=10).status_code == 403
	assert browser.get(f"{url}/api/method/no.such.thing", timeout=10).status_code == 417


def test_a_guest_gets_the_page_and_nothing_else(browser: requests.Session, url: str) -> None:
	assert browser.get(f"{url}/chibo/viec", timeout=10).status_code == 200
	assert browser.get(f"{url}/api/method/chibo_tasks.api.deadlines.mine", timeout=10).status_code == 403


def test_guessing_is_slowed_down_for_one_account_and_for_nobody_else(
	browser: requests.Session, url: str
) -> None:
	for _ in range(auth.GUESSES):
		answer = login(browser, url, password="sai-mat-khau")
		assert (answer.status_code, answer.json()["exc_type"]) == (401, "AuthenticationError")
	answer = login(browser, url)
	assert answer.status_code == 429
	assert "5 phút" in json.loads(json.loads(answer.json()["_server_messages"])[0])["message"]
	assert login(browser, url, user="b@hoasen.example").status_code == 200


def test_an_unknown_user_is_answered_like_a_wrong_password(browser: requests.Session, url: str) -> None:
	def timed(user: str) -> tuple[float, Any]:
		begin = time.perf_counter()
		answer = login(browser, url, user=user, password="sai-mat-khau")
		return time.perf_counter() - begin, (answer.status_code, answer.json())

	known = [timed("a@hoasen.example") for _ in range(4)]
	unknown = [timed("khong.co@hoasen.example") for _ in range(4)]
	assert known[0][1] == unknown[0][1]
	# both spend a password hash; without the decoy the unknown user would be many times faster
	assert min(seconds for seconds, _ in unknown) > min(seconds for seconds, _ in known) / 3


def test_disabling_a_user_and_changing_a_password_end_sessions(
	browser: requests.Session, url: str, own_site: Site
) -> None:
	login(browser, url)
	with connected(own_site):
		import frappe

		auth.set_password("a@hoasen.example", PASSWORD + "x")
		frappe.db.commit()
	address = f"{url}/api/method/chibo_tasks.api.plans.listing"
	assert browser.get(address, timeout=10).status_code == 403
	login(browser, url, password=PASSWORD + "x")
	assert browser.get(address, timeout=10).json()["exc_type"] == "PermissionError"
	with connected(own_site):
		user = frappe.get_doc("User", "a@hoasen.example")
		user.enabled = 0
		user.save()
		frappe.db.commit()
	assert login(browser, url, password=PASSWORD + "x").status_code == 401


def test_a_password_is_changed_by_whoever_knows_it_and_ends_all_other_sessions(
	browser: requests.Session, url: str, own_site: Site
) -> None:
	newer = "Hoa sen nở tháng năm"
	door = f"{url}/api/method/frappe.core.doctype.user.user.update_password"
	right = {"old_password": PASSWORD, "new_password": newer}
	with requests.Session() as other:
		assert other.post(door, json=right, timeout=10).status_code == 403, "a guest"
		login(other, url)
		login(browser, url)
		before = browser.cookies["sid"]
		with connected(own_site):
			csrf = {"X-Frappe-CSRF-Token": auth.resume(before).csrf_token}
		assert browser.post(door, json=right, timeout=10).json()["exc_type"] == "CSRFTokenError"
		for given, status in (
			({"old_password": "sai-mat-khau", "new_password": newer}, 401),
			({"new_password": newer}, 401),
			({"old_password": PASSWORD, "new_password": "ngắn"}, 417),
		):
			assert browser.post(door, json=given, headers=csrf, timeout=10).status_code == status
		assert browser.post(door, json=right, headers=csrf, timeout=10).status_code == 200
		assert browser.cookies["sid"] != before
		with connected(own_site):
			assert auth.resume(browser.cookies["sid"])
			assert not auth.resume(other.cookies["sid"]) and not auth.resume(before)
	assert login(browser, url).status_code == 401
	assert login(browser, url, password=newer).status_code == 200


@pytest.mark.parametrize(
	"path",
	[
		"/private/chibo_evidence/x",
		"/assets/chibo_tasks/../hooks.py",
		"/assets/chibo_tasks/%2e%2e/hooks.py",
		"/assets/benchless/cli.py",
		"/site_config.json",
		"/site.db",
		"/chibo.py",
		"/..%2fsite_config.json",
	],
)
def test_nothing_but_pages_and_assets_is_served(browser: requests.Session, url: str, path: str) -> None:
	login(browser, url)
	request = requests.Request("GET", url).prepare()
	request.url = url + path
	assert browser.send(request, timeout=10).status_code == 404


def test_every_answer_carries_the_protective_headers(browser: requests.Session, url: str) -> None:
	login(browser, url)
	for path in ("/chibo", "/api/method/chibo_tasks.api.bell.listing", "/assets/x", "/nothing"):
		headers = browser.get(url + path, timeout=10).headers
		assert headers["X-Content-Type-Options"] == "nosniff"
		assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
		assert "unsafe-inline" not in headers["Content-Security-Policy"].split("style-src")[0]
		assert headers["Referrer-Policy"] == "same-origin"
	assert browser.get(f"{url}/chibo", timeout=10).headers["Cache-Control"] == "no-store"


def test_an_unforeseen_error_shows_a_number_and_no_trace(
	browser: requests.Session, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	from chibo_tasks.services import bell

	def broken(_actor: Any) -> None:
		raise RuntimeError("secret detail")

	monkeypatch.setattr(bell, "entries", broken)
	monkeypatch.setattr("chibo_tasks.api.bell.current_actor", lambda: None)
	login(browser, url)
	answer = browser.get(f"{url}/api/method/chibo_tasks.api.bell.listing", timeout=10)
	assert answer.status_code == 500
	assert "secret detail" not in answer.text
	assert "Traceback" not in answer.text
