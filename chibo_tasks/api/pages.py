"""Plain pages for people who follow a link without being signed in. No scripts, nothing of anybody in them."""

import frappe
from frappe import _
from markupsafe import Markup
from werkzeug.wrappers import Response

PAGE = Markup(
	"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>Chibo Tasks</title></head>
<body style="max-width:32rem;margin:15vh auto;padding:0 1rem;font:1.125rem/1.6 sans-serif">
<p>{text}</p>{more}
</body></html>"""
)
FORM = Markup(
	'<form method="post"><input type="hidden" name="token" value="{token}">'
	'<input type="hidden" name="csrf_token" value="{csrf}">'
	'<button style="font:inherit;padding:.5rem 1rem">{label}</button></form>'
)


def page(text: str, more: str = "", status: int = 200) -> Response:
	"""A page that says one sentence."""
	return Response(
		PAGE.format(lang=frappe.local.lang, text=text, more=more),
		status=status,
		content_type="text/html; charset=utf-8",
		headers={"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"},
	)


def not_found() -> Response:
	"""The same answer to every wrong link."""
	return page(_("This link is not valid, or not any more."), status=404)


def question(text: str, token: str, label: str) -> Response:
	"""A page with one button, which sends `token` back.

	A browser that is signed in sends its session along, so the button carries that session's own token.
	"""
	signed_in = frappe.session.user != "Guest"
	csrf = frappe.sessions.get_csrf_token() if signed_in else ""
	return page(text, FORM.format(token=token, csrf=csrf, label=label))
