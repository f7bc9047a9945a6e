"""Assets of an app: compressed where the browser takes it, kept for a year only where their name changes with them."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

import chibo_tasks
from benchless.rest.app import Application
from benchless.site import Site
from tests.hosts import Server

PUBLIC = Path(chibo_tasks.__file__).parent / "public"


@pytest.fixture
def url(own_site: Site) -> Iterator[str]:
	server = Server(Application(own_site))
	yield server.url
	server.stop()


@pytest.fixture
def script() -> Iterator[Path]:
	path = PUBLIC / "for-a-test-abcdefgh.js"
	path.write_text("let a = 'đ';\n" * 100, encoding="utf-8")
	yield path
	path.unlink()


def test_a_script_is_compressed_and_kept(url: str, script: Path) -> None:
	address = f"{url}/assets/chibo_tasks/{script.name}"
	answer = requests.get(address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10)
	body = answer.raw.read()
	answer.close()
	assert answer.headers["Content-Encoding"] == "gzip"
	assert gzip.decompress(body) == script.read_bytes()
	assert len(body) < len(script.read_bytes()) / 5
	assert "immutable" in answer.headers["Cache-Control"]
	assert answer.headers["Content-Type"].startswith("text/javascript")
	plain = requests.get(address, headers={"Accept-Encoding": "identity"}, timeout=10)
	assert plain.content == script.read_bytes()


def test_a_file_without_a_changing_name_is_asked_for_again(url: str) -> None:
	icon = PUBLIC / "for-a-test.svg"
	icon.write_text("<svg/>")
	try:
		answer = requests.get(f"{url}/assets/chibo_tasks/{icon.name}", timeout=10)
		assert answer.headers["Cache-Control"] == "public, no-cache"
	finally:
		icon.unlink()
