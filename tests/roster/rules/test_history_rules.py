"""Sizes day by day, stretches of terms; and where the picture puts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.roster import history_picture
from leadgoose.roster.history_picture import Column, Mark, Piece
from leadgoose.roster.kinds import Standing
from leadgoose.roster.rules.history import Size, Stay, Stretch, overlap, sizes, term_stretches

D, FULL, PROBATIONARY = date, Standing.FULL, Standing.PROBATIONARY
TODAY = D(2026, 11, 23)

SIZES = [
    pytest.param([], [], id="nobody was ever here"),
    pytest.param([Stay(D(2026, 1, 1), None, FULL)], [Size(D(2026, 1, 1), 1, 0)], id="one who stays"),
    pytest.param([Stay(D(2026, 1, 1), D(2026, 2, 1), FULL)], [Size(D(2026, 1, 1), 1, 0), Size(D(2026, 2, 1), 0, 0)], id="the last one leaves"),
    pytest.param([Stay(D(2026, 1, 1), D(2026, 2, 1), PROBATIONARY), Stay(D(2026, 2, 1), None, FULL)],
                 [Size(D(2026, 1, 1), 0, 1), Size(D(2026, 2, 1), 1, 0)], id="full from the day on which probation ends"),
    pytest.param([Stay(D(2026, 1, 1), D(2026, 2, 1), FULL), Stay(D(2026, 2, 1), None, FULL)], [Size(D(2026, 1, 1), 1, 0)],
                 id="one goes and one comes on the same day: nothing changes"),
    pytest.param([Stay(D(2026, 1, 1), D(2026, 1, 1), FULL)], [], id="a fact of no day never held"),
    pytest.param([Stay(TODAY, None, FULL), Stay(TODAY + timedelta(1), None, FULL)], [Size(TODAY, 1, 0)], id="tomorrow is not counted, today is"),
]


@pytest.mark.parametrize(("stays", "expected"), SIZES)
def test_how_many_there_were(stays: list[Stay], expected: list[Size]) -> None:
    assert sizes(stays, TODAY) == expected


DAYS = st.dates(D(2020, 1, 1), TODAY)


@given(st.lists(st.builds(Stay, DAYS, st.none() | DAYS, st.sampled_from(Standing)), max_size=20), DAYS)
def test_on_every_day_the_size_is_the_number_of_those_who_were_there(stays: list[Stay], day: date) -> None:
    told = [one for one in sizes(stays, TODAY) if one.day <= day]
    there = sum(one.first <= day and (one.end is None or one.end > day) for one in stays)
    assert (told[-1].total if told else 0) == there


TERMS = [
    pytest.param([D(2020, 1, 1)], [None], [Stretch(D(2020, 1, 1), TODAY)], id="the present term until today"),
    pytest.param([D(2020, 1, 1), D(2023, 1, 1)], [None, None], [Stretch(D(2020, 1, 1), D(2022, 12, 31)), Stretch(D(2023, 1, 1), TODAY)],
                 id="until the day before the next election"),
    pytest.param([D(2020, 1, 1)], [D(2021, 1, 1)], [Stretch(D(2020, 1, 1), D(2020, 12, 31))], id="ended early"),
    pytest.param([TODAY], [None], [Stretch(TODAY, TODAY)], id="elected today"),
]


@pytest.mark.parametrize(("elected", "ends", "expected"), TERMS)
def test_how_long_a_committee_was_in_office(elected: list[date], ends: list[date | None], expected: list[Stretch]) -> None:
    assert term_stretches(elected, ends, TODAY) == expected


@pytest.mark.parametrize(("first", "end", "there"), [
    (D(2020, 1, 1), None, True), (D(2020, 12, 31), None, True), (D(2021, 1, 1), None, False), (D(2019, 1, 1), D(2020, 1, 1), False),
    (D(2019, 1, 1), D(2020, 1, 2), True),
])
def test_whether_a_post_falls_into_a_term(first: date, end: date | None, there: bool) -> None:
    assert overlap(Stretch(D(2020, 1, 1), D(2020, 12, 31)), first, end) is there


def test_labels_that_do_not_fit_a_phone_are_left_to_the_table_and_near_marks_share_a_number() -> None:
    first, last = D(2020, 1, 1), D(2026, 1, 1)
    long, short = Piece(first, D(2025, 12, 1), "past", "作业一队党支部", "a"), Piece(D(2025, 12, 2), last, "now", "修井一队党支部", "b", "e1")
    marks = [Mark(D(2022, 1, 1), 1, "x", "e1"), Mark(D(2022, 1, 5), 2, "y", "e2"), Mark(D(2024, 1, 1), 3, "z", "e3")]
    drawn = history_picture.draw([("名称", [long, short])], [Column(first, last, 0, "0"), Column(first, last, 4, "4")], "人数", marks, first, last)
    assert [one.words for one in drawn.labels] == ["作业一队党支部"] and [one.anchor for one in drawn.rects[:2]] == ["", "e1"]
    assert [one.number for one in drawn.flags] == [1, None, 3]
    assert [one.height for one in drawn.rects[2:]] == [0, history_picture.COLUMNS]
    assert all(0 <= float(one.x[:-1]) <= 100 and float(one.x[:-1]) + float(one.width[:-1]) <= 100 for one in drawn.rects)
