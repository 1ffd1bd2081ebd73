"""What may be done when, and what it does to a branch. Rules behind: elec-rights-full-members, elec-rights-probation-in-party, elec-rights-suspended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.roster.kinds import OrgKind, PostKind, RestrictionKind, Standing
from leadgoose.roster.rules.acts import Decision, Kind, Member, Wish, after, applicable, change, refuse
from leadgoose.roster.rules.due import BranchFacts, ProbationFacts, SecretaryFacts

TODAY = date(2026, 11, 23)
FULL = Member("m", "one", Standing.FULL, date(2026, 9, 1), PartialDate(2008, 7, 1))
NEW = replace(FULL, standing=Standing.PROBATIONARY, joined=PartialDate(2025, 11, 20))
GONE = Member("m", since=date(2026, 10, 1), joined=PartialDate(2008, 7, 1))
LONGER = replace(NEW, extended=date(2027, 5, 20))
SANCTIONED = replace(FULL, decisions=(Decision(RestrictionKind.PROBATION_IN_PARTY, date(2026, 10, 1), date(2027, 10, 1)),))
HELD = replace(FULL, decisions=(Decision(RestrictionKind.SUSPENDED, date(2026, 10, 1)),))
DEAD = replace(GONE, died_on=date(2026, 10, 1))


def wish(kind: Kind, on: date = date(2026, 11, 20), **more: object) -> Wish:
    return Wish(kind, on, **more)   # type: ignore[arg-type]


@pytest.mark.parametrize(("case", "member", "asked", "code"), [
    ("a member moves to another branch", FULL, wish(Kind.MOVE, to="two"), ""),
    ("nobody moves to where they are", FULL, wish(Kind.MOVE, to="one"), "there-already"),
    ("a move names a branch", FULL, wish(Kind.MOVE), "no-branch"),
    ("a day to come is refused", FULL, wish(Kind.OUT, date(2026, 11, 24)), "ahead"),
    ("today is no day to come", FULL, wish(Kind.OUT, TODAY), ""),
    ("nothing happens before the known facts", FULL, wish(Kind.OUT, date(2026, 8, 31)), "before"),
    ("nothing happens on the first known day", FULL, wish(Kind.OUT, date(2026, 9, 1)), "before"),
    ("the day after the first is in time", FULL, wish(Kind.OUT, date(2026, 9, 2)), ""),
    ("whoever is nowhere is not moved", GONE, wish(Kind.MOVE, to="two"), "not-here"),
    ("whoever left comes back", GONE, wish(Kind.IN, to="one"), ""),
    ("whoever left does not come back before", GONE, wish(Kind.IN, date(2026, 9, 30), to="one"), "before-left"),
    ("whoever is there does not come in", FULL, wish(Kind.IN, to="two"), "in-already"),
    ("a transfer before joining the Party", Member("", joined=PartialDate(2026, 12)), wish(Kind.IN, to="one"), "before-party"),
    ("the dead are left in peace", DEAD, wish(Kind.MOVE, to="two"), "dead"),
    ("death is recorded once", DEAD, wish(Kind.DEATH), "dead"),
    ("probation is full on the day a year after joining", NEW, wish(Kind.END_PROBATION), ""),
    ("a day earlier it is not", NEW, wish(Kind.END_PROBATION, date(2026, 11, 19)), "too-early"),
    ("an extended probation is full later", LONGER, wish(Kind.END_PROBATION), "too-early"),
    ("a full member has no probation", FULL, wish(Kind.END_PROBATION), "full-already"),
    ("a probation of unknown beginning may end", replace(NEW, joined=None), wish(Kind.END_PROBATION), ""),
    ("but cannot be extended", replace(NEW, joined=None), wish(Kind.EXTEND_PROBATION, months=6), "joined-unknown"),
    ("extended by half a year", NEW, wish(Kind.EXTEND_PROBATION, months=6), ""),
    ("by a year", NEW, wish(Kind.EXTEND_PROBATION, months=12), ""),
    ("not by less", NEW, wish(Kind.EXTEND_PROBATION, months=5), "months"),
    ("not by more", NEW, wish(Kind.EXTEND_PROBATION, months=13), "months"),
    ("extended once only", LONGER, wish(Kind.EXTEND_PROBATION, months=6), "extended-already"),
    ("a probation is cancelled at any time", LONGER, wish(Kind.CANCEL_PROBATION), ""),
    ("a sanction has an end", FULL, wish(Kind.SANCTION), "until-before"),
    ("which is not its beginning", FULL, wish(Kind.SANCTION, until=date(2026, 11, 20)), "until-before"),
    ("two years are the most", FULL, wish(Kind.SANCTION, until=date(2028, 11, 20)), ""),
    ("a day more is too long", FULL, wish(Kind.SANCTION, until=date(2028, 11, 21)), "until-long"),
    ("the same sanction is not recorded twice", SANCTIONED, wish(Kind.SANCTION, until=date(2027, 11, 20)), "twice"),
    ("nor one that would begin before it", SANCTIONED, wish(Kind.SANCTION, date(2026, 9, 10), until=date(2026, 12, 1)), "twice"),
    ("one that follows it may", SANCTIONED, wish(Kind.SUSPEND), ""),
    ("a probationary member is not sanctioned so", NEW, wish(Kind.SANCTION, until=date(2027, 11, 20)), "sanction-probationary"),
    ("rights are suspended once", HELD, wish(Kind.SUSPEND), "twice"),
    ("and returned", HELD, wish(Kind.RESTORE), ""),
    ("not to whom has them", FULL, wish(Kind.RESTORE), "nothing-suspended"),
    ("not on the day they were suspended", HELD, wish(Kind.RESTORE, date(2026, 10, 1)), "before"),
])
def test_what_may_be_done(case: str, member: Member, asked: Wish, code: str) -> None:
    no = refuse(member, asked, TODAY)
    assert (no.code if no else "") == code


@pytest.mark.parametrize(("case", "member", "there", "not_there"), [
    ("a full member", FULL, {Kind.MOVE, Kind.OUT, Kind.SANCTION, Kind.SUSPEND, Kind.DEATH}, {Kind.END_PROBATION, Kind.RESTORE}),
    ("a probationary member", NEW, {Kind.END_PROBATION, Kind.EXTEND_PROBATION, Kind.CANCEL_PROBATION}, {Kind.SANCTION}),
    ("one whose probation was extended", LONGER, {Kind.END_PROBATION}, {Kind.EXTEND_PROBATION}),
    ("one in custody", HELD, {Kind.RESTORE}, {Kind.SUSPEND}),
    ("one who left", GONE, set(), set(Kind)),
    ("one who died", DEAD, set(), set(Kind)),
])
def test_which_acts_are_offered(case: str, member: Member, there: set[Kind], not_there: set[Kind]) -> None:
    offered = set(applicable(member, TODAY))
    assert there <= offered and not offered & not_there


BRANCH = BranchFacts(
    "one", OrgKind.BRANCH, TODAY, full=4, probationary=1, voters=4, committee=3, besides=2, secretaries=(SecretaryFacts("m"),),
    probations=(ProbationFacts("m", PartialDate(2025, 11, 20)),), start_on=date(2026, 1, 1),
)


@pytest.mark.parametrize(("case", "member", "asked", "voters", "arises", "ends"), [
    ("an end of probation adds a voter and ends its duty", NEW, wish(Kind.END_PROBATION), 5, "", "probation_ending"),
    ("a cancelled one adds none", NEW, wish(Kind.CANCEL_PROBATION), 4, "", "probation_ending"),
    ("a voter leaves", FULL, wish(Kind.OUT), 3, "", ""),
    ("a voter moves away", FULL, wish(Kind.MOVE, to="two"), 3, "", ""),
    ("a secretary dies", replace(FULL, posts=(("one", PostKind.SECRETARY),)), wish(Kind.DEATH), 3, "secretary_vacant", ""),
    ("a sanction in force takes the vote", FULL, wish(Kind.SANCTION, until=date(2027, 11, 20)), 3, "", ""),
    ("a sanction that is over does not", FULL, wish(Kind.SANCTION, date(2026, 9, 10), until=date(2026, 11, 1)), 4, "", ""),
    ("whoever had no vote takes none along", HELD, wish(Kind.OUT), 4, "", ""),
    ("rights return", HELD, wish(Kind.RESTORE), 5, "", ""),
])
def test_what_it_does_to_the_branch(case: str, member: Member, asked: Wish, voters: int, arises: str, ends: str) -> None:
    probations = BRANCH.probations if member.standing is Standing.PROBATIONARY else ()
    before = replace(BRANCH, probations=probations)
    told = change(before, after(before, member, asked))
    assert (told.before, told.after) == (4, voters)
    assert arises in {one.code for one in told.arise} | {""} and ends in {one.code for one in told.end} | {""}


def test_a_branch_receives_whoever_moves_in() -> None:
    there = replace(BRANCH, key="two", voters=None, full=None)
    assert after(there, FULL, wish(Kind.MOVE, to="two")).voters == 1
    assert after(there, NEW, wish(Kind.MOVE, to="two")).voters == 0
