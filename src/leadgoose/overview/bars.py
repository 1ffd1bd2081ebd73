"""Bar charts as pictures: where bars and words lie (pure geometry; the template draws it, a table stands beside it).

Across, places are per cent of the width, so that the picture fits a phone without shrinking its words; down, pixels. Bars begin at zero, and
all bars of one picture have one scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LANE, LANE_OF_TWO, HEAD, FOOT = 35, 46, 6, 20
"""Pixels: one row (its words, then its bar, or its two), above the first, below the last (the axis)."""
LEFT, RIGHT = 1.0, 88.0
"""Per cent of the width between which bars lie; the rest is for the number at a bar's end."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to draw: its name, its number on the day, its number on the day compared with (None: none is), whether it means not known."""

    name: str
    count: int
    before: int | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `x_end` is where its number stands."""

    y: int
    height: int
    width: str
    x_end: str
    y_number: int
    look: str
    number: int


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing; `base` is the y at which the axis ends, `foot` that of its words."""

    height: int
    base: int
    foot: int
    zero: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def draw(rows: Sequence[Row]) -> Chart:
    """The drawing of these rows, on a scale from zero to the next round number above the longest bar."""
    top = ceiling(max((max(one.count, one.before or 0) for one in rows), default=0))

    def across(number: int) -> float:
        return (RIGHT - LEFT) * number / top

    lanes = []
    tall = LANE if all(one.before is None for one in rows) else LANE_OF_TWO
    for place, row in enumerate(rows):
        y = HEAD + place * tall
        look = "span-unknown" if row.unknown else "span"
        bars = [_bar(y + 16, 11 if row.before is None else 9, across(row.count), look + " now", row.count)]
        if row.before is not None:
            bars.append(_bar(y + 28, 9, across(row.before), look + " then", row.before))
        lanes.append(Lane(row.name, y + 12, tuple(bars)))
    base = HEAD + len(rows) * tall
    ticks = [Tick(_per_cent(LEFT), "0", "start"), Tick(_per_cent(RIGHT), str(top), "end")]
    return Chart(base + FOOT, base, base + 14, _per_cent(LEFT), tuple(lanes), tuple(ticks))


def ceiling(most: int) -> int:
    """The number at which the axis ends: the longest bar itself up to 10, above it the next half of a power of ten."""
    if most <= 10:
        return max(1, most)
    power = 10
    while most > power * 10:
        power *= 10
    return next(power * step // 2 for step in range(2, 21) if power * step // 2 >= most)


def _bar(y: int, height: int, width: float, look: str, number: int) -> Bar:
    return Bar(y, height, _per_cent(width), _per_cent(LEFT + width), y + height, look, number)


def _per_cent(number: float) -> str:
    return f"{number:.2f}%"
