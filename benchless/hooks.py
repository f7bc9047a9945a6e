"""What the site's apps declare in their `hooks.py`."""

import importlib
from collections.abc import Callable
from typing import Any

from benchless import frappe_api as frappe


def values(name: str, key: str | None = None) -> list[Any]:
	"""Values of the hook `name` over all apps, in their order.

	Args:
		key: for hooks that are dicts, the entry that is meant.
	"""
	found: list[Any] = []
	for app in frappe.local.site.config["installed_apps"]:
		value = getattr(importlib.import_module(f"{app}.hooks"), name, None)
		if key is not None:
			value = (value or {}).get(key)
		if value is not None:
			found += value if isinstance(value, list) else [value]
	return found


def function(path: str) -> Callable[..., Any]:
	"""The function at a dotted path.

	Raises:
		ImportError: there is none.
	"""
	module, _, name = path.rpartition(".")
	try:
		return getattr(importlib.import_module(module), name)
	except (AttributeError, ValueError) as error:
		raise ImportError(f"there is no function {path}") from error
