"""`frappe.sessions`: the token that proves that a request comes from our own page."""

from benchless import frappe_api as frappe

__all__ = ["get_csrf_token"]


def get_csrf_token() -> str:
	"""Token of this session; every changing request has to carry it."""
	return frappe.session.csrf_token
