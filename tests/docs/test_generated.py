"""What is generated agrees with the code it comes from."""

import json
from pathlib import Path

import pytest

from chibo_tasks.domain import access, review
from chibo_tasks.setup import fixtures
from tools import api_docs, catalogue, host_api

ROOT = Path(__file__).parents[2]


def test_the_host_has_every_name_that_the_app_uses_and_no_other() -> None:
	assert host_api.problems() == []


def test_the_list_of_the_host_contract_is_up_to_date() -> None:
	assert host_api.DOCUMENT.read_text(encoding="utf-8") == host_api.render(), "run python -m tools.host_api"


def test_every_function_of_the_api_is_documented() -> None:
	assert api_docs.problems() == []
	assert api_docs.DOCUMENT.read_text(encoding="utf-8") == api_docs.render(), "run python -m tools.api_docs"


@pytest.mark.parametrize("package", catalogue.PACKAGES)
def test_every_message_has_a_vietnamese_translation(package: str) -> None:
	assert catalogue.missing(package) == []


@pytest.mark.parametrize("package", catalogue.PACKAGES)
def test_the_catalogues_are_up_to_date(package: str) -> None:
	for path, content in catalogue.render(package).items():
		assert path.read_bytes() == content, f"{path} is not up to date: make catalogue"


@pytest.mark.parametrize("package", catalogue.PACKAGES)
def test_translations_keep_the_places_of_their_messages(package: str) -> None:
	for message in catalogue.translated(package):
		if message.id and message.string:
			assert sorted(_places(str(message.id))) == sorted(_places(str(message.string))), message.id


def _places(text: str) -> list[str]:
	import string

	return [name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None]


def test_fixtures_are_what_the_rules_say() -> None:
	for name, content in fixtures.render().items():
		assert (fixtures.FOLDER / name).read_text(encoding="utf-8") == content, (
			"run python -m chibo_tasks.setup.fixtures"
		)


def test_the_workflow_of_the_desk_has_exactly_the_transitions_of_the_table() -> None:
	[workflow] = json.loads((fixtures.FOLDER / "workflow.json").read_text(encoding="utf-8"))
	shown = {(row["state"], row["action"], row["next_state"]) for row in workflow["transitions"]}
	table = {(row.before, str(review.action_label(row.action)), row.after) for row in review.TRANSITIONS}
	assert shown == table
	assert [row["state"] for row in workflow["states"]] == list(review.STATES)


def test_doctypes_state_every_permission_flag() -> None:
	flags = {
		*("select", "read", "write", "create", "delete", "submit", "cancel", "amend"),
		*("report", "export", "import", "share", "print", "email", "if_owner", "permlevel"),
	}
	for path in sorted(ROOT.glob("chibo_tasks/chibo_tasks/doctype/*/*.json")):
		for row in json.loads(path.read_text(encoding="utf-8"))["permissions"]:
			assert flags <= set(row), (
				f"{path.stem}: {row['role']} leaves {flags - set(row)} to the platform's default"
			)
			assert not any(
				row[flag] for flag in ("delete", "share", "export", "import", "print", "email", "submit")
			)


def test_every_doctype_is_in_the_access_table() -> None:
	names = {
		json.loads(path.read_text(encoding="utf-8"))["name"]
		for path in ROOT.glob("chibo_tasks/chibo_tasks/doctype/*/*.json")
	}
	assert names == set(access.READ)
