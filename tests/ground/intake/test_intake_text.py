"""Names and cells as text."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from leadgoose.ground.intake.text import as_text, is_dash, spaced_name

NAMES = [
    ("two characters spread with ordinary spaces", "沈  昊", "沈昊"),
    ("two characters spread with a full-width space", "唐\u3000明", "唐明"),
    ("three characters spread one by one", "王 小 明", "王小明"),
    ("four characters spread one by one", "欧 阳 无 名", "欧阳无名"),
    ("a space after the surname of a short name", "王 小明", "王小明"),
    ("two names of a minority parted by a space", "阿依古丽 买买提", "阿依古丽 买买提"),
    ("two names of a minority parted by a dot", "阿依古丽·买买提", "阿依古丽·买买提"),
    ("traditional characters", "單 雄", "單雄"),
    ("letters", "Anna  Maria", "Anna Maria"),
    ("a rare character outside the first plane", "王 𬭎", "王𬭎"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("written", "name"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_spaces_that_only_spread_a_name_go(written: str, name: str) -> None:
    assert spaced_name(written) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12015031205.0, "12015031205"),
        (3.5, "3.5"),
        (7, "7"),
        (" \u00a0x\u200b ", "x"),
        (True, "TRUE"),
        ("", ""),
        (date(2026, 10, 31), "2026-10-31"),
        (datetime(2026, 10, 31), "2026-10-31"),  # noqa: DTZ001  cells have no zone
        (datetime(2026, 10, 31, 8, 5), "2026-10-31 08:05:00"),  # noqa: DTZ001  cells have no zone
    ],
    ids=[
        "a phone stored as a number",
        "a fraction",
        "a whole number",
        "what nobody sees goes",
        "a truth value",
        "an empty cell",
        "a day",
        "a day at midnight",
        "a moment",
    ],
)
def test_a_cell_as_a_person_reads_it(value: object, text: str) -> None:
    assert as_text(value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "empty"),
    [("—", True), ("--", True), ("／", True), ("无", True), ("無", True), ("", False), ("-1", False), ("无锡", False)],
)
def test_a_dash_says_that_nothing_is_meant(text: str, empty: bool) -> None:
    assert is_dash(text) is empty
