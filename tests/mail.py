"""A real SMTP server on loopback that remembers what it was given."""

import asyncio
import socket
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Mail:
	"""One accepted mail for one recipient."""

	recipient: str
	subject: str
	message_id: str
	text: str
	html: str
	raw: bytes


class _Handler:
	def __init__(self) -> None:
		self.received: list[Mail] = []
		self.answers: dict[str, str] = {}
		self.data_answer = ""
		self.drop = ""
		self.drops_left = 0
		self.delay = 0.0

	async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
		refusal = self.answers.get(address)
		if refusal:
			return refusal
		envelope.rcpt_tos.append(address)
		return "250 OK"

	def _drops(self, server: Any, when: str) -> bool:
		if self.drop != when or self.drops_left <= 0:
			return False
		self.drops_left -= 1
		server.transport.abort()
		return True

	async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
		await asyncio.sleep(self.delay)
		if self._drops(server, "before"):
			return "421 gone"
		if self.data_answer:
			return self.data_answer
		self._remember(envelope)
		await asyncio.sleep(self.delay)
		if self._drops(server, "after"):
			return "421 gone"
		return "250 OK"

	def _remember(self, envelope: Any) -> None:
		parsed = message_from_bytes(envelope.content, policy=default)
		assert isinstance(parsed, EmailMessage)
		plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
		for recipient in envelope.rcpt_tos:
			self.received.append(
				Mail(
					recipient=recipient,
					subject=str(parsed["Subject"]),
					message_id=str(parsed["Message-ID"]),
					text=plain.get_content() if plain else "",
					html=html.get_content() if html else "",
					raw=envelope.content,
				)
			)


class MailServer:
	"""The server.

	`answers` maps an address to the SMTP answer with which it is refused.
	"""

	def __init__(self) -> None:
		self._handler = _Handler()
		with socket.create_server(("127.0.0.1", 0)) as free:
			self.port: int = free.getsockname()[1]
		self._controller = Controller(self._handler, hostname="127.0.0.1", port=self.port)
		self._controller.start()

	@property
	def received(self) -> list[Mail]:
		return self._handler.received

	@property
	def answers(self) -> dict[str, str]:
		return self._handler.answers

	def behave(self, *, data_answer: str = "", drop: str = "", times: int = 0, delay: float = 0.0) -> None:
		"""How whole mails are treated from now on.

		Args:
			data_answer: what is answered to the mail instead of taking it.
			drop: "before": hang up without having taken it; "after": take it and hang up without a word.
			times: how often it hangs up.
			delay: seconds before a mail is taken, and again before it is confirmed.
		"""
		handler = self._handler
		handler.data_answer, handler.drop, handler.drops_left, handler.delay = data_answer, drop, times, delay

	def clear(self) -> None:
		self._handler.received.clear()
		self._handler.answers.clear()
		self.behave()

	def stop(self) -> None:
		self._controller.stop()
