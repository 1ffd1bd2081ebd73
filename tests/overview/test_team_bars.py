"""Bar charts: bars begin at zero, lengths are in proportion, what is not known looks otherwise, and nothing leaves the picture."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.overview.bars import LEFT, RIGHT, Row, ceiling, draw

pytestmark = pytest.mark.once


def per_cent(text: str) -> float:
    return float(text.removesuffix("%"))


def test_a_bar_twice_as_many_is_twice_as_long_and_nought_has_no_length() -> None:
    chart = draw([Row("一", 4), Row("二", 8), Row("三", 0)])
    widths = [per_cent(bar.width) for lane in chart.lanes for bar in lane.bars]
    assert widths[1] == pytest.approx(RIGHT - LEFT) and widths[0] == pytest.approx(widths[1] / 2, abs=0.01) and widths[2] == 0
    assert [tick.words for tick in chart.ticks] == ["0", "8"]


def test_two_days_stand_below_each_other_on_one_scale() -> None:
    lane, = draw([Row("一", 5, 10)]).lanes
    now, then = lane.bars
    assert per_cent(then.width) == pytest.approx(2 * per_cent(now.width), abs=0.02)
    assert now.y + now.height < then.y and "now" in now.look and "then" in then.look
    assert then.y_number - now.y_number >= 12, "the numbers are 12 pixels high"


def test_what_is_not_known_has_a_look_of_its_own() -> None:
    known, unknown = draw([Row("一", 5), Row("资料未知", 5, unknown=True)]).lanes
    assert known.bars[0].look.split()[0] == "span" and unknown.bars[0].look.split()[0] == "span-unknown"


def test_nobody_at_all_still_draws() -> None:
    assert draw([Row("一", 0)]).ticks[1].words == "1"
    assert draw([]).lanes == ()


@pytest.mark.parametrize(("most", "end"), [(0, 1), (1, 1), (7, 7), (10, 10), (11, 15), (34, 35), (99, 100), (101, 150), (153, 200), (1000, 1000), (1001, 1500)])
def test_the_axis_ends_at_a_round_number(most: int, end: int) -> None:
    assert ceiling(most) == end


@given(st.lists(st.builds(Row, st.just("一"), st.integers(0, 50_000), st.none() | st.integers(0, 50_000)), min_size=1, max_size=12))
def test_no_bar_leaves_the_picture_and_none_meets_another(rows: list[Row]) -> None:
    chart = draw(rows)
    bars = [bar for lane in chart.lanes for bar in lane.bars]
    assert all(0 <= per_cent(bar.width) <= RIGHT - LEFT + 0.01 for bar in bars)
    assert all(bar.y + bar.height <= chart.base for bar in bars) and chart.base < chart.height
    assert all(one.y + one.height < after.y for one, after in pairwise(bars))
