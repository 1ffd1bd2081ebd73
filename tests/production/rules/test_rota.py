"""Turns of days on and off, and the office's week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.production.rules.rota import Turn, is_working, rests, together, working_days

D = date
YEAR = (D(2027, 1, 1), D(2027, 12, 31))


@pytest.mark.parametrize(("case", "turn", "window", "spans"), [
    ("14 on and 14 off from New Year", Turn(14, 14, D(2027, 1, 1)), (D(2027, 1, 1), D(2027, 2, 20)),
     [(D(2027, 1, 15), D(2027, 1, 28)), (D(2027, 2, 12), D(2027, 2, 20))]),
    ("a spell that began before is cut to the window", Turn(4, 4, D(2026, 12, 27)), (D(2027, 1, 1), D(2027, 1, 5)), [(D(2027, 1, 1), D(2027, 1, 3))]),
    ("a spell that ends on the first day counts that day", Turn(1, 1, D(2026, 12, 31)), (D(2027, 1, 1), D(2027, 1, 2)), [(D(2027, 1, 1), D(2027, 1, 1))]),
    ("before the first day nothing is known", Turn(7, 7, D(2027, 3, 1)), (D(2027, 1, 1), D(2027, 3, 7)), []),
    ("a turn that ended leaves the last spell short", Turn(7, 7, D(2027, 1, 1), D(2027, 1, 10)), YEAR, [(D(2027, 1, 8), D(2027, 1, 10))]),
    ("without days off nobody rests", Turn(5, 0, D(2027, 1, 1)), YEAR, []),
], ids=lambda value: value if isinstance(value, str) else "")
def test_spells_of_rest(case: str, turn: Turn, window: tuple[date, date], spans: list[tuple[date, date]]) -> None:
    assert rests(turn, *window) == spans


@given(st.integers(1, 30), st.integers(1, 30), st.integers(-400, 400))
def test_a_day_rests_exactly_when_its_place_in_the_turn_is_behind_the_days_on(on: int, off: int, shift: int) -> None:
    turn = Turn(on, off, D(2027, 1, 1) + timedelta(days=shift))
    spans = rests(turn, *YEAR)
    for number in range(0, 365, 7):
        day = YEAR[0] + timedelta(days=number)
        place = (day - turn.starts_on).days
        assert any(first <= day <= last for first, last in spans) == (place >= 0 and place % (on + off) >= on)


def test_spans_that_touch_or_overlap_are_one() -> None:
    spans = [(D(2027, 3, 4), D(2027, 3, 6)), (D(2027, 3, 1), D(2027, 3, 3)), (D(2027, 3, 5), D(2027, 3, 9)), (D(2027, 3, 11), D(2027, 3, 11))]
    assert together(spans) == ((D(2027, 3, 1), D(2027, 3, 9)), (D(2027, 3, 11), D(2027, 3, 11)))


def test_the_week_holds_but_for_special_days() -> None:
    special = {D(2027, 2, 8): False, D(2027, 2, 14): True}     # a Monday off for it a Sunday worked
    assert not is_working(D(2027, 2, 8), special) and is_working(D(2027, 2, 14), special) and not is_working(D(2027, 2, 13), special)
    assert working_days(D(2027, 2, 8), D(2027, 2, 14), special) == 5
