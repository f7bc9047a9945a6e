"""The names that the app knows as `frappe.…`; `docs/host-api.md` lists them."""

import json
from typing import Any, NoReturn

from werkzeug.local import Local, LocalProxy

from benchless.frappe_api.exceptions import (
	AuthenticationError,
	DoesNotExistError,
	PermissionError,
	ValidationError,
)

__all__ = [
	"AuthenticationError",
	"DoesNotExistError",
	"PermissionError",
	"ValidationError",
	"_",
	"conf",
	"db",
	"get_all",
	"get_doc",
	"get_roles",
	"get_site_path",
	"local",
	"parse_json",
	"qb",
	"request",
	"session",
	"sessions",
	"set_user",
	"throw",
	"utils",
	"whitelist",
]

local = Local()
session: Any = LocalProxy(local, "session")
db: Any = LocalProxy(local, "db")
request: Any = LocalProxy(local, "request")
conf: Any = LocalProxy(local, "conf")


class _dict(dict[str, Any]):
	"""A dict whose keys are attributes, too; a missing one is None."""

	__getattr__ = dict.get
	__setattr__ = dict.__setitem__


# Below, because these modules use the names above.
from benchless.frappe_api import sessions, utils  # noqa: E402
from benchless.frappe_api.database.database import Database  # noqa: E402
from benchless.frappe_api.model.document import get_doc  # noqa: E402
from benchless.frappe_api.query_builder import Query as qb  # noqa: E402
from benchless.frappe_api.translate import _  # noqa: E402
from benchless.whitelist import whitelist  # noqa: E402


def init(site: Any) -> None:
	"""Begin working for `site` in this context, as a guest."""
	local.site = site
	local.conf = site.config
	local.db = Database(site.database)
	local.session = _dict(user="Guest")
	local.message_log = []
	local.lang = site.config.get("language") or "en"
	local.request = None


def destroy() -> None:
	"""Roll back, close and forget."""
	if getattr(local, "db", None) is not None:
		local.db.close()
	local.__release_local__()


def set_user(user: str) -> None:
	"""Continue as `user`, in the language of that user."""
	session.user = user
	own = db.get_value("User", user, "language") if user != "Administrator" else None
	local.lang = own or local.site.config.get("language") or "en"


def get_roles(user: str | None = None) -> list[str]:
	"""Roles of a user (default: of the session), with those that everybody has."""
	user = user or session.user
	if user == "Guest":
		return ["Guest"]
	given = get_all("Has Role", filters={"parent": user}, pluck="role", order_by="role")
	return sorted({*given, "All", "Guest"})


def get_all(
	doctype: str,
	*,
	filters: dict[str, Any] | None = None,
	fields: list[str] | None = None,
	order_by: str = "creation",
	pluck: str | None = None,
) -> list[Any]:
	"""Matching rows as attribute-dicts, or one column of them; no permission is asked.

	Args:
		order_by: columns, separated by commas, ascending.
	"""
	from benchless.frappe_api.query_builder.filters import condition

	table = qb.DocType(doctype)
	query = qb.from_(table).select(*(table[field] for field in ([pluck] if pluck else fields or ["name"])))
	if filters:
		query = query.where(condition(table, filters))
	for column in order_by.split(","):
		query = query.orderby(table[column.strip()])
	return query.run(as_dict=not pluck, pluck=bool(pluck))


def throw(message: str, exception: type[Exception] = ValidationError) -> NoReturn:
	"""Refuse, with a sentence for the user."""
	local.message_log.append(
		{"message": message, "title": _("Message"), "indicator": "red", "raise_exception": 1}
	)
	raise exception(message)


def parse_json(value: Any) -> Any:
	"""JSON text as what it says; anything else unchanged."""
	return json.loads(value) if isinstance(value, str) else value


def get_site_path(*parts: str) -> str:
	"""A path inside the site's folder."""
	return str(local.site.path.joinpath(*parts))
