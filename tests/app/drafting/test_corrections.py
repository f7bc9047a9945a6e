"""The secretary's side of a plan: preview, correct, publish; and the plan once more after its file was changed."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest

from tests import factories
from tests.app.drafting.hands import NEWER, PLAN, Draft, refused, set_values, upload
from tests.conftest import SignIn
from tests.http_client import Browser, Refused


def test_every_source_line_is_accounted_for_through_all_corrections_and_back(draft: Draft) -> None:
	begin = draft.texts
	lines = [one["text"] for one in draft.state["lines"]]
	assert begin == lines
	assert draft.state["account"]["lines"] == len(lines)

	contest = draft.line("Tổ chức hội thi")
	at = contest["text"].index("và báo cáo")
	draft.correct({"do": "split", "item": contest["name"], "at": at})
	assert draft.line("và báo cáo kết quả")["spans"][0][1] == at
	draft.correct({"do": "merge", "item": draft.line("Mỗi tổ viết bài về người tốt việc")["name"]})
	assert "của từng bữa. Mỗi tổ viết bài" in draft.line("Kiểm tra bếp ăn")["text"]
	draft.correct({"do": "indent", "items": [draft.line("và báo cáo")["name"]]})
	assert draft.line("và báo cáo")["parent_position"] == draft.line("Tổ chức hội thi")["position"]
	work = [one for one in draft.items.values() if one["kind"] == "task"]
	draft.correct({"do": "set", "items": [one["name"] for one in work], "values": {"kind": "context"}})
	assert {one["kind"] for one in draft.items.values()} <= {"heading", "context"}

	for _ in range(4):
		draft.undo()
	assert draft.texts == begin
	assert draft.state["undo"] is None
	error = refused(draft.undo)
	assert (error.status, error.kind) == (409, "AlreadyDone")


def test_a_correction_on_a_stale_draft_is_refused_and_changes_nothing(
	sign_in: SignIn, cell: factories.Cell, draft: Draft
) -> None:
	deputy = Draft(sign_in(cell, "deputy"), draft.plan)
	draft.correct(set_values(draft.line("Duy trì"), kind="target"))
	error = refused(lambda: deputy.correct(set_values(deputy.line("Duy trì"), kind="context")))
	assert (error.status, error.kind) == (409, "StaleDraft")
	assert "đã thay đổi" in error.text
	assert Draft(draft.who, draft.plan).line("Duy trì")["kind"] == "target"


def test_of_many_corrections_at_one_moment_each_is_made_once_or_refused(
	sign_in: SignIn, cell: factories.Cell, draft: Draft
) -> None:
	people = [draft.who, sign_in(cell, "deputy")] * 3
	line, seen = draft.line("Kiểm tra"), draft.revision

	def split(who: Browser) -> str:
		try:
			who.post(
				"plans.correct",
				plan=draft.plan,
				revision=seen,
				corrections=[{"do": "split", "item": line["name"], "at": 9}],
			)
		except Refused as refusal:
			return str(refusal.kind)
		return "done"

	with ThreadPoolExecutor(len(people)) as pool:
		answers = sorted(pool.map(split, people))
	assert answers == ["StaleDraft"] * (len(people) - 1) + ["done"]
	after = Draft(draft.who, draft.plan)
	assert (after.revision, len(after.items)) == (seen + 1, len(draft.items) + 1)
	assert after.state["account"]["lost"] == 0


@pytest.mark.parametrize(
	("make", "kind"),
	[
		(lambda item: {"do": "set", "items": [item["name"]], "values": {"kind": "verse"}}, "BadCorrection"),
		(lambda item: {"do": "set", "items": [item["name"]], "values": {"text": "khác"}}, "BadCorrection"),
		(lambda item: {"do": "set", "items": [item["name"]], "values": {"lead": "nobody"}}, "BadInput"),
		(lambda item: {"do": "set", "items": [item["name"]], "values": {"due_date": "31/2"}}, "BadInput"),
		(lambda item: {"do": "set", "items": [], "values": {}}, "BadInput"),
		(lambda item: {"do": "set", "items": [item["name"]], "values": 7}, "BadInput"),
		(lambda item: {"do": "split", "item": item["name"], "at": 0}, "BadCorrection"),
		(lambda item: {"do": "merge", "item": "nobody"}, "BadCorrection"),
		(lambda item: {"do": "sing", "items": [item["name"]]}, "BadInput"),
	],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(draft: Draft, make: Any, kind: str) -> None:
	good = set_values(draft.line("Duy trì"), kind="target")
	error = refused(lambda: draft.correct(good, make(draft.line("Kiểm tra"))))
	assert (error.status, error.kind) == (417, kind)
	assert error.text
	assert Draft(draft.who, draft.plan).state == draft.state, "all or nothing"


def test_nobody_but_secretary_and_deputy_sees_or_corrects_a_draft(
	sign_in: SignIn, cell: factories.Cell, draft: Draft
) -> None:
	with_newer = {"files": {"file": ("k.txt", NEWER.encode())}, "plan": draft.plan}
	version = draft.who.post("plans.offer", **with_newer)["version"]
	change = {
		"plan": draft.plan,
		"revision": 0,
		"corrections": [set_values(draft.line("Duy trì"), kind="task")],
	}
	for who in ("committee", "hoa"):
		person = sign_in(cell, who)
		for ask in (
			lambda person=person: person.get("plans.draft", plan=draft.plan),
			lambda person=person: person.get("plans.findings", plan=draft.plan),
			lambda person=person: person.post("plans.correct", **change),
			lambda person=person: person.post("plans.undo", plan=draft.plan, revision=0),
			lambda person=person: person.post("plans.publish_draft", plan=draft.plan, revision=0),
			lambda person=person: person.post("plans.offer", **with_newer),
			lambda person=person: person.get("plans.comparison", version=version),
			lambda person=person: person.post("plans.apply", version=version, revision=0),
		):
			assert refused(ask).status in (403, 404)
	assert Draft(draft.who, draft.plan).state == draft.state


def test_the_same_file_twice_changes_nothing(
	host: Any, secretary: Browser, cell: factories.Cell, draft: Draft
) -> None:
	again = upload(secretary, cell)
	assert (again["name"], again["known"]) == (draft.plan, True)
	assert Draft(secretary, draft.plan).state == draft.state
	same = secretary.post("plans.offer", plan=draft.plan, files={"file": ("k2.txt", PLAN.encode())})
	assert same == {"version": None}
	with host.connected():
		for table in ("Chibo Plan", "Chibo Plan Version"):
			assert len(frappe.get_all(table, filters={"organization": cell.name}, order_by="name")) == 1


def test_the_linter_speaks_and_its_proposal_is_carried_out(draft: Draft) -> None:
	found = {one["code"]: one for one in draft.who.get("plans.findings", plan=draft.plan)}
	assert "Sơn Ca" in found["elsewhere.name"]["text"]
	twice = found["duplicate.pair"]
	assert [draft.items[name]["text"][:7] for name in twice["items"]] == ["Mỗi tổ ", "Mỗi tổ "]
	assert twice["positions"] == sorted(twice["positions"])
	draft.correct(*twice["corrections"])
	left = {one["code"] for one in draft.who.get("plans.findings", plan=draft.plan)}
	assert "duplicate.pair" not in left


def test_publishing_gives_the_decided_work_and_tells_of_every_row(
	host: Any, sign_in: SignIn, cell: factories.Cell, draft: Draft
) -> None:
	first, second = (
		draft.line("Mỗi tổ viết bài về người tốt việc"),
		draft.line("Mỗi tổ viết bài về người tốt, "),
	)
	contest, kitchen, meeting = (draft.line(words) for words in ("Tổ chức", "Kiểm tra", "Duy trì"))
	members = cell.members
	draft.correct(
		set_values(contest, lead=members["hoa"], collaborators=[members["lan"]], due_date="2026-03-31"),
		set_values(kitchen, lead=members["mai"], recurrence={"unit": "monthly"}, title="Kiểm tra bếp"),
		set_values(meeting, lead=members["deputy"], reviewer=members["deputy"]),
		set_values(first, lead=members["lan"], due_date="2026-06-30"),
		set_values(second, same_as=first["name"]),
		set_values(draft.line("Học hỏi"), lead=members["lan"], give=False),
	)
	ask = {"plan": draft.plan, "revision": draft.revision}
	told = draft.who.post("plans.publish_draft", dry_run=True, **ask)
	assert refused(lambda: draft.who.get("plans.get", plan="x")).status == 404
	assert Draft(draft.who, draft.plan).state["state"] == "Draft", "only told"
	assert [(one["ok"], one["title"]) for one in told] == [
		(True, "Tổ chức hội thi làm đồ chơi cho trẻ và báo cáo kết quả với Chi ủy"),
		(True, "Kiểm tra bếp"),
		(True, "Mỗi tổ viết bài về người tốt việc tốt trên bảng tin"),
		(False, "Duy trì sinh hoạt định kỳ, có chuẩn bị nội dung"),
	]
	assert "người duyệt khác" in told[3]["message"]
	stale = refused(lambda: draft.who.post("plans.publish_draft", plan=draft.plan, revision=99))
	assert (stale.status, stale.kind) == (409, "StaleDraft")

	done = draft.who.post("plans.publish_draft", **ask)
	assert [one["ok"] for one in done] == [True, True, True, False]
	for _ in range(2):
		again = refused(lambda: draft.who.post("plans.publish_draft", **ask))
		assert (again.status, again.kind) == (409, "AlreadyDone")
		assert "12/01/2026" in again.text
	with host.connected():
		assert len(frappe.get_all("Chibo Task", filters={"plan": draft.plan}, order_by="name")) == 3
	outline = {one["text"]: one for one in draft.who.get("plans.get", plan=draft.plan)["items"]}
	assert outline[first["text"]]["work"] == outline[second["text"]]["work"]
	assert [one["due_date"] for one in outline[contest["text"]]["work"]] == ["2026-03-31"]
	assert outline[meeting["text"]]["work"] == []
	assert refused(lambda: draft.who.get("plans.draft", plan=draft.plan)).kind == "AlreadyDone"
	assert [one["title"] for one in sign_in(cell, "hoa").get("deadlines.mine")["responsible"]]


def test_the_people_whom_the_text_names_are_suggested_and_never_applied(draft: Draft) -> None:
	for item in draft.items.values():
		assert item["choice"] == {}


def test_title_and_period_of_a_draft_can_be_changed(draft: Draft) -> None:
	ask = {
		"plan": draft.plan,
		"title": " Kế hoạch  công tác ",
		"period_start": "2026-09-01",
		"period_end": "2027-05-31",
	}
	assert draft.who.post("plans.amend", revision=draft.revision, **ask) == draft.revision + 1
	after = Draft(draft.who, draft.plan).state
	assert (after["title"], after["period_start"], after["period_end"]) == (
		"Kế hoạch công tác",
		"2026-09-01",
		"2027-05-31",
	)
	assert refused(lambda: draft.who.post("plans.amend", revision=draft.revision, **ask)).kind == "StaleDraft"
	back = {**ask, "period_end": "2026-01-01"}
	assert (
		refused(lambda: draft.who.post("plans.amend", revision=after["revision"], **back)).kind == "BadDates"
	)


def test_a_draft_is_laid_aside_read_afresh_and_taken_back(
	host: Any, secretary: Browser, cell: factories.Cell, draft: Draft
) -> None:
	def listed() -> list[str]:
		return [one["name"] for one in secretary.get("plans.listing")]

	assert (
		refused(lambda: secretary.post("plans.discard", plan=draft.plan, revision=draft.revision + 1)).kind
		== "StaleDraft"
	)
	secretary.post("plans.discard", plan=draft.plan, revision=draft.revision)
	assert draft.plan not in listed()
	for act in (
		lambda: draft.correct({"do": "set", "items": [], "values": {}}),
		lambda: secretary.post("plans.publish", plan=draft.plan),
		lambda: secretary.post("plans.discard", plan=draft.plan, revision=draft.revision),
	):
		assert refused(act).kind == "AlreadyDone"
	secretary.post("plans.restore", plan=draft.plan)
	assert draft.plan in listed()
	secretary.post("plans.discard", plan=draft.plan, revision=draft.revision)
	again = upload(secretary, cell)["name"]
	assert again != draft.plan and again in listed()
	assert refused(lambda: secretary.post("plans.restore", plan=draft.plan)).kind == "AlreadyDone"


def test_progress_is_told_to_its_sender_only(
	sign_in: SignIn, cell: factories.Cell, secretary: Browser
) -> None:
	upload(secretary, cell, progress="mot-khoa")
	assert secretary.get("plans.progress", key="mot-khoa") == {"stage": "", "lines": 0}


def test_a_record_of_the_cell_stands_above_the_registry_that_came_with_the_app(
	host: Any, cell: factories.Cell
) -> None:
	from chibo_tasks.services import regulations

	with host.connected():
		shipped = regulations.of(cell.name)
		assert shipped["21-hd-btctw"].percent == 20
		frappe.get_doc(
			{
				"doctype": "Chibo Regulation",
				"organization": cell.name,
				"number": "21-HD/BTCTW",
				"quota": "excellent members",
				"percent": 25,
				"source": "Công văn của Đảng ủy xã",
			}
		).insert()
		assert regulations.of(cell.name)["21-hd-btctw"].percent == 25
		for values in ({"replaced_by": "x"}, {"quota": "excellent members", "percent": 0}):
			bad = {
				"doctype": "Chibo Regulation",
				"organization": cell.name,
				"number": "9",
				"source": "s",
				**values,
			}
			with pytest.raises(frappe.ValidationError):
				frappe.get_doc(bad).insert()


def test_old_readings_are_kept_with_the_words_of_the_file_left_to_the_file(host: Any, draft: Draft) -> None:
	with host.connected():
		[row] = frappe.get_all(
			"Chibo Plan Version",
			filters={"plan": draft.plan},
			fields=["reading", "state", "sequence", "source_sha256"],
			order_by="sequence",
		)
	reading = json.loads(row.reading)
	assert (row.state, row.sequence) == ("Applied", 1)
	assert len(reading["items"]) == reading["lines"]["total"] and "raw" not in reading["items"][0]
