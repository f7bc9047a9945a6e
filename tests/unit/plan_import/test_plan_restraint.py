"""What the reader must not see in ordinary sentences, and headings that must not hold it up."""

import pytest

from chibo_tasks.domain.plan_import import read_text
from chibo_tasks.domain.plan_import.lexicon import starts_with_action

HEAD = "KẾ HOẠCH năm 2026\nI. NHIỆM VỤ\n"


def only(sentence: str) -> dict:
	return read_text(f"{HEAD}- {sentence}").to_dict()["items"][-1]


@pytest.mark.parametrize(
	"sentence",
	[
		"Bà Nguyễn Thị Tư hoàn cảnh khó khăn, thăm hỏi tặng quà.",
		"Ông Nguyễn Văn Bình thuộc diện hộ nghèo cần giúp đỡ.",
		"Ông Trần Văn Ba khiếu nại về đất đai.",
		"Anh Nguyễn Văn Trỗi hy sinh năm 1964.",
	],
)
def test_whoever_a_sentence_is_about_is_not_responsible(sentence: str) -> None:
	assert only(sentence)["responsible"] == []


@pytest.mark.parametrize(
	"sentence", ["Tiêm chủng cho trẻ dưới 12 tháng.", "Giáo viên dưới 3 năm công tác dự tập huấn."]
)
def test_an_age_is_no_target(sentence: str) -> None:
	assert only(sentence)["targets"] == []


def test_days_of_remembrance_are_no_deadlines() -> None:
	assert only("Viết bài tuyên truyền các ngày 8/3, 26/3.")["due_dates"] == []


def test_two_bodies_stay_two() -> None:
	found = only("Công đoàn và Nhà trường tổ chức lễ khai giảng.")["responsible"]
	assert [one["name"] for one in found] == ["Công đoàn", "Nhà trường"]


def test_a_month_with_work_behind_it_is_work() -> None:
	assert only("Tháng 6 - Hưởng ứng Tháng hành động, tặng quà cho học sinh nghèo")["kind"] == "task"


@pytest.mark.parametrize("tail", ["1" * 400 + "x", "0912345678 - 0987654321 trực"])
def test_a_heading_full_of_digits_is_read_like_any_other(tail: str) -> None:
	# grows with the square at worst: doubling with each digit it would never end
	assert read_text(f"{HEAD}1. Đ/c Nguyễn Thị Lan {tail}\n- Trực cơ quan.").to_dict()["items"]


@pytest.mark.parametrize(
	"body", ["chi bộ", "chi đoàn", "chi hội", "chi ủy", "đảng ủy", "công đoàn", "bí thư"]
)
def test_no_verb_begins_the_name_of_a_body(body: str) -> None:
	assert starts_with_action(f"{body} họp") == ""
