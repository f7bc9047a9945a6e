"""Makes `import frappe` mean benchless in this process, and refuses to where the real one is installed."""

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

REAL, OURS = "frappe", "benchless.frappe_api"


class RealFrappePresent(RuntimeError):
	"""A real Frappe can be imported here; the app belongs on its bench."""


class _Alias(MetaPathFinder, Loader):
	"""Finds `frappe.x.y` as the very module object `benchless.frappe_api.x.y`."""

	def find_spec(
		self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
	) -> ModuleSpec | None:
		if name != REAL and not name.startswith(f"{REAL}."):
			return None
		try:
			present = importlib.util.find_spec(OURS + name[len(REAL) :]) is not None
		except ModuleNotFoundError:
			present = False
		return ModuleSpec(name, self) if present else None

	def create_module(self, spec: ModuleSpec) -> ModuleType:
		return importlib.import_module(OURS + spec.name[len(REAL) :])

	def exec_module(self, module: ModuleType) -> None:
		"""The module has run already, under its own name."""


def install() -> None:
	"""Register benchless as `frappe`; does nothing the second time.

	Raises:
		RealFrappePresent: there is a real Frappe to use instead.
	"""
	if any(isinstance(finder, _Alias) for finder in sys.meta_path):
		return
	if importlib.util.find_spec(REAL) is not None:
		raise RealFrappePresent("a real Frappe is installed here; use `bench` instead of `benchless`")
	sys.meta_path.insert(0, _Alias())
