"""When somebody is off (pure): a crew's turn of days on and off as spans of days, spans put together, and which days people work.

A crew works `on` days and rests `off` days, again and again, from a first day on. Days are inclusive at both ends. Docs: docs/rules/rota.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """A crew's turn: days on, days off, the first day of a spell on, and the last day on which the turn holds (None: no end)."""

    on: int
    off: int
    starts_on: date
    ends_on: date | None = None


def rests(turn: Turn, first: date, last: date) -> list[Span]:
    """The spells of rest that touch the days from first to last, cut to them. Before the turn's first day nothing is known, so nobody rests."""
    if turn.off == 0:
        return []
    until = last if turn.ends_on is None else min(last, turn.ends_on)
    whole = turn.on + turn.off
    number = max(0, (first - turn.starts_on).days // whole)
    found: list[Span] = []
    while True:
        begins = turn.starts_on + (number * whole + turn.on) * DAY
        if begins > until:
            return found
        ends = begins + (turn.off - 1) * DAY
        if ends >= first:
            found.append((max(begins, first), min(ends, until)))
        number += 1


def together(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as few spans in order; spans that touch or overlap become one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def is_working(day: date, special: Mapping[date, bool]) -> bool:
    """Whether the office works on a day. special: days that differ, True for a make-up workday, False for a holiday."""
    return special.get(day, day.weekday() < SATURDAY)


def working_days(first: date, last: date, special: Mapping[date, bool]) -> int:
    """How many days from first to last the office works."""
    return sum(is_working(first + number * DAY, special) for number in range((last - first).days + 1))
