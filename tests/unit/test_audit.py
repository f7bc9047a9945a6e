"""A chain in which anything was changed, removed, added or swapped breaks where that happened."""

from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import audit


def chain(length: int) -> list[dict[str, object]]:
	entries: list[dict[str, object]] = []
	previous = audit.FIRST
	for seq in range(1, length + 1):
		entry: dict[str, object] = {
			"organization": "cb",
			"seq": seq,
			"at": f"2026-01-{seq % 28 + 1:02}T08:00:00+07:00",
			"actor": "a@b.c",
			"action": "accept",
			"subject_type": "Chibo Deadline",
			"subject": f"d{seq}",
			"after": audit.canonical({"state": "Accepted"}),
			"previous_hash": previous,
		}
		previous = str(entry.setdefault("hash", audit.digest(entry)))
		entries.append(entry)
	return entries


def test_an_untouched_chain_holds() -> None:
	entries = chain(30)
	assert audit.verify(entries) == audit.Verdict(ok=True, entries=30, broken_at=None, anchored=False)
	assert audit.verify(entries, anchor=str(entries[9]["hash"])).anchored


@given(st.integers(1, 30), st.sampled_from([*audit.FIELDS, "hash"]))
def test_a_changed_field_is_found_at_its_place(seq: int, name: str) -> None:
	entries = chain(30)
	value = entries[seq - 1].get(name)
	entries[seq - 1][name] = 99 if name == "seq" else f"{value or ''}x"
	verdict = audit.verify(entries)
	assert not verdict.ok and verdict.broken_at == seq


@given(st.integers(0, 28))
def test_a_removed_entry_is_found(index: int) -> None:
	entries = chain(30)
	del entries[index]
	assert audit.verify(entries).broken_at == index + 1


@given(st.integers(0, 28))
def test_swapped_entries_are_found(index: int) -> None:
	entries = chain(30)
	entries[index], entries[index + 1] = entries[index + 1], entries[index]
	assert audit.verify(entries).broken_at == index + 1


def test_a_cut_tail_is_found_through_an_anchor_only() -> None:
	entries = chain(30)
	anchor = str(entries[-1]["hash"])
	assert audit.verify(entries[:20]).ok
	assert not audit.verify(entries[:20], anchor=anchor).ok


def test_values_have_one_text_whatever_their_order() -> None:
	assert audit.canonical({"b": 1, "a": "đ"}) == audit.canonical({"a": "đ", "b": 1}) == '{"a":"đ","b":1}'
