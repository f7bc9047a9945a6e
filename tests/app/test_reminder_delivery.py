"""What leaves, when, and what becomes of it when the mail server says no."""

from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.services import bell, outbox
from tests import factories
from tests.app.reminding import FRIDAY, accepted, given, swept
from tests.mail import MailServer


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer) -> factories.Cell:
	"""A committed cell, because delivery commits, with an outbox that holds nobody else's mail."""
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	return cell


class TestDelivery:
	def test_a_mail_says_what_the_bell_says_and_nothing_of_restricted_work(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		accepted(cell, given(cell, FRIDAY, title="Sơ kết <quý I> & khen thưởng"))
		accepted(cell, given(cell, FRIDAY, title="Thẩm tra lý lịch", restricted=True))
		frappe.db.delete("Chibo Outbox", {"organization": cell.name})
		swept(cell, FRIDAY)
		with clock.frozen("2026-03-20 07:30"):
			outbox.deliver()
		[mail] = [one for one in mail_server.received if one.recipient == cell.users["hoa"]]
		assert "Sơ kết <quý I> & khen thưởng" in mail.text
		assert "Sơ kết &lt;quý I&gt; &amp; khen thưởng" in mail.html
		assert "Thẩm tra" not in mail.text + mail.html + mail.subject
		assert "một việc chỉ người có tên được xem" in mail.text

	def test_each_gets_the_digest_at_her_own_hour(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		for who, hour in (("hoa", 18), ("lan", -1)):
			member = frappe.get_doc("Chibo Member", cell.members[who])
			member.digest_hour = hour
			member.save()
			accepted(cell, given(cell, FRIDAY, lead=who), who=who)
		frappe.db.delete("Chibo Outbox", {"organization": cell.name})
		swept(cell, FRIDAY, hour=1)
		for at, expected in (
			("06:59", set()),
			("07:00", {"lan"}),
			("17:59", {"lan"}),
			("18:00", {"lan", "hoa"}),
		):
			with clock.frozen(f"{FRIDAY} {at}"):
				outbox.deliver()
				assert {mail.recipient for mail in mail_server.received} == {
					cell.users[who] for who in expected
				}
				seen = [one for one in bell.entries(cell.actor("hoa")) if one["kind"] == "Digest"]
				assert bool(seen) is ("hoa" in expected)

	def test_an_event_at_night_is_in_the_bell_and_leaves_in_the_morning(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		given(cell, FRIDAY, at="2026-03-01 22:30")
		with clock.frozen("2026-03-01 22:31"):
			assert bell.entries(cell.actor("hoa"))
			outbox.deliver()
			assert mail_server.received == []
		with clock.frozen("2026-03-02 06:00"):
			outbox.deliver()
		assert [mail.recipient for mail in mail_server.received] == [cell.users["hoa"]]

	def test_who_wants_no_mail_gets_none_and_keeps_the_bell(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		member = frappe.get_doc("Chibo Member", cell.members["hoa"])
		member.update({"mail_digest": 0, "mail_events": 0})
		member.save()
		accepted(cell, given(cell, FRIDAY))
		swept(cell, FRIDAY)
		with clock.frozen("2026-03-20 12:00"):
			outbox.deliver()
			assert len(bell.entries(cell.actor("hoa"))) == 2
		assert cell.users["hoa"] not in [mail.recipient for mail in mail_server.received]

	@pytest.mark.parametrize(
		("answer", "state"), [("550 no such user", "Failed"), ("451 try later", "Waiting")]
	)
	def test_a_refused_address_keeps_nobody_else_waiting(
		self, cell: factories.Cell, mail_server: MailServer, answer: str, state: str
	) -> None:
		given(cell, FRIDAY)
		given(cell, FRIDAY, lead="mai")
		with clock.frozen("2026-01-05 09:00"):
			mail_server.answers[cell.users["hoa"]] = answer
			assert outbox.deliver() >= 1
		assert cell.users["mai"] in [mail.recipient for mail in mail_server.received]
		row = frappe.db.get_value(
			"Chibo Outbox", {"member": cell.members["hoa"]}, ["state", "attempts", "error"], as_dict=True
		)
		assert (row.state, row.attempts) == (state, 1)
		assert answer[:3] in row.error

	def test_mail_waits_out_an_outage_and_arrives_once(
		self, cell: factories.Cell, mail_server: MailServer, site: Any
	) -> None:
		given(cell, FRIDAY)
		site.use_mail_server(1)  # nobody listens there
		with clock.frozen("2026-01-05 09:00"):
			assert outbox.deliver() == 0
			assert outbox.deliver() == 0  # not before the next try
		row = frappe.db.get_value(
			"Chibo Outbox", {"member": cell.members["hoa"]}, ["attempts", "state"], as_dict=True
		)
		assert (row.attempts, row.state) == (1, "Waiting")
		site.use_mail_server(mail_server.port)
		with clock.frozen("2026-01-05 10:00"):
			outbox.deliver()
			outbox.deliver()
		assert [mail.recipient for mail in mail_server.received].count(cell.users["hoa"]) == 1

	def test_a_member_without_an_account_is_listed_as_not_reachable(self, cell: factories.Cell) -> None:
		from chibo_tasks.services import health

		member = frappe.get_doc("Chibo Member", cell.members["hoa"])
		member.user = None
		member.save()
		given(cell, FRIDAY)
		with clock.frozen("2026-01-05 09:00"):
			outbox.deliver()
		assert any("Nguyễn Thị Hoa" in finding for finding in health.examine())
