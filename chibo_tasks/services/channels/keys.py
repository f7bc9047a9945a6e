"""Keys of this site: made once when the app is installed, stored encrypted, never shown."""

import base64
import hashlib
import hmac
import secrets

import frappe
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from frappe.utils.password import decrypt, encrypt
from py_vapid import Vapid02

from chibo_tasks.services import rows

VAPID, LINKS = "vapid", "links"


def prepare() -> None:
	"""Make the keys that are missing; the ones that are there stay."""
	fresh = {VAPID: _new_vapid, LINKS: lambda: secrets.token_hex(32)}
	missing = [name for name in fresh if not frappe.db.exists("Chibo Key", name)]
	rows.insert(
		"Chibo Key",
		("name", "secret"),
		({"name": name, "secret": encrypt(fresh[name]())} for name in missing),
		ignore_duplicates=True,
	)


def vapid() -> Vapid02:
	"""The key pair with which push services know this site (RFC 8292)."""
	return Vapid02.from_pem(_read(VAPID).encode())


def push_key() -> str:
	"""The public half, as browsers want it (`applicationServerKey`): uncompressed point, base64url without padding."""
	point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
	return base64.urlsafe_b64encode(point).decode().rstrip("=")


def link_token(purpose: str, name: str) -> str:
	"""A token for a link that works without signing in: it names a record, and nobody else can make it."""
	mac = hmac.new(_read(LINKS).encode(), f"{purpose}\n{name}".encode(), hashlib.sha256).hexdigest()
	return f"{name}.{mac}"


def named_by(purpose: str, token: str) -> str | None:
	"""The record that a token of `link_token` names, or None when we did not make it."""
	name = token.partition(".")[0]
	return name if hmac.compare_digest(link_token(purpose, name).encode(), token.encode()) else None


def _read(name: str) -> str:
	return decrypt(frappe.db.get_value("Chibo Key", name, "secret"))


def _new_vapid() -> str:
	key = ec.generate_private_key(ec.SECP256R1())
	return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
