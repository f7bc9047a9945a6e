"""Whether the session's user may do something to a document: the doctype's role table, then the app's hooks."""

from typing import Any

from benchless import frappe_api as frappe
from benchless import hooks


def check(doc: Any, ptype: str) -> None:
	"""Raise `PermissionError` unless the role table and every hook allow `ptype` on `doc`."""
	user = frappe.session.user
	if user == "Administrator":
		return
	roles = set(frappe.get_roles(user))
	allowed = any(row.get(ptype) and row["role"] in roles for row in doc.meta.permissions)
	for path in hooks.values("has_permission", doc.doctype):
		allowed = allowed and bool(hooks.function(path)(doc, ptype=ptype, user=user))
	if not allowed:
		frappe.throw(
			frappe._("You are not permitted to do this with {doctype}.").format(
				doctype=frappe._(doc.doctype)
			),
			frappe.PermissionError,
		)
