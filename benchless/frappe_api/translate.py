"""Translations from the `translations/<language>.csv` of the site's apps."""

import csv
from functools import cache
from pathlib import Path

from benchless import frappe_api as frappe
from benchless.frappe_api.model.meta import _package_folder


def _(message: str, *, context: str | None = None) -> str:
	"""`message` in the language of this context; the message itself where there is no translation.

	Args:
		context: vocabulary to look in first, a doctype.
	"""
	catalogue = _catalogue(tuple(frappe.local.site.apps), frappe.local.lang)
	return (context and catalogue.get(f"{message}:{context}")) or catalogue.get(message, message)


@cache
def _catalogue(apps: tuple[str, ...], language: str) -> dict[str, str]:
	messages: dict[str, str] = {}
	for app in apps:
		path: Path = _package_folder(app) / "translations" / f"{language}.csv"
		if path.exists():
			with path.open(encoding="utf-8", newline="") as file:
				messages.update(
					(":".join([row[0], *row[2:]]), row[1]) for row in csv.reader(file) if len(row) > 1
				)
	return messages
