"""The layers of the design, held by the imports that the code really has."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "chibo_tasks"


def imports(path: Path) -> set[str]:
	found = set()
	for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
		if isinstance(node, ast.Import):
			found |= {alias.name for alias in node.names}
		elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
			found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
	return found


def rule_of(layer: str) -> tuple[str, ...]:
	return {
		"domain": ("frappe", "benchless", "chibo_tasks.services", "chibo_tasks.api", "chibo_tasks.clock"),
		"services": ("benchless", "chibo_tasks.api", "chibo_tasks.scheduler"),
		"api": ("benchless", "chibo_tasks.scheduler"),
		"scheduler": ("benchless", "chibo_tasks.api", "chibo_tasks.domain", "frappe"),
	}.get(layer, ("benchless",))


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda path: str(path.relative_to(APP)))
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
	layer = path.relative_to(APP).parts[0]
	for name in imports(path):
		for forbidden in rule_of(layer):
			assert name != forbidden and not name.startswith(f"{forbidden}."), (
				f"{layer} may not import {name}"
			)


@pytest.mark.parametrize("path", sorted((ROOT / "benchless").rglob("*.py")), ids=lambda path: path.name)
def test_the_host_never_names_the_app(path: Path) -> None:
	assert "chibo" not in path.read_text(encoding="utf-8").lower().replace("chibo@localhost", "")


def test_the_clock_is_read_in_one_place() -> None:
	for path in APP.rglob("*.py"):
		text = path.read_text(encoding="utf-8")
		if path.name != "clock.py":
			for reading in ("datetime.now(", "date.today(", "time.time(", "now_datetime(", "nowdate("):
				assert reading not in text, f"{path} reads {reading}"
