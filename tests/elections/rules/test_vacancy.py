"""Is what a by-election fills open? As the register has it, with the numbers; a post that is held warns."""

from __future__ import annotations

import pytest

from leadgoose.elections.rules.vacancy import Sitting, judge
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Names

HELD = Sitting(3, 3, ("冯立新",), ("韩雪", "蒋文"))


@pytest.mark.parametrize(("approved", "members", "there"), [(3, 2, 1), (3, 3, 0), (3, 4, 0), (5, 0, 5), (None, 3, None)])
def test_the_open_seats_are_the_approved_ones_that_nobody_holds(approved: int | None, members: int, there: int | None) -> None:
    assert Sitting(approved, members).open_seats == there


@pytest.mark.parametrize(("sitting", "posts", "seats", "said"), [
    pytest.param(Sitting(3, 2), ("committee",), 1, [("seats-open", True, "branch-vacancy")], id="exactly the open seat"),
    pytest.param(Sitting(3, 2), ("committee",), 2, [("seats-not-open", False, "elec-vacancy-by-election")], id="one more than are open"),
    pytest.param(Sitting(3, 4), ("committee",), 1, [("seats-not-open", False, "elec-vacancy-by-election")], id="more sit than were approved"),
    pytest.param(Sitting(None, 2), ("committee",), 9, [("seats-approved-unknown", True, "branch-vacancy")], id="not known is not full"),
    pytest.param(HELD, ("secretary",), None, [("secretary-held", False, "elec-vacancy-by-election")], id="the secretary is there"),
    pytest.param(Sitting(3, 2), ("secretary",), None, [("secretary-open", True, "branch-vacancy")], id="there is no secretary"),
    pytest.param(HELD, ("deputy",), None, [("deputy-held", False, "elec-vacancy-by-election")], id="deputies are there"),
    pytest.param(Sitting(3, 2, ("冯立新",)), ("deputy",), None, [("deputy-open", True, "branch-vacancy")], id="another post that is held is not asked about"),
    pytest.param(HELD, (), 1, [], id="nothing is to be filled"),
    pytest.param(Sitting(3, 2), ("committee",), None, [], id="how many is not said yet"),
])
def test_what_is_said_of_each_post(sitting: Sitting, posts: tuple[str, ...], seats: int | None, said: list[tuple[str, bool, str]]) -> None:
    verdict = judge(sitting, posts, seats)
    assert [(one.code.removeprefix("elections."), one.met, one.rule) for one in verdict.reasons] == said
    assert verdict.ok and all(one.strength is Strength.GENERAL for one in verdict.warnings), "it warns, and stops nothing for good"


def test_the_numbers_and_names_are_the_registers() -> None:
    told = {one.code.removeprefix("elections."): one.numbers for one in judge(HELD, ("committee", "secretary", "deputy"), 1).reasons}
    assert told == {
        "seats-not-open": {"approved": 3, "members": 3, "open": 0, "seats": 1}, "secretary-held": {"names": Names(("冯立新",))},
        "deputy-held": {"names": Names(("韩雪", "蒋文"))},
    }
    assert judge(Sitting(3, 2), ("committee",), 1).reasons[0].numbers == {"approved": 3, "members": 2, "open": 1, "seats": 1}
    assert judge(Sitting(None, 2), ("committee",), 1).reasons[0].numbers == {"members": 2, "seats": 1}
