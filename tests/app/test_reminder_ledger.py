"""Every planned reminder ends as sent, merged or suppressed with a reason; one message a day; and why, when somebody asks."""

from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from chibo_tasks.domain import assignment, staffing
from chibo_tasks.domain.recurrence import Recurrence
from chibo_tasks.exceptions import NotFound
from chibo_tasks.services import assignments, bell, changes, evidences, occurrences, outbox, reviews, upkeep
from chibo_tasks.services.reminders import explain, preferences, sweep
from tests import factories
from tests.app.reminding import FRIDAY, accepted, as_, given, handed_in, ledger, only, swept
from tests.mail import MailServer


@pytest.fixture
def cell(cell: factories.Cell, site: Any, mail_server: MailServer) -> factories.Cell:
	"""A committed cell, because delivery commits, with an outbox that holds nobody else's mail."""
	site.use_mail_server(mail_server.port)
	frappe.db.delete("Chibo Outbox", {"state": "Waiting"})
	return cell


def why(
	cell: factories.Cell, deadline: Any, who: str = "hoa", of: str = "", at: str = "2026-03-20 12:00"
) -> Any:
	with clock.frozen(at):
		return explain.explain(cell.actor(who), deadline.name, cell.members[of] if of else "")


def away(cell: factories.Cell, who: str, begin: date, end: date | None, stand_in: str = "") -> None:
	with clock.frozen("2026-03-02 08:00"):
		upkeep.add_absence(
			as_(cell, "secretary"),
			cell.members[who],
			"Leave",
			begin,
			end,
			cell.members[stand_in] if stand_in else "",
			"ốm",
		)
		frappe.set_user("Administrator")


class TestLedger:
	def test_work_of_somebody_who_left_is_recorded_and_escalated(self, cell: factories.Cell) -> None:
		accepted(cell, given(cell, FRIDAY))
		member = frappe.get_doc("Chibo Member", cell.members["hoa"])
		member.left_on = date(2026, 3, 1)
		member.save()
		swept(cell, "2026-03-17")
		[row] = ledger(cell, rule="due-soon", step=-3)
		assert (row.state, row.reason, row.message) == ("Suppressed", "left", None)
		swept(cell, "2026-03-23")
		[told] = ledger(cell, rule="escalated")
		assert (told.member, told.state) == (cell.members["deputy"], "Merged")

	def test_work_without_a_reviewer_waits_for_the_secretary(self, cell: factories.Cell) -> None:
		deadline = given(cell, date(2026, 12, 31))
		accepted(cell, deadline)
		handed_in(cell, deadline, "2026-03-16 10:00")
		swept(cell, "2026-03-19")
		[row] = ledger(cell)
		assert (row.member, row.rule, row.step) == (cell.members["secretary"], "review-waiting", 3)

	def test_what_is_handed_in_before_the_message_leaves_is_taken_back(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		accepted(cell, deadline)
		swept(cell, "2026-03-19", hour=1)
		assert {row.state for row in ledger(cell, day="2026-03-19", rule="due-soon", step=-1)} == {"Merged"}
		handed_in(cell, deadline, "2026-03-19 06:30")
		told = ledger(cell, day="2026-03-19", rule="due-soon", step=-1)
		assert {(row.state, row.reason) for row in told} == {("Suppressed", "overtaken")}

	def test_what_was_in_a_message_that_has_left_stays_said(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		accepted(cell, deadline)
		swept(cell, "2026-03-19")
		handed_in(cell, deadline, "2026-03-19 09:30")
		assert {row.state for row in ledger(cell, rule="due-soon", step=-1)} == {"Merged"}

	def test_what_becomes_restricted_is_taken_back_from_those_who_are_not_named(
		self, cell: factories.Cell
	) -> None:
		deadline = given(cell, FRIDAY)
		accepted(cell, deadline)
		swept(cell, "2026-03-20")
		swept(cell, "2026-03-23", hour=1)
		with clock.frozen("2026-03-23 05:00"):
			changes.change(as_(cell, "secretary"), deadline.task, {"restricted": 1}, "mật")
			frappe.set_user("Administrator")
		told = {(row.member, row.state) for row in ledger(cell, day="2026-03-23", step=3)}
		assert told == {(cell.members["hoa"], "Merged"), (cell.members["deputy"], "Suppressed")}
		with clock.frozen("2026-03-23 08:00"):
			assert not [one for one in bell.entries(cell.actor("deputy")) if one["kind"] == "Digest"]

	def test_a_duty_that_opens_is_told_in_the_message_of_the_day(self, cell: factories.Cell) -> None:
		with clock.frozen("2026-01-05 08:00"):
			order = assignment.Order(
				title="Nộp đảng phí",
				audience=staffing.EVERY_MEMBER,
				recurrence=Recurrence("monthly", day=25),
				ends_on=date(2026, 12, 31),
				source="Other",
			)
			assignments.assign(as_(cell, "secretary"), cell.name, [order])
		frappe.set_user("Administrator")
		swept(cell, "2026-03-31")
		with clock.frozen("2026-04-01 00:05"):
			assert occurrences.open_due(cell.name)
			sweep.sweep(cell.name)
		with clock.frozen("2026-04-01 07:00"):
			[entry] = [
				one for one in bell.entries(cell.actor("hoa")) if one["sent_at"].startswith("2026-04-01")
			]
		assert [line["text"] for line in entry["lines"] if "được giao" in line["text"]]
		assert entry["kind"] == "Digest"

	def test_an_event_reaches_the_stand_in_and_without_one_waits_for_the_return(
		self, cell: factories.Cell
	) -> None:
		away(cell, "hoa", date(2026, 3, 9), date(2026, 3, 20), "lan")
		away(cell, "mai", date(2026, 3, 9), date(2026, 3, 20))
		given(cell, date(2026, 12, 31), at="2026-03-11 08:00", title="Có người thay")
		given(cell, date(2026, 12, 31), at="2026-03-11 08:00", title="Việc kín", restricted=True)
		given(cell, date(2026, 12, 31), at="2026-03-11 08:00", lead="mai", title="Không người thay")
		rows = frappe.get_all(
			"Chibo Reminder",
			filters={"organization": cell.name, "rule": "assigned"},
			fields=["member", "instead_of", "state"],
			order_by="state, member",
		)
		names = {name: who for who, name in cell.members.items()}
		found = sorted((names[row.member], names.get(row.instead_of), row.state) for row in rows)
		assert found == [("hoa", None, "Waiting"), ("lan", "hoa", "Sent"), ("mai", None, "Waiting")]
		with clock.frozen("2026-03-11 09:00"):
			[entry] = bell.entries(cell.actor("lan"))
			assert [line["text"].split(" (")[0] for line in entry["lines"]] == [
				"Đ/c được giao: Có người thay"
			]
		swept(cell, "2026-03-13")
		swept(cell, "2026-03-23")
		with clock.frozen("2026-03-23 09:00"):
			for who, title in (("hoa", "Việc kín"), ("mai", "Không người thay")):
				texts = [line["text"] for one in bell.entries(cell.actor(who)) for line in one["lines"]]
				assert any(title in text for text in texts)

	def test_sent_evidence_takes_back_that_it_is_missing(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		accepted(cell, deadline)
		swept(cell, "2026-03-18", hour=1)
		with clock.frozen("2026-03-18 06:30"):
			evidences.send(
				as_(cell, "hoa"), deadline.name, evidences.Piece(evidences.NOTE, note="Xong một nửa.")
			)
			frappe.set_user("Administrator")
		[row] = ledger(cell, rule="evidence-missing")
		assert (row.state, row.reason) == ("Suppressed", "overtaken")

	def test_an_outage_of_the_mail_ends_in_one_message(
		self, cell: factories.Cell, mail_server: MailServer
	) -> None:
		accepted(cell, given(cell, date(2026, 3, 24), title="Việc A"))
		accepted(cell, given(cell, date(2026, 3, 27), title="Việc B"))
		frappe.db.delete("Chibo Outbox", {"organization": cell.name})
		for day in ("2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19", "2026-03-20"):
			swept(cell, day)
		with clock.frozen("2026-03-20 12:00"):
			outbox.deliver()
		mails = [mail for mail in mail_server.received if mail.recipient == cell.users["hoa"]]
		assert len(mails) == 1
		assert "Việc A" in mails[0].text and "Việc B" in mails[0].text

	def test_an_escalation_does_not_wait_for_the_evening_unless_it_is_muted(
		self, cell: factories.Cell
	) -> None:
		accepted(cell, given(cell, FRIDAY))
		swept(cell, FRIDAY)
		preferences.save(cell.actor("deputy"), cell.name, {"digest_hour": 18})
		preferences.save(cell.actor("secretary"), cell.name, {"digest_hour": 18, "mail_events": 0})
		swept(cell, "2026-03-23", hour=1)
		swept(cell, "2026-03-27", hour=1)
		sent = {
			row.member: str(row.sent_at)
			for row in frappe.get_all(
				"Chibo Message",
				filters={
					"organization": cell.name,
					"kind": "Digest",
					"day": ["in", ["2026-03-23", "2026-03-27"]],
				},
				fields=["member", "sent_at"],
				order_by="sent_at",
			)
		}
		assert sent[cell.members["deputy"]].startswith("2026-03-23 06:00")
		assert sent[cell.members["secretary"]].startswith("2026-03-27 18:00")


class TestWhy:
	def test_what_was_told_and_how_it_went_out(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY, at="2026-03-02 09:00")
		accepted(cell, deadline, at="2026-03-02 09:30")
		frappe.db.delete("Chibo Outbox", {"organization": cell.name})
		swept(cell, "2026-03-16")
		swept(cell, "2026-03-17")
		with clock.frozen("2026-03-17 07:05"):
			outbox.deliver()
		found = why(cell, deadline, at="2026-03-17 08:00")
		assert found["answer"] == (
			"Đ/c Nguyễn Thị Hoa được nhắc lần gần nhất ngày 17/03/2026. Lần nhắc kế tiếp: 18/03/2026."
		)
		assert [(one["day"], one["label"], one["state"]) for one in found["history"]] == [
			("2026-03-17", "Trước hạn", "Merged"),
			("2026-03-16", "Trước hạn", "Merged"),
			("2026-03-02", "Giao việc", "Sent"),
		]
		assert found["history"][0]["text"] == (
			"Đã gộp vào bản tin ngày 17/03/2026. Thư điện tử: đã gửi lúc 07:05 17/03/2026."
		)
		assert found["ahead"][0]["text"].startswith("Chưa gửi minh chứng, còn 2 ngày")

	def test_what_was_passed_over_while_the_machine_was_off(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		accepted(cell, deadline)
		swept(cell, "2026-03-12")
		swept(cell, "2026-03-24")
		texts = [one["text"] for one in why(cell, deadline, at="2026-03-24 12:00")["history"]]
		assert "Không gửi: đã có lần nhắc sau về cùng việc này thay thế." in texts

	def test_who_is_away_reads_who_was_told_instead(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		away(cell, "hoa", date(2026, 3, 9), None, "lan")
		swept(cell, "2026-03-13")
		found = why(cell, deadline, at="2026-03-13 12:00")
		assert "Đ/c Nguyễn Thị Hoa vắng; đã nhắc đ/c Nguyễn Thị Lan thay." in found["history"][0]["text"]
		assert (
			"Đ/c Nguyễn Thị Hoa vắng từ 09/03/2026; đ/c Nguyễn Thị Lan nhận nhắc việc thay."
			in found["obstacles"]
		)

	def test_why_nothing_comes_any_more(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		accepted(cell, deadline)
		handed_in(cell, deadline, "2026-03-11 10:00")
		assert (
			"Đã nộp ngày 11/03/2026: trong lúc chờ duyệt không nhắc người phụ trách."
			in why(cell, deadline)["obstacles"]
		)
		with clock.frozen("2026-03-12 10:00"):
			reviews.act(as_(cell, "secretary"), deadline.name, "approve")
			frappe.set_user("Administrator")
		assert why(cell, deadline)["obstacles"] == ["Việc đã kết luận (Đã duyệt): không nhắc ai nữa."]

	def test_rules_that_are_off_free_days_and_missing_accounts_are_named(self, cell: factories.Cell) -> None:
		only(cell)
		deadline = given(cell, FRIDAY)
		frappe.db.set_value("Chibo Member", cell.members["hoa"], "user", None)
		found = why(cell, deadline, "secretary", of="hoa", at="2026-03-14 12:00")
		text = "\n".join(found["obstacles"])
		assert "Tổ chức đã tắt quy tắc: Trước hạn" in text
		assert "Đ/c Nguyễn Thị Hoa chưa có tài khoản" in text
		assert "Hôm nay là ngày nghỉ" in text
		assert found["ahead"] == []

	def test_who_has_nothing_to_do_with_it_is_told_so(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		found = why(cell, deadline, "secretary", of="mai")
		assert "không phụ trách, không duyệt việc này" in found["obstacles"][0]
		assert found["answer"].startswith("Đ/c Nguyễn Thị Mai chưa được nhắc về việc này.")

	def test_one_asks_for_oneself_and_the_committee_for_others(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY, collaborators=("lan",))
		assert why(cell, deadline, "committee", of="hoa")["name"] == "Nguyễn Thị Hoa"
		assert why(cell, deadline, "lan")["name"] == "Nguyễn Thị Lan"
		with pytest.raises(NotFound):
			why(cell, deadline, "lan", of="hoa")
		with pytest.raises(NotFound):
			why(cell, deadline, "mai")

	def test_of_restricted_work_nobody_learns_who_is_not_named(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY, restricted=True, by="deputy", reviewer="committee")
		swept(cell, "2026-03-20")
		swept(cell, "2026-03-27")
		for of in ("", "hoa", "secretary"):
			with pytest.raises(NotFound):
				why(cell, deadline, "secretary", of=of)
		assert why(cell, deadline, "deputy", of="secretary")["history"] == []

	def test_a_hold_is_named(self, cell: factories.Cell) -> None:
		deadline = given(cell, FRIDAY)
		swept(cell, "2026-03-10")
		with clock.frozen("2026-03-19 07:00"):
			sweep.sweep(cell.name)
		assert any("tạm giữ từ 07:00 19/03/2026" in one for one in why(cell, deadline)["obstacles"])


class TestChoices:
	def test_a_member_chooses_for_herself(self, cell: factories.Cell) -> None:
		assert preferences.of(cell.actor("hoa"), cell.name) == {
			"digest_hour": -1,
			"mail_digest": 1,
			"mail_events": 1,
		}
		preferences.save(cell.actor("hoa"), cell.name, {"digest_hour": "18", "mail_digest": 0})
		assert preferences.of(cell.actor("hoa"), cell.name) == {
			"digest_hour": 18,
			"mail_digest": 0,
			"mail_events": 1,
		}

	@pytest.mark.parametrize(
		"values",
		[{"digest_hour": 24}, {"digest_hour": "sáng"}, {"mail_digest": 2}, {"position": "Secretary"}],
	)
	def test_a_choice_that_makes_no_sense_is_refused(
		self, cell: factories.Cell, values: dict[str, Any]
	) -> None:
		with pytest.raises(frappe.ValidationError):
			preferences.save(cell.actor("hoa"), cell.name, values)
