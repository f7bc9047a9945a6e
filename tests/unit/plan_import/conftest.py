"""Shared by the tests of the plan reader."""

from pathlib import Path

import pytest

from chibo_tasks.domain.plan_import import PlanReading, read_file

ROOT = Path(__file__).resolve().parents[3]
# In a worktree the shared folder stands one level further up.
_PLACES = (ROOT.parent / "shared", ROOT.parent.parent / "shared")


@pytest.fixture(scope="session")
def user_plan_path() -> Path:
	"""The user's own plan; it is no part of the repository."""
	for place in _PLACES:
		path = place / "data" / "ke-hoach-chi-bo-2023.txt"
		if path.exists():
			return path
	pytest.skip("a real plan, which is no part of the repository, is not beside it")


@pytest.fixture(scope="session")
def user_plan(user_plan_path: Path) -> PlanReading:
	return read_file(user_plan_path)
