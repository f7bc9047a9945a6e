"""HTTP to the outside: to public addresses only, by https, never following a redirect, never waiting or reading for long.

The address of a webhook or of a push subscription comes from a user. `requests-hardened` resolves the host, refuses private
and loopback addresses and connects to the address that it has looked at, so that a name cannot change its mind in between.
The operator can open single hosts of an own network with `chibo_allowed_hosts` in the site's configuration.
"""

import time
from typing import Any
from urllib.parse import urlsplit

import frappe
import requests
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress

from chibo_tasks.domain.messages import outcome

TIMEOUTS = (5, 10)
"""Seconds to connect, and between two pieces of the answer."""
ANSWER_SECONDS, ANSWER_BYTES = 20, 64 << 10
AGENT = "chibo_tasks"


class _Session(HTTPSession):
	"""Reads the beginning of an answer and hangs up."""

	def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
		end = time.monotonic() + ANSWER_SECONDS
		response = super().send(request, **{**kwargs, "stream": True, "timeout": TIMEOUTS})
		content = b""
		try:
			for block in response.iter_content(4096):
				content += block
				if len(content) >= ANSWER_BYTES or time.monotonic() > end:
					break
		finally:
			response.close()
		response._content = content[:ANSWER_BYTES]  # what `.text` and `.json()` read
		return response


def is_allowed(url: str) -> bool:
	"""True when the operator has opened the host of `url`, given as `host` or `host:port`."""
	address = urlsplit(url)
	return bool({address.netloc, address.hostname} & set(frappe.conf.get("chibo_allowed_hosts") or ()))


def session(url: str) -> requests.Session:
	"""A session for requests to `url`."""
	made = _Session(
		Config(
			ip_filter_enable=not is_allowed(url),
			ip_filter_allow_loopback_ips=False,
			never_redirect=True,
			default_timeout=TIMEOUTS,
			user_agent_override=AGENT,
		)
	)
	made.trust_env = False
	return made


def post(url: str, **kwargs: Any) -> requests.Response:
	"""POST to `url`; whatever the answer is, it is returned.

	Raises:
		Refused: the address lies in a private network.
		Unavailable: nobody answers there.
	"""
	with reaching(), session(url) as one:
		return one.post(url, **kwargs)


class reaching:
	"""Turns the failures of a request into outcomes; a context."""

	def __enter__(self) -> None:
		pass

	def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
		if isinstance(error, InvalidIPAddress):
			raise outcome.Refused(outcome.FORBIDDEN_ADDRESS, str(error)) from error
		if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
			raise outcome.Refused(outcome.BAD_ADDRESS) from error
		if isinstance(error, requests.RequestException):
			raise outcome.Unavailable(outcome.UNREACHABLE, type(error).__name__) from error
