"""Documents: a row with the rules of its doctype, run in Frappe's order of events."""

import re
import secrets
from datetime import datetime
from typing import Any

from benchless import frappe_api as frappe
from benchless.frappe_api import permissions
from benchless.frappe_api.exceptions import (
	CharacterLengthExceededError,
	DoesNotExistError,
	InvalidEmailAddressError,
	LinkValidationError,
	MandatoryError,
	NonNegativeError,
	TimestampMismatchError,
	ValidationError,
)
from benchless.frappe_api.model.meta import Field, Meta, meta_of

__all__ = ["Document"]

EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
RESERVED = {"doctype", "meta", "flags", "_before"}


class Document:
	"""One record.

	Attributes:
		doctype: what it is.
		name: its name, None until it is inserted.
		flags: passing marks for its own rules; never taken from input.
	"""

	doctype: str
	name: Any

	def __init__(self, values: dict[str, Any]) -> None:
		self.doctype = values["doctype"]
		self.name = None
		self.flags = frappe._dict()
		self._before: Document | None = None
		for column in self.meta.columns:
			self.__dict__.setdefault(column, None)
		self.update(values)

	@property
	def meta(self) -> Meta:
		return meta_of(frappe.local.site.apps, self.doctype)

	def __getattr__(self, name: str) -> Any:
		raise AttributeError(f"{self.__class__.__name__} has no attribute {name!r}")

	def get(self, key: str, default: Any = None) -> Any:
		"""A field's value, or `default` where there is no such field."""
		return self.__dict__.get(key, default)

	def update(self, values: dict[str, Any]) -> "Document":
		"""Set several fields."""
		for key, value in values.items():
			if key not in RESERVED:
				self.__dict__[key] = value
		return self

	def get_doc_before_save(self) -> "Document | None":
		"""The record as it is stored, while it is being saved; None on insert."""
		return self._before

	# Saving

	def insert(self, *, ignore_permissions: bool = False, set_name: str | None = None) -> "Document":
		"""Store a new record.

		Args:
			ignore_permissions: the caller has decided.
			set_name: name to use instead of one that is made.

		Raises:
			PermissionError, or one of the ValidationErrors of the contract.
		"""
		stamp, user = frappe.utils.now(), frappe.session.user
		self._apply_defaults()
		self.update(
			{
				"owner": user,
				"modified_by": user,
				"creation": stamp,
				"modified": stamp,
				"docstatus": 0,
				"idx": 0,
			}
		)
		self._check_links()
		self._check_permission("create", ignore_permissions)
		self._run("before_insert")
		self._set_name(set_name)
		self._run("validate")
		self._check_fields()
		columns = self.meta.columns
		table = frappe.qb.into(frappe.qb.DocType(self.doctype))
		table.columns(columns).insert(*(self._stored(column) for column in columns)).run()
		self._run("after_insert")
		self._run("on_update")
		return self

	def save(self) -> "Document":
		"""Store a changed record.

		Raises:
			TimestampMismatchError: it has been changed since it was read.
		"""
		self._check_permission("write", ignore_permissions=False)
		self._before = get_doc(self.doctype, self.name, for_update=True)
		if str(self._before.modified) != str(self.modified):
			frappe.throw(
				frappe._("This record was changed by somebody else in the meantime. Reload it."),
				TimestampMismatchError,
			)
		self.update({"modified": frappe.utils.now(), "modified_by": frappe.session.user})
		self._check_links()
		self._run("validate")
		self._check_fields()
		values = {column: self._stored(column) for column in self.meta.columns if column != "name"}
		frappe.db.set_value(self.doctype, self.name, values, update_modified=False)
		self._run("on_update")
		self._before = None
		return self

	# Steps

	def _run(self, event: str) -> None:
		method = getattr(self, event, None)
		if callable(method):
			method()

	def _check_permission(self, ptype: str, ignore_permissions: bool) -> None:
		if not (ignore_permissions or self.flags.get("ignore_permissions")):
			permissions.check(self, ptype)

	def _apply_defaults(self) -> None:
		for field in self.meta.fields:
			if self.get(field.fieldname) is None:
				first = field.choices[0] if field.fieldtype == "Select" else None
				self.__dict__[field.fieldname] = field.default if field.default is not None else first or None

	def _set_name(self, given: str | None) -> None:
		self.name = given
		if given:
			return
		self._run("autoname")
		if not self.name:
			kind, _, fieldname = self.meta.autoname.partition(":")
			self.name = str(self.get(fieldname) or "") if kind == "field" else secrets.token_hex(5)
		if not self.name:
			raise ValidationError(f"a {self.doctype} needs a name")

	def _check_links(self) -> None:
		for field in self.meta.fields:
			value = self.get(field.fieldname)
			if field.fieldtype == "Link" and value and not frappe.db.exists(field.options, value):
				frappe.throw(
					frappe._("Could not find {label}: {value}").format(
						label=frappe._(field.label), value=value
					),
					LinkValidationError,
				)

	def _check_fields(self) -> None:
		missing = [field for field in self.meta.fields if field.reqd and _is_empty(self.get(field.fieldname))]
		if missing:
			labels = ", ".join(frappe._(field.label) for field in missing)
			frappe.throw(
				frappe._("{doctype}: value missing for {fields}").format(
					doctype=frappe._(self.doctype), fields=labels
				),
				MandatoryError,
			)
		for field in self.meta.fields:
			self._check_field(field, self.get(field.fieldname))

	def _check_field(self, field: Field, value: Any) -> None:
		label = frappe._(field.label)
		if field.fieldtype == "Select" and value and str(value) not in field.choices:
			frappe.throw(
				frappe._("{label} cannot be “{value}”.").format(label=label, value=value), ValidationError
			)
		if field.fieldtype in ("Data", "Link") and value and len(str(value)) > field.length:
			frappe.throw(
				frappe._("{label} is longer than {length} characters.").format(
					label=label, length=field.length
				),
				CharacterLengthExceededError,
			)
		if field.non_negative and frappe.utils.cint(value) < 0:
			frappe.throw(frappe._("{label} cannot be negative.").format(label=label), NonNegativeError)
		if field.options == "Email" and value and not EMAIL.fullmatch(str(value)):
			frappe.throw(
				frappe._("“{value}” is not an e-mail address.").format(value=value), InvalidEmailAddressError
			)

	def _stored(self, column: str) -> Any:
		"""The value in the form in which its column keeps it."""
		value = self.get(column)
		field = next((field for field in self.meta.fields if field.fieldname == column), None)
		if field is None:
			return value
		if field.fieldtype in ("Int", "Check"):
			number = frappe.utils.cint(value)
			return int(bool(number)) if field.fieldtype == "Check" else number
		if field.fieldtype == "Float":
			return float(value or 0)
		if field.fieldtype == "Date" and value:
			return frappe.utils.getdate(value)
		if field.fieldtype == "Datetime" and value and not isinstance(value, datetime):
			return datetime.fromisoformat(str(value))
		if field.fieldtype == "Link" or column == "parent":
			return value or None
		return value


def _is_empty(value: Any) -> bool:
	return value is None or (isinstance(value, str) and not value.strip())


def get_doc(doctype: str | dict[str, Any], name: str | None = None, *, for_update: bool = False) -> Any:
	"""A new document from a dict with `doctype`, or the stored one of that name.

	Args:
		for_update: read the newest committed state and keep others from changing it.

	Raises:
		DoesNotExistError: nothing has this name.
	"""
	if isinstance(doctype, dict):
		return meta_of(frappe.local.site.apps, doctype["doctype"]).controller(doctype)
	meta = meta_of(frappe.local.site.apps, doctype)
	row = frappe.db.get_value(doctype, name, list(meta.columns), as_dict=True, for_update=for_update)
	if row is None:
		frappe.throw(
			frappe._("{doctype} {name} not found").format(doctype=frappe._(doctype), name=name),
			DoesNotExistError,
		)
	return meta.controller({"doctype": doctype, **row})
