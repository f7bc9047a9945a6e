"""Records of the platform that would tell of ours, or change them, past the access table."""

from typing import Any

import frappe
from frappe import _

from chibo_tasks import guard

REFERENCES = {
	"Assignment Rule": "document_type",
	"Auto Repeat": "reference_doctype",
	"Comment": "reference_doctype",
	"Communication": "reference_doctype",
	"Custom DocPerm": "parent",
	"DocShare": "share_doctype",
	"Document Follow": "ref_doctype",
	"Notification": "document_type",
	"Report": "ref_doctype",
	"Server Script": "reference_doctype",
	"Tag Link": "document_type",
	"ToDo": "reference_type",
	"Web Form": "doc_type",
	"Webhook": "webhook_doctype",
}
"""Doctype of the platform → its field that names a doctype; such a record may not name one of ours.

A share opens a record that the hook has closed (P10), a follow mails its changes (P9), a to-do or a like writes into it
(P12), a comment carries any author (P13), a report reads without asking (P8), and so on.
"""

TELLING_PROPERTIES = frozenset(
	{"in_global_search", "show_title_field_in_link", "track_changes", "track_seen", "track_views"}
)
"""Switches of a doctype that copy its content where others find it (P5, P6, P7)."""


def check_reference(doc: Any, method: str | None = None) -> None:
	"""Hook on validation: refuse a record of the platform that refers to one of our doctypes.

	Raises:
		frappe.PermissionError: it does.
	"""
	doctype = doc.get(REFERENCES[doc.doctype])
	if doctype in guard.OURS:
		frappe.throw(
			_(
				"{what} cannot be used with {doctype}: these records are open to the people they name only."
			).format(what=_(doc.doctype), doctype=_(doctype)),
			frappe.PermissionError,
		)


def check_property(doc: Any, method: str | None = None) -> None:
	"""Hook on validation of a Property Setter: keep the telling switches of our doctypes off.

	Raises:
		frappe.PermissionError: one would be switched on.
	"""
	if doc.doc_type in guard.OURS and doc.property in TELLING_PROPERTIES and str(doc.value) not in ("", "0"):
		frappe.throw(
			_("“{property}” stays off for {doctype}.").format(property=doc.property, doctype=_(doc.doc_type)),
			frappe.PermissionError,
		)
