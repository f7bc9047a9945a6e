"""A newer file of a plan that people already work with."""

from typing import Any

import frappe

from tests import factories
from tests.app.drafting.hands import NEWER, PLAN, Draft, refused, set_values, upload
from tests.http_client import Browser


def apply(who: Browser, plan: str, text: str) -> None:
	version = who.post("plans.offer", plan=plan, files={"file": ("moi.txt", text.encode())})["version"]
	revision = who.get("plans.comparison", version=version)["revision"]
	who.post("plans.apply", version=version, revision=revision)


def test_a_newer_file_keeps_corrections_and_never_touches_work_under_way(
	host: Any, cell: factories.Cell, draft: Draft
) -> None:
	contest, kitchen, meeting = (draft.line(words) for words in ("Tổ chức", "Kiểm tra", "Duy trì"))
	draft.correct({"do": "split", "item": contest["name"], "at": contest["text"].index("và báo cáo")})
	draft.correct(
		set_values(kitchen, lead=cell.members["hoa"], due_date="2026-03-31"),
		set_values(meeting, lead=cell.members["lan"], due_date="2026-04-30"),
	)
	who, plan = draft.who, draft.plan
	who.post("plans.publish_draft", plan=plan, revision=draft.revision)
	before = works(host, cell)

	version = who.post("plans.offer", plan=plan, files={"file": ("moi.txt", NEWER.encode())})["version"]
	assert works(host, cell) == before
	told = who.get("plans.comparison", version=version)
	counts = {how: number for how, number in told["counts"].items() if how != "same" and number}
	assert counts == {"changed": 1, "new": 1, "removed": 1}
	changed = next(one for one in told["changes"] if one["how"] == "changed")
	assert changed["words"][:3] == [["=", "Kiểm tra"], ["+", "đột xuất"], ["=", changed["words"][2][1]]]
	assert changed["given"] and changed["kept"] == kitchen["name"]
	assert next(one for one in told["changes"] if one["how"] == "removed")["given"]
	assert told == who.get("plans.comparison", version=version), "asking changes nothing"

	stale = refused(lambda: who.post("plans.apply", version=version, revision=99))
	assert stale.kind == "StaleDraft"
	who.post("plans.apply", version=version, revision=told["revision"])
	assert works(host, cell) == before, "tasks, deadlines and people are what they were"
	items = who.get("plans.get", plan=plan)["items"]
	assert [one["position"] for one in items] == list(range(1, len(items) + 1))
	by_text = {one["text"]: one for one in items}
	old, new = by_text[kitchen["text"]], by_text[kitchen["text"].replace("bếp", "đột xuất bếp")]
	assert (old["retired"], new["retired"]) == (True, False)
	assert [one["name"] for one in new["work"]] == [one["name"] for one in old["work"]] != []
	assert by_text[meeting["text"]]["retired"] and by_text[meeting["text"]]["work"]
	assert "và báo cáo kết quả với Chi ủy." in by_text, "the cut is still there"
	assert by_text["Rà soát quy chế làm việc của Chi ủy."]["work"] == []

	again = refused(lambda: who.post("plans.apply", version=version, revision=told["revision"] + 1))
	assert (again.status, again.kind) == (409, "AlreadyDone")
	same = who.post("plans.offer", plan=plan, files={"file": ("moi-2.txt", NEWER.encode())})
	assert same == {"version": None}


def works(host: Any, cell: factories.Cell) -> Any:
	"""Everything that people work with, as it is stored."""
	with host.connected():
		return {
			table: frappe.get_all(table, filters={"organization": cell.name}, fields=fields, order_by="name")
			for table, fields in {
				"Chibo Task": ["name", "title", "content", "plan", "modified"],
				"Chibo Deadline": ["name", "state", "due_date", "member", "modified"],
				"Chibo Task Member": ["name", "member", "role", "until", "modified"],
			}.items()
		}


def test_work_moves_with_its_sentence(host: Any, cell: factories.Cell, draft: Draft) -> None:
	contest, kitchen, meeting, posters = (
		draft.line(words) for words in ("Tổ chức", "Kiểm tra", "Duy trì", "Mỗi tổ viết bài về người tốt,")
	)
	draft.correct(
		*(
			set_values(one, lead=cell.members["hoa"], due_date="2026-03-31")
			for one in (contest, kitchen, meeting, posters)
		)
	)
	who, plan = draft.who, draft.plan
	who.post("plans.publish_draft", plan=plan, revision=draft.revision)
	newer = NEWER.replace("I. NHIỆM VỤ CỤ THỂ\n", "I. ĐẶC ĐIỂM\n- Trường có ba điểm.\nII. NHIỆM VỤ CỤ THỂ\n")
	apply(who, plan, newer)
	items = {one["text"]: one for one in who.get("plans.get", plan=plan)["items"]}
	with host.connected():
		tasks = {
			row.title: (row.section_path, row.position)
			for row in frappe.get_all(
				"Chibo Task",
				filters={"plan": plan},
				fields=["title", "section_path", "position"],
				order_by="name",
			)
		}
	now = {
		contest["text"]: contest["text"],
		kitchen["text"]: kitchen["text"].replace("bếp", "đột xuất bếp"),
		meeting["text"]: meeting["text"],
		posters["text"]: posters["text"],
	}
	assert tasks == {
		before.rstrip("."): (items[after]["section_path"], items[after]["position"])
		for before, after in now.items()
	}
	assert tasks[contest["text"].rstrip(".")][0] == "II.1"


def test_what_left_the_file_counts_no_longer(cell: factories.Cell, draft: Draft) -> None:
	goal, kitchen = draft.line("Duy trì"), draft.line("Kiểm tra")
	draft.correct(set_values(goal, kind="target"))
	draft.correct(
		set_values(goal, lead=cell.members["lan"], due_date="2026-04-30"),
		set_values(kitchen, lead=cell.members["hoa"], due_date="2026-04-30"),
	)
	who, plan = draft.who, draft.plan
	who.post("plans.publish_draft", plan=plan, revision=draft.revision)
	apply(who, plan, NEWER)
	retired = {one["text"]: one for one in who.get("plans.get", plan=plan)["items"] if one["retired"]}
	assert set(retired) == {goal["text"], kitchen["text"]}

	found = who.get("search.find", query="Kiểm tra hồ sơ lưu mẫu")["items"]
	assert [one["text"].startswith("Kiểm tra đột xuất") for one in found] == [True]
	order = {"lead": cell.members["mai"], "plan_items": [retired[kitchen["text"]]["name"]], "again": True}
	refusal = refused(lambda: who.post("tasks.assign", organization=cell.name, orders=[order]))
	assert (refusal.kind, refusal.status) == ("BadOrder", 417)
	assert f"Bản mới nhất của kế hoạch không còn mục {retired[kitchen['text']]['position']}" in refusal.text
	deadline = retired[kitchen["text"]]["work"][0]["name"]
	source = who.get("deadlines.get", deadline=deadline)["source"]
	assert sorted((one["text"], one["retired"]) for one in source) == sorted(
		[(kitchen["text"], True), (kitchen["text"].replace("bếp", "đột xuất bếp"), False)]
	)


def test_figures_leave_out_what_left_the_file(cell: factories.Cell, host: Any, secretary: Browser) -> None:
	text = "I. CHỈ TIÊU\n- Kiểm tra 05 đảng viên trong năm.\n- Kết nạp 02 đảng viên trong năm.\n"
	plan = upload(secretary, cell, text)["name"]
	first = next(
		one for one in secretary.get("plans.get", plan=plan)["items"] if one["text"].startswith("Kiểm")
	)
	order = {"lead": cell.members["mai"], "plan_items": [first["name"]], "due_date": "2026-05-31"}
	secretary.post("plans.publish", plan=plan, orders=[order])

	def figures() -> tuple[list[str], int]:
		told = secretary.get(
			"overview.get", organization=cell.name, start="2026-01-01", end="2026-12-31", plan=plan
		)
		unassigned = {one["plan"]: one["n"] for one in told["decisions"]["unassigned"]}
		return [one["text"] for one in told["targets"]], unassigned.get(plan, 0)

	before, nobody_s = figures()
	assert first["text"] in before and nobody_s == 1
	apply(secretary, plan, text.replace("- Kiểm tra 05 đảng viên trong năm.\n", ""))
	assert figures() == ([one for one in before if one != first["text"]], 1)
	with host.connected():
		# whoever held the task may have been told to stop; its sentence is nobody's business any more
		task = frappe.db.get_value("Chibo Task", {"plan": plan}, "name")
		frappe.db.set_value("Chibo Task", task, "restricted", 1)
		frappe.db.set_value("Chibo Deadline", {"task": task}, "restricted", 1)
		frappe.db.commit()
	assert figures()[1] == 1


def test_a_newer_file_in_the_middle_of_correcting(draft: Draft) -> None:
	draft.correct(
		set_values(draft.line("Duy trì"), kind="target"), set_values(draft.line("Tổ chức"), title="Hội thi")
	)
	newer = PLAN.replace("của từng bữa", "của từng bữa ăn")
	version = draft.who.post("plans.offer", plan=draft.plan, files={"file": ("k.txt", newer.encode())})[
		"version"
	]
	draft.who.post("plans.apply", version=version, revision=draft.revision)
	after = Draft(draft.who, draft.plan)
	assert after.line("Duy trì")["kind"] == "target"
	assert after.line("Tổ chức")["choice"] == {"title": "Hội thi"}
	assert after.line("Kiểm tra")["text"].endswith("của từng bữa ăn.")
	assert after.state["undo"] is None
	assert after.state["account"]["lost"] == 0
