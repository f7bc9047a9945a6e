"""/api/method/<dotted path>: whitelisted functions with checked arguments."""

import json
from datetime import date, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from benchless import frappe_api as frappe
from benchless import hooks, whitelist


def call(request: Request, path: str) -> Response:
	"""Call the function at `path` and answer {"message": what it returned}.

	Raises:
		PermissionError: not whitelisted, a guest, or the wrong HTTP method; the answer is the same.
		ValidationError: there is no such function.
	"""
	try:
		function = hooks.function(path)
	except ImportError:
		raise frappe.ValidationError(
			frappe._("Failed to get method for command {path}").format(path=path)
		) from None
	refused = frappe.session.user == "Guest" and not whitelist.is_open_to_guests(function)
	if refused or request.method not in whitelist.allowed_methods(function):
		raise frappe.PermissionError(frappe._("Not permitted"))
	result = function(**whitelist.accepted(function, arguments(request)))
	if isinstance(result, Response):
		return result
	body = {} if result is None else {"message": result}
	return Response(json.dumps(body, ensure_ascii=False, default=_plain), content_type="application/json")


def arguments(request: Request) -> dict[str, Any]:
	"""A JSON body alone, else the query string and the form together, the form winning."""
	if request.mimetype == "application/json":
		try:
			body = json.loads(request.get_data() or b"{}")
		except ValueError:
			raise frappe.ValidationError(frappe._("The request is not valid JSON.")) from None
		return body if isinstance(body, dict) else {}
	return {**request.args.to_dict(), **request.form.to_dict()}


def _plain(value: Any) -> str:
	if isinstance(value, datetime):
		return value.isoformat(" ", "microseconds")
	if isinstance(value, date):
		return value.isoformat()
	raise TypeError(f"{type(value).__name__} cannot be sent")
