"""Which posts an election fills, by whom, and which stages a by-election of each has."""

from __future__ import annotations

from datetime import date

import pytest

from leadgoose.elections.rules import posts
from leadgoose.elections.rules.due import Days, Waiting, due, stage_due
from leadgoose.elections.rules.posts import ALONE, COMMITTEE, DEPUTY, LEADERS, SECRETARY, STAYS, result_stage
from leadgoose.elections.rules.procedure import path, side_moves
from leadgoose.elections.rules.stages import ElectionFacts, begin, checklist, judge_day, moves, prepare, side
from leadgoose.ground.statutes.texts import Strength

MEMBERS_MEETING = {"deliberation", "notice", "exclusions", "roll-call", "method", "scrutineers", "ballots", "voted", "returned", "counted", "announced"}


@pytest.mark.parametrize(("wanted", "committee", "traits", "seats", "deputies"), [
    ((COMMITTEE,), True, {STAYS}, 1, 0),
    ((COMMITTEE, SECRETARY), True, {LEADERS}, 1, 0),
    ((COMMITTEE, DEPUTY), True, {LEADERS, STAYS}, 1, 1),
    ((COMMITTEE, SECRETARY, DEPUTY), True, {LEADERS}, 2, 1),
    ((SECRETARY,), True, {LEADERS, ALONE}, None, 0),
    ((DEPUTY,), True, {LEADERS, STAYS, ALONE}, None, 1),
    ((SECRETARY, DEPUTY), True, {LEADERS, ALONE}, None, 1),
    ((SECRETARY,), False, set(), None, 0),
    ((DEPUTY,), False, {STAYS}, None, 1),
])
def test_a_by_election_fills_the_posts_that_it_began_for(
    wanted: tuple[str, ...], committee: bool, traits: set[str], seats: int | None, deputies: int
) -> None:
    """elec-secretary-by-committee, elec-no-committee-nomination"""
    assert posts.problem(wanted, committee=committee) == ""
    assert posts.traits_of(wanted, committee=committee) == traits
    assert posts.filled("by-election", traits, seats, deputies) == wanted
    assert posts.by_members("by-election", traits, seats) is not committee


@pytest.mark.parametrize(("wanted", "committee", "why"), [
    ((), True, "none"), ((), False, "none"), ((COMMITTEE,), False, "no-committee"), ((COMMITTEE, DEPUTY), False, "no-committee"),
    ((SECRETARY, DEPUTY), False, ""), ((SECRETARY, DEPUTY), True, ""),
])
def test_posts_that_a_by_election_cannot_fill(wanted: tuple[str, ...], committee: bool, why: str) -> None:
    assert posts.problem(wanted, committee=committee) == why


@pytest.mark.parametrize(("kind", "traits", "seats", "deputies", "found"), [
    ("branch-committee", (), 3, 0, (COMMITTEE, SECRETARY)), ("general-branch", (), 5, 1, (COMMITTEE, SECRETARY, DEPUTY)),
    ("no-committee", (), None, 0, (SECRETARY,)), ("no-committee", (), None, 1, (SECRETARY, DEPUTY)),
    ("new-branch", (LEADERS,), 3, 0, (COMMITTEE, SECRETARY)), ("new-branch", (), None, 0, (SECRETARY,)),
    ("branch-committee", (), None, 0, (COMMITTEE, SECRETARY)),
])
def test_every_other_election_fills_all_of_them(kind: str, traits: tuple[str, ...], seats: int | None, deputies: int, found: tuple[str, ...]) -> None:
    assert posts.filled(kind, traits, seats, deputies) == found
    assert posts.by_members(kind, traits, seats) is (COMMITTEE not in found)


@pytest.mark.parametrize(("kind", "traits", "seats", "deputies", "twice"), [
    ("no-committee", (), None, 1, True), ("no-committee", (), None, 2, True), ("no-committee", (), None, 0, False), ("new-branch", (), None, 1, True),
    ("by-election", (), None, 1, True), ("by-election", (STAYS,), None, 1, False), ("by-election", (LEADERS, ALONE), None, 1, False),
    ("branch-committee", (), 3, 1, False), ("new-branch", (LEADERS,), 3, 1, False), ("new-branch", (), 3, 1, False), ("by-election", (LEADERS,), 2, 1, False),
])
def test_the_members_vote_twice_where_they_elect_a_deputy_besides(kind: str, traits: tuple[str, ...], seats: int | None, deputies: int, twice: bool) -> None:
    """elec-no-committee-branch"""
    assert posts.second_vote(kind, traits, seats, deputies) == ({posts.TWO} if twice else set())


def test_where_only_the_committee_elects_the_members_do_not_meet() -> None:
    """elec-secretary-by-committee"""
    alone, whole = (frozenset({LEADERS, *more}) for more in ((STAYS, ALONE), ()))
    keys = [one.key for one in path("by-election", alone)]
    assert keys == ["request", "reply", "opinion", "initial", "persons-request", "persons-reply", "first-meeting", "result-report", "result-reply",
                    "publication"]
    assert {one.key for one in path("by-election", whole)} - set(keys) == MEMBERS_MEETING
    on, days = date(2026, 12, 1), Days(2, None, date(2026, 12, 1))
    assert stage_due("first-meeting", ElectionFacts("by-election", traits=alone), days) == (on, "")
    assert stage_due("first-meeting", ElectionFacts("by-election", traits=whole), days) == (None, "")


def test_where_only_the_committee_elects_no_result_is_reported_before_it_has() -> None:
    """elec-majority-of-present"""
    alone = frozenset({LEADERS, STAYS, ALONE})
    asked = {one.code: one for one in checklist("result-report", begin("by-election", alone, at="first-meeting"))}["elections.item-leaders-elected"]
    assert (asked.met, asked.stops, asked.strength) == (False, True, Strength.MUST)
    held = {one.code: one for one in checklist("result-report", begin("by-election", alone, at="result-report"))}["elections.item-leaders-elected"]
    assert held.met and not held.stops
    assert "elections.item-leaders-elected" not in {one.code for one in checklist("result-report", begin("by-election", frozenset({LEADERS})))}


def test_where_only_the_committee_elects_the_superior_voids_its_meeting_and_no_other_stage() -> None:
    """elec-void-by-superior"""
    alone = frozenset({LEADERS, STAYS, ALONE})
    assert (result_stage(alone), result_stage(frozenset({LEADERS}))) == ("first-meeting", "announced")
    assert (side_moves(alone)["annul"].after, side_moves(alone)["annul"].back_to) == ("first-meeting", "first-meeting")
    assert (side_moves()["annul"].after, side_moves()["annul"].back_to) == ("announced", "notice")
    assert {key: one for key, one in side_moves(alone).items() if key != "annul"} == {key: one for key, one in side_moves().items() if key != "annul"}
    before, held = (begin("by-election", alone, at=stage) for stage in ("first-meeting", "result-reply"))
    assert "annul" not in {one.key for one in moves(before)} and "annul" in {one.key for one in moves(held)}
    on = date(2026, 11, 20)
    void = side(prepare(held, "annul", ticked=frozenset({"breach-found"})), "annul", on, by="superior", reason="没有推选监票人")
    assert [key for key in held.records if key not in void.records] == ["first-meeting", "result-report"]
    assert not judge_day(void, "first-meeting", date(2026, 11, 19)).met and judge_day(void, "first-meeting", on).met
    assert judge_day(void, "persons-reply", date(2026, 11, 19)).met, "what was before the meeting stands"


def test_an_envoy_is_asked_for_until_it_is_known_who_is_elected() -> None:
    alone, days, nobody = frozenset({LEADERS, STAYS, ALONE}), Days(2), Waiting(envoy=False)
    told = [{one.code for one in due(begin("by-election", alone, at=stage), days, nobody)} for stage in ("first-meeting", "result-report")]
    assert ["election_envoy" in one for one in told] == [True, False]


@pytest.mark.parametrize(("kind", "general", "code"), [
    ("by-election", False, "plenary-sitting"), ("by-election", True, "plenary-sitting-general"), ("new-branch", False, "plenary-first"),
    ("branch-committee", False, "plenary-renewed"), ("general-branch", True, "plenary-renewed-general"),
])
def test_the_committees_meeting_is_called_by_the_kind_of_election(kind: str, general: bool, code: str) -> None:
    assert posts.plenary(kind, general) == f"elections.{code}"


def test_a_by_election_of_seats_begun_before_posts_were_asked_for_leaves_the_secretary() -> None:
    """It has no trait that says so: the committee elects its leaders only where that was said."""
    assert posts.filled("by-election", frozenset(), 2, 0) == (posts.COMMITTEE,)
    assert posts.filled("by-election", frozenset({posts.LEADERS}), 2, 0) == (posts.COMMITTEE, posts.SECRETARY)
