"""One process that serves a site and runs its scheduled jobs."""

import ipaddress
import logging
import threading

import waitress

from benchless import scheduler
from benchless.site import Site, SiteError, exclusive

THREADS = 8
CONNECTIONS = 1000
IDLE_SECONDS = 30
BODY_BYTES = 1 << 30
"""Beyond the application's own limit, which answers with a sentence; what lies between is spooled to disk."""


def serve(
	site: Site, host: str, port: int, *, open_network: bool = False, with_scheduler: bool = True
) -> None:
	"""Serve until interrupted.

	Args:
		open_network: the operator says that TLS ends in front of a non-loopback address.
		with_scheduler: run the app's jobs in this process.

	Raises:
		SiteError: another process serves this site, or `host` is open to the network without `open_network`.
	"""
	from benchless.rest.app import Application

	if not (open_network or _is_loopback(host)):
		raise SiteError(f"{host} is open to the network; put TLS in front and say --open-network")
	with exclusive(site):
		stop = threading.Event()
		jobs = threading.Thread(
			target=scheduler.run_forever, args=(site, stop), name="scheduler", daemon=True
		)
		if with_scheduler:
			jobs.start()
		logging.getLogger("waitress").setLevel(logging.ERROR)
		try:
			waitress.serve(
				Application(site),
				host=host,
				port=port,
				threads=THREADS,
				connection_limit=CONNECTIONS,
				channel_timeout=IDLE_SECONDS,
				max_request_body_size=BODY_BYTES,
				ident=None,
				**(
					{"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-proto"}}
					if open_network
					else {}
				),
			)
		finally:
			stop.set()


def _is_loopback(host: str) -> bool:
	try:
		return host == "localhost" or ipaddress.ip_address(host).is_loopback
	except ValueError:
		return False
