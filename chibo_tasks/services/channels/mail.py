"""E-mail, by the SMTP session of the site's outgoing Email Account (docs/decisions/0003)."""

import smtplib
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import get_url

from chibo_tasks import clock
from chibo_tasks.domain.messages import mail, outcome
from chibo_tasks.services import people
from chibo_tasks.services.channels import keys
from chibo_tasks.services.channels.parcel import DIGEST, Parcel

UNSUBSCRIBE = "unsubscribe"
UNSUBSCRIBE_METHOD = "/api/method/chibo_tasks.api.channels.unsubscribe"


class Mail:
	"""One run's connection to the mail server."""

	def __init__(self) -> None:
		self._account = EmailAccount.find_default_outgoing()

	def is_set_up(self) -> bool:
		"""False where there is no account to send with; messages wait then."""
		return bool(self._account)

	def lane(self, row: Any) -> str:
		"""One server takes all mail."""
		return "Email"

	def send(self, parcel: Parcel) -> str:
		"""Hand the mail over and return its Message-ID.

		Raises:
			Undelivered: what the server says to it, or that there is no server.
		"""
		letter = mail.build(self._letter(parcel))
		session = self._session()
		try:
			session.send_message(letter)
		except smtplib.SMTPRecipientsRefused as error:
			code, answer = next(iter(error.recipients.values()))
			raise outcome.of_smtp(code, _text(answer)) from error
		except (
			smtplib.SMTPSenderRefused
		) as error:  # not the receiver's fault, and the next will fare no better
			raise outcome.Unavailable(
				outcome.REFUSED, f"{error.smtp_code} {_text(error.smtp_error)}"
			) from error
		except smtplib.SMTPResponseException as error:
			raise outcome.of_smtp(error.smtp_code, _text(error.smtp_error)) from error
		except (OSError, smtplib.SMTPException) as error:
			raise outcome.Busy(outcome.UNREACHABLE, type(error).__name__) from error
		return str(letter["Message-ID"])

	def close(self) -> None:
		if self._account:
			self._account.get_smtp_server().quit()

	def _session(self) -> Any:
		try:
			return self._account.get_smtp_server().session
		except (OSError, smtplib.SMTPException, frappe.ValidationError) as error:
			raise outcome.Unavailable(outcome.UNREACHABLE, f"{type(error).__name__}: {error}") from error

	def _letter(self, parcel: Parcel) -> mail.Letter:
		lines = parcel.lines
		digest = parcel.kind == DIGEST
		subject = (
			lines[0].text
			if len(lines) == 1
			else _("{count} things that concern you").format(count=len(lines))
		)
		return mail.Letter(
			key=parcel.key,
			sender=self._account.email_id,
			sender_name=str(
				frappe.db.get_value("Chibo Organization", parcel.organization, "organization_name")
			),
			recipient=parcel.address,
			subject=subject,
			written_at=clock.moment(people.zone(parcel.organization)),
			lang=parcel.language,
			greeting=_("Dear {name},").format(name=parcel.name),
			lines=[
				mail.Line(line.text, get_url(f"/chibo/viec/{line.deadline}"), line.urgent) for line in lines
			],
			open_label=_("Open in Chibo Tasks"),
			footer=_("You receive this because you are responsible for or review this work in chibo_tasks."),
			unsubscribe=unsubscribe_link(parcel.member) if digest else "",
			unsubscribe_label=_("No daily message by e-mail any more"),
		)


def unsubscribe_link(member: str) -> str:
	"""The address that ends the daily mails of `member`."""
	return get_url(f"{UNSUBSCRIBE_METHOD}?token={quote(keys.link_token(UNSUBSCRIBE, member))}")


def _text(answer: bytes | str) -> str:
	return answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
