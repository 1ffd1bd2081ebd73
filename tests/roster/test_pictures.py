"""Time lines: where bars, marks and years lie."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.roster.pictures import HEAD, LANE, Lane, Mark, Piece, draw, window

DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


def test_a_bar_over_the_whole_time_fills_the_picture_between_its_margins() -> None:
    first, last = date(2020, 1, 1), date(2025, 12, 31)
    picture = draw([Lane("任期", [Piece(first, last, "ok")])], [], first, last)
    assert (picture.bars[0].x, picture.bars[0].width, picture.bars[0].look) == ("2.00%", "96.00%", "ok")


def test_the_middle_day_stands_in_the_middle() -> None:
    first, last = date(2020, 1, 1), date(2020, 12, 31)                     # 365 days apart
    picture = draw([Lane("任期", [])], [Mark(date(2020, 7, 2), "today", "今天")], first, last)
    assert picture.lines[0].x == "50.13%" and picture.lines[0].text.anchor == "middle"


def test_words_at_the_right_edge_end_there() -> None:
    first, last = date(2020, 1, 1), date(2025, 1, 1)
    picture = draw([Lane("任期", [])], [Mark(last, "today", "今天"), Mark(first, "elected", "选举")], first, last)
    assert [line.text.anchor for line in picture.lines] == ["end", "start"]


def test_a_single_day_can_still_be_seen() -> None:
    picture = draw([Lane("", [Piece(date(2000, 1, 1), date(2000, 1, 1), "now")])], [], date(1950, 1, 1), date(2050, 1, 1))
    assert picture.bars[0].width == "0.40%"


@pytest.mark.parametrize(("first", "last", "years"), [
    (date(2023, 9, 1), date(2026, 9, 1), ["2024", "2025", "2026"]),
    (date(2023, 1, 1), date(2024, 1, 1), ["2024"]),
    (date(1978, 7, 1), date(2026, 11, 23), ["1980", "1990", "2000", "2010", "2020"]),
    (date(2010, 5, 1), date(2026, 11, 23), ["2015", "2020", "2025"]),
])
def test_years_are_thinned_to_round_ones(first: date, last: date, years: list[str]) -> None:
    assert [year.words for year in draw([Lane("", [])], [], first, last).years] == years


def test_less_than_a_year_is_drawn_as_a_year() -> None:
    assert window([date(2026, 9, 1), date(2026, 11, 23)]) == (date(2026, 9, 1), date(2027, 9, 1))


@given(days=st.lists(DAYS, min_size=2, max_size=8), today=DAYS)
def test_everything_lies_inside_the_picture(days: list[date], today: date) -> None:
    first, last = window([*days, today])
    pieces = [Piece(min(pair), max(pair), "now") for pair in pairwise(days)]
    picture = draw([Lane("一", pieces), Lane("二", pieces[:1])], [Mark(today, "today", "今天")], first, last)
    for bar in picture.bars:
        assert float(bar.x[:-1]) >= 2 and float(bar.x[:-1]) + float(bar.width[:-1]) <= 98.5
        assert HEAD <= bar.y < HEAD + 2 * LANE < picture.height
    assert len(picture.years) <= 8
    assert all(2 <= float(line.x[:-1]) <= 98 for line in picture.lines)
