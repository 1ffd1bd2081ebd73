"""The vendored table of strokes, read: what a line of it becomes."""

from __future__ import annotations

import pytest

from leadgoose.elections.rules.strokes import table

TABLE = table.__wrapped__()
"""Read from disk once more, past what the process keeps."""


@pytest.mark.parametrize(("character", "classes"), [
    pytest.param("一", "1", id="one stroke, across"),
    pytest.param("丁", "12", id="two strokes"),
    pytest.param("王", "1121", id="four strokes in their order"),
    pytest.param("李", "1234521", id="wood before the child"),
])
def test_a_character_has_the_classes_of_its_strokes_from_the_first_on(character: str, classes: str) -> None:
    again = table.__wrapped__()
    assert again.orders[character] == classes


def test_the_table_read_again_says_the_same_and_knows_the_surnames_of_two_characters() -> None:
    again = table.__wrapped__()
    assert again == table() == TABLE
    assert {"欧阳", "司马", "诸葛"} <= again.compound and all(len(one) == 2 for one in again.compound)
    assert all(len(one) == 1 and set(classes) <= set("12345") for one, classes in again.orders.items())
