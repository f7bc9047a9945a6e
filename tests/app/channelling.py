"""What the tests of channels share: a channel switched on, a delivery, and what became of it."""

from typing import Any

import frappe

from chibo_tasks import clock
from chibo_tasks.services import outbox, outreach
from tests import factories
from tests.app.reminding import as_

SECRET = "Thẩm-tra-XYZZY"
AT = "2026-03-20 09:00"


def configured(cell: factories.Cell, channel: str, **values: Any) -> dict[str, Any]:
	answer = outreach.configure(as_(cell, "secretary"), cell.name, channel, {"enabled": 1, **values})
	frappe.set_user("Administrator")
	return answer


def delivered(at: str = AT) -> int:
	frappe.db.commit()
	with clock.frozen(at):
		return outbox.deliver()


def rows(cell: factories.Cell, channel: str, who: str = "hoa") -> list[Any]:
	return frappe.get_all(
		"Chibo Outbox",
		filters={"member": cell.members[who], "channel": channel},
		fields=["name", "state", "reason", "error", "attempts", "message_id", "subscription"],
		order_by="creation, name",
	)
