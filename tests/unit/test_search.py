"""The same words find the same records, however they are typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import search

LINE = "Thu, nộp đảng phí đầy đủ; 100% ĐV hoàn thành tốt nhiệm vụ"


def finds(query: str, text: str = LINE) -> bool:
	indexed = search.index(text)
	return all(word in indexed for word in search.words(query))


@pytest.mark.parametrize(
	"query",
	[
		"đảng phí",
		"dang phi",
		"DANG PHI",
		"ĐẢNG PHÍ",
		unicodedata.normalize("NFD", "đảng phí"),
		"phí đảng",
		"đảng viên",
		"dang vien",
		"ĐV",
		"dv",
		"HTTNV",
		"100",
		"Đ",
	],
)
def test_these_find_the_line(query: str) -> None:
	assert finds(query)


@pytest.mark.parametrize("query", ["đảng phái", "HTXSNV", "xuat sac", "phif"])
def test_these_do_not(query: str) -> None:
	assert not finds(query)


def test_exact_accents_come_first() -> None:
	texts = ["Đáng phí công sức", "Thu đảng phí", "Phí của đảng bộ"]
	assert sorted(texts, key=lambda text: search.rank("đảng phí", [text])) == [
		"Thu đảng phí",
		"Đáng phí công sức",
		"Phí của đảng bộ",
	]


def test_folding_leaves_nothing_that_a_pattern_would_read() -> None:
	assert search.fold("50%_a\\'; DROP--") == "50 a drop"


@given(st.text(max_size=80))
def test_a_text_is_found_by_itself_in_any_form(text: str) -> None:
	for form in ("NFC", "NFD"):
		for shown in (text, text.upper(), text.lower()):
			typed = unicodedata.normalize(form, shown)
			if search.fold(typed) == search.fold(text):
				assert finds(typed, text)


@given(st.text(max_size=80))
def test_folding_is_stable(text: str) -> None:
	assert search.fold(search.fold(text)) == search.fold(text)
