"""Reading arguments that come as text from a query string, a form or JSON."""

from datetime import date
from typing import Any

import frappe
from frappe import _

from chibo_tasks.exceptions import refuse


def day(value: str | None, name: str) -> date | None:
	"""A date given as yyyy-mm-dd, or None when empty.

	Raises:
		BadInput: the text is no date; the message names the argument.
	"""
	if not value:
		return None
	try:
		return date.fromisoformat(value)
	except (TypeError, ValueError):
		refuse(_("“{value}” is not a date (field {name}).").format(value=str(value)[:40], name=name))


def required_day(value: str, name: str) -> date:
	"""A date given as yyyy-mm-dd.

	Raises:
		BadInput: it is missing or no date; the message names the argument.
	"""
	found = day(value, name)
	if found is None:
		refuse(_("“{value}” is not a date (field {name}).").format(value="", name=name))
	return found


def names(value: str | list[str] | None, name: str) -> list[str]:
	"""A list of record names, given as a list or as its JSON text."""
	parsed = _parsed(value, name) if value else []
	if not isinstance(parsed, list) or not all(isinstance(one, str) for one in parsed):
		refuse(_("“{name}” has to be a list.").format(name=name))
	return parsed


def mappings(value: str | list[Any], name: str) -> list[dict[str, Any]]:
	"""A list of objects, given as a list or as its JSON text."""
	parsed = _parsed(value, name)
	if not isinstance(parsed, list) or not all(isinstance(one, dict) for one in parsed):
		refuse(_("“{name}” has to be a list of objects.").format(name=name))
	return parsed


def mapping(value: str | dict[str, Any], name: str) -> dict[str, Any]:
	"""An object, given as one or as its JSON text."""
	parsed = _parsed(value, name)
	if not isinstance(parsed, dict):
		refuse(_("“{name}” has to be an object.").format(name=name))
	return parsed


def _parsed(value: Any, name: str) -> Any:
	try:
		return frappe.parse_json(value)
	except ValueError:
		refuse(_("“{name}” is not valid JSON.").format(name=name))


def uploaded() -> tuple[Any, str]:
	"""Stream and name of the multipart part `file`.

	Raises:
		BadInput: the request carries no such part.
	"""
	files = frappe.request.files if frappe.request else {}
	if "file" not in files:
		refuse(_("No file was sent."))
	return files["file"].stream, files["file"].filename or ""


def count(value: str | int, name: str) -> int:
	"""A whole number that is not negative.

	Raises:
		BadInput: it is not one; the message names the argument.
	"""
	try:
		number = int(value)
	except (TypeError, ValueError):
		number = -1
	if number < 0:
		refuse(_("“{value}” is not a count (field {name}).").format(value=str(value)[:40], name=name))
	return number
