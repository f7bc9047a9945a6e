"""What is examined of the kept bytes."""

import io
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.services import evidence_store, health, plan_updates, plans
from tests import factories

TEXT = "I. NHIỆM VỤ\n- Tổ chức hội nghị.\n"


@pytest.mark.parametrize("page", [1, 2, 1000])
def test_the_file_of_every_version_of_a_plan_is_examined(
	cell: factories.Cell, site: Any, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
	monkeypatch.setattr(health, "PAGE", page)
	actor = cell.actor("secretary")
	frappe.set_user(cell.users["secretary"])
	with clock.frozen("2026-01-12 08:00"):
		plan = plans.import_document(actor, cell.name, io.BytesIO(f"{TEXT}- Bản {page}.\n".encode()), "k.txt")
		versions = [
			plan_updates.offer(actor, plan, io.BytesIO(f"{TEXT}- Mục {page} {number}.\n".encode()), "m.txt")
			for number in range(3)
		]
	frappe.set_user("Administrator")
	kept = frappe.get_all(
		"Chibo Plan Version", filters={"plan": plan}, pluck="source_sha256", order_by="sequence"
	)
	assert len(set(kept)) == len(versions) + 1
	assert not [said for said in health.examine() if any(one in said for one in kept)]
	for sha256 in kept:
		path = evidence_store.path(sha256)
		path.rename(path.with_suffix(".away"))
	try:
		said = "\n".join(health.examine())
	finally:
		for sha256 in kept:
			path = evidence_store.path(sha256)
			path.with_suffix(".away").rename(path)
	assert all(one in said for one in kept)
