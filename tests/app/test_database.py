"""What a database call does on the platform, where a wrong guess would show on one host only."""

from typing import Any

import frappe
import pytest

from tests import factories


def test_a_dict_handed_to_set_value_comes_back_with_who_and_when(site: Any) -> None:
	cell = factories.make_cell()
	values = {"mail_digest": 0}
	frappe.db.set_value("Chibo Member", cell.members["hoa"], values)
	assert set(values) == {"mail_digest", "modified", "modified_by"}


def test_a_column_that_does_not_exist_is_an_error_and_never_a_text(site: Any) -> None:
	table = frappe.qb.DocType("Chibo Member")
	with pytest.raises(Exception, match="no_such_column"):
		frappe.qb.from_(table).select(table.name).where(table.no_such_column == "no_such_column").run()
