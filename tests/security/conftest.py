"""A secret, and those who may and may not know of it."""

import io
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks.services import evidence_store, evidences, reviews
from tests import factories
from tests.security.doors import Secret


@pytest.fixture(scope="module")
def secret(host: Any) -> Iterator[Secret]:
	with host.connected():
		cell = factories.make_cell()
		token = f"Canary{secrets.token_hex(8)}"
		row = factories.give(
			cell,
			"hoa",
			due=date(2030, 5, 1),
			title=token,
			content=token,
			reviewer="deputy",
			restricted=True,
			by="deputy",
		)
		frappe.set_user(cell.users["hoa"])
		hoa = cell.actor("hoa")
		reviews.act(hoa, row.name, "accept")
		evidence = evidences.send(hoa, row.name, evidences.Piece(evidences.NOTE, note=token))
		frappe.set_user("Administrator")
		frappe.db.commit()
		with evidence_store.incoming(io.BytesIO(token.encode()), 1 << 20) as file:
			sha256 = file.keep()
	yield Secret(cell, token, row.task, row.name, evidence, sha256)
	with host.connected():
		frappe.db.set_value("Chibo Organization", cell.name, "disabled", 1)
		frappe.db.commit()
