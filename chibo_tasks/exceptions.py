"""Refusals as the platform knows them: translated, with the HTTP status and the class name that a client can act on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, NoReturn

import frappe
from frappe import _

from chibo_tasks.domain.errors import DomainError, Term


class LockedRecord(frappe.ValidationError):
	"""A record that only its own actions may change was written to directly."""


class NotFound(frappe.DoesNotExistError):
	"""There is no such record, or the asking user may not know that there is; the answer is the same."""


class BadInput(frappe.ValidationError):
	"""An argument is missing or makes no sense."""


class FileTooLarge(frappe.ValidationError):
	"""An uploaded file is larger than the settings allow."""

	http_status_code = 413


class FileTypeRefused(frappe.ValidationError):
	"""An uploaded file is of a kind that is not accepted, judged by its content."""

	http_status_code = 415


class PlanUnreadable(frappe.ValidationError):
	"""A file cannot be read as a plan."""


class AlreadyDone(frappe.ValidationError):
	"""Somebody, or an earlier click, has done this already."""

	http_status_code = 409


class StaleDraft(frappe.ValidationError):
	"""The record was changed after the caller last saw it."""

	http_status_code = 409


def not_found() -> NotFound:
	"""The answer to "not there" and "not yours" alike."""
	return NotFound(_("This does not exist, or you are not among those who may see it."))


def refuse(message: str, exception: type[Exception] = BadInput) -> NoReturn:
	"""Raise `exception` with `message`, which is already translated and filled in."""
	frappe.throw(message, exception)
	raise AssertionError


@contextmanager
def translated() -> Iterator[None]:
	"""Turn a refusal of the domain into one of the platform, in the user's language."""
	try:
		yield
	except DomainError as error:
		frappe.throw(say(error), platform_class(type(error)))


def say(error: DomainError) -> str:
	"""The sentence of `error` in the language of the session."""
	return say_text(error.message, error.params)


def say_text(template: str, params: Mapping[str, Any]) -> str:
	"""`template`, a source string, filled in and in the language of the session."""
	return _(template).format(**{key: _say_value(value) for key, value in params.items()})


def _say_value(value: Any) -> Any:
	if isinstance(value, tuple):
		return " / ".join(str(_say_value(one)) for one in value)
	return _(value, context=value.context or None) if isinstance(value, Term) else value


@cache
def platform_class(error: type[DomainError]) -> type[Exception]:
	"""The platform's exception class of the same name, so that a client can tell refusals apart."""
	status = getattr(error, "http_status_code", frappe.ValidationError.http_status_code)
	return type(
		error.__name__, (frappe.ValidationError,), {"__doc__": error.__doc__, "http_status_code": status}
	)


def say_any(error: Exception) -> str:
	"""The sentence of a refusal of either kind, where it is reported instead of raised."""
	return say(error) if isinstance(error, DomainError) else str(error)
