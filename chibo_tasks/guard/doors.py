"""Requests that name our doctypes: only through doors that ask the permission hooks, and never without a token."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _, client

from chibo_tasks import guard

HONEST_METHODS = frozenset(
	{
		"frappe.client.get",
		"frappe.client.get_list",
		"frappe.client.get_value",
		"frappe.client.insert",
		"frappe.client.insert_many",
		"frappe.client.save",
		"frappe.client.set_value",
		"frappe.client.validate_link",
		"frappe.client.delete",
		"frappe.desk.form.load.getdoc",
		"frappe.desk.form.load.getdoctype",
		"frappe.desk.form.save.cancel",
		"frappe.desk.form.save.savedocs",
		"frappe.desk.form.utils.get_next",
		"frappe.desk.listview.get_group_by_count",
		"frappe.desk.listview.get_list_settings",
		"frappe.desk.reportview.get",
		"frappe.desk.reportview.get_count",
		"frappe.desk.reportview.get_list",
		"frappe.desk.search.search_link",
		"frappe.desk.search.search_widget",
		"frappe.model.utils.user_settings.get",
		"frappe.model.utils.user_settings.save",
		"frappe.model.workflow.apply_workflow",
		"frappe.model.workflow.get_transitions",
	}
)
"""What the Desk needs for lists and forms, and what answers from the permission hooks (P1) or saves through controllers.

Everything else that names one of our doctypes is refused: counts that ask nobody (P2), child rows and link titles (P3, P7),
following (P9), sharing (P10), assigning and liking (P12), remarks under another's name (P13), uploads (P18 … P23), prints,
exports, and what later versions will add. A site may open more under `chibo_allowed_methods` in its configuration.
"""

HONEST_PATHS = ("/api/resource/", "/api/v1/resource/", "/api/v2/document/", "/api/v2/doctype/")
"""REST on documents asks the hooks and saves through the controllers (P1, P34)."""

FREE_TEXT = frozenset({"content", "description", "message", "subject", "text", "txt", "title"})
"""Arguments that hold what people write, where the name of a doctype is a word like any other."""

SAFE_VERBS = ("GET", "HEAD", "OPTIONS")
DEEPEST = 8


def check_request() -> None:
	"""Hook before each request: refuse what reaches for our records past the permission hooks.

	Raises:
		frappe.PermissionError: a door that is closed for our doctypes.
		frappe.CSRFTokenError: a change of our records by a browser session that holds no token (P43).
	"""
	request = frappe.local.request
	method = _method(request.path)
	own = method.startswith("chibo_tasks.")
	named = own or _names_ours(request.path, frappe.local.form_dict)
	if not named:
		return
	if not own and frappe.session.user != "Administrator" and not _is_honest(request.path, method):
		frappe.throw(_("This is not available for the records of this app."), frappe.PermissionError)
	_check_order(frappe.local.form_dict)
	_check_token(request)


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> Any:
	"""The platform's check of a link, which confirms to anybody that a record exists (P7), for ours to readers only.

	Args:
		doctype, docname: the record that is linked to.
		fields: names of fields to return with it (list or its JSON).
	"""
	if doctype in guard.OURS and not (
		frappe.db.exists(doctype, docname) and frappe.has_permission(doctype, "read", docname)
	):
		return {"name": None}
	return client.validate_link(doctype, docname, fields)


def _method(path: str) -> str:
	"""Dotted path of the function that a request calls, or ""."""
	for prefix in ("/api/method/", "/api/v1/method/", "/api/v2/method/"):
		if path.startswith(prefix):
			return path[len(prefix) :].strip("/")
	return str(frappe.local.form_dict.get("cmd") or "")


def _is_honest(path: str, method: str) -> bool:
	if method:
		return method in HONEST_METHODS or method in (frappe.conf.get("chibo_allowed_methods") or ())
	return path.startswith(HONEST_PATHS)


def _names_ours(path: str, arguments: dict[str, Any]) -> bool:
	return any(part in guard.OURS for part in path.split("/")) or any(
		text in guard.OURS or any(f"`tab{name}`" in text for name in guard.OURS)
		for text in _texts(arguments, DEEPEST)
	)


def _texts(value: Any, depth: int) -> Iterator[str]:
	"""Every text in `value`, also inside of JSON that is carried as text."""
	if isinstance(value, str):
		yield value.strip()
		if depth and value.lstrip()[:1] in ("{", "[", '"'):
			try:
				yield from _texts(json.loads(value), depth - 1)
			except (ValueError, RecursionError):
				return
	elif isinstance(value, dict) and depth:
		for key, one in value.items():
			yield from _texts(key, depth - 1)
			if key not in FREE_TEXT:
				yield from _texts(one, depth - 1)
	elif isinstance(value, list | tuple) and depth:
		for one in value:
			yield from _texts(one, depth - 1)


def _check_order(arguments: dict[str, Any]) -> None:
	"""Order by columns, never by expressions: `order_by=(select sleep(9))` reaches the database as it is (P40)."""
	for name in ("order_by", "group_by"):
		if any(mark in str(arguments.get(name) or "") for mark in "();"):
			frappe.throw(_("Lists can be ordered by columns only."), frappe.PermissionError)


def _check_token(request: Any) -> None:
	"""The platform asks for the token only in sessions that have one; a session without one may not change ours."""
	if request.method in SAFE_VERBS or frappe.session.user == "Guest":
		return
	if not frappe.session.data.csrf_token:
		frappe.flags.disable_traceback = True
		frappe.throw(_("Open the page again before you change anything."), frappe.CSRFTokenError)
