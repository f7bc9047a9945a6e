"""The life of a deadline walked at random by everybody through every door, against a model written down a second time.

The model knows nothing of `domain/review.py`: it says in its own words who may do what when. A step on which the two disagree,
or a record that breaks an invariant, fails. The seed is printed with a failure; `--hypothesis-seed` repeats it.
"""

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
	RuleBasedStateMachine,
	initialize,
	invariant,
	precondition,
	rule,
	run_state_machine_as_test,
)

from chibo_tasks import clock
from chibo_tasks.domain.errors import DomainError
from chibo_tasks.exceptions import LockedRecord, NotFound
from chibo_tasks.services import audit, changes, evidences, extensions, reviews
from tests import factories
from tests.hosts import ON_BENCH

EVERYBODY = tuple(factories.POSITIONS)
PERSON = st.sampled_from(EVERYBODY)
REASON = st.sampled_from(["", "   ", "Có lý do."])
REFUSED = (DomainError, NotFound, frappe.ValidationError, frappe.PermissionError)
START = date(2030, 1, 7)


class Life(RuleBasedStateMachine):
	"""Model and system side by side."""

	@initialize(restricted=st.booleans())
	def begin(self, restricted: bool) -> None:
		frappe.set_user("Administrator")
		self.now = 8 * 60
		self.cell = factories.make_cell()
		with self.clock():
			self.row = factories.give(
				self.cell,
				"hoa",
				due=START + timedelta(days=30),
				collaborators=("lan",),
				followers=("mai",),
				reviewer="committee",
				by="deputy",
				restricted=restricted,
			)
		self.state, self.attempt, self.lead = "Assigned", 1, "hoa"
		self.collaborators = {"lan"}
		self.sent = {1: 0}
		self.decision: tuple[str, str, int] | None = None  # who, state before, minute
		self.submitter: str | None = None
		self.due, self.extension = START + timedelta(days=30), False
		self.named = {"hoa", "lan", "mai", "committee", "deputy"}
		self.visible = self.named if restricted else self.named | {"secretary", "committee"}

	def clock(self) -> Any:
		return clock.frozen(f"{START + timedelta(minutes=0)} {self.now // 60:02}:{self.now % 60:02}")

	def attempt_to(self, who: str, call: Any) -> bool:
		"""Run `call` as `who`; True when it was allowed."""
		frappe.set_user(self.cell.users[who])
		try:
			with self.clock():
				call(self.cell.actor(who))
			return True
		except REFUSED:
			return False
		finally:
			frappe.set_user("Administrator")

	# What the model knows

	def works(self, who: str) -> bool:
		return self.has_part(who) or who == self.submitter

	def has_part(self, who: str) -> bool:
		return who == self.lead or who in self.collaborators

	def sees(self, who: str) -> bool:
		return who in self.visible or who == self.lead

	def decides(self, who: str) -> bool:
		return who in ("secretary", "deputy")

	def open(self) -> bool:
		return self.state in ("Assigned", "Accepted", "Returned")

	# Steps

	@rule(minutes=st.sampled_from([1, 5, 20]))
	def time_passes(self, minutes: int) -> None:
		self.now = min(self.now + minutes, 23 * 60 + 59)

	@rule(who=PERSON)
	def accept(self, who: str) -> None:
		expected = who == self.lead and self.state == "Assigned"
		assert self.attempt_to(who, lambda actor: reviews.act(actor, self.row.name, "accept")) is expected
		if expected:
			self.state = "Accepted"

	@rule(who=PERSON)
	def send(self, who: str) -> None:
		expected = self.has_part(who) and self.open()
		piece = evidences.Piece(evidences.NOTE, note="Đã làm.")
		assert self.attempt_to(who, lambda actor: evidences.send(actor, self.row.name, piece)) is expected
		if expected:
			self.sent[self.attempt] += 1

	@rule(who=PERSON)
	def submit(self, who: str) -> None:
		expected = who == self.lead and self.state in ("Accepted", "Returned") and self.sent[self.attempt] > 0
		assert self.attempt_to(who, lambda actor: reviews.act(actor, self.row.name, "submit")) is expected
		if expected:
			self.state, self.submitter, self.extension = "Submitted", who, False
			self.decision = None if self.decision is None else (self.decision[0], "", self.decision[2])

	@rule(who=PERSON)
	def approve(self, who: str) -> None:
		expected = (
			self.state == "Submitted"
			and self.sees(who)
			and (who == "committee" or self.decides(who))
			and not self.works(who)
		)
		assert self.attempt_to(who, lambda actor: reviews.act(actor, self.row.name, "approve")) is expected
		if expected:
			self.decision, self.state = (who, self.state, self.now), "Approved"

	@rule(who=PERSON, reason=REASON)
	def send_back(self, who: str, reason: str) -> None:
		expected = (
			self.state == "Submitted"
			and self.sees(who)
			and (who == "committee" or self.decides(who))
			and not self.works(who)
			and bool(reason.strip())
		)
		call = lambda actor: reviews.act(actor, self.row.name, "return", reason=reason)
		assert self.attempt_to(who, call) is expected
		if expected:
			self.decision, self.state = (who, self.state, self.now), "Returned"
			self.attempt += 1
			self.sent[self.attempt] = 0

	@rule(who=PERSON, reason=REASON, action=st.sampled_from(["waive", "fail"]))
	def conclude(self, who: str, reason: str, action: str) -> None:
		states = ("Assigned", "Accepted", "Returned") + (("Submitted",) if action == "waive" else ())
		expected = (
			self.state in states
			and self.sees(who)
			and self.decides(who)
			and not self.works(who)
			and bool(reason.strip())
		)
		call = lambda actor: reviews.act(actor, self.row.name, action, reason=reason)
		assert self.attempt_to(who, call) is expected
		if expected:
			self.decision = (who, self.state, self.now)
			self.state, self.extension = ("Waived" if action == "waive" else "Not Done"), False

	@rule(who=PERSON)
	def undo(self, who: str) -> None:
		standing = self.decision is not None and self.decision[1] != ""
		expected = (
			standing
			and self.state in ("Approved", "Returned", "Waived", "Not Done")
			and self.decision[0] == who  # type: ignore[index]
			and self.now <= self.decision[2] + 15  # type: ignore[index]
			and self.sees(who)
			and not (self.state == "Returned" and self.sent[self.attempt] > 0)
		)
		assert self.attempt_to(who, lambda actor: reviews.act(actor, self.row.name, "undo")) is expected
		if expected:
			if self.state == "Returned":
				del self.sent[self.attempt]
				self.attempt -= 1
				self.extension = False
			self.state, self.decision = self.decision[1], None  # type: ignore[index]

	@rule(who=PERSON, reason=REASON)
	def reopen(self, who: str, reason: str) -> None:
		expected = (
			self.state in ("Approved", "Waived", "Not Done")
			and self.sees(who)
			and self.decides(who)
			and not self.works(who)
			and bool(reason.strip())
		)
		call = lambda actor: reviews.act(actor, self.row.name, "reopen", reason=reason)
		assert self.attempt_to(who, call) is expected
		if expected:
			self.decision = (who, self.state, self.now)
			self.state = "Returned" if self.state == "Approved" else "Accepted"
			if self.state == "Returned":
				self.attempt += 1
				self.sent[self.attempt] = 0
			else:
				self.decision = (who, "", self.now)

	@rule(who=PERSON, days=st.integers(-3, 20), reason=REASON)
	def ask_for_time(self, who: str, days: int, reason: str) -> None:
		wanted = self.due + timedelta(days=days)
		expected = (
			who == self.lead and self.open() and days > 0 and bool(reason.strip()) and not self.extension
		)
		assert (
			self.attempt_to(who, lambda actor: extensions.ask(actor, self.row.name, wanted, reason))
			is expected
		)
		if expected:
			self.extension, self.wanted = True, wanted

	@precondition(lambda self: self.extension)
	@rule(who=PERSON, grant=st.booleans(), reason=REASON)
	def decide_on_time(self, who: str, grant: bool, reason: str) -> None:
		name = frappe.db.get_value("Chibo Extension", {"deadline": self.row.name, "state": "Waiting"})
		later = self.wanted > self.due or not grant
		expected = (
			self.open()
			and self.sees(who)
			and self.decides(who)
			and not self.works(who)
			and bool(reason.strip())
			and later
		)
		call = lambda actor: extensions.decide(actor, name, grant=grant, reason=reason)
		assert self.attempt_to(who, call) is expected
		if expected:
			self.extension = False
			self.due = self.wanted if grant else self.due

	@rule(who=PERSON, to=PERSON)
	def hand_over(self, who: str, to: str) -> None:
		expected = self.sees(who) and self.decides(who) and self.open() and to not in (self.lead, "committee")
		outcome: list[Any] = []
		call = lambda actor: outcome.extend(
			changes.reassign(actor, [self.row.name], self.cell.members[to], "đổi")
		)
		allowed = self.attempt_to(who, call) and outcome[0]["ok"]
		assert allowed is expected
		if expected:
			# the former lead loses her seat; whoever takes over leaves the seat she had
			self.visible = self.visible - ({self.lead} - {"secretary", "deputy", "committee"})
			self.lead, self.extension = to, False
			self.state = "Assigned" if self.state == "Accepted" else self.state
			self.collaborators.discard(to)

	@rule(
		who=st.sampled_from([*EVERYBODY, "Administrator"]),
		change=st.sampled_from(
			[{"state": "Approved"}, {"state": "Waived"}, {"due_date": "2039-01-01"}, {"outcome": "Exceeded"}]
		),
	)
	def edit_directly(self, who: str, change: dict[str, str]) -> None:
		frappe.set_user(self.cell.users.get(who, who))
		doc = frappe.get_doc("Chibo Deadline", self.row.name)
		doc.update(change)
		with pytest.raises((LockedRecord, frappe.PermissionError)):
			doc.save()
		frappe.set_user("Administrator")

	# What always holds

	@invariant()
	def the_record_is_what_the_model_says(self) -> None:
		if not hasattr(self, "row"):
			return
		doc = frappe.get_doc("Chibo Deadline", self.row.name)
		assert (doc.state, doc.attempt, doc.due_date) == (self.state, self.attempt, self.due)
		assert doc.member == self.cell.members[self.lead]
		waiting = {"deadline": self.row.name, "state": "Waiting"}
		assert bool(frappe.db.exists("Chibo Extension", waiting)) is self.extension
		assert doc.original_due_date == START + timedelta(days=30)
		assert bool(doc.outcome) is (doc.state in ("Approved", "Waived", "Not Done"))
		if doc.state == "Approved":
			assert doc.decided_by not in (doc.submitted_by, doc.member)

	def teardown(self) -> None:
		if hasattr(self, "cell"):
			assert audit.verify(self.cell.name).ok


def test_no_sequence_of_steps_leaves_the_rules(site: Any) -> None:
	run_state_machine_as_test(
		Life,
		settings=settings(
			max_examples=8 if ON_BENCH else 60,
			stateful_step_count=25,
			deadline=None,
			suppress_health_check=list(HealthCheck),
			print_blob=True,
		),
	)
