"""A secretary keeps the people of her cell: members come, change and leave, each with a trace and none by accident."""

import json
import secrets
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import clock
from tests import factories
from tests.app.test_bad_input import refused
from tests.conftest import SignIn
from tests.http_client import Browser, Refused


def address() -> str:
	"""Nobody's yet."""
	return f"moi.{secrets.token_hex(4)}@hoasen.example"


def stored(host: Any, member: str) -> Any:
	with host.connected():
		return frappe.get_doc("Chibo Member", member)


def traces(host: Any, member: str) -> list[Any]:
	with host.connected():
		return frappe.get_all(
			"Chibo Audit Entry",
			filters={"subject": member},
			fields=["action", "actor", "before", "after", "why"],
			order_by="seq",
		)


@pytest.fixture
def secretary(sign_in: SignIn, cell: factories.Cell) -> Browser:
	return sign_in(cell, "secretary")


def unit_of(host: Any, cell: factories.Cell) -> str:
	with host.connected():
		code = f"{cell.name}-to1"
		frappe.get_doc(
			{
				"doctype": "Chibo Organization",
				"code": code,
				"organization_name": "Tổ 1",
				"kind": "Professional Group",
				"parent_organization": cell.name,
			}
		).insert()
		frappe.db.commit()
	return code


def test_a_new_member_signs_in_with_the_password_that_is_told_once(
	host: Any, server: Any, cell: factories.Cell, secretary: Browser
) -> None:
	email, unit = address(), unit_of(host, cell)
	made = secretary.post(
		"members.add",
		organization=cell.name,
		full_name="  Trần  Thị Mới ",
		email=f" {email.upper()} ",
		position="Committee Member",
		unit=unit,
		party_status="Probationary",
	)
	assert made["login"] == email and len(made["password"]) == 14
	listed = {row["name"]: row for row in secretary.get("members.listing", organization=cell.name)}
	row = listed[made["member"]]
	assert (row["full_name"], row["position"], row["party_status"], row["unit_name"], row["has_account"]) == (
		"Trần Thị Mới",
		"Committee Member",
		"Probationary",
		"Tổ 1",
		True,
	)
	new = Browser(server.url, email, made["password"])
	assert [seat["member"] for seat in new.boot()["seats"]] == [made["member"]]
	with pytest.raises(Refused):
		new.post("members.add", organization=cell.name, full_name="Ai đó")
	new.session.close()

	[trace] = traces(host, made["member"])
	assert (trace.action, trace.actor) == ("add member", cell.users["secretary"])
	with host.connected():
		roles = frappe.get_all("Has Role", filters={"parent": email}, pluck="role", order_by="role")
		everything = json.dumps(
			frappe.get_all("Chibo Audit Entry", fields=["before", "after", "why"], order_by="name")
		)
	assert {"Chibo Committee Member", "Chibo Member"} <= set(roles)
	assert made["password"] not in everything


def test_a_member_without_an_address_gets_an_account_later(
	host: Any, server: Any, cell: factories.Cell, secretary: Browser
) -> None:
	made = secretary.post("members.add", organization=cell.name, full_name="Lê Thị Già")
	assert (made["login"], made["password"]) == ("", "")
	assert stored(host, made["member"]).user is None
	email = address()
	later = secretary.post("members.change", member=made["member"], email=email)
	assert later["login"] == email
	Browser(server.url, email, later["password"]).session.close()
	again = secretary.post("members.change", member=made["member"], email="bao@hoasen.example")
	assert (again["login"], again["password"]) == (email, "")
	span = {"start": "2030-01-01", "end": "2030-12-31"}
	page = secretary.get("members.get", member=made["member"], **span)
	assert (page["email"], page["login"]) == ("bao@hoasen.example", email)
	secretary.post("members.change", member=made["member"], email="")
	assert secretary.get("members.get", member=made["member"], **span)["email"] == email
	assert stored(host, made["member"]).user == email


def test_a_user_who_is_there_keeps_her_password(
	host: Any, server: Any, cell: factories.Cell, secretary: Browser, sign_in: SignIn
) -> None:
	with host.connected():
		other = factories.make_cell(people_of={f"ban{secrets.token_hex(3)}": "Member"})
		frappe.db.commit()
	[who] = other.users
	sign_in(other, who)
	made = secretary.post(
		"members.add", organization=cell.name, full_name="Bùi Thị Bạn", email=other.users[who]
	)
	assert (made["login"], made["password"]) == (other.users[who], "")
	Browser(server.url, other.users[who], factories.PASSWORD).session.close()


def test_only_those_who_decide_keep_the_members(cell: factories.Cell, sign_in: SignIn, host: Any) -> None:
	for who in ("committee", "hoa"):
		browser = sign_in(cell, who)
		for method, arguments in (
			("members.add", {"organization": cell.name, "full_name": "Ai đó"}),
			("members.change", {"member": cell.members["lan"], "full_name": "Tên khác"}),
			("members.change", {"member": cell.members[who], "position": "Secretary"}),
			("members.leave", {"member": cell.members["lan"], "left_on": "2030-01-01", "reason": "x"}),
			("members.rejoin", {"member": cell.members["lan"]}),
		):
			error = refused(lambda m=method, a=arguments, b=browser: b.post(m, **a))  # type: ignore[misc]
			assert (error.status, error.kind) == (403, "PermissionError"), (who, method)
			assert "bí thư" in error.text.lower()
		page = browser.get("members.get", member=cell.members["lan"], start="2030-01-01", end="2030-12-31")
		assert (page["email"], page["login"]) == ("", "")
	deputy = sign_in(cell, "deputy")
	deputy.post("members.change", member=cell.members["lan"], full_name="Nguyễn Thị Lan Anh")
	assert stored(host, cell.members["lan"]).full_name == "Nguyễn Thị Lan Anh"


def test_members_of_another_cell_are_as_unknown_as_made_up_ones(
	host: Any, cell: factories.Cell, secretary: Browser
) -> None:
	with host.connected():
		other = factories.make_cell(people_of={"ngoai": "Member"})
		frappe.db.commit()
	for call in (
		lambda name: secretary.post("members.change", member=name, full_name="X"),
		lambda name: secretary.post("members.leave", member=name, left_on="2030-01-01", reason="x"),
		lambda name: secretary.post("members.rejoin", member=name),
	):
		answers = [refused(lambda n=name, c=call: c(n)) for name in (other.members["ngoai"], "0" * 32)]  # type: ignore[misc]
		assert answers[0].status == answers[1].status == 404
		assert answers[0].text == answers[1].text
	assert (
		refused(lambda: secretary.post("members.add", organization=other.name, full_name="X")).status == 404
	)


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"full_name": "   "}, "họ và tên"),
		({"position": "Chủ tịch"}, "Chủ tịch"),
		({"party_status": "Sắp vào"}, "Sắp vào"),
		({"unit": "khong-co"}, "khong-co"),
		({"joined_on": "31/12"}, "31/12"),
		({"email": "khong-phai-thu"}, "khong-phai-thu"),
		({"email": "a@hoasen.example, b@hoasen.example"}, "a@hoasen.example"),
		({"email": "administrator@"}, "administrator@"),
	],
)
def test_unknown_values_are_refused_by_name_and_leave_nothing(
	host: Any, cell: factories.Cell, secretary: Browser, values: dict[str, str], words: str
) -> None:
	email = address()

	def count() -> tuple[int, int, bool]:
		with host.connected():
			of_cell = {"organization": cell.name}
			return (
				len(frappe.get_all("Chibo Member", filters=of_cell, pluck="name", order_by="name")),
				len(frappe.get_all("Chibo Audit Entry", filters=of_cell, pluck="name", order_by="name")),
				bool(frappe.db.exists("User", email)),
			)

	before = count()
	arguments = {"organization": cell.name, "full_name": "Trần Thị Mới", "email": email, **values}
	error = refused(lambda: secretary.post("members.add", **arguments))
	assert error.status == 417 and words in error.text, error.text
	assert count() == before


def test_an_address_belongs_to_one_member_of_the_cell(cell: factories.Cell, secretary: Browser) -> None:
	error = refused(
		lambda: secretary.post(
			"members.add", organization=cell.name, full_name="Hoa khác", email=cell.users["hoa"]
		)
	)
	assert error.kind == "BadInput" and "Nguyễn Thị Hoa" in error.text


def test_an_account_that_is_closed_is_not_opened_again(
	host: Any, cell: factories.Cell, secretary: Browser
) -> None:
	made = secretary.post("members.add", organization=cell.name, full_name="Đóng", email=(email := address()))
	with host.connected():
		member = frappe.get_doc("Chibo Member", made["member"])
		member.user = None
		member.save()
		user = frappe.get_doc("User", email)
		user.enabled = 0
		user.save()
		frappe.db.commit()
	error = refused(lambda: secretary.post("members.change", member=made["member"], email=email))
	assert email in error.text and "khóa" in error.text


def test_the_last_secretary_stays_and_nobody_steps_down_by_accident(
	host: Any, cell: factories.Cell, secretary: Browser, sign_in: SignIn
) -> None:
	deputy, own = sign_in(cell, "deputy"), cell.members["secretary"]
	leaving = {"member": own, "left_on": "2030-01-01", "reason": "Nghỉ hưu"}
	for browser, words in ((secretary, "của mình"), (deputy, "duy nhất")):
		assert (
			words in refused(lambda b=browser: b.post("members.change", member=own, position="Member")).text
		)  # type: ignore[misc]
		assert words in refused(lambda b=browser: b.post("members.leave", **leaving)).text  # type: ignore[misc]
	mine = refused(lambda: deputy.post("members.change", member=cell.members["deputy"], position="Secretary"))
	assert "của mình" in mine.text
	with host.connected():
		member = frappe.get_doc("Chibo Member", own)
		member.user = None
		with pytest.raises(frappe.ValidationError, match="duy nhất"):
			member.save()
	# somebody without an account runs nothing, so that she does not count
	paper = secretary.post(
		"members.add", organization=cell.name, full_name="Không Tài Khoản", position="Secretary"
	)
	assert "duy nhất" in refused(lambda: deputy.post("members.change", member=own, position="Member")).text
	secretary.post("members.change", member=paper["member"], position="Member")

	secretary.post("members.change", member=cell.members["committee"], position="Secretary")
	committee = sign_in(cell, "committee")
	committee.post("members.change", member=own, position="Member", full_name="Nguyễn Thị Cựu")
	assert stored(host, own).position == "Member"
	assert refused(lambda: secretary.post("members.rejoin", member=own)).status == 403
	assert "duy nhất" in (
		refused(
			lambda: deputy.post("members.change", member=cell.members["committee"], position="Member")
		).text
	)
	with host.connected():
		roles = frappe.get_all(
			"Has Role", filters={"parent": cell.users["secretary"]}, pluck="role", order_by="role"
		)
	assert "Chibo Secretary" not in roles


def test_who_leaves_keeps_her_work_until_it_is_handed_over_and_may_come_back(
	host: Any, cell: factories.Cell, secretary: Browser, sign_in: SignIn
) -> None:
	hoa, member = sign_in(cell, "hoa"), cell.members["hoa"]
	with host.connected():
		with clock.frozen("2030-03-01 08:00"):
			row = factories.give(cell, "hoa", due=date(2030, 4, 1))
		frappe.db.commit()
	with clock.frozen("2030-03-10 08:00"):
		assert "lý do" in (
			refused(
				lambda: secretary.post("members.leave", member=member, left_on="2030-03-09", reason=" ")
			).text
		)
		assert "ngay" in (
			refused(lambda: secretary.post("members.leave", member=member, left_on="ngay", reason="x")).text
		)
		secretary.post(
			"members.leave", member=member, left_on="2030-03-09", reason="Chuyển về Chi bộ Hướng Dương"
		)
		trace = traces(host, member)[-1]
		assert (trace.action, trace.why) == ("change member", "Chuyển về Chi bộ Hướng Dương")
		assert json.loads(trace.after) == {"left_on": "2030-03-09"}
		assert refused(lambda: hoa.get("deadlines.mine")).status == 403
		listed = secretary.get("deadlines.listing", organization=cell.name, member=member)
		assert [one["name"] for one in listed] == [row.name]
		given = {one["name"]: one for one in secretary.get("members.listing", organization=cell.name)}
		assert (given[member]["left_on"], given[member]["open"]) == ("2030-03-09", 1)
		error = refused(
			lambda: secretary.post(
				"members.change", member=member, joined_on="2030-03-20", full_name="Nguyễn Thị Hoa"
			)
		)
		assert "Nguyễn Thị Hoa" in error.text
		secretary.post("members.rejoin", member=member)
		assert stored(host, member).left_on is None
		hoa.get("members.listing", organization=cell.name)
