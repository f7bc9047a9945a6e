"""Secrets that have to be read again, encrypted with a key that is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from benchless import frappe_api as frappe

__all__ = ["check_password", "decrypt", "encrypt"]


def check_password(user: str, pwd: str) -> str:
	"""The user, when this is her password.

	Raises:
		AuthenticationError: it is not.
	"""
	from benchless import auth

	auth.check(user, pwd)
	return user


def encrypt(txt: str) -> str:
	"""Encrypt a text with the site's key."""
	return _cipher().encrypt(txt.encode()).decode()


def decrypt(txt: str) -> str:
	"""The text that was encrypted.

	Raises:
		ValidationError: it was encrypted with another key.
	"""
	try:
		return _cipher().decrypt(txt.encode()).decode()
	except InvalidToken:
		frappe.throw(frappe._("This was encrypted with another key than that of the site's configuration."))


def _cipher() -> Fernet:
	return Fernet(base64.urlsafe_b64encode(hashlib.sha256(frappe.conf["secret"].encode()).digest()))
