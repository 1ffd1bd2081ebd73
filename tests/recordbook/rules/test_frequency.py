"""How often what is held. Rules: branch-meeting-quarterly, branch-committee-monthly, branch-group-monthly, branch-theme-day,
branch-lecture-quarterly, branch-org-life-meeting, branch-appraisal, branch-talks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.recordbook.rules.duties import OPEN_BEFORE, OpenItem, Unwritten, of_periods, of_resolutions, of_unwritten
from leadgoose.recordbook.rules.frequency import Branch, Every, Excused, Held, Local, State, expectations, frequency, periods
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.roster.kinds import OrgKind

ON, FIRST, LAST = date(2026, 11, 23), date(2026, 1, 1), date(2026, 12, 31)
LOCAL = Local(date(2026, 7, 1))


def branch(**known: Any) -> Branch:
    return Branch(**{"key": "one", "kind": OrgKind.BRANCH, "committee": True, **known})


def states(asked: Kind, held: list[Held] | None = None, excused: list[Excused] | None = None, on: date = ON, local: Local = LOCAL, **known: Any) -> str:
    """The states of a kind's periods of 2026, a letter each."""
    letters = {State.HELD: "h", State.EXCUSED: "e", State.OPEN: "o", State.MISSED: "m", State.UNKNOWN: "u", State.AHEAD: "a"}
    return "".join(letters[one.state] for one in expectations(branch(**known), local, held or [], excused or [], on, FIRST, LAST) if one.kind is asked)


def test_what_was_not_held_is_missed_once_its_period_is_over() -> None:
    assert states(Kind.MEMBER_MEETING) == "uumo"
    assert states(Kind.MEMBER_MEETING, [Held(Kind.MEMBER_MEETING, date(2026, 9, 30))]) == "uuho"
    assert states(Kind.MEMBER_MEETING, on=date(2026, 12, 31)) == "uumo"
    assert states(Kind.MEMBER_MEETING, on=date(2027, 1, 1)) == "uumm"
    assert states(Kind.COMMITTEE_MEETING) == "uuuuuummmmoa"


def test_a_meeting_of_another_kind_does_not_count() -> None:
    assert states(Kind.THEME_DAY, [Held(Kind.STUDY, date(2026, 9, 30))]) == "uuuuuummmmoa"


def test_what_is_explained_is_no_longer_missed() -> None:
    assert states(Kind.MEMBER_MEETING, excused=[Excused(Kind.MEMBER_MEETING, date(2026, 7, 1))]) == "uueo"


@pytest.mark.parametrize(("start", "told"), [
    (None, "uuuu"), (date(2026, 7, 1), "uumo"), (date(2026, 7, 2), "uuuo"), (date(2026, 10, 2), "uuuu"),
], ids=["the book does not answer", "the period begins with the book", "the book began within the period", "within the present period"])
def test_a_period_before_the_books_first_day_is_not_known_and_never_late(start: date | None, told: str) -> None:
    assert states(Kind.MEMBER_MEETING, local=Local(start)) == told


def test_a_record_from_before_counts_all_the_same() -> None:
    assert states(Kind.MEMBER_MEETING, [Held(Kind.MEMBER_MEETING, date(2026, 2, 1))]) == "humo"


def test_a_branch_is_asked_nothing_before_it_was_set_up_or_after_it_ended() -> None:
    assert states(Kind.MEMBER_MEETING, set_up_on=date(2026, 8, 1)) == "uo"
    assert states(Kind.MEMBER_MEETING, ended_on=date(2026, 10, 1)) == "uum"


@pytest.mark.parametrize(("known", "asked"), [
    ({"committee": True}, True), ({"committee": False}, False), ({"committee": None}, False), ({"kind": OrgKind.GENERAL_BRANCH}, False),
], ids=["a committee", "no committee", "a committee that is not known", "a general branch"])
def test_committee_meetings_are_asked_of_branches_that_have_one(known: dict[str, Any], asked: bool) -> None:
    assert bool(states(Kind.COMMITTEE_MEETING, **known)) is asked


def test_group_meetings_are_asked_of_every_group_that_there_is() -> None:
    groups = {"g1": date(2026, 7, 1), "g2": date(2026, 9, 15)}
    assert states(Kind.GROUP_MEETING) == ""
    assert states(Kind.GROUP_MEETING, groups=groups) == "uuuuuummmmoa"
    one = [Held(Kind.GROUP_MEETING, date(2026, month, 5), "g1") for month in (8, 9, 10)]
    assert states(Kind.GROUP_MEETING, one, groups=groups) == "uuuuuumhhmoa"
    assert states(Kind.GROUP_MEETING, [*one, Held(Kind.GROUP_MEETING, date(2026, 10, 6), "g2")], groups=groups) == "uuuuuumhhhoa"


@pytest.mark.parametrize(("every", "told"), [
    (Every.MONTH, "uuuuuummmmoa"), (Every.QUARTER, "uumo"), (Every.HALF_YEAR, "uo"), (None, ""),
])
def test_how_often_a_class_is_held_is_the_committees_own(every: Every | None, told: str) -> None:
    assert states(Kind.PARTY_CLASS, local=Local(date(2026, 7, 1), every)) == told
    assert frequency(Kind.MEMBER_MEETING, Local(None, every)) is not None


def test_the_life_meeting_of_a_year_may_be_held_until_the_month_that_was_set() -> None:
    from_january = {"local": Local(date(2026, 1, 1), life_until=2)}
    assert states(Kind.LIFE_MEETING, on=date(2027, 2, 28), **from_january) == "o"
    assert states(Kind.LIFE_MEETING, on=date(2027, 3, 1), **from_january) == "m"
    assert states(Kind.LIFE_MEETING, on=date(2027, 1, 1), local=Local(date(2026, 1, 1))) == "m"
    assert states(Kind.LIFE_MEETING, [Held(Kind.LIFE_MEETING, date(2026, 12, 31))], **from_january) == "h"


@given(st.sampled_from(Every), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_periods_follow_each_other_without_a_gap(every: Every, first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    found = list(periods(every, first, last))
    assert found[0].first <= first <= found[0].last and found[-1].first <= last <= found[-1].last
    assert all(after.first.toordinal() - before.last.toordinal() == 1 for before, after in pairwise(found))


# --- what of it is due ---


def test_all_kinds_that_a_period_lacks_are_one_line() -> None:
    found = {one.code: one for one in of_periods(expectations(branch(), Local(date(2026, 10, 1)), [], [], ON, date(2026, 10, 1), ON)) if one.due_on == LAST}
    quarter = found["records_of_quarter"]
    assert (quarter.rule, quarter.numbers, str(quarter.opens_on), str(quarter.ends_on)) == (
        "branch-meeting-quarterly", {"kinds": ["member_meeting", "party_class"], "first": "2026-10-01", "last": "2026-12-31"}, "2026-12-01", "2027-04-03")


def test_nothing_held_or_explained_or_unknown_is_due() -> None:
    held = [Held(kind, date(2026, 11, 5)) for kind in (Kind.COMMITTEE_MEETING, Kind.THEME_DAY)]
    found = list(of_periods(expectations(branch(), Local(date(2026, 11, 1)), held, [], ON, date(2026, 11, 1), ON)))
    assert found == []


def test_resolutions_of_one_owner_and_day_are_one_line() -> None:
    resolved, due = date(2026, 11, 20), date(2026, 12, 10)
    found = list(of_resolutions([OpenItem("p", resolved, due), OpenItem("p", resolved, due, date(2026, 12, 1)), OpenItem("", resolved, None)]))
    assert [(one.person_key, one.due_on, one.numbers["n"], one.numbers["check"]) for one in found] == [("p", due, 2, "2026-12-01"), ("", None, 1, None)]
    assert (due - found[0].opens_on).days == OPEN_BEFORE and found[1].opens_on == resolved


def test_planned_meetings_without_a_record_are_due_on_the_last_day_that_is_not_late() -> None:
    planned = [Unwritten(Kind.STUDY, date(2026, 11, 20), date(2026, 11, 23)), Unwritten(Kind.THEME_DAY, date(2026, 11, 19), date(2026, 11, 23))]
    [one] = of_unwritten(planned)
    assert (one.due_on, one.opens_on, one.numbers) == (
        date(2026, 11, 23), date(2026, 11, 19), {"kinds": ["study", "theme_day"], "planned": "2026-11-19", "n": 2})
