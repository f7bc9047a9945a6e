"""Absences, stand-ins, and a denominator that explains itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo_tasks.domain import access, staffing
from chibo_tasks.domain.staffing import Absence, Person

DAY = date(2026, 3, 10)


def person(name: str, **values: object) -> Person:
	defaults = {"full_name": name.title(), "position": access.MEMBER, "party_status": staffing.OFFICIAL}
	return Person(name=name, **{**defaults, **values})  # type: ignore[arg-type]


def away(member: str, stand_in: str | None = None, start: date = DAY, end: date | None = DAY) -> Absence:
	return Absence(member, staffing.LEAVE, start, end, stand_in)


def test_the_stand_in_of_an_absent_stand_in_acts() -> None:
	absences = [away("a", "b"), away("b", "c")]
	assert staffing.acting_for(absences, "a", DAY) == "c"
	assert staffing.acting_for(absences, "c", DAY) == "c"
	assert staffing.acting_for(absences, "a", DAY + timedelta(days=1)) == "a"
	assert staffing.stood_in_for(absences, ["c"], DAY) == {"a", "b"}
	assert staffing.stood_in_for(absences, ["b"], DAY) == frozenset()


def test_an_absent_member_without_stand_in_is_represented_by_nobody() -> None:
	assert staffing.acting_for([away("a")], "a", DAY) is None


def test_a_cycle_of_stand_ins_is_refused_by_name() -> None:
	names = {"a": "Nguyễn Thị An", "b": "Trần Thị Bình"}
	with pytest.raises(staffing.StandInCycle, match="Trần Thị Bình"):
		staffing.check_absence(away("a", "b"), [away("b", "a")], names)
	with pytest.raises(staffing.StandInCycle):
		staffing.check_absence(away("a", "a"), [], names)
	later = away("b", "a", start=DAY + timedelta(days=1), end=None)
	staffing.check_absence(away("a", "b"), [later], names)
	with pytest.raises(staffing.StandInCycle):
		staffing.check_absence(away("a", "b", end=None), [later], names)


def test_an_absence_that_ends_before_it_starts_is_refused() -> None:
	with pytest.raises(Exception, match="ends before"):
		staffing.check_absence(away("a", end=DAY - timedelta(days=1)), [], {})


def test_every_member_leaves_out_those_who_are_away_and_says_why() -> None:
	people = [
		person("an"),
		person("binh", party_status=staffing.PROBATIONARY),
		person("chi", party_status=staffing.NOT_A_MEMBER),
		person("dung", position=access.OBSERVER),
		person("em", joined_on=DAY + timedelta(days=1)),
		person("giang"),
	]
	found = staffing.audience(staffing.EVERY_MEMBER, people, [away("giang")], DAY)
	assert [one.name for one in found.members] == ["an", "binh"]
	assert found.left_out == {"Em": "not in the organization on this day", "Giang": "Leave"}
	assert [one.name for one in staffing.audience(staffing.OFFICIAL_MEMBERS, people, [], DAY).members] == [
		"an",
		"giang",
	]


def test_units_and_the_committee() -> None:
	people = [
		person("an", unit="to-1"),
		person("binh", unit="to-2"),
		person("chi", position=access.SECRETARY),
	]
	assert [one.name for one in staffing.audience("to-1", people, [], DAY).members] == ["an"]
	assert [one.name for one in staffing.audience(staffing.COMMITTEE, people, [], DAY).members] == ["chi"]
	with pytest.raises(staffing.NobodyThere):
		staffing.audience("to-9", people, [], DAY)


def test_the_denominator_explains_itself() -> None:
	rows = [("a", "Approved", DAY), ("b", "Assigned", DAY), ("c", "Waived", DAY), ("d", "Accepted", DAY)]
	found = staffing.roll_up(rows, [away("d"), away("a")], approved="Approved", waived="Waived")
	assert (found.done, found.expected) == (1, 2)
	assert found.excused == {"c": "Waived", "d": "Leave"}


NAMES = st.sampled_from("abcdef")
ABSENCES = st.lists(
	st.builds(
		Absence,
		member=NAMES,
		kind=st.sampled_from(staffing.KINDS),
		start=st.integers(0, 20).map(lambda days: DAY + timedelta(days=days)),
		end=st.one_of(st.none(), st.integers(0, 30).map(lambda days: DAY + timedelta(days=days))),
		stand_in=st.one_of(st.none(), NAMES),
	),
	max_size=8,
)


@given(ABSENCES, NAMES, st.integers(0, 30))
def test_whoever_acts_is_there(absences: list[Absence], member: str, days: int) -> None:
	day = DAY + timedelta(days=days)
	acting = staffing.acting_for(absences, member, day)
	assert acting is None or staffing.absence_on(absences, acting, day) is None


def test_a_cycle_that_begins_when_a_shorter_absence_ends_is_refused() -> None:
	long = Absence("c", "Leave", DAY, None, "b")
	short = Absence("c", "Leave", DAY + timedelta(days=1), DAY + timedelta(days=1), None)
	with pytest.raises(staffing.StandInCycle):
		staffing.check_absence(Absence("b", "Leave", DAY + timedelta(days=1), None, "c"), [long, short], {})


@given(ABSENCES)
def test_accepted_absences_never_form_a_cycle(wanted: list[Absence]) -> None:
	accepted: list[Absence] = []
	for one in wanted:
		try:
			staffing.check_absence(one, accepted, {})
		except Exception:
			continue
		accepted.append(one)
	for days in range(32):
		day = DAY + timedelta(days=days)
		for name in "abcdef":
			seen, current = {name}, staffing.absence_on(accepted, name, day)
			while current is not None and current.stand_in is not None:
				assert current.stand_in not in seen
				seen.add(current.stand_in)
				current = staffing.absence_on(accepted, current.stand_in, day)
