"""The outgoing mail account, from the keys of `site_config.json` that Frappe knows, too.

Without `mail_server` the mails are kept as .eml files in the site's `mail` folder, so that nothing is lost and a trial
needs no mail server.
"""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any

from benchless import frappe_api as frappe

__all__ = ["EmailAccount"]


class EmailAccount:
	"""Where mail goes out.

	Attributes:
		email_id: address of the sender.
	"""

	def __init__(self, config: dict[str, Any]) -> None:
		self._config = config
		self.email_id: str = config.get("auto_email_id") or config.get("mail_login") or "chibo@localhost"

	@classmethod
	def find_default_outgoing(cls) -> "EmailAccount":
		"""The account that this site sends with."""
		return cls(frappe.local.site.config)

	def get_smtp_server(self) -> "SMTPServer":
		"""The server of this account; the same one each time, so that its connection is used again."""
		return self._server

	@cached_property
	def _server(self) -> "SMTPServer":
		return SMTPServer(self._config)


class SMTPServer:
	"""A connection that opens when it is needed."""

	def __init__(self, config: dict[str, Any]) -> None:
		self._config = config
		self._session: smtplib.SMTP | None = None

	@property
	def session(self) -> "smtplib.SMTP | Folder":
		"""An open connection.

		Raises:
			OSError, smtplib.SMTPException: the server cannot be reached or refuses us.
		"""
		config = self._config
		if not config.get("mail_server"):
			return Folder(Path(frappe.get_site_path("mail")))
		if self._session is not None and self._alive(self._session):
			return self._session
		port = int(config.get("mail_port") or (587 if config.get("use_tls") else 25))
		trusted = ssl.create_default_context()
		connection: smtplib.SMTP
		if port == smtplib.SMTP_SSL_PORT:
			connection = smtplib.SMTP_SSL(config["mail_server"], port, timeout=30, context=trusted)
		else:
			connection = smtplib.SMTP(config["mail_server"], port, timeout=30)
			if config.get("use_tls"):
				connection.starttls(context=trusted)
		if config.get("mail_password"):
			connection.login(
				config.get("mail_login") or self._config["auto_email_id"], config["mail_password"]
			)
		self._session = connection
		return connection

	def quit(self) -> None:
		"""Close the connection, if there is one."""
		if self._session is not None:
			with suppress(OSError, smtplib.SMTPException):
				self._session.quit()
			self._session = None

	@staticmethod
	def _alive(connection: smtplib.SMTP) -> bool:
		try:
			return connection.noop()[0] == 250
		except (OSError, smtplib.SMTPException):
			return False


class Folder:
	"""Stands in for a connection where no mail server is configured."""

	def __init__(self, folder: Path) -> None:
		self._folder = folder

	def send_message(self, mail: EmailMessage) -> None:
		"""Keep `mail` under its Message-ID; the same one again replaces it."""
		self._folder.mkdir(mode=0o700, exist_ok=True)
		name = "".join(ch for ch in mail["Message-ID"] if ch.isalnum() or ch in "@.-")
		(self._folder / f"{name}.eml").write_bytes(mail.as_bytes())
