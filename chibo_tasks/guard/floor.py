"""The oldest platform on which the data is safe, and the operator's key for installing on an older one."""

import re
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.base_document import get_controller

FLOORS = {15: (15, 121, 0), 16: (16, 34, 0)}
"""Major version → first release without the known holes that no app can close (CVE-2026-119145: code execution through an
upload; see `docs/decisions/0007-guard.md`)."""

KEY = "chibo_accept_old_platform"
"""Entry of the site's configuration by which the operator takes the risk: the platform's version, as text."""


def check_install() -> None:
	"""Hook before installation.

	Raises:
		frappe.ValidationError: the platform is too old, and its operator has not accepted that.
	"""
	message = _too_old()
	if not message or frappe.conf.get(KEY) == frappe.__version__:
		return
	remedy = _(
		"Update Frappe, or write “{version}” under “{key}” into the configuration of the site."
	).format(key=KEY, version=frappe.__version__)
	frappe.throw(f"{message} {remedy}")


def problems() -> Iterator[str]:
	"""What makes this site less safe than the app expects, in sentences."""
	if message := _too_old():
		yield message
	if not hasattr(get_controller("File"), "check_attachment"):
		yield _("Another app replaces the File class; files are not kept away from the evidence store.")
	if frappe.conf.get("server_script_enabled"):
		yield _("Server scripts are switched on; whoever writes one can read everything.")
	if frappe.conf.get("ignore_csrf"):
		yield _("The check of CSRF tokens is switched off in the site's configuration.")


def warn_on_desk(bootinfo: Any) -> None:
	"""Hook on the Desk's start: those who can do something about it are told, each time."""
	if {"System Manager", "Chibo Secretary"} & set(frappe.get_roles()):
		bootinfo.chibo_problems = list(problems())


def _too_old() -> str:
	version = tuple(int(part) for part in re.findall(r"\d+", frappe.__version__)[:3])
	floor = FLOORS.get(version[0])
	if floor is None or version >= floor:
		return ""
	return _("Frappe {version} has known security holes; {floor} is the oldest version without them.").format(
		version=frappe.__version__, floor=".".join(map(str, floor))
	)
