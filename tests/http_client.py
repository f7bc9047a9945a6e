"""A browser without a screen: cookies, the token of the page, and the app's methods by name."""

import json
import re
from typing import Any

import requests


class Refused(AssertionError):
	"""The server said no.

	Attributes:
		status: HTTP status.
		kind: `exc_type` of the answer.
		text: the sentence for the user.
	"""

	def __init__(self, response: requests.Response) -> None:
		body = response.json() if "json" in response.headers.get("Content-Type", "") else {}
		messages = [json.loads(one)["message"] for one in json.loads(body.get("_server_messages") or "[]")]
		self.status, self.kind, self.text = response.status_code, body.get("exc_type"), " ".join(messages)
		super().__init__(f"{self.status} {self.kind}: {self.text or response.text[:300]}")


class Browser:
	"""One signed-in person."""

	def __init__(self, url: str, user: str, password: str) -> None:
		self.url = url
		self.session = requests.Session()
		answer = self.session.post(f"{url}/api/method/login", data={"usr": user, "pwd": password}, timeout=30)
		if answer.status_code != 200:
			self.session.close()
			raise Refused(answer)
		self.session.headers["X-Frappe-CSRF-Token"] = self.boot()["csrf_token"]

	def boot(self) -> dict[str, Any]:
		"""Boot data of the front end's page."""
		page = self.session.get(f"{self.url}/chibo", timeout=30)
		page.raise_for_status()
		found = re.search(r'<script id="boot" type="application/json">(.*?)</script>', page.text, re.DOTALL)
		assert found, "the page carries no boot data"
		return json.loads(found[1])

	def get(self, method: str, **arguments: Any) -> Any:
		"""Call a reading method of `chibo_tasks.api`."""
		return self._message(self.raw(method, arguments))

	def raw(self, method: str, arguments: dict[str, Any]) -> requests.Response:
		"""The answer of a reading method as it is."""
		return self.session.get(
			f"{self.url}/api/method/chibo_tasks.api.{method}", params=arguments, timeout=60
		)

	def post(self, method: str, files: Any = None, **arguments: Any) -> Any:
		"""Call a changing method of `chibo_tasks.api`."""
		address = f"{self.url}/api/method/chibo_tasks.api.{method}"
		if files:
			return self._message(self.session.post(address, data=arguments, files=files, timeout=120))
		return self._message(self.session.post(address, json=arguments, timeout=60))

	@staticmethod
	def _message(response: requests.Response) -> Any:
		if response.status_code != 200:
			raise Refused(response)
		return response.json().get("message")
