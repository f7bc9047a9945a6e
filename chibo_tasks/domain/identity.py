"""Names of records: random, or derived from what a record is about.

A random name can be neither guessed nor counted. Writing a record with a derived name twice meets the primary key, which
is what makes a sweep or an opening run safe to repeat.
"""

import hashlib
import secrets

SPEAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another on paper."""


def identity(*parts: str) -> str:
	"""40 hex digits that stand for `parts`, in their order."""
	return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def new_name() -> str:
	"""A record name of 128 random bits."""
	return secrets.token_hex(16)


def first_password() -> str:
	"""A password to be handed over on paper: three groups of four letters or digits, about 59 random bits."""
	return "-".join("".join(secrets.choice(SPEAKABLE) for _ in range(4)) for _ in range(3))
