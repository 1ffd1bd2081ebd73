"""Who is expected and what a vote amounts to. Rules: branch-meeting-vote, branch-dev-member-vote, branch-committee-quorum."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadgoose.ground.statutes import say
from leadgoose.recordbook.rules.entry import Attendee, Leave, Matter, Named, Stand, Vote
from leadgoose.recordbook.rules.kinds import Kind, VoteKind, kind_rule
from leadgoose.recordbook.rules.room import Rolled, Room, before, judge, quorum, room, square, votes_of
from recordbook.writing import meeting

P, A, L = Stand.PRESENT, Stand.ABSENT, Stand.LEAVE
ROLL = (
    Rolled("a", "甲", "one", True, True), Rolled("b", "乙", "one", True, True), Rolled("c", "丙", "one", False, True),
    Rolled("d", "丁", "one", True, False),
)


def said(*people: Attendee):   # type: ignore[no-untyped-def]
    return square(meeting(people=people), ROLL)


def test_the_registers_facts_stand_in_place_of_what_was_said() -> None:
    entry = said(Attendee("c", "wrong", "wrong", P, voter=True), Attendee("d", "", "", P, expected=True, voter=True))
    assert {one.key: (one.name, one.home, one.stand, one.expected, one.voter) for one in entry.people} == {
        "c": ("丙", "one", P, True, False), "d": ("丁", "one", P, False, False),
        "a": ("甲", "one", Stand.UNSAID, True, True), "b": ("乙", "one", Stand.UNSAID, True, True)}


def test_keys_that_the_roll_does_not_know_are_dropped_and_names_stay() -> None:
    entry = square(meeting(), ROLL)
    assert (entry.chair, entry.matters[0].owner, entry.speeches[0].who) == (Named("单志强"), Named("查晓明"), Named("查晓明"))
    known = (Rolled("p-secretary", "单志强", "one", True, True), Rolled("p-member", "查晓明", "one", True, True))
    assert square(meeting(), known).matters == meeting().matters


def test_a_stranger_stays_and_is_expected_by_nobody() -> None:
    entry = said(Attendee("x", "客", "two", P, expected=True, voter=True))
    assert (entry.people[0].name, entry.people[0].expected, entry.people[0].voter) == ("客", False, False)


@pytest.mark.parametrize(("stands", "heads"), [
    ((P, P, P), Room(3, 3, 2, 2)), ((P, L, A), Room(3, 1, 2, 1)), ((Stand.ONLINE, A, P), Room(3, 2, 2, 1)), ((Stand.UNSAID,) * 3, Room(3, 0, 2, 0)),
], ids=["all there", "one voter of two", "on video is there, without the right is no voter", "nobody was said to be there"])
def test_heads_are_counted(stands: tuple[Stand, ...], heads: Room) -> None:
    assert room(said(*(Attendee(key, "", "", stand) for key, stand in zip("abc", stands, strict=True)))) == heads


def test_observers_and_guests_are_never_counted() -> None:
    assert room(said(Attendee("d", "", "", Stand.OBSERVER), Attendee("x", "客", "two", P))) == Room(3, 0, 2, 0)


ORDINARY, ADMISSION, COMMITTEE = VoteKind.ORDINARY, VoteKind.ADMISSION, VoteKind.COMMITTEE


@pytest.mark.parametrize(("vote", "heads", "ok", "codes"), [
    (Vote(ORDINARY, 11), Room(21, 15, 20, 14), True, ["resolution-quorum", "resolution-majority"]),
    (Vote(ORDINARY, 10), Room(21, 15, 20, 14), False, ["resolution-quorum", "resolution-majority-short"]),
    (Vote(ORDINARY, 10), Room(20, 10, 20, 10), False, ["resolution-quorum", "resolution-majority-short"]),
    (Vote(ORDINARY, 9), Room(20, 9, 20, 9), False, ["resolution-quorum-short", "resolution-majority-short"]),
    (Vote(ADMISSION, 9, written_favour=2), Room(20, 11, 20, 11), True, ["admission-quorum", "admission-majority"]),
    (Vote(ADMISSION, 9, written_favour=1), Room(20, 11, 20, 11), False, ["admission-quorum", "admission-majority-short"]),
    (Vote(ADMISSION, 10, written_favour=1), Room(20, 10, 20, 10), False, ["admission-quorum-short", "admission-majority"]),
    (Vote(ORDINARY, 9, written_favour=2), Room(20, 11, 20, 11), False, ["resolution-quorum", "resolution-majority-short"]),
    (Vote(COMMITTEE, 3), Room(5, 3, 5, 3), True, ["committee-quorum", "committee-vote"]),
    (Vote(COMMITTEE, 2), Room(4, 2, 4, 2), False, ["committee-quorum", "committee-vote-short"]),
    (Vote(COMMITTEE, 2), Room(5, 2, 5, 2), False, ["committee-quorum-short", "committee-vote-short"]),
], ids=[
    "more than half of those expected", "exactly half of those expected is not enough", "everybody in the room, and still half of those expected",
    "below half present there is no vote", "written opinions count in an admission", "one opinion short", "an admission needs more than half present",
    "written opinions never count in an ordinary vote", "more than half of the committee", "exactly half of the committee", "no committee meeting",
])
def test_a_vote_is_judged_by_its_own_denominators(vote: Vote, heads: Room, ok: bool, codes: list[str]) -> None:
    told = judge(vote, heads)
    assert (told.ok, [one.code.partition(".")[2] for one in told.reasons]) == (ok, codes)
    assert all(say(one) for one in told.reasons)


@pytest.mark.parametrize(("kind", "expected", "voters", "sentence"), [
    (Kind.MEMBER_MEETING, 21, 20, "应到会有表决权 20 人，须到 10 人，须 11 人赞成。"),
    (Kind.MEMBER_MEETING, 13, 12, "应到会有表决权 12 人，须到 6 人，须 7 人赞成。"),
    (Kind.ADMISSION_MEETING, 21, 20, "接收、转正：应到会有表决权 20 人，须到 11 人，须 11 人赞成，会前书面意见计入。"),
    (Kind.COMMITTEE_MEETING, 5, 5, "委员 5 人，须到 3 人。"),
])
def test_before_the_meeting_the_page_says_what_it_needs(kind: Kind, expected: int, voters: int, sentence: str) -> None:
    assert say(before(kind_rule(kind), expected, voters)[0]) == sentence


def test_nothing_is_needed_where_nobody_votes_or_nobody_is_expected() -> None:
    assert before(kind_rule(Kind.THEME_DAY), 21, 20) == () == before(kind_rule(Kind.MEMBER_MEETING), 0, 0)
    assert quorum(kind_rule(Kind.STUDY), Room(5, 1, 5, 1)) is None


@pytest.mark.parametrize(("kind", "heads", "ok"), [
    (Kind.MEMBER_MEETING, Room(20, 10, 20, 10), True), (Kind.ADMISSION_MEETING, Room(20, 10, 20, 10), False), (Kind.COMMITTEE_MEETING, Room(5, 2, 5, 2), False),
], ids=["half is enough for a resolution", "half is not enough for an admission", "two of a committee of five"])
def test_the_quorum_follows_the_kind(kind: Kind, heads: Room, ok: bool) -> None:
    verdict = quorum(kind_rule(kind), heads)
    assert verdict is not None and verdict.ok is ok


def test_a_committee_votes_by_its_members_there() -> None:
    vote = meeting().matters[0]
    committee = replace(meeting(), matters=(replace(vote, vote=Vote(COMMITTEE, 3)),))
    assert votes_of(meeting(), Room(5, 4, 4, 3)) == 3
    assert votes_of(committee, Room(5, 4, 4, 3)) == 4
    assert Matter("k", "x").vote is None and Leave.SICK.value == "sick"
