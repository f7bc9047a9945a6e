"""What is changed about an organization is in its log."""

from typing import Any

import frappe

from tests import factories


def test_a_new_time_zone_leaves_a_trace_with_before_and_after(site: Any) -> None:
	cell = factories.make_cell()
	doc = frappe.get_doc("Chibo Organization", cell.name)
	doc.time_zone = "Asia/Tokyo"
	doc.save()
	[added, changed] = frappe.get_all(
		"Chibo Audit Entry",
		filters={"organization": cell.name, "subject_type": "Chibo Organization"},
		fields=["action", "before", "after"],
		order_by="seq",
	)
	assert (added.action, changed.action) == ("add organization", "change organization")
	assert "Asia/Ho_Chi_Minh" in changed.before and "Asia/Tokyo" in changed.after
