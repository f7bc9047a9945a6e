"""A real SMTP server in a process of its own: the outside ledger of what was handed over.

`python -m tests.host.smtp_sink LOG MODE` prints its port. Each line of LOG is one event, written before the client is answered:
{"session", "event": "begun" | "accepted" | "quit", "recipient", "message_id"}. The file MODE says what the server does with the
next mail: ok, slow (answers late), hang (does not answer), tempfail (451), perm (550), drop (takes it and goes without an answer).
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from itertools import count
from pathlib import Path
from typing import Any

OK, SLOW, HANG, TEMPFAIL, PERM, DROP = "ok", "slow", "hang", "tempfail", "perm", "drop"
ANSWERS = {TEMPFAIL: "451 try later", PERM: "550 no such user"}
SLOW_SECONDS = 0.02


@dataclass(frozen=True)
class Event:
	"""One line of the log.

	Attributes:
		session: number of the connection.
		event: begun (the mail is there), accepted (it is ours now) or quit (the client said goodbye).
	"""

	session: int
	event: str
	recipient: str = ""
	message_id: str = ""


class Sink:
	"""The server process, as a test sees it."""

	def __init__(self, folder: Path) -> None:
		self._log, self._mode = folder / "smtp.jsonl", folder / "smtp.mode"
		self._log.touch()
		self.answer(OK)
		self._process = subprocess.Popen(
			[sys.executable, "-m", "tests.host.smtp_sink", str(self._log), str(self._mode)],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)
		assert self._process.stdout is not None
		self.port = int(self._process.stdout.readline())

	def answer(self, mode: str) -> None:
		"""Treat mails in this way from now on."""
		fresh = self._mode.with_suffix(".new")
		fresh.write_text(mode)
		fresh.replace(self._mode)

	def events(self) -> list[Event]:
		"""What has happened so far."""
		return [Event(**json.loads(line)) for line in self._log.read_text().splitlines()]

	def clear(self) -> None:
		"""Forget what has happened; no client may be connected."""
		os.truncate(self._log, 0)

	def stop(self) -> None:
		self._process.communicate()


class _Handler:
	def __init__(self, log: Path, mode: Path) -> None:
		self._log, self._mode, self._numbers = log, mode, count(1)

	def _note(self, session: Any, event: str, **more: str) -> None:
		if not hasattr(session, "number"):
			session.number = next(self._numbers)
		with self._log.open("a") as file:
			file.write(json.dumps({"session": session.number, "event": event, **more}) + "\n")
			file.flush()
			os.fsync(file.fileno())

	async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
		mode = self._mode.read_text()
		[recipient] = envelope.rcpt_tos
		mail = {"recipient": recipient, "message_id": str(message_from_bytes(envelope.content)["Message-ID"])}
		self._note(session, "begun", **mail)
		if mode == HANG:
			await asyncio.sleep(60)
		if mode in ANSWERS:
			return ANSWERS[mode]
		if mode == SLOW:
			await asyncio.sleep(SLOW_SECONDS)
		self._note(session, "accepted", **mail)
		if mode == DROP:
			server.transport.abort()
		elif mode == SLOW:
			await asyncio.sleep(SLOW_SECONDS)
		return "250 OK"

	async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
		self._note(session, "quit")
		return "221 Bye"


def main(arguments: Sequence[str]) -> None:
	"""Serve until standard input ends."""
	from aiosmtpd.smtp import SMTP

	handler = _Handler(Path(arguments[0]), Path(arguments[1]))

	async def serve() -> None:
		loop = asyncio.get_running_loop()
		server = await loop.create_server(lambda: SMTP(handler, hostname="127.0.0.1"), "127.0.0.1", 0)
		print(server.sockets[0].getsockname()[1], flush=True)
		await loop.run_in_executor(None, sys.stdin.read)
		server.close()

	asyncio.run(serve())


if __name__ == "__main__":
	main(sys.argv[1:])
