"""E-mail: headers that every server reads alike, plain text and HTML that say the same.

Standards: RFC 5322 (form), 2047 (encoded words), 3834 (Auto-Submitted), 2369 and 8058 (List-Unsubscribe in one click).

Built with the older classes of the standard library. `EmailMessage` folds headers wrongly as of Python 3.13: it loses spaces
of one Vietnamese subject in thirteen, makes encoded words longer than 75 characters, and encodes a long List-Unsubscribe
address, which then is none; `tests/unit/test_mail.py` holds what is needed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from functools import lru_cache

from jinja2 import Environment, PackageLoader

from chibo_tasks.domain.messages import outcome
from chibo_tasks.domain.messages.text import encodable, one_line

WIDTH = 75
"""Makes encoded words of at most 75 characters; `Header` counts without the space before them."""

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(
	r"(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)


@dataclass(frozen=True)
class Line:
	"""One thing that the mail says.

	Attributes:
		text: the sentence.
		url: where it leads to.
		urgent: shown first and in red.
	"""

	text: str
	url: str
	urgent: bool = False


@dataclass(frozen=True)
class Letter:
	"""Everything about one mail; all words are translated.

	Attributes:
		key: makes the Message-ID, so that the same letter sent twice is recognised as one.
		sender, sender_name, recipient: addresses and the name that is shown.
		written_at: with its offset.
		lang: language of the words, as in `<html lang>`.
		greeting, footer, open_label: words around the lines.
		unsubscribe: address that ends mails of this kind; with its label; empty where there is none.
	"""

	key: str
	sender: str
	sender_name: str
	recipient: str
	subject: str
	written_at: datetime
	lang: str
	greeting: str
	lines: Sequence[Line]
	open_label: str
	footer: str
	unsubscribe: str = ""
	unsubscribe_label: str = ""


def checked_address(text: str) -> str:
	"""An address as it goes into the envelope, a Vietnamese domain in its ASCII form.

	Raises:
		Refused: it cannot be right.
	"""
	local, _at, domain = text.strip().rpartition("@")
	try:
		plain = domain.encode("idna").decode()
	except UnicodeError:
		plain = ""
	if not (len(local) <= 64 and LOCAL.fullmatch(local) and DOMAIN.fullmatch(plain)):
		raise outcome.Refused(outcome.BAD_ADDRESS, one_line(text, 80))
	return f"{local}@{plain}"


def build(letter: Letter) -> MIMEMultipart:
	"""The finished mail.

	Raises:
		Refused: the recipient's address cannot be right.
	"""
	mail = MIMEMultipart("alternative")
	mail["Subject"] = _text("Subject", one_line(letter.subject))
	mail["From"] = _mailbox("From", letter.sender_name, letter.sender)
	mail["To"] = checked_address(letter.recipient)
	mail["Date"] = format_datetime(letter.written_at)
	mail["Message-ID"] = f"<{letter.key}@{letter.sender.rpartition('@')[2]}>"
	mail["Auto-Submitted"] = "auto-generated"
	if letter.unsubscribe:
		mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
		mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
	for kind, name in (("plain", "message.txt"), ("html", "message.html")):
		text = encodable(_templates().get_template(name).render(letter=letter))
		part = MIMEText(text, kind, _utf8())  # type: ignore[arg-type]
		mail.attach(part)
	return mail


def _text(name: str, text: str) -> str:
	"""A value that people read; what cannot stand as it is becomes encoded words."""
	plain = text.isascii() and len(text) < 60 and "=?" not in text
	return text if plain else Header(text, "utf-8", header_name=name, maxlinelen=WIDTH).encode()


def _mailbox(name: str, shown: str, address: str) -> str:
	"""An address with the name that is shown before it."""
	shown = one_line(shown, 100)
	if shown.isascii():
		return formataddr((shown, address))
	return f"{_text(name, shown)}\n <{address}>"


def _utf8() -> Charset:
	"""UTF-8 as quoted-printable: passes every server, and lines stay short."""
	charset = Charset("utf-8")
	charset.body_encoding = QP
	return charset


@lru_cache(maxsize=1)
def _templates() -> Environment:
	return Environment(
		loader=PackageLoader("chibo_tasks", "templates/emails"),
		autoescape=True,
		trim_blocks=True,
		lstrip_blocks=True,
	)
