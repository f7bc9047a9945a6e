"""The contract between the app and its embedded host: which `frappe.…` names the app uses, and which the host has.

	python -m tools.host_api          write docs/host-api.md
	python -m tools.host_api --check  fail when a name is missing, superfluous, or the document is not up to date

Names are read from the code: `frappe.x.y` where `frappe` is imported, `from frappe.x import y`, and the methods of the
objects that the app gets from there (documents, the mail account, the database, the query builder's own additions).
"""

import argparse
import ast
import importlib
import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
APP, HOST = ROOT / "chibo_tasks", ROOT / "benchless"
DOCUMENT = ROOT / "docs" / "host-api.md"

PLATFORM_ONLY = APP / "guard"
"""Loaded by hooks that the host does not have, to close doors that it does not have."""

MODULES = {
	"frappe": "benchless.frappe_api",
	"frappe.utils": "benchless.frappe_api.utils",
	"frappe.utils.password": "benchless.frappe_api.utils.password",
	"frappe.rate_limiter": "benchless.frappe_api.rate_limiter",
	"frappe.sessions": "benchless.frappe_api.sessions",
	"frappe.query_builder.functions": "benchless.frappe_api.query_builder.functions",
	"frappe.model.document": "benchless.frappe_api.model.document",
	"frappe.email.doctype.email_account.email_account": (
		"benchless.frappe_api.email.doctype.email_account.email_account"
	),
}
CLASSES = {
	"frappe.db": ("benchless.frappe_api.database.database", "Database"),
	"frappe.qb": ("benchless.frappe_api.query_builder", "Query"),
	"Document": ("benchless.frappe_api.model.document", "Document"),
	"EmailAccount": ("benchless.frappe_api.email.doctype.email_account.email_account", "EmailAccount"),
	"SMTPServer": ("benchless.frappe_api.email.doctype.email_account.email_account", "SMTPServer"),
}
OBJECTS = ("Document", "EmailAccount", "SMTPServer")
"""Classes whose objects the app holds under names of its own; their methods are looked for by name alone."""

HOST_ONLY = {
	"frappe.init": "begins the work for a site: command line, server, tests",
	"frappe.destroy": "ends it",
	"frappe.db.run": "the host's own tables",
	"frappe.db.close": "end of a request",
	"frappe.db.trace": "lets tests count statements",
	"Document.meta": "what the host checks a document against",
	"frappe.model.document.get_doc": "what `frappe.get_doc` is",
}


def used_by_app() -> dict[str, list[str]]:
	"""Name → files of the app that use it."""
	found: dict[str, set[str]] = {}
	for path in sorted(APP.rglob("*.py")):
		if path.is_relative_to(PLATFORM_ONLY):
			continue
		place = str(path.relative_to(ROOT))
		for name in _names(ast.parse(path.read_text(encoding="utf-8"))):
			found.setdefault(name, set()).add(place)
	return {name: sorted(places) for name, places in sorted(found.items())}


def _names(tree: ast.AST) -> Iterator[str]:
	methods = {name.rpartition(".")[2]: name for name in offered_by_host() if name.split(".")[0] in OBJECTS}
	for node in ast.walk(tree):
		if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "frappe":
			for alias in node.names:
				yield f"{node.module}.{alias.name}"
		elif isinstance(node, ast.Attribute):
			chain = _chain(node)
			if chain and chain[0] == "frappe" and len(chain) > 1:
				yield from _contract_names(chain)
			elif node.attr in methods:
				yield methods[node.attr]


def _chain(node: ast.expr) -> list[str]:
	parts: list[str] = []
	while isinstance(node, ast.Attribute):
		parts.insert(0, node.attr)
		node = node.value
	return [node.id, *parts] if isinstance(node, ast.Name) else []


def _contract_names(chain: list[str]) -> Iterator[str]:
	"""`frappe.db.get_value` counts as itself, `frappe.request.files` as `frappe.request`."""
	deep = {"db", "qb", "utils", "sessions"}
	yield ".".join(chain[:3] if chain[1] in deep and len(chain) > 2 else chain[:2])


def offered_by_host() -> set[str]:
	"""Names that benchless gives under `frappe`, and the methods of the objects behind them."""
	offered = set()
	for name, target in MODULES.items():
		module = importlib.import_module(target)
		offered |= {f"{name}.{one}" for one in _public(module)}
	for name in CLASSES:
		offered |= {f"{name}.{one}" for one in _methods(_class(name))}
	return offered


def _class(name: str) -> type:
	module, class_name = CLASSES[name]
	return getattr(importlib.import_module(module), class_name)


def _public(module: ModuleType) -> Iterator[str]:
	yield from module.__all__
	for name, value in vars(module).items():
		own = getattr(value, "__module__", "") == module.__name__
		if own and inspect.isfunction(value) and not name.startswith("_") and name not in module.__all__:
			yield name


def _methods(owner: type) -> Iterator[str]:
	for name, value in vars(owner).items():
		if not name.startswith("_") and (
			callable(value) or isinstance(value, property | classmethod | staticmethod)
		):
			yield name
	if owner.__name__ == "Query":
		yield "desc"


def problems() -> list[str]:
	"""What is wrong with the contract; empty when it is complete and minimal."""
	used, offered = used_by_app(), offered_by_host()
	inherited = {f"frappe.qb.{name}" for name in dir(_class("frappe.qb"))}
	wanted = set(used) | {name.rpartition(".")[0] for name in used} | set(HOST_ONLY)
	return [
		*(
			f"the host lacks {name} (used in {used[name][0]})"
			for name in sorted(set(used) - offered - inherited)
		),
		*(f"the host has {name}, and the app does not use it" for name in sorted(offered - wanted)),
	]


def render() -> str:
	"""The document."""
	used = used_by_app()
	lines = [
		"# What the app uses of Frappe",
		"",
		"Made by `python -m tools.host_api` from the code. benchless offers exactly these names; a test fails when it lacks",
		"one, and when it has one that nobody uses. Each behaves as Frappe's own does; where it does not, the tests that run",
		"on both hosts say so.",
		"",
		"| name | used in |",
		"|---|---|",
		*(
			f"| `{name}` | {len(places)} file{'s' if len(places) > 1 else ''} |"
			for name, places in used.items()
		),
		"",
		"For the host itself, its command line and the tests:",
		"",
		"| name | why |",
		"|---|---|",
		*(f"| `{name}` | {why} |" for name, why in sorted(HOST_ONLY.items())),
	]
	return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
	from benchless import bootstrap

	bootstrap.install()
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--check", action="store_true")
	options = parser.parse_args(arguments)
	found = problems()
	if options.check:
		if not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != render():
			found.append("docs/host-api.md is not up to date")
	else:
		DOCUMENT.write_text(render(), encoding="utf-8")
	for problem in found:
		sys.stderr.write(f"{problem}\n")
	return 1 if found else 0


if __name__ == "__main__":
	sys.exit(main())
