"""What may be set up where, renamed, moved, split, merged, withdrawn: tables whose names are sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.rules.naming import fits, kind_of
from leadgoose.roster.rules.organisations import (
    Body,
    Founding,
    Kind,
    applicable,
    foundable,
    notices_of_founding,
    notices_of_size,
    refuse_day,
    refuse_founding,
    refuse_merging,
    refuse_moving,
    refuse_splitting,
    refuse_withdrawal,
)

TODAY, DAY = date(2026, 11, 23), date(2026, 11, 20)
C, G, B, J, T, P = OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH, OrgKind.BRANCH, OrgKind.JOINT_BRANCH, OrgKind.TEMPORARY_BRANCH, OrgKind.GROUP
TOP, GENERAL = Body("top", C), Body("general", G, date(2020, 1, 1), "top", below=2)
ONE = Body("one", B, date(2020, 1, 1), "general", full=8, others=1, newest=date(2026, 10, 31))
TWO = Body("two", B, date(2020, 1, 1), "general", full=5, newest=date(2026, 10, 31))
NEW = Founding(B, "三队党支部", DAY)

FOUNDING = {
    "a branch below a general branch": (GENERAL, NEW, False, None),
    "a branch directly below the committee": (TOP, NEW, False, None),
    "a branch does not stand below a branch": (ONE, NEW, False, "kind"),
    "a group stands below a branch": (ONE, Founding(P, "第一党小组", DAY), False, None),
    "a group does not stand below a general branch": (GENERAL, Founding(P, "第一党小组", DAY), False, "kind"),
    "a general branch does not stand below another": (GENERAL, Founding(G, "二大队党总支", DAY), False, "kind"),
    "nothing is set up below what has ended": (replace(GENERAL, ended_on=DAY), NEW, False, "ended"),
    "not before the day has come": (TOP, replace(NEW, on=date(2026, 11, 24)), False, "ahead"),
    "a name is needed": (TOP, replace(NEW, name=""), False, "name"),
    "the name says another kind": (TOP, replace(NEW, name="三队党总支"), False, "name-branch"),
    "a plain branch does not call itself temporary": (TOP, replace(NEW, name="三队临时党支部"), False, "name-branch"),
    "the name is taken": (TOP, NEW, True, "name-taken"),
    "a temporary branch has an end": (TOP, Founding(T, "会战临时党支部", DAY), False, "until-missing"),
    "its end comes after its beginning": (TOP, Founding(T, "会战临时党支部", DAY, until=DAY), False, "until-before"),
    "with an end it is set up": (TOP, Founding(T, "会战临时党支部", DAY, until=TODAY), False, None),
    "a joint branch joins two units": (TOP, Founding(J, "站库联合党支部", DAY, units=("甲站",)), False, "units"),
    "two units will do": (TOP, Founding(J, "站库党支部", DAY, units=("甲站", "乙站")), False, None),
    "nobody replies before being asked": (TOP, replace(NEW, applied_on=date(2026, 11, 21)), False, "applied-after"),
    "asked and answered on one day": (TOP, replace(NEW, applied_on=DAY), False, None),
    "approved without a committee there are no seats": (TOP, replace(NEW, seats=3, no_committee=True), False, "seats"),
}


@pytest.mark.parametrize("name", FOUNDING)
def test_setting_up(name: str) -> None:
    parent, wish, taken, code = FOUNDING[name]
    no = refuse_founding(parent, wish, taken, TODAY)
    assert (no.code if no else None) == code


def test_a_joint_branch_covers_five_units_as_a_rule_and_a_reply_takes_a_month_as_a_rule() -> None:
    five = Founding(J, "站库党支部", DAY, units=tuple("甲乙丙丁戊"))
    assert notices_of_founding(five) == ()
    [many] = notices_of_founding(replace(five, units=tuple("甲乙丙丁戊己")))
    assert (many.rule, dict(many.numbers)) == ("branch-joint", {"n": 6, "most": 5})
    assert notices_of_founding(replace(NEW, applied_on=date(2026, 10, 20))) == (), "exactly a month is in time"
    [late] = notices_of_founding(replace(NEW, applied_on=date(2026, 10, 19)))
    assert (late.rule, dict(late.numbers)) == ("branch-approval-one-month", {"applied": "2026-10-19", "months": 1})


def test_fifty_members_are_usual_and_fifty_one_need_a_reason() -> None:
    assert notices_of_size([(replace(ONE, full=40, others=1), 9), (replace(ONE, full=60), 0)]) == ()
    [one] = notices_of_size([(replace(ONE, full=40, others=2), 9)])
    assert (one.rule, one.numbers["n"]) == ("branch-max-members", 51)


SPLITTING = {
    "three full members make a branch": (ONE, 3, 0, DAY, None),
    "two full members and three on probation do not": (ONE, 2, 1, DAY, "too-few"),
    "nobody was ticked": (ONE, 0, 0, DAY, "nobody"),
    "nobody stays behind": (ONE, 8, 1, DAY, "everybody"),
    "on the day the members are known from it is too early": (ONE, 3, 0, date(2026, 10, 31), "before-members"),
    "the day after it is not": (ONE, 3, 0, date(2026, 11, 1), None),
    "a temporary branch has no members to split": (replace(ONE, kind=T), 3, 0, DAY, "kind"),
}


@pytest.mark.parametrize("name", SPLITTING)
def test_splitting(name: str) -> None:
    body, full, others, on, code = SPLITTING[name]
    no = refuse_splitting(body, full, others, on, TODAY)
    assert (no.code if no else None) == code


MERGING = {
    "into another branch": (ONE, TWO, DAY, None), "into itself": (ONE, ONE, DAY, "no-target"), "into nothing": (ONE, None, DAY, "no-target"),
    "into a general branch": (ONE, GENERAL, DAY, "no-target"), "into what has ended": (ONE, replace(TWO, ended_on=DAY), DAY, "no-target"),
    "into what is not there yet": (ONE, replace(TWO, since=DAY), DAY, "before-line"), "a group": (Body("g", P), TWO, DAY, "kind"),
}


@pytest.mark.parametrize("name", MERGING)
def test_merging(name: str) -> None:
    body, target, on, code = MERGING[name]
    no = refuse_merging(body, target, on, TODAY)
    assert (no.code if no else None) == code


def test_withdrawing_moving_and_days() -> None:
    assert refuse_withdrawal(Body("three", B, date(2020, 1, 1)), [], DAY, TODAY) is None
    for body, homeless, code in (
        (ONE, ["p"], "members-left"), (GENERAL, ["one", "two"], "below-left"), (TOP, [], "kind"), (replace(ONE, ended_on=DAY), [], "ended"),
    ):
        no = refuse_withdrawal(body, homeless, DAY, TODAY)
        assert no is not None
        assert no.code == code
    assert refuse_moving(ONE, TOP, DAY, TODAY) is None
    for target, code in ((GENERAL, "below-already"), (TWO, "no-target"), (None, "no-target")):
        no = refuse_moving(ONE, target, DAY, TODAY)
        assert no is not None
        assert no.code == code
    line = Body("x", B, DAY)
    assert [refuse_day(line, on, TODAY, same=same) is None for on, same in ((DAY, False), (DAY, True), (date(2026, 11, 21), False))] == [False, True, True]


def test_what_is_offered() -> None:
    assert applicable(TOP) == (Kind.SET_UP, Kind.RENAME) and foundable(C) == (G, B, J, T, C) and foundable(B) == (P,)
    assert applicable(ONE) == (Kind.SET_UP, Kind.RENAME, Kind.SPLIT, Kind.MERGE, Kind.MOVE, Kind.LINK, Kind.WITHDRAW)
    assert applicable(Body("three", B)) == (Kind.SET_UP, Kind.RENAME, Kind.MOVE, Kind.LINK, Kind.WITHDRAW)
    assert applicable(Body("g", P)) == (Kind.RENAME, Kind.WITHDRAW) and applicable(replace(ONE, ended_on=DAY)) == ()
    assert applicable(GENERAL) == (Kind.SET_UP, Kind.RENAME, Kind.WITHDRAW)
    assert applicable(Body("t", T)) == (Kind.RENAME, Kind.MOVE, Kind.LINK, Kind.WITHDRAW)


@pytest.mark.parametrize(("kind", "name", "fit"), [
    (B, "一队党支部", True), (B, "一隊黨支部", True), (B, "一队支部", True), (B, "一队", False), (G, "一大队党总支", True), (G, "一大队党支部", False),
    (J, "站库党支部", True), (J, "站库联合党支部", True), (J, "站库临时党支部", False), (T, "会战临时党支部", True),
    (P, "第一党小组", True), (P, "第一组", False),
    (C, "示例党委", True), (B, "一队党支部委员会", True),
])
def test_a_name_fits_its_kind(kind: OrgKind, name: str, fit: bool) -> None:
    assert fits(kind, name) is fit
    assert kind_of(name) in OrgKind
