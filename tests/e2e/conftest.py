"""One server, one browser and one demonstration cell for all tests; each test gets devices of its own."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import browser as browsers
from tests.e2e.browser import ROOT, Person
from tests.e2e.committee import work
from tests.e2e.demo import Demo, make_demo, sign_in
from tests.factories import PASSWORD, Cell

__all__ = ["work"]  # a fixture

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


@pytest.fixture(scope="session")
def demo(host: Any) -> Demo:
	"""The demonstration cell, made once."""
	return make_demo(host)


@pytest.fixture
def opened(chromium: Any, server: Any, demo: Demo, devices: Any) -> Opened:
	"""Opens a device of one person of the demonstration cell; she signs in once in the whole run."""

	def open_device(login: str, size: str, **more: Any) -> Person:
		known = demo.states.get(login)
		who = devices(
			browsers.person(chromium, server.url, size, **({"storage_state": known} if known else {}), **more)
		)
		if not known:
			sign_in(who, f"{login}@hoasen.example")
			demo.states[login] = who.context.storage_state()
		return who

	return open_device
