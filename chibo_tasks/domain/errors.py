"""The one shape in which the domain refuses something.

A refusal carries an English template and its values apart, so that the edge of the app can translate first and fill in
afterwards; a sentence that is already formatted can never be translated.
"""

from typing import Any


def N_(message: str) -> str:
	"""Mark `message` for the message catalogue without translating it here."""
	return message


class Term(str):
	"""A value in a message that is itself a source string of the catalogue, such as a state or an action.

	Args:
		text: source string.
		context: doctype whose vocabulary it belongs to; keeps our "Submitted" apart from everybody else's.
	"""

	context: str

	def __new__(cls, text: str, context: str = "") -> "Term":
		term = super().__new__(cls, text)
		term.context = context
		return term


class DomainError(Exception):
	"""A rule of the domain says no.

	Args:
		message: English sentence with `{named}` places, marked with `N_`; says what is wrong and what to do.
		params: values for those places; a `Term` is translated too, a tuple of them joined with " / ".
	"""

	def __init__(self, message: str, **params: Any) -> None:
		super().__init__(message.format(**{key: _plain(value) for key, value in params.items()}))
		self.message = message
		self.params = params


def _plain(value: Any) -> Any:
	return " / ".join(value) if isinstance(value, tuple) else value
