"""Margin of candidates, re-vote, reduction of seats, numbers that cannot be true: tables."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.elections.rules import margin, possible, quorum, reduction, revote, shape
from leadgoose.elections.rules.revote import Revote
from leadgoose.elections.rules.tally import Outcome, Refusal
from leadgoose.ground.statutes.votes import Committee, Expected, Present


@pytest.mark.parametrize(("seats", "least"), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (7, 9), (8, 10), (9, 11), (10, 12), (11, 14)])
def test_least_candidates(seats: int, least: int) -> None:
    assert margin.least_candidates(seats) == least


@settings(deadline=None)  # two cores are shared
@given(st.integers(1, 500))
def test_least_candidates_are_the_least_that_are_a_fifth_more(seats: int) -> None:
    least = margin.least_candidates(seats)
    assert 5 * (least - seats) >= seats > 5 * (least - 1 - seats)


MARGINS = [
    pytest.param(5, 6, False, True, [("margin-enough", "elec-margin-20")], id="exactly a fifth more"),
    pytest.param(5, 5, False, False, [("margin-short", "elec-margin-20")], id="a list as long as the seats"),
    pytest.param(
        6,
        7,
        False,
        False,
        [("margin-short", "elec-margin-20"), ("margin-rounded", "elec-margin-rounding")],
        id="one extra for six",
    ),
    pytest.param(
        6,
        8,
        False,
        True,
        [("margin-enough", "elec-margin-20"), ("margin-rounded", "elec-margin-rounding")],
        id="two extra for six",
    ),
    pytest.param(5, 5, True, True, [("margin-preselected", "elec-preselection")], id="after a pre-selection as many as seats"),
    pytest.param(5, 4, True, False, [("list-below-seats", "elec-preselection")], id="after a pre-selection too few"),
    pytest.param(5, 6, True, True, [("margin-enough", "elec-margin-20")], id="after a pre-selection still competitive"),
]


@pytest.mark.parametrize(("seats", "candidates", "pre", "enough", "said"), MARGINS)
def test_margin(seats: int, candidates: int, pre: bool, enough: bool, said: list[tuple[str, str]]) -> None:
    judged = margin.judge(seats, candidates, pre)
    assert judged.enough is enough and judged.least == margin.least_candidates(seats)
    assert [(one.code.removeprefix("elections."), one.rule) for one in judged.reasons] == said
    assert judged.reasons[0].met is enough


def test_numbers_of_the_margin() -> None:
    assert dict(margin.judge(6, 7, False).reasons[0].numbers) == {"seats": 6, "candidates": 7, "least": 8, "extra": 2, "short": 1}
    assert dict(margin.judge(6, 7, False).reasons[1].numbers) == {"seats": 6, "extra": 2}
    assert margin.judge(5, 3, True).reasons[0].numbers["short"] == 2


def decide(present: int, returned: int, seats: int, votes: dict[str, int], voters: int | None = None) -> Outcome | Refusal:
    return revote.decide(Revote(Present(present), present if voters is None else voters, returned, seats, votes))


def test_a_revote_is_won_by_more_approvals() -> None:
    """elec-tie-revote"""
    decided = decide(30, 30, 1, {"甲": 13, "乙": 16})
    assert isinstance(decided, Outcome) and decided.status == "complete" and decided.elected == ("乙",) and decided.need is None
    assert [(one.code, one.met) for one in decided.reasons[1:]] == [
        ("elections.revote-elected", True),
        ("elections.revote-not-elected", False),
    ]


def test_a_winner_below_one_half_is_elected_with_a_remark() -> None:
    """elec-revote-plurality, and not where one half is passed."""
    decided = decide(30, 30, 1, {"甲": 15, "乙": 12})
    assert isinstance(decided, Outcome) and decided.elected == ("甲",)
    remark = decided.reasons[1]
    assert (remark.code, remark.rule, remark.numbers["short"]) == (
        "elections.revote-elected-below-half",
        "elec-revote-plurality",
        1,
    )
    above = decide(30, 30, 1, {"甲": 16, "乙": 12})
    assert isinstance(above, Outcome) and above.reasons[1].rule == "elec-tie-revote"


def test_a_second_tie_is_referred() -> None:
    decided = decide(40, 40, 2, {"甲": 20, "乙": 15, "丙": 15, "丁": 3})
    assert isinstance(decided, Outcome)
    assert (decided.status, decided.elected, decided.tied, decided.tied_seats) == ("tie", ("甲",), ("乙", "丙"), 1)
    last = decided.reasons[-1]
    assert (last.code, last.met, last.numbers["count"], last.numbers["seats"]) == ("elections.tie-again", False, 2, 1)
    assert [one.numbers.get("name") for one in decided.reasons] == [None, "甲", "丁", None]


def test_a_revote_can_be_void_or_refused() -> None:
    void = decide(30, 31, 1, {"甲": 99})
    assert isinstance(void, Outcome) and (void.status, void.elected, len(void.reasons)) == ("void", (), 1)
    assert decide(30, 30, 1, {"甲": 1}, voters=31) == Refusal(("voters-exceed-present",))
    assert decide(30, 10, 1, {"甲": 6, "乙": 5}) == Refusal(("approvals-exceed-choices",))


@pytest.mark.parametrize(
    ("agree", "ok"),
    [
        pytest.param(20, True, id="half or more includes half"),
        pytest.param(19, False, id="less than half"),
        pytest.param(40, True, id="all"),
    ],
)
def test_reduction(agree: int, ok: bool) -> None:
    verdict = reduction.judge(7, 6, agree, Present(40))
    assert verdict.ok is ok and [one.rule for one in verdict.reasons] == ["elec-reduce-seats", "elec-reduce-seats"]
    assert dict(verdict.reasons[1].numbers) == {"seats": 7, "filled": 6, "open": 1}


def test_quorum_says_which_base_it_counted() -> None:
    assert [one.rule for one in quorum.judge(Present(4), Committee(5)).reasons] == ["elec-committee-quorum"]
    assert [one.rule for one in quorum.judge(Present(4), Expected(5)).reasons] == ["elec-quorum-four-fifths"]
    verdict = quorum.judge(Present(18), Expected(22), excluded=4)
    assert verdict.ok and [one.rule for one in verdict.reasons] == ["elec-quorum-four-fifths", "elec-quorum-exclusions"]


POSSIBLE = [
    pytest.param(lambda: possible.electors(20, 0, 20), (), id="everybody came"),
    pytest.param(lambda: possible.electors(20, 19, 1), (), id="all but one excluded"),
    pytest.param(lambda: possible.electors(20, 4, 17), ("present-exceeds-expected",), id="an excluded person came"),
    pytest.param(lambda: possible.electors(0, 0, 0), ("no-electors",), id="nobody"),
    pytest.param(lambda: possible.single_list(True, 3, 3), (), id="a single list"),
    pytest.param(lambda: possible.single_list(True, 2, 3), ("single-list-mismatch",), id="a single list too short"),
    pytest.param(lambda: possible.single_list(False, 2, 3), (), id="no single list"),
    pytest.param(lambda: possible.voters(20, 20), (), id="all voted"),
    pytest.param(lambda: possible.voters(21, 20), ("voters-exceed-present",), id="one more voted"),
    pytest.param(lambda: possible.reduction(7, 7, 40, 40), (), id="all seats filled and all agree"),
    pytest.param(lambda: possible.reduction(7, 8, 40, 41), ("agree-exceeds-present", "filled-exceeds-seats"), id="both too many"),
    pytest.param(lambda: possible.favour(20, 20), (), id="all in favour"),
    pytest.param(lambda: possible.favour(21, 20), ("favour-exceeds-present",), id="one more in favour"),
    pytest.param(lambda: possible.sheet(20, 20, 1, {"甲": 0}), (), id="every ballot invalid"),
    pytest.param(lambda: possible.sheet(20, 21, 1, {}), ("invalid-exceeds-returned",), id="more invalid than returned"),
    pytest.param(lambda: possible.sheet(20, 2, 1, {"甲": 18}), (), id="every valid ballot for one"),
    pytest.param(lambda: possible.sheet(20, 2, 2, {"甲": 19}), ("approvals-exceed-valid",), id="one more than the valid ballots"),
    pytest.param(lambda: possible.sheet(20, 0, 1, {"甲": 11, "乙": 10}), ("approvals-exceed-choices",), id="one more than the choices"),
    pytest.param(lambda: possible.sheet(20, 0, 1, {}), (), id="no names"),
    pytest.param(lambda: possible.sheet(20, 20, 1, {}), (), id="no names and no valid ballot"),
    pytest.param(lambda: possible.electors(20, 21, 20), ("excluded-exceeds-right", "present-exceeds-expected"), id="more excluded"),
]


@pytest.mark.parametrize(("codes", "right"), POSSIBLE)
def test_possible(codes: Callable[[], tuple[str, ...]], right: tuple[str, ...]) -> None:
    assert codes() == right


def test_shape_knows_six_kinds() -> None:
    assert set(shape.KINDS) == {"quorum", "margin", "vote", "revote", "reduce", "decision"}
    assert shape.faults({"kind": "vote"}) == ("missing-field",)
