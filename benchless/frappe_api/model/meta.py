"""What a doctype is, read from its JSON file and the controller beside it."""

import importlib
import json
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

COLUMN_TYPES = {
	"Int": "INTEGER",
	"Check": "INTEGER",
	"Float": "REAL",
	"Date": "DATE",
	"Datetime": "DATETIME",
}
TEXT_TYPES = {"Data", "Small Text", "Long Text", "Select", "Link", "JSON"}
DATA_LENGTH = 140
STANDARD_FIELDS = ("name", "creation", "modified", "modified_by", "owner", "docstatus", "idx")


class Field:
	"""One field of a doctype."""

	def __init__(self, definition: dict[str, Any]) -> None:
		self.fieldname: str = definition["fieldname"]
		self.fieldtype: str = definition["fieldtype"]
		self.label: str = definition.get("label") or self.fieldname
		self.options: str = definition.get("options") or ""
		self.default: str | None = definition.get("default")
		self.reqd = bool(definition.get("reqd"))
		self.unique = bool(definition.get("unique"))
		self.search_index = bool(definition.get("search_index"))
		self.non_negative = bool(definition.get("non_negative"))
		self.length = int(definition.get("length") or DATA_LENGTH)

	@property
	def column_type(self) -> str:
		return COLUMN_TYPES.get(self.fieldtype, "TEXT")

	@property
	def is_stored(self) -> bool:
		return self.fieldtype in COLUMN_TYPES or self.fieldtype in TEXT_TYPES

	@property
	def is_number(self) -> bool:
		return self.fieldtype in ("Int", "Check", "Float")

	@property
	def number_default(self) -> str:
		return self.default or "0"

	@property
	def choices(self) -> list[str]:
		return self.options.split("\n")


class Meta:
	"""One doctype."""

	def __init__(self, app: str, folder: Path) -> None:
		definition = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
		self.name: str = definition["name"]
		self.autoname: str = definition.get("autoname") or "hash"
		self.istable = bool(definition.get("istable"))
		self.fields = [Field(field) for field in definition["fields"]]
		self.permissions: list[dict[str, Any]] = definition.get("permissions") or []
		relative = folder.relative_to(_package_folder(app).parent)
		self._module = ".".join((*relative.parts, folder.name))

	@cached_property
	def columns(self) -> tuple[str, ...]:
		stored = tuple(field.fieldname for field in self.fields if field.is_stored)
		return (*STANDARD_FIELDS, *(("parent", "parentfield", "parenttype") if self.istable else ()), *stored)

	@cached_property
	def controller_module(self) -> ModuleType:
		return importlib.import_module(self._module)

	@cached_property
	def controller(self) -> type:
		return getattr(self.controller_module, self.name.replace(" ", "").replace("-", ""))


def _package_folder(app: str) -> Path:
	file = importlib.import_module(app).__file__
	if file is None:
		raise ImportError(f"{app} is not a package")
	return Path(file).parent


@cache
def _by_name(apps: tuple[str, ...]) -> dict[str, Meta]:
	metas = {}
	for app in apps:
		for path in sorted(_package_folder(app).glob("*/doctype/*/*.json")):
			if path.stem == path.parent.name:
				meta = Meta(app, path.parent)
				metas[meta.name] = meta
	return metas


def all_metas(apps: list[str]) -> list[Meta]:
	"""Every doctype of `apps`, in the order of the apps."""
	return list(_by_name(tuple(apps)).values())


def meta_of(apps: list[str], doctype: str) -> Meta:
	"""The doctype `doctype`.

	Raises:
		ImportError: no app has it (what Frappe raises, too).
	"""
	try:
		return _by_name(tuple(apps))[doctype]
	except KeyError:
		raise ImportError(f"there is no DocType {doctype}") from None
