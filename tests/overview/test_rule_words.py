"""Every note of the statutes' data has words."""

from __future__ import annotations

from leadgoose.ground.statutes import load
from leadgoose.overview.rule_words import APPLIES_TO, UNITS, compared, unit


def test_every_note_of_the_data_is_put_into_words_and_no_word_is_left_over() -> None:
    rules = load().rules.values()
    assert {one.applies_to for one in rules} == set(APPLIES_TO)
    assert {parameter.unit for one in rules for parameter in one.parameters} - {"-"} == set(UNITS)


def test_signs_are_those_of_print() -> None:
    assert [compared(sign) for sign in (">=", "<=", "==", ">", None)] == ["≥", "≤", "=", ">", ""]
    assert unit("-") == "" and unit("months") == "个月"
