from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from tests.e2e import browser as browsers
from tests.e2e.browser import ROOT, Person
from tests.factories import PASSWORD, Cell

SignedIn = Callable[..., Person]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
	"""A real browser."""
	playwright = pytest.importorskip("playwright.sync_api")
	if not browsers.chromium():
		pytest.skip("no Chromium here: apt-get install chromium, or set CHIBO_CHROMIUM")
	if not (ROOT / "chibo_tasks/www/chibo.html").exists():
		pytest.fail("the front end is not built: cd frontend && npm ci && npm run build")
	with playwright.sync_playwright() as running:
		launched = browsers.launch(running)
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


@pytest.fixture
def signed_in(
	chromium: Any, server: Any, cell: Cell, give_password: Callable[[str], None]
) -> Iterator[SignedIn]:
	"""Opens a device on which one person of the cell is signed in; nobody where `who` is None."""
	with ExitStack() as stack:

		def open_device(who: str | None, size: str, **more: Any) -> Person:
			opened = stack.enter_context(contextmanager(browsers.person)(chromium, server.url, size, **more))
			if who:
				give_password(cell.users[who])
				answer = opened.page.request.post(
					f"{server.url}/api/method/login", data={"usr": cell.users[who], "pwd": PASSWORD}
				)
				assert answer.ok, answer.text()
			return opened

		yield open_device
