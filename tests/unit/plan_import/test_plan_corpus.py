"""The figures of the project, measured on documents written for this purpose, in every format they are given in.

`tests/data/plans/README.md` tells how the corpus is made and which documents were written after the rules.
"""

import json
from pathlib import Path

import pytest

from chibo_tasks.domain.plan_import import PlanReading, read_bytes

from .scoring import FIELDS, HEAD, Score, score
from .word import build_docx

PLANS = Path(__file__).parents[2] / "data" / "plans"
NEEDED = {"due_dates": 0.90, "targets": 0.90, "recurrence": 0.90, "responsible": 0.85, "references": 0.95}
CASES = [
	(path.stem, kind)
	for path in sorted(PLANS.glob("*.json"))
	for kind in json.loads(path.read_text(encoding="utf-8"))["formats"]
]


def expected(name: str) -> dict:
	return json.loads((PLANS / f"{name}.json").read_text(encoding="utf-8"))


def read(name: str, kind: str) -> PlanReading:
	text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
	return read_bytes(build_docx(text) if kind == "docx" else text.encode())


@pytest.fixture(scope="module")
def scores() -> dict[tuple[str, str], Score]:
	return {
		(name, kind): score(expected(name)["items"], read(name, kind).to_dict()["items"], f"{name}.{kind}")
		for name, kind in CASES
	}


def test_the_corpus_reaches_the_figures(scores):
	total = Score()
	print(f"\n{HEAD}")
	for (name, kind), one in scores.items():
		total += one
		print(one.row(f"{name}.{kind}"))
	print(total.row("all"))
	print("\n".join(total.faults))
	assert total.f1 >= 0.97
	assert total.path >= 0.97
	assert {name: total.of(name) for name in FIELDS if total.of(name) < NEEDED[name]} == {}
	# what the text does not say must not be made up
	assert {
		name: total.invented[name] for name in FIELDS if total.invented[name] > 0.03 * total.expected
	} == {}


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_nothing_is_lost_and_every_position_is_there(name, kind):
	reading = read(name, kind)
	assert reading.lines.lost == 0
	assert [item.position for item in reading.items] == list(range(1, len(reading.items) + 1))
	assert all(item.parent is None or item.parent < item.position for item in reading.items)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_the_document_itself_is_known(name, kind):
	wanted = expected(name)
	reading = read(name, kind).to_dict()
	document = reading["document"]
	for field, value in wanted.get("document", {}).items():
		if field == "period":
			assert [document["period"]["start"], document["period"]["end"]] == value
		elif field == "years":
			assert document["period"]["years"] == value
		else:
			assert document[field] == value, field
	for fact, value in wanted.get("facts", {}).items():
		assert reading["facts"].get(fact) == value, fact


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_every_guess_has_its_reason(name, kind):
	for item in read(name, kind).items:
		codes = [reason.code for reason in item.why]
		assert codes
		assert not item.due_dates or any(code.startswith("due.") for code in codes)
		assert not item.recurrence or "recurrence.words" in codes
		assert not item.targets or any(code.startswith("target.") for code in codes)
		if item.kind in ("task", "target"):
			assert not item.responsible or any(code.startswith("who.") for code in codes)
