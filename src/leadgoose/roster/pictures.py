"""Time lines as pictures: where the bars, marks and years of a drawing lie (pure geometry; the template draws it, a table stands beside it).

Across, places are per cent of the width, so that the picture fits a phone without shrinking its words; down, pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HEAD, LANE, FOOT = 22, 36, 20
"""Pixels: above the first lane (marks' words), one lane (its words, then its bar), below the last (years)."""
MOST_YEARS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of time to draw: from its first day to its last. `look` names its colour: past, now, act, soon, ok, shift, unknown."""

    first: date
    last: date
    look: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day to mark with a line: through all lanes with its words above, or without words across the bars only."""

    day: date
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the picture with its name, which stands at the left or over a day (`at`)."""

    name: str
    pieces: Sequence[Piece]
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    width: str
    y: int
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    x: str
    y: int
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    x: str
    top: int
    look: str
    text: Text


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing. `foot` is the y of the years' words; `base` the y at which the lines end."""

    height: int
    base: int
    bars: tuple[Bar, ...]
    names: tuple[Text, ...]
    lines: tuple[Line, ...]
    years: tuple[Text, ...]


def draw(lanes: Sequence[Lane], marks: Sequence[Mark], first: date, last: date) -> Picture:
    """The drawing of these lanes over the days from first to last, with a margin of two per cent on either side."""
    span = max((last - first).days, 1)

    def across(day: date) -> float:
        return 2 + 96 * min(max((day - first).days, 0), span) / span

    bars, names = [], []
    for place, lane in enumerate(lanes):
        y = HEAD + place * LANE
        names.append(Text("2.00%", y + 12, lane.name, "start") if lane.at is None else _name(across(lane.at), y + 12, lane.name))
        bars += [
            Bar(per_cent(across(one.first)), per_cent(max(across(one.last + timedelta(1)) - across(one.first), 0.4)), y + 18, one.look, one.words)
            for one in lane.pieces
        ]
    base = HEAD + len(lanes) * LANE
    lines = tuple(
        Line(per_cent(across(one.day)), HEAD - 4 if one.words else HEAD + 16, one.look, _text(across(one.day), 13, one.words)) for one in marks
    )
    years = tuple(Text(per_cent(across(date(year, 1, 1))), base + 15, str(year), "middle") for year in years_within(first, last))
    return Picture(base + FOOT, base, tuple(bars), tuple(names), lines, years)


def window(days: Iterable[date]) -> tuple[date, date]:
    """First and last of these days, at least a year apart."""
    known = sorted(days)
    first, last = known[0], known[-1]
    return (first, last) if (last - first).days >= 365 else (first, first + timedelta(365))


def years_within(first: date, last: date) -> range:
    """The years whose first day lies within, thinned to at most MOST_YEARS."""
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last.year - first.year) // step < MOST_YEARS)
    begin = first.year + 1
    return range(begin + -begin % step, last.year + 1, step)


def _text(x: float, y: int, words: str) -> Text:
    return Text(per_cent(x), y, words, "start" if x < 12 else "end" if x > 88 else "middle")


def _name(x: float, y: int, words: str) -> Text:
    """Words over the beginning of a bar, or at the right end where on a phone they would leave the picture."""
    return Text(per_cent(x), y, words, "start") if x < 40 else Text("97.00%", y, words, "end")


def per_cent(number: float) -> str:
    """A place across, as the drawing writes it."""
    return f"{number:.2f}%"
