"""Marks, sums and drawing: each case a sentence; the same seed draws the same test."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.training.courses import questions
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.drawing import ORDER, Candidate, Lack, Share, draw, order
from leadgoose.training.rules.marking import Asked, Change, Score, by_dimension, by_unit, changes, mark, total, worth

pytestmark = pytest.mark.once

SINGLE, MULTIPLE = Asked("basics", 4, Kind.SINGLE, 1), Asked("basics", 4, Kind.MULTIPLE, 3)
IS_TRUE, IS_FALSE = Asked("basics", 4, Kind.TRUE_FALSE, 1), Asked("basics", 4, Kind.TRUE_FALSE, 1, false=True)
SHORT = Asked("basics", 5, Kind.SHORT, 3)
MARKS = [
    ("the right option of a single choice", SINGLE, [0], 2),
    ("a wrong option of a single choice", SINGLE, [1], 0),
    ("two options of a single choice, the right one among them", SINGLE, [0, 1], 0),
    ("no option of a single choice", SINGLE, [], 0),
    ("true where true is right", IS_TRUE, [0], 1),
    ("false where true is right", IS_TRUE, [1], 0),
    ("false where false is right", IS_FALSE, [1], 1),
    ("true where false is right", IS_FALSE, [0], 0),
    ("both true and false", IS_TRUE, [0, 1], 0),
    ("all right options of a multiple choice", MULTIPLE, [2, 0, 1], 4),
    ("some right options and no wrong one", MULTIPLE, [0, 2], 2),
    ("all right options and a wrong one", MULTIPLE, [0, 1, 2, 3], 0),
    ("one right option and a wrong one", MULTIPLE, [0, 4], 0),
    ("no option of a multiple choice", MULTIPLE, [], 0),
]


@pytest.mark.parametrize(("asked", "chosen", "marks"), [case[1:] for case in MARKS], ids=[case[0] for case in MARKS])
def test_an_answer_is_marked_by_rule(asked: Asked, chosen: list[int], marks: int) -> None:
    assert mark(asked, chosen) == marks


def test_a_short_answer_is_not_marked_by_rule_and_gives_two_marks_a_point() -> None:
    assert worth(SHORT) == 6
    with pytest.raises(ValueError, match="trainer"):
        mark(SHORT, [0])


@given(right=st.integers(2, 5), chosen=st.sets(st.integers(0, 5)))
def test_full_marks_are_for_exactly_the_right_options(right: int, chosen: set[int]) -> None:
    asked = Asked("basics", 1, Kind.MULTIPLE, right)
    assert (mark(asked, chosen) == worth(asked)) == (chosen == set(range(right)))


# --- sums ---


def test_marks_are_summed_by_unit_and_what_waits_is_in_neither_sum() -> None:
    sums = by_unit([(SINGLE, 2), (SHORT, None), (MULTIPLE, 2), (IS_TRUE, 0)])
    assert sums == {("basics", 4): Score(4, 7), ("basics", 5): Score(open=6)}
    assert total(sums) == Score(4, 7, 6)
    assert [one.per_cent for one in sums.values()] == [57, None]


def test_what_changed_is_told_by_unit_and_not_known_where_one_test_did_not_ask() -> None:
    before = {("basics", 4): Score(4, 10), ("basics", 5): Score(open=6)}
    after = {("basics", 4): Score(9, 10), ("basics", 5): Score(6, 6), ("basics", 6): Score(1, 2)}
    assert [(one.unit, one.points) for one in changes(before, after)] == [(("basics", 4), 50), (("basics", 5), None), (("basics", 6), None)]
    assert Change(("basics", 4), Score(9, 10), Score(4, 10)).points == -50


EVIDENCE = [
    ("units of one competency count together", {("a", 1): Score(3, 4), ("a", 2): Score(1, 4)}, {("a", 1): 2, ("a", 2): 2}, {"K2": 50}),
    ("two questions are too few", {("a", 1): Score(4, 4)}, {("a", 1): 2}, {}),
    ("three questions are enough", {("a", 1): Score(4, 6)}, {("a", 1): 3}, {"K2": 66}),
    ("what waits for a trainer is no evidence yet", {("a", 1): Score(4, 6, 6)}, {("a", 1): 4}, {}),
    ("a unit that trains no competency is left out", {("b", 1): Score(4, 6)}, {("b", 1): 4}, {}),
    ("nothing right is evidence too", {("a", 3): Score(0, 6)}, {("a", 3): 3}, {"K4": 0}),
]


@pytest.mark.parametrize(("sums", "asked", "found"), [case[1:] for case in EVIDENCE], ids=[case[0] for case in EVIDENCE])
def test_what_a_test_is_evidence_for(sums: dict[tuple[str, int], Score], asked: dict[tuple[str, int], int], found: dict[str, int]) -> None:
    assert by_dimension(sums, {("a", 1): "K2", ("a", 2): "K2", ("a", 3): "K4"}, asked) == found


# --- drawing ---

BANK = [Candidate(number, one.key, one.course, one.unit, one.kind) for number, one in enumerate(questions(), 1)]
BLUEPRINT = [Share("basics", 4, Kind.SINGLE, 4), Share("basics", 4, Kind.SHORT, 1), Share("basics", 8, Kind.TRUE_FALSE, 2), Share("basics", 8, Kind.SINGLE, 3)]


def test_a_test_has_what_its_blueprint_says_in_the_order_of_the_paper() -> None:
    by_item = {one.item: one for one in BANK}
    found = [by_item[item] for item in draw(BANK, BLUEPRINT, "7").items]
    assert Counter((one.course, one.unit, one.kind) for one in found) == {(one.course, one.unit, one.kind): one.count for one in BLUEPRINT}
    assert [ORDER.index(one.kind) for one in found] == sorted(ORDER.index(one.kind) for one in found)


@given(seed=st.text(max_size=8), turn=st.randoms())
def test_the_same_seed_draws_the_same_test_however_the_bank_lies(seed: str, turn: object) -> None:
    lying = list(BANK)
    turn.shuffle(lying)  # type: ignore[attr-defined]
    assert draw(lying, BLUEPRINT, seed) == draw(BANK, BLUEPRINT, seed)


def test_this_seed_draws_this_test_for_ever() -> None:
    """Changing how tests are drawn would make tests that were set another paper: this fails first."""
    codes = {one.item: one.code for one in BANK}
    assert [codes[item] for item in draw(BANK, BLUEPRINT[:1], "2027-1").items] == PINNED
    assert order(4, "2027-1", 17) == PINNED_ORDER


PINNED = ["basics-4-10", "basics-4-13", "basics-4-14", "basics-4-17"]
PINNED_ORDER = (3, 0, 2, 1)


def test_other_seeds_draw_other_tests() -> None:
    assert len({draw(BANK, BLUEPRINT, str(seed)).items for seed in range(20)}) > 15


def test_the_test_after_asks_others_while_there_are_others() -> None:
    share = [Share("basics", 4, Kind.SINGLE, 4)]
    codes = {one.item: one.code for one in BANK}
    first = {codes[item] for item in draw(BANK, share, "1").items}
    assert not first & {codes[item] for item in draw(BANK, share, "1", first).items}
    every = {one.code for one in BANK}
    assert {codes[item] for item in draw(BANK, share, "1", every).items} == first


def test_a_bank_that_has_too_few_says_which() -> None:
    share = Share("basics", 4, Kind.SHORT, 9)
    assert draw(BANK, [share], "1").lacks == (Lack(share, 1),)


@given(options=st.integers(0, 6), seed=st.text(max_size=5), item=st.integers(1, 999), whose=st.text(max_size=5))
def test_options_stand_in_some_order_that_is_always_the_same(options: int, seed: str, item: int, whose: str) -> None:
    found = order(options, seed, item, whose)
    assert sorted(found) == list(range(options)) and found == order(options, seed, item, whose)
