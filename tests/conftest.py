from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.hosts import BENCH_SITE, ON_BENCH, BenchHost, BenchlessHost, Server
from tests.http_client import Browser
from tests.mail import MailServer
from tests.peer import Peer

SignIn = Callable[[Any, str], Browser]

if not ON_BENCH:
	from benchless import bootstrap

	bootstrap.install()


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
	"""The host under test."""
	made = BenchHost(BENCH_SITE) if ON_BENCH else BenchlessHost(tmp_path_factory.mktemp("host"))
	yield made
	made.close()


@pytest.fixture(scope="session")
def server(host: Any) -> Iterator[Server]:
	"""The host on a real socket."""
	running = Server(host.application())
	yield running
	running.stop()


@pytest.fixture
def site(host: Any) -> Iterator[Any]:
	"""Connected as Administrator; whatever the test writes is rolled back."""
	with host.connected():
		yield host


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[MailServer]:
	running = MailServer()
	yield running
	running.stop()


@pytest.fixture
def mail_server(_mail_server: MailServer) -> MailServer:
	"""A real SMTP server with an empty memory."""
	_mail_server.clear()
	return _mail_server


@pytest.fixture
def peer() -> Iterator[Peer]:
	"""A real HTTP server that stands for a push service, Telegram, Zalo or an organization's own system."""
	running = Peer()
	yield running
	running.stop()


_with_password: set[str] = set()
"""Users get a password when they first sign in: hashing one is meant to be slow."""


@pytest.fixture
def cell(host: Any) -> Iterator[Any]:
	"""A committed cell of its own; every other one is closed, so that its people have one seat at a time."""
	import frappe

	from tests.factories import close_cells, make_cell

	with host.connected():
		close_cells()
		made = make_cell()
		frappe.db.commit()
	yield made
	with host.connected():
		close_cells()
		frappe.db.commit()


@pytest.fixture
def sign_in(host: Any, server: Server) -> Iterator[SignIn]:
	"""Opens a browser as one person of a cell."""
	from tests.factories import PASSWORD

	opened: list[Browser] = []

	def open_browser(cell: Any, who: str) -> Browser:
		if cell.users[who] not in _with_password:
			host.give_password(cell.users[who], PASSWORD)
			_with_password.add(cell.users[who])
		opened.append(Browser(server.url, cell.users[who], PASSWORD))
		return opened[-1]

	yield open_browser
	for browser in opened:
		browser.session.close()
