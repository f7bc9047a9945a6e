from pathlib import Path

import pytest

from benchless import bootstrap, installer
from benchless.site import Site
from tests.hosts import ON_BENCH

if ON_BENCH:
	collect_ignore_glob = ["*"]


@pytest.fixture
def own_site(tmp_path: Path) -> Site:
	"""A fresh benchless site of the test's own."""
	bootstrap.install()
	site = Site.create(tmp_path / "site", ["chibo_tasks"], language="vi")
	installer.install(site)
	return site
