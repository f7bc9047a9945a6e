"""An upload killed at any line: what was acknowledged is there with its bytes, and no row lacks them."""

import io
import os
import random
import signal
import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from benchless.site import Site, connected
from tests import factories

POINTS = int(os.environ.get("CHIBO_KILL_POINTS", "40"))
WATCHED = ("/chibo_tasks/services/evidence", "/chibo_tasks/services/audit", "/benchless/storage/")
CONTENT = b"%PDF-1.4\n" + bytes(range(256)) * 8


def prepare(site: Site) -> tuple[factories.Cell, str]:
	with connected(site):
		import frappe

		from chibo_tasks.services import reviews

		cell = factories.make_cell()
		deadline = factories.give(cell, "hoa", due=date(2030, 1, 1)).name
		frappe.set_user(cell.users["hoa"])
		reviews.act(cell.actor("hoa"), deadline, "accept")
		frappe.db.commit()
	return cell, deadline


def upload(site: Site, cell: factories.Cell, deadline: str, number: int, line: int) -> tuple[bool, int]:
	"""Send one file in a process of its own, killed at the `line`-th line of the watched code.

	Returns:
		whether it was acknowledged, and how many watched lines it ran (when it was not killed).
	"""
	reader, writer = os.pipe()
	child = os.fork()
	if child == 0:
		try:
			_child(site, cell, deadline, number, line, writer)
		finally:
			os._exit(1)
	os.close(writer)
	with os.fdopen(reader) as pipe:
		said = pipe.read()
	_, status = os.waitpid(child, 0)
	assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
	return said.startswith("kept"), int(said.split()[-1]) if "lines" in said else 0


def _child(site: Site, cell: factories.Cell, deadline: str, number: int, line: int, writer: int) -> None:
	count = 0

	def step(frame: FrameType, event: str, _argument: Any) -> Any:
		nonlocal count
		if not any(part in frame.f_code.co_filename for part in WATCHED):
			return None
		if event == "line":
			count += 1
			if count == line:
				os.kill(os.getpid(), signal.SIGKILL)
		return step

	with connected(site, cell.users["hoa"]):
		import frappe

		from chibo_tasks.services import evidences

		piece = evidences.Piece(
			evidences.FILE, stream=io.BytesIO(CONTENT + str(number).encode()), file_name=f"{number}.pdf"
		)
		sys.settrace(step)
		evidences.send(cell.actor("hoa"), deadline, piece)
		frappe.db.commit()
		sys.settrace(None)
		os.write(writer, b"kept ")
		os.write(writer, f"lines {count}".encode())
	os._exit(0)


def test_an_upload_killed_anywhere_loses_nothing_that_was_acknowledged(own_site: Site) -> None:
	cell, deadline = prepare(own_site)
	acknowledged, lines = upload(own_site, cell, deadline, 0, 0)
	assert acknowledged and lines > 100
	seed = random.randrange(1 << 30)
	print(f"\nseed {seed}, {POINTS} of {lines} lines")
	kept = {"0.pdf"}
	for number, line in enumerate(sorted(random.Random(seed).sample(range(1, lines + 1), POINTS)), start=1):
		if upload(own_site, cell, deadline, number, line)[0]:
			kept.add(f"{number}.pdf")
	with connected(own_site):
		import frappe

		from chibo_tasks.services import audit, evidence_store, health

		rows = frappe.get_all(
			"Chibo Evidence", filters={"deadline": deadline}, fields=["file_name", "sha256"], order_by="name"
		)
		assert kept <= {row.file_name for row in rows}
		assert all(evidence_store.is_intact(row.sha256) for row in rows)
		assert len(
			frappe.get_all("Chibo Audit Entry", filters={"action": "send evidence"}, order_by="name")
		) == len(rows)
		assert audit.verify(cell.name).ok
		assert not [problem for problem in health.examine() if "SHA" in problem or "missing" in problem]


@pytest.mark.parametrize("hours", [23, 25])
def test_what_a_killed_upload_left_is_swept_away_after_a_day(own_site: Site, hours: int) -> None:
	with connected(own_site):
		from chibo_tasks import clock
		from chibo_tasks.services import evidence_store

		left = evidence_store.path("00" * 32).parent.parent / "incoming-left"
		left.write_bytes(b"half a file")
		age = clock.moment().timestamp() - hours * 3600
		os.utime(left, (age, age))
		evidence_store.remove_leftovers()
		assert left.exists() == (hours < 24)
