"""People who act at the same moment: one wins, the others are told, and there is one trace of it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from tests import factories
from tests.http_client import Refused

ROUNDS = 5
CALLERS = 8
TOLD = {"StateSkipped", "AlreadyDone", "OwnWork", "TimestampMismatchError", "QueryDeadlockError"}


def at_once(calls: list[Callable[[], Any]]) -> list[Refused | None]:
	"""Make all calls at one moment; the refusal of each, None for those that went through."""
	results: list[Refused | None] = [None] * len(calls)
	start = threading.Barrier(len(calls))
	broken: list[BaseException] = []

	def run(number: int) -> None:
		start.wait()
		try:
			calls[number]()
		except Refused as refusal:
			results[number] = refusal
		except BaseException as error:
			broken.append(error)

	threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert not broken, broken
	return results


def submitted(host: Any, cell: factories.Cell, hoa: Any) -> str:
	with host.connected():
		deadline = factories.give(cell, "hoa", due=clock.today() + timedelta(days=5), reviewer="deputy").name
		frappe.db.commit()
	hoa.post("deadlines.accept", deadline=deadline)
	hoa.post("evidence.add_note", deadline=deadline, note="Đã xong.")
	hoa.post("deadlines.submit", deadline=deadline)
	return deadline


def test_of_eight_decisions_at_once_one_counts(host: Any, sign_in: Any, cell: factories.Cell) -> None:
	hoa, deputy, secretary = (sign_in(cell, who) for who in ("hoa", "deputy", "secretary"))
	for _round in range(ROUNDS):
		deadline = submitted(host, cell, hoa)
		callers = [
			partial(who.post, f"deadlines.{action}", deadline=deadline, **reason)
			for who in (deputy, secretary)
			for action, reason in (("approve", {}), ("send_back", {"reason": "Chưa đủ."})) * 2
		]
		assert len(callers) == CALLERS
		refusals = at_once(callers)
		assert refusals.count(None) == 1, [str(one) for one in refusals]
		assert {one.kind for one in refusals if one} <= TOLD
		assert all(one.status in (409, 417) and one.text for one in refusals if one)
		with host.connected():
			decisions = frappe.get_all(
				"Chibo Audit Entry",
				filters={"subject": deadline, "action": ["in", ["approve", "return"]]},
				pluck="action",
				order_by="seq",
			)
			state = frappe.db.get_value("Chibo Deadline", deadline, "state")
		assert len(decisions) == 1
		assert state == {"approve": "Approved", "return": "Returned"}[decisions[0]]


@pytest.mark.parametrize("key", ["may-cua-hoa-1", ""], ids=["with a mark", "without"])
def test_a_double_tap_on_send_keeps_one_piece(
	host: Any, sign_in: Any, cell: factories.Cell, key: str
) -> None:
	hoa = sign_in(cell, "hoa")
	with host.connected():
		deadline = factories.give(cell, "hoa", due=clock.today() + timedelta(days=5)).name
		frappe.db.commit()
	refusals = at_once(
		[lambda: hoa.post("evidence.add_note", deadline=deadline, note="Một lần.", key=key) for _ in range(4)]
	)
	assert all(one is None or one.kind in TOLD for one in refusals)
	with host.connected():
		kept = frappe.get_all("Chibo Evidence", filters={"deadline": deadline}, order_by="name")
	assert len(kept) == (1 if key else refusals.count(None))


def test_entries_written_at_once_make_one_chain(host: Any, sign_in: Any, cell: factories.Cell) -> None:
	browsers = [sign_in(cell, who) for who in ("hoa", "lan", "mai")]
	deadlines = []
	with host.connected():
		for who in ("hoa", "lan", "mai"):
			deadlines.append(
				[
					factories.give(
						cell, who, due=clock.today() + timedelta(days=9), title=f"Việc {number}"
					).name
					for number in range(4)
				]
			)
		frappe.db.commit()
	refusals = at_once(
		[
			lambda browser=browser, one=one: browser.post("deadlines.accept", deadline=one)
			for browser, own in zip(browsers, deadlines, strict=True)
			for one in own
		]
	)
	assert refusals == [None] * 12
	with host.connected():
		from chibo_tasks.services import audit

		assert audit.verify(cell.name).ok
