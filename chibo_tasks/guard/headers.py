"""Headers of our own answers; those of other apps on the site stay as they are (P26)."""

from typing import Any

HEADERS = {
	"Cache-Control": "private, no-store",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"Referrer-Policy": "same-origin",
	"Content-Security-Policy": (
		"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	),
}
PATHS = ("/chibo", "/api/method/chibo_tasks.")


def add_headers(response: Any = None, request: Any = None) -> None:
	"""Hook after each request."""
	if response is None or not str(getattr(request, "path", "")).startswith(PATHS):
		return
	for name, value in HEADERS.items():
		response.headers.setdefault(name, value)
