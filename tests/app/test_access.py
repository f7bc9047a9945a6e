"""Who may know of what: lists and single records always agree, and restricted work leaves no trace."""

import random
from datetime import date
from typing import Any

import frappe
import pytest

from chibo_tasks import permissions
from chibo_tasks.domain import access
from chibo_tasks.exceptions import NotFound
from chibo_tasks.services import bell, detail, evidences, outline, reviews, worklist
from tests import factories

PEOPLE = {
	"secretary": access.SECRETARY,
	"deputy": access.DEPUTY_SECRETARY,
	"committee": access.COMMITTEE_MEMBER,
	"hoa": access.MEMBER,
	"lan": access.MEMBER,
	"mai": access.MEMBER,
}
CHECKED = [doctype for doctype in access.READ if doctype not in ("Chibo Outbox", "Chibo Audit Head")]


def seen_by(actor: access.Actor, doctype: str, organization: str) -> set[str]:
	table = frappe.qb.DocType(doctype)
	own = table[permissions.SHAPES[doctype].organization]
	rows = (
		frappe.qb.from_(table)
		.select(table.name)
		.where(permissions.scope(actor, doctype, table) & (own == organization))
	)
	return {row[0] for row in rows.run()}


def all_of(doctype: str, organization: str) -> list[str]:
	key = permissions.SHAPES[doctype].organization
	return frappe.get_all(doctype, filters={key: organization}, pluck="name", order_by="name")


@pytest.mark.parametrize("seed", range(6))
def test_a_list_holds_exactly_what_can_be_read_one_by_one(site: Any, seed: int) -> None:
	dice = random.Random(seed)
	upper = factories.make_cell(people_of={"observer": access.OBSERVER})
	cell = factories.make_cell(parent=upper.name, people_of=PEOPLE)
	other = factories.make_cell(people_of={"stranger": access.SECRETARY})
	working = ["committee", "hoa", "lan", "mai"]
	for number in range(8):
		lead, helper, follower = dice.sample(working, 3)
		follower = dice.choice([follower, "secretary", "deputy"])
		deadline = factories.give(
			cell,
			lead,
			due=date(2030, 1, 1 + number),
			title=f"Việc {number}",
			collaborators=(helper,),
			followers=(follower,),
			reviewer=dice.choice([one for one in ("secretary", "deputy") if one != follower]),
			restricted=dice.random() < 0.5,
			by=dice.choice(["secretary", "deputy"]),
		)
		frappe.set_user(cell.users[lead])
		actor = cell.actor(lead)
		reviews.act(actor, deadline.name, "accept")
		evidences.send(actor, deadline.name, evidences.Piece(evidences.NOTE, note="Đã làm."))
		frappe.set_user("Administrator")
	actors = [cell.actor(who) for who in PEOPLE] + [upper.actor("observer"), other.actor("stranger")]
	for actor in actors:
		for doctype in CHECKED:
			one_by_one = {
				name
				for name in all_of(doctype, cell.name)
				if permissions.may_read(actor, frappe.get_doc(doctype, name))
			}
			assert seen_by(actor, doctype, cell.name) == one_by_one, (actor.user, doctype)


def test_restricted_work_is_known_to_those_who_are_named_and_to_nobody_else(site: Any) -> None:
	upper = factories.make_cell(people_of={"observer": access.OBSERVER})
	cell = factories.make_cell(parent=upper.name)
	secret = factories.give(
		cell,
		"hoa",
		due=date(2030, 1, 1),
		title="Thẩm tra lý lịch",
		reviewer="committee",
		restricted=True,
		by="deputy",
	)
	named = {"hoa", "committee", "deputy"}
	for who in (*factories.POSITIONS, "observer"):
		actor = (upper if who == "observer" else cell).actor(who)
		shown = [
			worklist.listing(actor, cell.name, worklist.Filters()),
			worklist.mine(actor),
			worklist.review_queue(actor),
			bell.entries(actor),
			outline.plans(actor),
		]
		assert ("Thẩm tra lý lịch" in str(shown)) is (who in named), who
		if who in named:
			assert detail.detail(actor, secret.name)["title"] == "Thẩm tra lý lịch"
		else:
			for attempt in (
				lambda actor=actor: detail.detail(actor, secret.name),
				lambda actor=actor: reviews.act(actor, secret.name, "waive", reason="vì"),
				lambda actor=actor: detail.detail(actor, "no-such-name"),
			):
				with pytest.raises(NotFound) as refusal:
					attempt()
				assert str(refusal.value) == str(permissions.not_found())


def test_ordinary_members_see_their_own_work_and_not_each_others(site: Any) -> None:
	cell = factories.make_cell()
	factories.give(cell, "hoa", due=date(2030, 1, 1), title="Việc của Hoa")
	factories.give(cell, "lan", due=date(2030, 1, 2), title="Việc của Lan")

	def titles(who: str) -> list[str]:
		return [row["title"] for row in worklist.listing(cell.actor(who), cell.name, worklist.Filters())]

	assert titles("hoa") == ["Việc của Hoa"]
	assert titles("lan") == ["Việc của Lan"]
	assert titles("mai") == []
	assert titles("committee") == titles("secretary") == ["Việc của Hoa", "Việc của Lan"]


def test_a_member_who_has_left_sees_nothing_from_the_next_day_on(site: Any) -> None:
	from chibo_tasks import clock

	cell = factories.make_cell()
	factories.give(cell, "hoa", due=date(2030, 1, 1))
	member = frappe.get_doc("Chibo Member", cell.members["hoa"])
	member.left_on = date(2029, 6, 30)
	member.save()
	with clock.frozen("2029-06-30 23:59"):
		assert worklist.mine(cell.actor("hoa"))["responsible"]
	with clock.frozen("2029-07-01 00:00"):
		assert cell.actor("hoa").memberships == ()
		assert worklist.mine(cell.actor("hoa"))["responsible"] == []


def test_a_draft_plan_is_the_secretarys_until_it_is_published(site: Any) -> None:
	import io

	from chibo_tasks.services import plans

	cell = factories.make_cell()
	frappe.set_user(cell.users["secretary"])
	text = "I. NHIỆM VỤ\n- Xây dựng kế hoạch tháng.\n"
	plan = plans.import_document(cell.actor("secretary"), cell.name, io.BytesIO(text.encode()), "k.txt")
	assert outline.outline(cell.actor("deputy"), plan)["items"]
	with pytest.raises(NotFound):
		outline.outline(cell.actor("hoa"), plan)
	plans.publish(cell.actor("secretary"), plan)
	assert outline.outline(cell.actor("hoa"), plan)["items"]
	frappe.set_user("Administrator")
