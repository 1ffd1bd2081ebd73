"""Who may hold which post, and how somebody came to it: tables whose names are sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing
from leadgoose.roster.rules.posts import Act, Candidate, Holder, Place, Wish, after, came_by, notices, refuse

TODAY, DAY, SINCE = date(2026, 11, 23), date(2026, 11, 20), date(2024, 1, 1)
S, D, ORG, P, M, L = (
    PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.COMMISSIONER, PostKind.GROUP_LEADER)
BRANCH = Place("one", OrgKind.BRANCH, SINCE, seats=5, holders=(Holder("s", S, SINCE), Holder("d", D, SINCE), Holder("o", ORG, SINCE)))
FULL = Candidate("x", "one", True, Standing.FULL, SINCE)


def give(kind: PostKind, person: str = "x", way: CameBy = CameBy.APPOINTED) -> Wish:
    return Wish(Act.GIVE, person, kind, way)


def end(person: str, kind: PostKind) -> Wish:
    return Wish(Act.END, person, kind)


CASES = {
    # place, candidate, wishes, code, line
    "a new member of the committee": (BRANCH, FULL, [give(P)], None, None),
    "a second secretary (branch-secretary-role)": (BRANCH, FULL, [give(S)], "two-secretaries", 0),
    "a secretary in place of another": (BRANCH, FULL, [give(S), end("s", S)], None, None),
    "two secretaries by one document": (replace(BRANCH, holders=()), FULL, [give(S), give(S, "y")], "two-secretaries", 0),
    "a secretary backdated into the time of another": (
        replace(BRANCH, holders=(Holder("s", S, SINCE, date(2026, 11, 21)),)), FULL, [give(S)], "two-secretaries", 0),
    "a secretary from the day the other's post ended": (replace(BRANCH, holders=(Holder("s", S, SINCE, DAY),)), FULL, [give(S)], None, None),
    "a deputy where there is none (branch-committee-roles)": (replace(BRANCH, holders=()), FULL, [give(D)], None, None),
    "a second deputy (branch-committee-roles)": (BRANCH, FULL, [give(D)], "two-deputies", 0),
    "a general branch may have several deputies": (
        Place("g", OrgKind.GENERAL_BRANCH, SINCE, holders=(Holder("d", D, SINCE),)), FULL, [give(D)], None, None),
    "the superior designates a secretary (elec-superior-appoint)": (
        replace(BRANCH, holders=()), FULL, [give(S, way=CameBy.DESIGNATED)], None, None),
    "the superior does not designate other members": (BRANCH, FULL, [give(P, way=CameBy.DESIGNATED)], "designated-only-leaders", 0),
    "a temporary branch's members are designated (branch-temporary-leaders)": (
        Place("t", OrgKind.TEMPORARY_BRANCH, SINCE), FULL, [give(P, way=CameBy.DESIGNATED)], None, None),
    "a temporary branch does not elect": (Place("t", OrgKind.TEMPORARY_BRANCH, SINCE), FULL, [give(S, way=CameBy.ELECTED)], "came-by", 0),
    "a group has a leader, designated or recommended (branch-group)": (
        Place("g", OrgKind.GROUP, SINCE), FULL, [give(L, way=CameBy.ELECTED)], None, None),
    "a group has no secretary": (Place("g", OrgKind.GROUP, SINCE), FULL, [give(S)], "no-such-post", 0),
    "without a committee there is only a secretary (branch-no-committee)": (
        replace(BRANCH, no_committee=True), FULL, [give(P)], "no-committee", 0),
    "somebody of no branch": (BRANCH, Candidate("x"), [give(P)], "not-here", 0),
    "somebody of another branch": (BRANCH, replace(FULL, home="two", within=False), [give(P)], "elsewhere", 0),
    "a probationary member has no right to stand (elec-rights-full-members)": (
        BRANCH, replace(FULL, standing=Standing.PROBATIONARY), [give(P)], "no-right", 0),
    "nor has whose rights are suspended": (BRANCH, replace(FULL, restricted=True), [give(P)], "no-right", 0),
    "before belonging to the branch": (BRANCH, replace(FULL, since=TODAY), [give(P)], "before-member", 0),
    "the post is held already": (BRANCH, replace(FULL, person="o"), [give(ORG, "o")], "held-already", 0),
    "委员 beside a division of work is held already": (BRANCH, replace(FULL, person="o"), [give(M, "o")], "held-already", 0),
    "what is not held does not end": (BRANCH, FULL, [end("x", P)], "not-held", 0),
    "a post does not end on the day it began": (replace(BRANCH, holders=(Holder("s", S, DAY),)), FULL, [end("s", S)], "before-post", 0),
    "one line twice": (BRANCH, FULL, [give(P), give(P)], "twice", None),
    "an empty document": (BRANCH, FULL, [], "nothing", None),
    "an organisation that has ended": (replace(BRANCH, ended_on=DAY), FULL, [give(P)], "ended", None),
    "before the organisation was there": (replace(BRANCH, since=TODAY), FULL, [give(P)], "before-place", None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_document(name: str) -> None:
    place, who, wishes, code, line = CASES[name]
    people = {one.person: replace(who, person=one.person) for one in wishes}
    refusal = refuse(place, people, wishes, DAY, TODAY)
    assert (refusal.no.code if refusal else None, refusal.line if refusal else None) == (code, line)


def test_elected_stays_elected() -> None:
    plain = replace(BRANCH, holders=(Holder("x", M, SINCE, came_by=CameBy.ELECTED),))
    assert came_by(plain, give(P)) is CameBy.ELECTED
    assert came_by(BRANCH, give(P)) is CameBy.APPOINTED
    assert [(one.person, one.kind) for one in after(plain, [give(P)])] == [("x", P)], "one post whose work is settled, not two"


def test_more_than_the_approved_seats_is_said_and_only_when_it_gets_more() -> None:
    full = replace(BRANCH, seats=3)
    assert notices(BRANCH, [give(P)]) == () and notices(replace(BRANCH, seats=None), [give(P)]) == ()
    [one] = notices(full, [give(P)])
    assert (one.rule, dict(one.numbers)) == ("branch-committee-size", {"n": 4, "seats": 3})
    assert notices(full, [give(P), end("o", ORG)]) == () and notices(replace(BRANCH, seats=2), [end("o", ORG)]) == ()
