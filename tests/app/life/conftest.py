"""A cell for each test, in a transaction that is taken back."""

from typing import Any

import pytest

from tests import factories


@pytest.fixture
def cell(site: Any) -> factories.Cell:
	return factories.make_cell()
