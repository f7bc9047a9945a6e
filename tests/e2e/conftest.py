"""One server, one browser and one demonstration cell for all tests; each test gets devices of its own."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import browser as browsers
from tests.e2e.browser import ROOT, Person
from tests.factories import PASSWORD, Cell

SignedIn = Callable[..., Person]
Opened = Callable[..., Person]
RESULTS = ROOT / "test-results"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
	api = pytest.importorskip("playwright.sync_api")
	if not browsers.chromium():
		pytest.skip("no Chromium here: apt-get install chromium, or set CHIBO_CHROMIUM")
	if not (ROOT / "chibo_tasks/www/chibo.html").exists():
		pytest.fail("the front end is not built: cd frontend && npm ci && npm run build")
	with api.sync_playwright() as running:
		yield running


@pytest.fixture(scope="session")
def chromium(playwright: Any) -> Iterator[Any]:
	"""A real browser."""
	launched = browsers.launch(playwright)
	yield launched
	launched.close()


@pytest.fixture
def cell(host: Any, cell: Cell) -> Cell:
	"""The cell of the suite with one more person, whose name needs its accents folded to be found."""
	with host.connected():
		import frappe

		from tests import factories

		factories.add_person(cell, "phuong", full_name="Đỗ Thị Phương")
		frappe.db.commit()
	return cell


_with_password: set[str] = set()


@pytest.fixture
def give_password(host: Any) -> Callable[[str], None]:
	"""Lets a user sign in; a new password ends sessions, so each gets it once."""

	def give(user: str) -> None:
		if user not in _with_password:
			host.give_password(user, PASSWORD)
			_with_password.add(user)

	return give


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
	"""Of a failed test, what its devices showed: a picture and what a screen reader finds there."""
	outcome: Any = yield
	if outcome.get_result().when == "call" and outcome.get_result().failed:
		for index, who in enumerate(item.stash.get(DEVICES, [])):
			_keep_evidence(RESULTS / re.sub(r"\W+", "-", item.name), index, who)


DEVICES: pytest.StashKey[list[Person]] = pytest.StashKey()


def _keep_evidence(folder: Path, index: int, who: Person) -> None:
	try:
		folder.mkdir(parents=True, exist_ok=True)
		who.page.screenshot(path=folder / f"{index}.png", timeout=5_000)
		told = f"{who.page.url}\n{who.complaints}\n{who.page.locator('body').aria_snapshot(timeout=5_000)}"
		(folder / f"{index}.txt").write_text(told, encoding="utf-8")
	except Exception as error:
		print(f"no picture of device {index}: {error}")


@pytest.fixture
def devices(request: pytest.FixtureRequest) -> Iterator[Callable[[Iterator[Person]], Person]]:
	"""Takes devices in and, at the end of the test, looks whether each was content."""
	request.node.stash[DEVICES] = []
	with ExitStack() as stack:

		def take(made: Iterator[Person]) -> Person:
			who = stack.enter_context(contextmanager(lambda: made)())
			request.node.stash[DEVICES].append(who)
			return who

		yield take


@pytest.fixture
def signed_in(
	chromium: Any, server: Any, cell: Cell, give_password: Callable[[str], None], devices: Any
) -> SignedIn:
	"""Opens a device on which one person of the cell is signed in; nobody where `who` is None."""

	def open_device(who: str | None, size: str, **more: Any) -> Person:
		made = devices(browsers.person(chromium, server.url, size, **more))
		if who:
			give_password(cell.users[who])
			sign_in(made, cell.users[who])
		return made

	return open_device


def sign_in(who: Person, user: str, password: str = PASSWORD) -> None:
	"""Give the device a session without clicking through the form."""
	answer = who.page.request.post(f"{who.base}/api/method/login", data={"usr": user, "pwd": password})
	assert answer.ok, answer.text()


@dataclass
class Demo:
	"""The demonstration cell, with records that screens with a place in their address can show.

	Attributes:
		plan, draft: a published plan, and one that is being corrected.
		sent: a deadline under review; mine: an open one of "hoa"; member: a member record.
		states: each visited user's session, made once.
	"""

	plan: str
	draft: str
	sent: str
	mine: str
	member: str
	states: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="session")
def demo(host: Any) -> Demo:
	"""A lively cell: a plan, 23 people, work in every state."""
	import io

	with host.connected():
		import frappe

		from chibo_tasks.services import people, plans
		from chibo_tasks.setup.demo import seed

		seed.seed(PASSWORD)
		frappe.set_user("bithu@hoasen.example")
		text = seed.SAMPLE_PLAN.read_text(encoding="utf-8").replace("{year}", "2031")
		draft = plans.import_document(people.actor(), seed.CELL, io.BytesIO(text.encode()), "ke-hoach-2031.txt")
		frappe.set_user("Administrator")
		frappe.db.commit()

		def one(doctype: str, **filters: Any) -> str:
			return str(frappe.get_all(doctype, filters=filters, fields=["name"], order_by="name")[0].name)

		hoa = one("Chibo Member", user="hoa@hoasen.example")
		return Demo(
			plan=one("Chibo Plan", organization=seed.CELL, state="Published"),
			draft=str(draft),
			sent=one("Chibo Deadline", organization=seed.CELL, state="Submitted", restricted=0),
			mine=one("Chibo Deadline", member=hoa, state=["in", ["Assigned", "Accepted", "Returned"]]),
			member=hoa,
		)


@pytest.fixture
def opened(chromium: Any, server: Any, demo: Demo, devices: Any) -> Opened:
	"""Opens a device of one person of the demonstration cell; she signs in once in the whole run."""

	def open_device(login: str, size: str, **more: Any) -> Person:
		known = demo.states.get(login)
		who = devices(browsers.person(chromium, server.url, size, **({"storage_state": known} if known else {}), **more))
		if not known:
			sign_in(who, f"{login}@hoasen.example")
			demo.states[login] = who.context.storage_state()
		return who

	return open_device
