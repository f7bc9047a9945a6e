"""What benchless gives functions for guests: the opening itself, a count of requests, secrets; and what `chibo doctor` says of mail."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from benchless.frappe_api import rate_limiter
from benchless.rest.app import Application
from benchless.site import Site, connected
from chibo import cli
from tests.hosts import Server

FEED = "/api/method/chibo_tasks.api.calendar.feed?token=x"


@pytest.fixture
def url(own_site: Site) -> Iterator[str]:
	server = Server(Application(own_site))
	yield server.url
	server.stop()


def test_a_guest_reaches_what_is_open_to_guests_and_nothing_else(url: str) -> None:
	assert requests.get(f"{url}{FEED}", timeout=10).status_code == 404
	assert requests.post(f"{url}{FEED}", timeout=10).status_code == 403
	assert requests.get(f"{url}/api/method/chibo_tasks.api.calendar.show", timeout=10).status_code == 403


def test_one_address_asks_so_often_and_then_waits(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
	clock = [1000.0]
	monkeypatch.setattr(rate_limiter.time, "monotonic", lambda: clock[0])
	monkeypatch.setattr(rate_limiter, "_counts", {})
	with requests.Session() as session:
		statuses = [session.get(f"{url}{FEED}", timeout=10).status_code for _number in range(1201)]
		assert set(statuses[:1200]) == {404}
		refused = session.get(f"{url}{FEED}", timeout=10)
		assert (statuses[-1], refused.status_code, refused.json()["exc_type"]) == (
			429,
			429,
			"RateLimitExceededError",
		)
		clock[0] += 601
		assert session.get(f"{url}{FEED}", timeout=10).status_code == 404


def test_secrets_are_read_with_the_key_of_the_site_only(own_site: Site) -> None:
	from benchless.frappe_api.utils.password import decrypt, encrypt

	with connected(own_site):
		import frappe

		kept = encrypt("mật khẩu")
		assert "mật" not in kept and decrypt(kept) == "mật khẩu"
		own_site.config["secret"] = "0" * 64
		with pytest.raises(frappe.ValidationError, match="khóa khác"):
			decrypt(kept)


def test_the_keys_of_a_site_stay_as_they_are(own_site: Site) -> None:
	from chibo_tasks.services.channels import keys

	with connected(own_site):
		before = (keys.push_key(), keys.link_token("x", "y"))
		keys.prepare()
		assert (keys.push_key(), keys.link_token("x", "y")) == before
		assert keys.named_by("x", before[1]) == "y" and keys.named_by("z", before[1]) is None


def test_the_doctor_says_where_mails_are_kept_without_a_server(
	own_site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
	from benchless.frappe_api.email.doctype.email_account.email_account import EmailAccount

	with connected(own_site):
		mail = EmailMessage()
		mail["Message-ID"] = "<a@b>"
		EmailAccount.find_default_outgoing().get_smtp_server().session.send_message(mail)
	assert cli.main(["--site", str(own_site.path), "doctor"]) == 0
	said = capsys.readouterr().out
	assert ".eml" in said and str(own_site.path / "mail") in said
	assert [path.name for path in (own_site.path / "mail").iterdir()] == ["a@b.eml"]


def certificate(folder: Path) -> ssl.SSLContext:
	"""The TLS context of a server that nobody has certified."""
	key = ec.generate_private_key(ec.SECP256R1())
	name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
	now = datetime.now(timezone.utc)
	made = (
		x509.CertificateBuilder()
		.subject_name(name)
		.issuer_name(name)
		.public_key(key.public_key())
		.serial_number(1)
		.not_valid_before(now - timedelta(days=1))
		.not_valid_after(now + timedelta(days=1))
		.sign(key, hashes.SHA256())
	)
	file = folder / "server.pem"
	private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
	file.write_bytes(private + made.public_bytes(Encoding.PEM))
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(file)
	return context


def test_a_mail_server_that_cannot_prove_who_it_is_gets_neither_password_nor_mail(
	own_site: Site, tmp_path: Path
) -> None:
	from benchless.frappe_api.email.doctype.email_account.email_account import EmailAccount

	class Handler:
		mails = 0

		async def handle_DATA(self, *_arguments: Any) -> str:
			self.mails += 1
			return "250 OK"

	handler = Handler()
	with socket.create_server(("127.0.0.1", 0)) as free:
		port = free.getsockname()[1]
	server = Controller(handler, hostname="127.0.0.1", port=port, tls_context=certificate(tmp_path))
	server.start()
	try:
		own_site.config.update(mail_server="127.0.0.1", mail_port=port, use_tls=1, auto_email_id="a@b.vn")
		with connected(own_site), pytest.raises(ssl.SSLError):
			_ = EmailAccount.find_default_outgoing().get_smtp_server().session
	finally:
		server.stop()
	assert handler.mails == 0
