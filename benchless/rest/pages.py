"""Pages of `www/`, assets of `public/`; nothing of a site's private folder is ever served from here."""

import gzip
import importlib
import mimetypes
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

from benchless import frappe_api as frappe
from benchless import hooks
from benchless.frappe_api.model.meta import _package_folder

COMPRESSED = {".js", ".css", ".html", ".svg", ".json", ".webmanifest"}
YEAR_SECONDS = 31_536_000
HASHED = re.compile(r"-[A-Za-z0-9_-]{8}\.[a-z0-9]+$")


def serve(request: Request) -> Response:
	"""Answer a request for a page or an asset.

	Raises:
		NotFound: there is none.
	"""
	path = request.path
	if request.method not in ("GET", "HEAD"):
		raise NotFound
	if path in ("/", "/login"):
		return redirect(home())
	if path.startswith("/assets/"):
		return _asset(request, path)
	if path.endswith(".min.js"):
		return _worker(request, path)
	return _page(_resolve(path))


def home() -> str:
	"""Route of the app's entry on the apps screen."""
	return hooks.values("add_to_apps_screen")[0]["route"]


def _asset(request: Request, path: str) -> Response:
	app, _, rest = path.removeprefix("/assets/").partition("/")
	if app not in frappe.local.site.config["installed_apps"]:
		raise NotFound
	file = safe_join(str(_package_folder(app) / "public"), rest)
	if file is None or not Path(file).is_file():
		raise NotFound
	if Path(file).suffix in COMPRESSED and "gzip" in request.headers.get("Accept-Encoding", ""):
		response = _compressed(file)
	else:
		response = send_file(file, environ=request.environ, conditional=True)
	response.headers["Vary"] = "Accept-Encoding"
	response.headers["Cache-Control"] = (
		f"public, max-age={YEAR_SECONDS}, immutable" if HASHED.search(path) else "public, no-cache"
	)
	return response


def _compressed(file: str) -> Response:
	kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
	return Response(
		_gzip(file, os.stat(file).st_mtime_ns), mimetype=kind, headers={"Content-Encoding": "gzip"}
	)


@lru_cache(maxsize=256)
def _gzip(file: str, _changed: int) -> bytes:
	return gzip.compress(Path(file).read_bytes(), mtime=0)


def _worker(request: Request, path: str) -> Response:
	"""A script of `www/`, as it is; a service worker has to live at the root of what it controls."""
	for app in frappe.local.site.config["installed_apps"]:
		file = safe_join(str(_package_folder(app) / "www"), path.lstrip("/"))
		if file is not None and Path(file).is_file():
			response = send_file(file, environ=request.environ, mimetype="text/javascript", conditional=True)
			response.headers["Cache-Control"] = "no-cache"
			return response
	raise NotFound


def _resolve(path: str) -> str:
	"""The page that a path means, after the app's route rules."""
	route = path.strip("/")
	for rule in hooks.values("website_route_rules"):
		prefix = rule["from_route"].partition("<path:")[0].strip("/")
		if route.startswith(f"{prefix}/"):
			return str(rule["to_route"])
	return route


def _page(name: str) -> Response:
	for app in frappe.local.site.config["installed_apps"]:
		template = _package_folder(app) / "www" / f"{name}.html"
		if re.fullmatch(r"[a-z0-9_-]+", name) and template.is_file():
			context: Any = frappe._dict()
			module = importlib.import_module(f"{app}.www.{name.replace('-', '_')}")
			context = module.get_context(context) or context
			html = (
				SandboxedEnvironment(autoescape=True)
				.from_string(template.read_text(encoding="utf-8"))
				.render(context)
			)
			return Response(html, content_type="text/html; charset=utf-8")
	raise NotFound
