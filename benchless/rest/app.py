"""The WSGI application: one request is one context and one transaction."""

import json
import logging
import secrets
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from benchless import auth, bootstrap
from benchless import frappe_api as frappe
from benchless.frappe_api.exceptions import CSRFTokenError, RequestTooLargeError
from benchless.rest import methods, pages
from benchless.site import Site

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
MAX_BODY = 25 << 20
LOGIN, LOGOUT, RENEWAL = (
	"/api/method/login",
	"/api/method/logout",
	"/api/method/frappe.core.doctype.user.user.update_password",
)
"""The doors of the contract that begin, end and renew a session."""

HEADERS = {
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy": "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Content-Security-Policy": (
		"default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	),
}

log = logging.getLogger("benchless")


class Application:
	"""Serves one site."""

	def __init__(self, site: Site) -> None:
		bootstrap.install()
		self._site = site

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
		request = Request(environ)
		frappe.init(self._site)
		try:
			frappe.local.request = request
			response = self._answer(request)
			for name, value in HEADERS.items():
				response.headers.setdefault(name, value)
			if frappe.session.user != "Guest" and not request.path.startswith("/assets/"):
				response.headers.setdefault("Cache-Control", "no-store")
			return response(environ, start_response)
		finally:
			request.close()
			frappe.destroy()

	def _answer(self, request: Request) -> Response:
		try:
			self._limit_body(request)
			self._resume(request)
			response = self._route(request)
			if request.method in UNSAFE:
				frappe.db.commit()
			return response
		except HTTPException as error:
			return error.get_response(request.environ)
		except Exception as error:
			frappe.db.rollback()
			return _error(error)

	def _limit_body(self, request: Request) -> None:
		limit = int(self._site.config.get("max_file_size") or MAX_BODY)
		if (request.content_length or 0) > limit:
			frappe.throw(
				frappe._("The file is larger than {limit} MB.").format(limit=limit >> 20),
				RequestTooLargeError,
			)
		request.max_content_length = limit

	def _resume(self, request: Request) -> None:
		frappe.local.lang = _guest_language(request) or frappe.local.lang
		sid = request.cookies.get("sid")
		found = auth.resume(sid) if sid else None
		if not found:
			return
		frappe.set_user(found.user)
		frappe.session.update(found)
		if request.method in UNSAFE and request.path != LOGIN:
			sent = request.headers.get("X-Frappe-CSRF-Token") or request.form.get("csrf_token") or ""
			if not secrets.compare_digest(sent, found.csrf_token):
				raise CSRFTokenError(frappe._("Invalid Request"))

	def _route(self, request: Request) -> Response:
		path = request.path
		if path == LOGIN:
			return self._login(request)
		if path == RENEWAL:
			return self._change_password(request)
		if path == LOGOUT and request.method == "POST":
			auth.end(request.cookies.get("sid", ""))
			response = Response(json.dumps({}), content_type="application/json")
			response.delete_cookie("sid")
			return response
		if path.startswith("/api/method/"):
			return methods.call(request, unquote(path.removeprefix("/api/method/")))
		return pages.serve(request)

	def _login(self, request: Request) -> Response:
		if request.method != "POST":
			raise frappe.PermissionError(frappe._("Not permitted"))
		given = methods.arguments(request)
		sid = auth.login(str(given.get("usr") or ""), str(given.get("pwd") or ""))
		frappe.db.commit()
		frappe.session.update(auth.resume(sid))
		name = frappe.db.get_value("User", frappe.session.user, "full_name")
		return self._signed_in(
			request, sid, {"message": "Logged In", "home_page": pages.home(), "full_name": name}
		)

	def _change_password(self, request: Request) -> Response:
		if request.method != "POST" or frappe.session.user == "Guest":
			raise frappe.PermissionError(frappe._("Not permitted"))
		given = methods.arguments(request)
		sid = auth.change_password(
			frappe.session.user, str(given.get("old_password") or ""), str(given.get("new_password") or "")
		)
		return self._signed_in(request, sid, {"message": pages.home()})

	@staticmethod
	def _signed_in(request: Request, sid: str, body: dict[str, Any]) -> Response:
		response = Response(json.dumps(body, ensure_ascii=False), content_type="application/json")
		response.set_cookie(
			"sid",
			sid,
			max_age=auth.LIFE_SECONDS,
			httponly=True,
			samesite="Lax",
			secure=request.is_secure,
			path="/",
		)
		return response


def _guest_language(request: Request) -> str | None:
	return request.cookies.get("preferred_language") or None


def _error(error: Exception) -> Response:
	"""The error body of the contract; of an unforeseen error the user learns a number, the log the rest."""
	status = getattr(error, "http_status_code", None)
	body: dict[str, Any] = {"exc_type": type(error).__name__}
	if status is None:
		status = HTTPStatus.INTERNAL_SERVER_ERROR
		incident = secrets.token_hex(4)
		log.error("incident %s", incident, exc_info=error)
		text = frappe._("Something went wrong here. Tell the administrator the number {incident}.").format(
			incident=incident
		)
		frappe.local.message_log = [{"message": text, "indicator": "red"}]
	elif not frappe.local.message_log:
		frappe.local.message_log = [{"message": str(error), "indicator": "red"}]
	body["message"] = frappe.local.message_log[-1]["message"]
	body["_server_messages"] = json.dumps(
		[json.dumps(one, ensure_ascii=False) for one in frappe.local.message_log]
	)
	return Response(json.dumps(body, ensure_ascii=False), status=int(status), content_type="application/json")
