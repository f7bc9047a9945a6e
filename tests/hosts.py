"""The two hosts of the app, as the tests see them: the same handle on benchless and on a real bench.

benchless is the default. `make test-bench BENCH=… SITE=…` sets CHIBO_BENCH_SITE and runs the same tests inside the
bench's own environment, against that site.
"""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

BENCH_SITE = os.environ.get("CHIBO_BENCH_SITE", "")
ON_BENCH = bool(BENCH_SITE)


class Server:
	"""A WSGI application on a real socket, in a thread of this process, so that the tests' clock is its clock."""

	def __init__(self, application: Any) -> None:
		from werkzeug.serving import WSGIRequestHandler, make_server

		class Handler(WSGIRequestHandler):
			"""Closes an answer whose reader is gone: where the socket breaks while werkzeug drains it, it forgets to."""

			def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
				answer = (environ or {}).get(_Answer.KEY)
				if answer is not None:
					answer.close()

		def answering(environ: Any, start_response: Any) -> Any:
			environ[_Answer.KEY] = answer = _Answer(application(environ, start_response))
			return answer

		self._server = make_server("127.0.0.1", 0, answering, threaded=True, request_handler=Handler)
		self.url = f"http://127.0.0.1:{self._server.server_port}"
		self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
		self._thread.start()

	def stop(self) -> None:
		self._server.shutdown()
		self._thread.join()
		self._server.server_close()


class _Answer:
	"""The body of an answer, closed once."""

	KEY = "tests.answer"

	def __init__(self, body: Any) -> None:
		self._body = body

	def __iter__(self) -> Iterator[bytes]:
		return iter(self._body)

	def close(self) -> None:
		body, self._body = self._body, ()
		if hasattr(body, "close"):
			body.close()


class BenchlessHost:
	"""A fresh site in a temporary folder."""

	name = "benchless"

	def __init__(self, folder: Path) -> None:
		from benchless import bootstrap, installer
		from benchless.site import Site

		bootstrap.install()
		self.site = Site.create(folder / "site", ["chibo_tasks"], language="vi")
		installer.install(self.site)

	@contextmanager
	def connected(self, user: str = "Administrator") -> Iterator[None]:
		from benchless.site import connected

		with connected(self.site, user):
			yield

	def application(self) -> Any:
		return import_module("benchless.rest.app").Application(self.site)

	def give_password(self, user: str, password: str) -> None:
		from benchless import auth

		with self.connected():
			import frappe

			auth.set_password(user, password)
			frappe.db.commit()

	def use_mail_server(self, port: int) -> None:
		self.site.config.update(mail_server="127.0.0.1", mail_port=port, auto_email_id="chibo@hoasen.example")

	def configure(self, **values: Any) -> None:
		"""Set keys of the site's configuration; None takes one away."""
		self.site.config.update(values)
		for key in [key for key, value in values.items() if value is None]:
			del self.site.config[key]

	@contextmanager
	def count_statements(self) -> Iterator[list[str]]:
		import frappe

		statements: list[str] = []
		frappe.db.trace(lambda sql: statements.append(sql))
		try:
			yield statements
		finally:
			frappe.db.trace(None)

	@contextmanager
	def locking_reads(self) -> Iterator[list[str]]:
		"""Every read that sees the newest state and keeps it, in order."""
		import frappe

		reads: list[str] = []
		original = frappe.db.run

		def watching(sql: str, values: Any = (), *, lock: bool = False) -> Any:
			if lock:
				reads.append(sql)
			return original(sql, values, lock=lock)

		frappe.db.run = watching
		try:
			yield reads
		finally:
			frappe.db.run = original

	def explain(self, sql: Any) -> str:
		"""How the database means to run a counted statement."""
		import frappe

		return "\n".join(str(row) for row in frappe.db.run(f"EXPLAIN QUERY PLAN {sql}").fetchall())

	def close(self) -> None:
		pass


class BenchHost:
	"""The site of a real bench; every test makes its own organizations there, and leaves them."""

	name = "bench"

	def __init__(self, site: str) -> None:
		self.site_name = site
		self.sites = os.getcwd()

	@contextmanager
	def connected(self, user: str = "Administrator") -> Iterator[None]:
		import frappe

		frappe.init(site=self.site_name, sites_path=self.sites, force=True)
		frappe.connect()
		frappe.local.lang = "vi"
		frappe.local.conf.throttle_user_limit = 1_000_000
		try:
			frappe.set_user(user)
			yield
		finally:
			frappe.db.rollback()
			frappe.destroy()

	def application(self) -> Any:
		import frappe.app
		from werkzeug.middleware.shared_data import SharedDataMiddleware

		frappe.app._site = self.site_name
		frappe.app._sites_path = self.sites
		return SharedDataMiddleware(frappe.app.application, {"/assets": str(Path(self.sites) / "assets")})

	def give_password(self, user: str, password: str) -> None:
		from frappe.utils.password import update_password

		with self.connected():
			import frappe

			update_password(user, password)
			frappe.db.commit()

	def use_mail_server(self, port: int) -> None:
		self.configure(
			mail_server="127.0.0.1",
			mail_port=port,
			use_tls=0,
			auto_email_id="chibo@hoasen.example",
			disable_mail_smtp_authentication=1,
		)

	def configure(self, **values: Any) -> None:
		"""Set keys of the site's configuration; None takes one away."""
		import frappe

		path = Path(self.sites) / self.site_name / "site_config.json"
		kept = {**json.loads(path.read_text()), **values}
		path.write_text(json.dumps({key: one for key, one in kept.items() if one is not None}, indent=1))
		if getattr(frappe.local, "conf", None):
			frappe.local.conf.update(values)

	@contextmanager
	def count_statements(self) -> Iterator[list[str]]:
		import frappe

		statements: list[Any] = []
		original = frappe.db.sql

		def counting(query: Any, *args: Any, **kwargs: Any) -> Any:
			statements.append(_Statement(str(query)))
			statements[-1].values = args[0] if args else ()
			return original(query, *args, **kwargs)

		frappe.db.sql = counting
		try:
			yield statements
		finally:
			frappe.db.sql = original

	@contextmanager
	def locking_reads(self) -> Iterator[list[str]]:
		"""Every read that sees the newest state and keeps it, in order."""
		reads: list[str] = []
		with self.count_statements() as statements:
			yield reads
		reads += [str(one) for one in statements if "FOR UPDATE" in one.upper()]

	def explain(self, sql: Any) -> str:
		"""How the database means to run a counted statement."""
		import frappe

		return "\n".join(str(row) for row in frappe.db.sql(f"EXPLAIN {sql}", sql.values))

	def close(self) -> None:
		sys.stdout.flush()


class _Statement(str):
	"""SQL as it was sent, with its values."""

	values: Any = ()
