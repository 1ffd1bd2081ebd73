"""A show of hands: of the members' meeting by those expected, of a committee by its members."""

import pytest
from telling import told

from leadgoose.elections.rules.hands import Hands, judge, need
from leadgoose.elections.rules.strokes import as_agreed
from leadgoose.elections.rules.tally import Refusal
from leadgoose.ground.statutes import Verdict
from leadgoose.ground.statutes.votes import Committee, Expected

CASES = [
    pytest.param(Hands(10, 3, 2), Expected(18), 15, True, ["+resolution-majority"], id="10 of 18 expected, one above half"),
    pytest.param(Hands(9, 6, 0), Expected(18), 15, False, ["-resolution-majority-short"], id="exactly half of those expected is no majority"),
    pytest.param(Hands(0, 0, 15), Expected(18), 15, False, ["-resolution-majority-short"], id="nobody agrees"),
    pytest.param(Hands(15, 0, 0), Expected(18), 15, True, ["+resolution-majority"], id="everybody in the room agrees"),
    pytest.param(Hands(2, 1, 0), Committee(3), 3, True, ["+hands-of-committee"], id="two of three"),
    pytest.param(Hands(2, 2, 0), Committee(4), 4, False, ["-hands-of-committee-short"], id="exactly half of a committee"),
    pytest.param(Hands(3, 1, 0), Committee(5), 4, True, ["+hands-of-committee"], id="an absent member of the committee stays in the base"),
]


@pytest.mark.parametrize(("hands", "base", "in_room", "passed", "said"), CASES)
def test_it_passes_or_not(hands: Hands, base: Expected | Committee, in_room: int, passed: bool, said: list[str]) -> None:
    """branch-meeting-vote, elec-supervisor-plenary"""
    verdict = judge(hands, base, in_room)
    assert isinstance(verdict, Verdict)
    assert (verdict.ok, told(verdict.reasons)) == (passed, said)
    numbers = verdict.reasons[0].numbers
    assert numbers["need"] == need(base) and abs(hands.favour - need(base)) == numbers["above" if passed else "short"]


@pytest.mark.parametrize(("hands", "code"), [
    pytest.param(Hands(10, 5, 1), "hands-exceed-present", id="16 hands of 15 people"),
    pytest.param(Hands(-1), "negative-number", id="for below 0"),
    pytest.param(Hands(1, -1), "negative-number", id="against below 0"),
    pytest.param(Hands(1, 0, -1), "negative-number", id="abstained below 0"),
])
def test_impossible_hands_are_refused(hands: Hands, code: str) -> None:
    assert judge(hands, Expected(18), 15) == Refusal((code,))


def test_hands_of_everybody_in_the_room_are_possible() -> None:
    assert isinstance(judge(Hands(10, 4, 1), Expected(18), 15), Verdict)


def test_candidates_for_secretary_stand_as_the_superior_agreed() -> None:
    """elec-ballot-order-secretary"""
    ordering = as_agreed(["王堃", "丁一"])
    assert ordering.names == ("王堃", "丁一") and ordering.verdict.ok and told(ordering.verdict.reasons) == ["+order-as-agreed"]
    assert told(as_agreed(["张伟", "张伟"]).verdict.reasons) == ["+order-as-agreed", "-same-name"]


def test_hands_that_nobody_raised_are_none() -> None:
    assert Hands(9) == Hands(9, 0, 0)
