"""Passwords, sessions, and how often one may guess."""

import hashlib
import secrets
import time
import unicodedata
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from benchless import frappe_api as frappe
from benchless.frappe_api.exceptions import AuthenticationError, TooManyRequestsError

IDLE_SECONDS = 8 * 3600
LIFE_SECONDS = 7 * 24 * 3600
SEEN_EVERY_SECONDS = 300
GUESSES, GUESS_SECONDS = 5, 300
SHORTEST_PASSWORD = 10

_hasher = PasswordHasher()


class WeakPassword(frappe.ValidationError):
	"""A password that is too short or too common."""


def set_password(user: str, password: str) -> None:
	"""Store the hash of a new password and end the user's sessions.

	Raises:
		WeakPassword: shorter than ten characters, or one character over and over.
	"""
	text = _normal(password)
	if len(text) < SHORTEST_PASSWORD or len(set(text)) < 4:
		frappe.throw(
			frappe._("The password needs at least {count} characters, not all alike.").format(
				count=SHORTEST_PASSWORD
			),
			WeakPassword,
		)
	frappe.db.run(
		'INSERT INTO "__Auth" ("user", "password") VALUES (?, ?) '
		'ON CONFLICT ("user") DO UPDATE SET "password" = excluded."password"',
		(user, _hasher.hash(text)),
	)
	end_sessions(user)


def login(user: str, password: str) -> str:
	"""Check a password and begin a session; return its id.

	The answer and the time it takes are the same for an unknown user, a disabled one and a wrong password.

	Raises:
		TooManyRequestsError: five wrong passwords for this account within five minutes.
		AuthenticationError: anything else that is wrong.
	"""
	name = unicodedata.normalize("NFC", user).strip().lower()
	check(name, password)
	return _begin_session(name)


def change_password(user: str, old: str, new: str) -> str:
	"""Replace the password of a user who knows it, end all her sessions and begin a new one; return its id.

	Raises:
		TooManyRequestsError, AuthenticationError: as `login`.
		WeakPassword: as `set_password`.
	"""
	check(user, old)
	set_password(user, new)
	return _begin_session(user)


def check(name: str, password: str) -> None:
	"""Whether this is the password of a user; a wrong one counts as a guess.

	Raises:
		TooManyRequestsError, AuthenticationError: as `login`.
	"""
	_check_guesses(name)
	row = frappe.db.run('SELECT "password" FROM "__Auth" WHERE "user" = ?', (name,)).fetchone()
	try:
		_hasher.verify(row[0] if row else _decoy(), _normal(password))
		correct = row is not None and bool(frappe.db.get_value("User", name, "enabled"))
	except VerificationError:
		correct = False
	if not correct:
		frappe.db.run('INSERT INTO "__Login Failure" ("user", "at") VALUES (?, ?)', (name, time.time()))
		frappe.db.commit()
		raise AuthenticationError(frappe._("Invalid login credentials"))
	frappe.db.run(
		'DELETE FROM "__Login Failure" WHERE "user" = ? OR "at" < ?', (name, time.time() - GUESS_SECONDS)
	)


def resume(sid: str) -> Any:
	"""The session of `sid` as an attribute-dict, or None when it has ended."""
	now = time.time()
	row = frappe.db.run(
		'SELECT s."user", s."csrf_token", s."seen" FROM "__Session" s JOIN "tabUser" u ON u."name" = s."user" '
		'WHERE s."sid" = ? AND s."seen" > ? AND s."started" > ? AND u."enabled" = 1',
		(_digest(sid), now - IDLE_SECONDS, now - LIFE_SECONDS),
	).fetchone()
	if row is None:
		return None
	if now - row[2] > SEEN_EVERY_SECONDS:
		frappe.db.run('UPDATE "__Session" SET "seen" = ? WHERE "sid" = ?', (now, _digest(sid)))
		frappe.db.commit()
	return frappe._dict(user=row[0], csrf_token=row[1], sid=sid)


def end(sid: str) -> None:
	"""End one session."""
	frappe.db.run('DELETE FROM "__Session" WHERE "sid" = ?', (_digest(sid),))


def end_sessions(user: str) -> None:
	"""End all sessions of a user."""
	frappe.db.run('DELETE FROM "__Session" WHERE "user" = ?', (user,))


def _begin_session(user: str) -> str:
	sid, now = secrets.token_urlsafe(32), time.time()
	frappe.db.run(
		'DELETE FROM "__Session" WHERE "seen" < ? OR "started" < ?', (now - IDLE_SECONDS, now - LIFE_SECONDS)
	)
	frappe.db.run(
		'INSERT INTO "__Session" ("sid", "user", "csrf_token", "started", "seen") VALUES (?, ?, ?, ?, ?)',
		(_digest(sid), user, secrets.token_hex(28), now, now),
	)
	return sid


def _check_guesses(user: str) -> None:
	since = time.time() - GUESS_SECONDS
	failures = frappe.db.run(
		'SELECT count(*) FROM "__Login Failure" WHERE "user" = ? AND "at" > ?', (user, since)
	).fetchone()[0]
	if failures >= GUESSES:
		raise TooManyRequestsError(frappe._("Too many wrong passwords. Try again in five minutes."))


def _normal(password: str) -> str:
	return unicodedata.normalize("NFC", password)


def _digest(sid: str) -> str:
	"""Sessions are stored as a hash, so that a copy of the database opens none of them."""
	return hashlib.sha256(sid.encode()).hexdigest()


@lru_cache(maxsize=1)
def _decoy() -> str:
	return _hasher.hash(secrets.token_hex(16))
