"""The functions of the API about reminders, over HTTP."""

import json
from typing import Any

import pytest

from chibo_tasks import clock
from tests import factories
from tests.app.reminding import FRIDAY, given
from tests.http_client import Refused

RULE = {"key": "due-soon", "anchor": "due", "to": "lead", "steps": [-5, 0]}


def test_a_secretary_looks_ahead_saves_restores_and_asks_how_it_runs(
	host: Any, cell: factories.Cell, sign_in: Any
) -> None:
	import frappe

	with host.connected():
		deadline = given(cell, FRIDAY)
		frappe.db.commit()
	with clock.frozen("2026-03-02 09:00"):
		secretary = sign_in(cell, "secretary")
		named = {"organization": cell.name}
		before = secretary.get("reminders.rules", **named)
		preview = secretary.get(
			"reminders.preview", **named, rules=json.dumps([RULE]), hours=json.dumps({"digest_hour": 9})
		)
		lines = [
			(day["day"], one["at"], line["step"])
			for day in preview["days"]
			for one in day["members"]
			for line in one["lines"]
			if line["rule"] == "due-soon"
		]
		assert lines == [("2026-03-16", "09:00", -5), ("2026-03-20", "09:00", 0)]
		assert secretary.get("reminders.rules", **named) == before
		changed = {one["key"]: one for one in secretary.post("reminders.save_rules", **named, rules=[RULE])}
		assert (changed["due-soon"]["steps"], changed["due-soon"]["changed"]) == ([-5, 0], True)
		assert secretary.post("reminders.restore_rules", **named) == before
		state = secretary.get("reminders.state", **named)
		assert (state["held_since"], state["problems"]) == (None, [])
		found = secretary.get("reminders.why", deadline=deadline.name, member=cell.members["hoa"])
		assert [one["label"] for one in found["history"]] == ["Giao việc"]
		with pytest.raises(Refused) as nothing:
			secretary.post("reminders.confirm_clock", **named)
		assert nothing.value.kind == "BadInput"


@pytest.mark.parametrize(
	("rules", "kind"),
	[
		([{**RULE, "steps": [3, 1]}], "BadRule"),
		([{**RULE, "colour": "red"}], "BadRule"),
		("no json", "BadInput"),
		([1], "BadInput"),
	],
)
def test_bad_rules_are_refused_by_name(cell: factories.Cell, sign_in: Any, rules: Any, kind: str) -> None:
	with pytest.raises(Refused) as refused:
		sign_in(cell, "secretary").post("reminders.save_rules", organization=cell.name, rules=rules)
	assert refused.value.kind == kind


def test_a_member_has_her_own_choices_and_no_others(cell: factories.Cell, sign_in: Any) -> None:
	hoa, named = sign_in(cell, "hoa"), {"organization": cell.name}
	assert hoa.post("reminders.save_my_choices", **named, values={"digest_hour": 18})["digest_hour"] == 18
	assert hoa.get("reminders.my_choices", **named)["digest_hour"] == 18
	hoa.post("reminders.save_my_choices", **named, values={"digest_hour": -1})
	for name, values in (
		("reminders.save_rules", {"rules": [RULE]}),
		("reminders.restore_rules", {}),
		("reminders.confirm_clock", {}),
	):
		with pytest.raises(Refused) as refused:
			hoa.post(name, **named, **values)
		assert refused.value.status == 403
	for name in ("reminders.state", "reminders.preview"):
		with pytest.raises(Refused) as refused:
			hoa.get(name, **named)
		assert refused.value.status == 403
