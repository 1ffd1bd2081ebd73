"""The time line of an organisation as a picture: where lanes, labels, marks and columns lie (pure geometry; the template draws it, a table stands beside).

Across, places are per cent of the width, so that words keep their size on a phone and on paper; down, pixels. A label is drawn only where it fits
a phone; the table says all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadgoose.roster.pictures import Text, per_cent, years_within

HEAD, TITLE, LABEL, BAR, GAP, FOOT = 22, 16, 15, 10, 10, 20
"""Pixels: numbers of the marks above; of a lane its name, its labels, its bars, the space after it; years below."""
COLUMNS = 64
"""Height in pixels of the tallest column of the members' lane."""
PHONE, LETTER = 3.1, 12.5
"""Pixels that one per cent is wide on a phone; width of a Chinese character."""
APART = 2.5
"""Per cent between the numbers of two marks; nearer ones share a number's place and only their lines are drawn."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a lane, first and last day inclusive; anchor: the row of the table that it leads to ("" for none)."""

    first: date
    last: date
    look: str
    label: str
    said: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """So many from a day to another, inclusive."""

    first: date
    last: date
    count: int
    said: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something happened: its number in the table, and the row that it leads to."""

    day: date
    number: int
    said: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rect:
    x: str
    y: float
    width: str
    height: float
    look: str
    said: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark drawn: its line, its number (None where there is no room)."""

    x: str
    number: int | None
    said: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    height: int
    base: int
    titles: tuple[Text, ...]
    labels: tuple[Text, ...]
    rects: tuple[Rect, ...]
    flags: tuple[Flag, ...]
    years: tuple[Text, ...]


def draw(
    lanes: Sequence[tuple[str, Sequence[Piece]]], columns: Sequence[Column], columns_title: str, marks: Sequence[Mark], first: date, last: date,
) -> Picture:
    """The drawing over the days from first to last."""
    span = max((last - first).days + 1, 1)

    def across(day: date) -> float:
        return 1 + 98 * min(max((day - first).days, 0), span) / span

    def placed(start: date, end: date) -> tuple[float, float]:
        x = across(start)
        return x, max(across(end + timedelta(1)) - x, 0.4)

    titles, labels, rects = [], [], []
    y = HEAD
    for title, pieces in lanes:
        titles.append(Text("1.00%", y + 11, title, "start"))
        free = 0.0
        for one in pieces:
            x, width = placed(one.first, one.last)
            needed = (len(one.label) * LETTER + 6) / PHONE
            if one.label and needed <= max(width, 0) and x >= free:
                labels.append(Text(per_cent(x), y + TITLE + 11, one.label, "start"))
                free = x + needed
            rects.append(Rect(per_cent(x), y + TITLE + LABEL, per_cent(width), BAR, one.look, one.said, one.anchor))
        y += TITLE + LABEL + BAR + GAP
    if columns:
        most = max(max(one.count for one in columns), 1)
        titles.append(Text("1.00%", y + 11, columns_title, "start"))
        y += TITLE + 6
        for column in columns:
            x, width = placed(column.first, column.last)
            tall = round(COLUMNS * column.count / most, 1)
            rects.append(Rect(per_cent(x), y + COLUMNS - tall, per_cent(width), tall, "size", column.said))
        y += COLUMNS + GAP
    flags, behind = [], -100.0
    for mark in sorted(marks, key=lambda one: (one.day, one.number)):
        x = across(mark.day)
        shown = x - behind >= APART
        flags.append(Flag(per_cent(x), mark.number if shown else None, mark.said, mark.anchor))
        behind = x if shown else behind
    years = tuple(Text(per_cent(across(date(year, 1, 1))), y + 15, str(year), "middle") for year in years_within(first, last))
    return Picture(y + FOOT, y, tuple(titles), tuple(labels), tuple(rects), tuple(flags), years)
