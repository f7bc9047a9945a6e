"""Tables of SQLite from doctypes, brought up to date at each migration."""

from typing import Any

from benchless.frappe_api.database.database import Database
from benchless.frappe_api.model.meta import Meta, all_metas

STANDARD = (
	'"name" TEXT COLLATE NOCASE PRIMARY KEY NOT NULL',
	'"creation" DATETIME',
	'"modified" DATETIME',
	'"modified_by" TEXT',
	'"owner" TEXT',
	'"docstatus" INTEGER NOT NULL DEFAULT 0',
	'"idx" INTEGER NOT NULL DEFAULT 0',
)
CHILD = ('"parent" TEXT COLLATE NOCASE', '"parentfield" TEXT', '"parenttype" TEXT')

HOST_TABLES = (
	"""CREATE TABLE IF NOT EXISTS "__Auth" ("user" TEXT PRIMARY KEY COLLATE NOCASE, "password" TEXT NOT NULL)""",
	"""CREATE TABLE IF NOT EXISTS "__Session" (
		"sid" TEXT PRIMARY KEY, "user" TEXT NOT NULL, "csrf_token" TEXT NOT NULL,
		"started" REAL NOT NULL, "seen" REAL NOT NULL)""",
	"""CREATE TABLE IF NOT EXISTS "__Login Failure" ("user" TEXT NOT NULL COLLATE NOCASE, "at" REAL NOT NULL)""",
	"""CREATE INDEX IF NOT EXISTS "login_failure" ON "__Login Failure" ("user", "at")""",
	"""CREATE TABLE IF NOT EXISTS "__Job" ("method" TEXT PRIMARY KEY, "last_run" REAL NOT NULL, "error" TEXT)""",
	"""CREATE TABLE IF NOT EXISTS "__Patch" ("line" TEXT PRIMARY KEY)""",
)


def bring_up_to_date(db: Database, apps: list[str]) -> None:
	"""Create missing tables, columns and indexes; nothing is ever dropped."""
	for statement in HOST_TABLES:
		db.run(statement)
	metas = all_metas(apps)
	for meta in metas:
		_table(db, meta)
	for meta in metas:
		_indexes(db, meta)


def _table(db: Database, meta: Meta) -> None:
	columns = {field.fieldname: _column(field) for field in meta.fields if field.is_stored}
	if not db.table_exists(meta.name):
		body = [*STANDARD, *(CHILD if meta.istable else ()), *columns.values()]
		db.run(f'CREATE TABLE "tab{meta.name}" ({", ".join(body)})')
		return
	present = {row[1] for row in db.run(f'PRAGMA table_info("tab{meta.name}")')}
	for name, definition in columns.items():
		if name not in present:
			db.run(f'ALTER TABLE "tab{meta.name}" ADD COLUMN {definition}')


def _column(field: Any) -> str:
	parts = [f'"{field.fieldname}"', field.column_type]
	if field.column_type == "TEXT":
		parts.append("COLLATE NOCASE")
	if field.is_number:
		parts.append(f"NOT NULL DEFAULT {field.number_default}")
	if field.fieldtype == "Link":
		parts.append(f'REFERENCES "tab{field.options}" ("name") DEFERRABLE INITIALLY DEFERRED')
	return " ".join(parts)


def _indexes(db: Database, meta: Meta) -> None:
	for field in meta.fields:
		if field.unique:
			db.add_unique(meta.name, [field.fieldname])
		elif field.search_index:
			db.add_index(meta.name, [field.fieldname])
	if meta.istable:
		db.add_index(meta.name, ["parent"])
	hook = getattr(meta.controller_module, "on_doctype_update", None)
	if hook:
		hook()
