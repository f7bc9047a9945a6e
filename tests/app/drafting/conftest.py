"""The secretary at her browser, and a draft in front of her."""

from typing import Any

import pytest

from chibo_tasks import clock
from tests import factories
from tests.app.drafting.hands import NOW, Draft, upload
from tests.conftest import SignIn
from tests.http_client import Browser


@pytest.fixture
def secretary(sign_in: SignIn, cell: factories.Cell) -> Any:
	with clock.frozen(NOW):
		yield sign_in(cell, "secretary")


@pytest.fixture
def draft(secretary: Browser, cell: factories.Cell) -> Draft:
	return Draft(secretary, upload(secretary, cell)["name"])
