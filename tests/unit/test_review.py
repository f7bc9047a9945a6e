"""The life of a deadline, walked at random: no sequence of actions reaches a state that the table does not allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import review
from chibo_tasks.domain.errors import DomainError

RELATIONS = (review.RESPONSIBLE, review.COLLABORATOR, review.REVIEWER, review.DECIDER, review.AUTHOR)


def test_the_table_is_the_one_of_the_design() -> None:
	def ways(action: str) -> set[tuple[str, str]]:
		return {(row.before, row.after) for row in review.TRANSITIONS if row.action == action}

	assert ways("accept") == {("Assigned", "Accepted")}
	assert ways("submit") == {("Accepted", "Submitted"), ("Returned", "Submitted")}
	assert ways("approve") == {("Submitted", "Approved")}
	assert ways("return") == {("Submitted", "Returned")}
	assert {after for _before, after in ways("waive")} == {"Waived"}
	assert {row.action for row in review.TRANSITIONS if row.reason} == {
		*("return", "waive", "fail", "reopen", "hand over"),
	}
	assert {row.action for row in review.TRANSITIONS if row.own_work} == {
		"accept",
		"submit",
		"undo",
		"hand over",
	}


def test_only_an_undo_or_a_reasoned_reopening_leads_out_of_a_final_state() -> None:
	for row in review.TRANSITIONS:
		if row.before in review.FINAL_STATES:
			assert row.action == review.UNDO or (
				row.action == review.REOPEN and row.reason and not row.own_work
			)


def test_an_undo_leads_back_to_where_some_decision_came_from() -> None:
	forward = {
		(row.before, row.after)
		for row in review.TRANSITIONS
		if row.action not in (review.UNDO, review.REOPEN)
	}
	for row in review.TRANSITIONS:
		if row.action == review.UNDO:
			assert (row.after, row.before) in forward


@given(
	st.lists(
		st.tuples(
			st.sampled_from(review.ACTIONS),
			st.sets(st.sampled_from(RELATIONS)),
			st.booleans(),
			st.sampled_from(["", "  ", "vì ốm"]),
			st.integers(0, 2),
		),
		max_size=12,
	)
)
def test_every_walk_stays_on_the_table(
	steps: list[tuple[str, set[str], bool, str, int]],
) -> None:
	state = review.INITIAL
	for action, relations, own_work, reason, evidence in steps:
		try:
			row = review.transition(
				action,
				state,
				relations,
				own_work=own_work,
				reason=reason,
				evidence=evidence,
				evidence_needed=1,
			)
		except DomainError:
			continue
		assert review.is_transition(state, row.after)
		assert row.by & relations
		if action != review.UNDO:
			assert not own_work or action in (review.ACCEPT, review.SUBMIT)
			assert reason.strip() or row.after not in (review.RETURNED, review.WAIVED, review.NOT_DONE)
			assert evidence or row.after != review.SUBMITTED
		state = row.after


def test_a_handover_takes_back_a_receipt_and_nothing_else() -> None:
	changed = {state: review.after_handover(state) for state in review.STATES}
	assert {state: after for state, after in changed.items() if after != state} == {"Accepted": "Assigned"}
	for state in review.STATES:
		assert review.HAND_OVER not in review.possible(state, RELATIONS), "it has a door of its own"
		with pytest.raises(review.StateSkipped):
			review.transition(review.HAND_OVER, state, RELATIONS, reason="nghỉ")


@given(st.sampled_from(review.STATES), st.sets(st.sampled_from(RELATIONS)), st.booleans())
def test_what_is_offered_is_what_is_allowed(state: str, relations: set[str], own_work: bool) -> None:
	offered = set(review.possible(state, relations, own_work=own_work))
	for action in {row.action for row in review.TRANSITIONS if row.offered}:
		try:
			review.transition(action, state, relations, own_work=own_work, reason="vì", evidence=9)
			allowed = True
		except DomainError:
			allowed = False
		assert (action in offered) is allowed


@pytest.mark.parametrize(
	("kwargs", "error"),
	[
		({"action": "approve", "state": "Assigned", "relations": {"reviewer"}}, review.StateSkipped),
		({"action": "approve", "state": "Submitted", "relations": {"collaborator"}}, review.NotAllowed),
		(
			{"action": "approve", "state": "Submitted", "relations": {"reviewer"}, "own_work": True},
			review.OwnWork,
		),
		(
			{"action": "return", "state": "Submitted", "relations": {"reviewer"}, "reason": "\n"},
			review.ReasonMissing,
		),
		(
			{
				"action": "submit",
				"state": "Accepted",
				"relations": {"responsible"},
				"evidence": 1,
				"evidence_needed": 2,
			},
			review.EvidenceMissing,
		),
	],
)
def test_each_refusal_has_a_class_of_its_own(kwargs: dict[str, object], error: type[DomainError]) -> None:
	with pytest.raises(error):
		review.transition(**kwargs)  # type: ignore[arg-type]
