"""What a mail and a pointer may say, and what the secretary sees of those who are not reached."""

from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.services import bell, evidences, outbox, outreach, reviews, upkeep
from chibo_tasks.services.reminders import sweep
from tests import factories
from tests.app.channelling import AT, SECRET, delivered, rows
from tests.app.reminding import FRIDAY, as_, given, swept
from tests.mail import MailServer


@pytest.fixture
def cell(wired: factories.Cell) -> factories.Cell:
	return wired


class TestDesk:
	def test_a_pointer_without_content_where_there_is_a_desk_and_one_only(self, cell: factories.Cell) -> None:
		given(cell, FRIDAY, at=AT, title=SECRET)
		delivered("2026-03-20 09:10")
		delivered("2026-03-20 09:11")
		with clock.frozen(AT):
			[message] = [one["name"] for one in bell.entries(cell.actor("hoa"))]
		if not frappe.db.table_exists("Notification Log"):
			return  # the embedded host has no Desk: that nothing broke is the test
		[log] = frappe.get_all(
			"Notification Log",
			filters={"for_user": cell.users["hoa"], "name": message},
			fields=["subject", "link", "document_type", "document_name", "email_content", "type"],
			order_by="name",
		)
		assert (log.link, log.type) == ("/chibo/thong-bao", "Alert")
		assert not (log.document_type or log.document_name or log.email_content)
		assert SECRET not in log.subject
		with clock.frozen(AT):
			bell.mark_read(cell.actor("hoa"), [message])
		assert frappe.db.get_value("Notification Log", message, "read") == 1


class TestUnreached:
	def test_each_gets_a_reason_and_the_bell_goes_on(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		def change(who: str, **values: Any) -> None:
			member = frappe.get_doc("Chibo Member", cell.members[who])
			member.update(values)
			member.save()

		change("hoa", email="hoa@truong-hoa-sen.example")
		mail_server.answers["hoa@truong-hoa-sen.example"] = "550 5.1.1 no such user"
		change("lan", user=None)
		frappe.db.set_value("Chibo Member", cell.members["mai"], "email", "mai@gmail")  # as an import would
		for who in ("hoa", "lan", "mai", "committee"):
			given(cell, FRIDAY, at=AT, lead=who, title=f"Việc của {who}")
		delivered("2026-03-20 09:10")
		with clock.frozen("2026-03-20 09:20"):
			found = {one["full_name"]: one for one in outreach.unreached(as_(cell, "secretary"), cell.name)}
		assert set(found) == {"Nguyễn Thị Hoa", "Nguyễn Thị Lan", "Nguyễn Thị Mai"}
		assert "từ chối" in found["Nguyễn Thị Hoa"]["reason"] and "5.1.1" in found["Nguyễn Thị Hoa"]["detail"]
		assert found["Nguyễn Thị Lan"]["reason"] == "đảng viên chưa có tài khoản"
		assert found["Nguyễn Thị Mai"]["reason"] == "địa chỉ không đúng"
		assert [mail.recipient for mail in mail_server.received] == [cell.users["committee"]]
		with clock.frozen("2026-03-20 09:20"):
			assert len(bell.entries(cell.actor("hoa"))) == 1

		frappe.set_user("Administrator")
		change("hoa", email="hoa@hoasen.example")
		with clock.frozen("2026-03-20 10:00"):
			assert outreach.send_again(as_(cell, "secretary"), cell.name, cell.members["hoa"]) == 1
			trace = {"organization": cell.name, "action": "send again", "subject": cell.members["hoa"]}
			assert frappe.db.exists("Chibo Audit Entry", trace)
		frappe.set_user("Administrator")
		delivered("2026-03-20 10:01")
		assert mail_server.received[-1].recipient == "hoa@hoasen.example"
		with clock.frozen("2026-03-20 10:02"):
			names = {one["full_name"] for one in outreach.unreached(as_(cell, "secretary"), cell.name)}
		assert names == {"Nguyễn Thị Lan", "Nguyễn Thị Mai"}

	def test_a_disabled_account_gets_nothing(self, cell: factories.Cell, mail_server: MailServer) -> None:
		who = f"tam{cell.name[-4:]}"
		factories.add_person(cell, who)
		given(cell, FRIDAY, at=AT, lead=who)
		frappe.db.set_value("User", cell.users[who], "enabled", 0)
		delivered("2026-03-20 09:10")
		assert mail_server.received == []
		assert [(row.state, row.reason, row.attempts) for row in rows(cell, "Email", who)] == [
			("Failed", "disabled", 1)
		]
		reasons = [one["reason"] for one in outreach.unreached(as_(cell, "secretary"), cell.name)]
		assert reasons == ["tài khoản của đảng viên đã bị khóa"]

	def test_refusals_of_restricted_work_are_not_shown(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		mail_server.answers[cell.users["hoa"]] = "550 no"
		given(cell, FRIDAY, at=AT, restricted=True, by="deputy", reviewer="committee")
		delivered("2026-03-20 09:10")
		with clock.frozen("2026-03-20 09:20"):
			assert outreach.unreached(as_(cell, "secretary"), cell.name) == []
			assert len(outreach.unreached(as_(cell, "deputy"), cell.name)) == 1
			assert outreach.send_again(as_(cell, "secretary"), cell.name, cell.members["hoa"]) == 0


class TestContent:
	def test_an_organization_can_keep_all_titles_inside(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		upkeep.save_settings(as_(cell, "secretary"), cell.name, {"mail_titles": 0})
		row = given(cell, FRIDAY, at=AT, title=SECRET)
		delivered("2026-03-20 09:10")
		[mail] = mail_server.received
		assert SECRET not in mail.subject + mail.text + mail.html
		assert mail.subject == "Đ/c được giao: một việc (hạn 20/03/2026)"
		assert f"/chibo/viec/{row.name}" in mail.text

	def test_no_reason_and_no_other_name_leaves_by_mail(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		row = given(cell, date(2026, 3, 10), at="2026-03-02 08:00", lead="hoa", title="Sơ kết quý I")
		with clock.frozen("2026-03-02 09:00"):
			reviews.act(as_(cell, "hoa"), row.name, "accept")
			evidences.send(cell.actor("hoa"), row.name, evidences.Piece(evidences.NOTE, note=SECRET))
			reviews.act(cell.actor("hoa"), row.name, "submit")
			reviews.act(as_(cell, "secretary"), row.name, "return", reason=f"Thiếu {SECRET}")
		frappe.set_user("Administrator")
		swept(cell, "2026-03-17")
		frappe.db.commit()
		with clock.frozen("2026-03-17 09:00"):
			sweep.sweep(cell.name)
			outbox.deliver()
		assert {mail.recipient for mail in mail_server.received} >= {
			cell.users["hoa"],
			cell.users["secretary"],
		}
		for mail in mail_server.received:
			said = mail.subject + mail.text + mail.html
			assert SECRET not in said
			own = next(who for who, user in cell.users.items() if user == mail.recipient)
			others = {"Hoa", "Lan", "Mai", "Committee", "Deputy", "Secretary"} - {own.title()}
			assert not any(f"Nguyễn Thị {name}" in said for name in others)
