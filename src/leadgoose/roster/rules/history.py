"""How many members an organisation had, day by day, and who was on its committee in which term (pure).

A count holds from its day until the day before the next one's. What was before the first day known is not known, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadgoose.roster.kinds import Standing


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody belonged here with a standing: first day, and first day no longer (None: still)."""

    first: date
    end: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Size:
    """Members from a day on: full, probationary."""

    day: date
    full: int
    probationary: int

    @property
    def total(self) -> int:
        return self.full + self.probationary


def sizes(stays: Iterable[Stay], until: date) -> list[Size]:
    """The counts, the earliest first, one for each day on which they change up to a day; neighbours that are equal stand once."""
    steps: dict[date, list[int]] = {}
    for one in stays:
        column = 0 if one.standing is Standing.FULL else 1
        if one.end is not None and one.end <= one.first:
            continue
        steps.setdefault(one.first, [0, 0])[column] += 1
        if one.end is not None:
            steps.setdefault(one.end, [0, 0])[column] -= 1
    found: list[Size] = []
    full = probationary = 0
    for day in sorted(steps):
        if day > until:
            break
        full, probationary = full + steps[day][0], probationary + steps[day][1]
        if not found or (full, probationary) != (found[-1].full, found[-1].probationary):
            found.append(Size(day, full, probationary))
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a time line: first day, last day, both inclusive."""

    first: date
    last: date


def term_stretches(elected: Sequence[date], ends: Sequence[date | None], until: date) -> list[Stretch]:
    """How long each term's committee was in office: from its election to the day before the next one, its early end, or the day shown."""
    found = []
    for place, first in enumerate(elected):
        following = elected[place + 1] if place + 1 < len(elected) else None
        last = min((day - timedelta(1) for day in (following, ends[place]) if day is not None), default=until)
        found.append(Stretch(first, max(first, min(last, until))))
    return found


def overlap(one: Stretch, first: date, end: date | None) -> bool:
    """Whether something that held from a day, until before another, did so in a stretch."""
    return first <= one.last and (end is None or end > one.first)
